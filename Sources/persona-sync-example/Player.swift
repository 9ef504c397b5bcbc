// A made-up person: what the customer table knows of them, and what only they know.

/// A person who plays.
struct Player {
  var kind: Kind
  var age: Int?
  var country: String
  var plan: String
  var acquiredVia: String
  var devices: [Device]
  /// The first and the last day on which they may be seen.
  var firstDay: Int
  var lastDay: Int
  /// Percent of the kind's chance to play and to buy.
  var eagerness: Int
  var generosity: Int
  /// Whether a visitor stays after the curious week.
  var stays: Bool
  /// `nil`: not signed up, or never.
  var signedUp: LocalTime?
  var neverSignsUp: Bool
  var email: String
  /// Where they stand in the game.
  var level: Int

  struct Device {
    /// Of this installation of the app.
    var serial: String
    /// Of the thing itself: a shared tablet has one id and several installations.
    var id: String
    var isTablet: Bool
    /// Whether the app has told who uses it.
    var isKnown = false
  }

  /// The closed test of the tablet edition: fewer people than may be written about.
  static let testers = 11

  /// - Parameters:
  ///   - number: the person's place among all, from 0; identifiers are made from it.
  ///   - rank: the person's place among their kind, from 0.
  init(kind: Kind, number: Int, rank: Int, random: inout Random) {
    let habits = kind.habits
    self.kind = kind
    age = random.chance(perMille: 25) ? nil : random.number(in: habits.ages)
    country = random.choice([("DE", 60), ("AT", 12), ("CH", 8), ("PL", 8), ("NL", 6), ("DK", 3), ("", 3)])
    plan = random.choice(habits.plans)
    acquiredVia = random.choice([("friend", 30), ("store", 40), ("ad", 20), ("stream", 10)])
    if kind == .nightOwl, random.chance(perMille: 550) { acquiredVia = "stream" }

    let arrival = kind == .nightOwl && rank < Self.testers ? nil : random.choice(habits.arrivals)
    if let arrival {
      firstDay = random.number(in: arrival)
      signedUp = nil
    } else {
      firstDay = 0
      signedUp = LocalTime(day: -random.number(in: 1...300), second: random.number(in: 25_000...84_000))
    }
    lastDay = firstDay
    while lastDay < habits.lastDay, !random.chance(perMille: habits.leavingPerMille) { lastDay += 1 }
    eagerness = random.choice([(60, 2), (75, 3), (90, 4), (100, 5), (110, 4), (125, 3), (145, 2)])
    generosity = random.choice([(40, 2), (75, 3), (100, 4), (130, 3), (170, 1)])
    stays = random.chance(perMille: 250)
    neverSignsUp = kind == .visitor && arrival != nil && random.chance(perMille: 250)
    level = arrival == nil ? random.number(in: 10...240) : 1
    email = "\(Self.words[number % Self.words.count]).\(100 + number)@example.com"

    let firstIsTablet = random.chance(perMille: habits.tablets * 10)
    devices = [Device(number: 2 * number, isTablet: firstIsTablet)]
    if random.chance(perMille: habits.secondDevices * 10) {
      devices.append(Device(number: 2 * number + 1, isTablet: !firstIsTablet && random.chance(perMille: 400)))
    }
  }

  private static let words = [
    "alder", "amber", "aspen", "basil", "beech", "birch", "bramble", "cedar", "clover", "comet", "coral",
    "crane",
    "daisy", "dune", "elder", "ember", "fern", "finch", "flint", "fjord", "gale", "ginger", "glade", "harbor",
    "hazel", "heron", "holly", "indigo", "iris", "ivy", "juniper", "kelp", "kestrel", "lark", "laurel",
    "linden",
    "lotus", "maple", "marsh", "mint", "moss", "nettle", "oak", "olive", "otter", "pebble", "pine", "plover",
    "poppy", "quartz", "raven", "reed", "robin", "rowan", "saffron", "sage", "slate", "sorrel", "swift",
    "tansy",
    "thistle", "tulip", "willow", "wren",
  ]
}

extension Player.Device {
  init(number: Int, isTablet: Bool) {
    // An odd factor permutes the numbers below 2^20: serials look drawn, and none occurs twice.
    let text = String((number &* 0x9_E377 + 0x1357) & 0xF_FFFF, radix: 16)
    serial = String(repeating: "0", count: 5 - text.count) + text
    id = "d-" + serial
    self.isTablet = isTablet
  }

  /// What the app calls whoever uses it there before they say who they are.
  var anonymousID: String { "a-" + serial }
}
