// One person's five months: which days they play, what they do in a session, what the app and the help desk
// record of it.

/// Lets a person play and keeps what is recorded.
struct Play {
  private(set) var player: Player
  private(set) var messages: [Message] = []
  private(set) var tickets: [Ticket] = []
  private let habits: Habits
  private let userID: String
  private var random: Random

  init(_ player: Player, userID: String, random: Random) {
    self.player = player
    self.userID = userID
    self.random = random
    habits = player.kind.habits
  }

  /// Plays from the person's first to their last day.
  mutating func run() {
    for day in stride(from: player.firstDay, through: player.lastDay, by: 1) {
      guard random.chance(perMille: chance(on: day)) else { continue }
      repeat { playSession(on: day) } while random.chance(perMille: habits.another)
    }
  }

  /// The chance to play on a day, in a thousand.
  private func chance(on day: Int) -> Int {
    let since = day - player.firstDay
    if since == 0, player.signedUp == nil { return 1000 }
    let percent: Int
    switch habits.course {
    case .steady:
      percent = 100
    case .seasons(let starts):
      let sinceStart = starts.map { day - $0 }.filter { $0 >= 0 }.min()
      percent = sinceStart.map { $0 < 12 } ?? false ? 100 : 11
    case .fading:
      percent = since < 7 && player.firstDay > 0 ? 100 : player.stays ? 22 : 0
    }
    let playing = habits.playing[LocalTime.weekday(day: day)]
    return playing * percent * player.eagerness * habits.eagerness[Phase(day: day).rawValue] / 1_000_000
  }

  private mutating func playSession(on day: Int) {
    let rhythm = random.choice(habits.rhythms)
    let hour = random.index(weights: LocalTime.weekday(day: day) < 5 ? rhythm.weekday : rhythm.weekend)
    let start = LocalTime(day: day, second: hour * 3600 + random.number(in: 0...3599))
    let device = rhythm.device ?? (player.devices.count > 1 && random.chance(perMille: 250) ? 1 : 0)
    var session = Session(
      now: start, device: min(device, player.devices.count - 1), phase: Phase(day: day), rhythm: rhythm)
    let firstMessage = messages.count

    if player.signedUp.map({ $0 <= start }) ?? false { identifyOnce(in: &session) }
    if random.chance(perMille: 150) { record(.screen("Home"), in: &session) }
    takeSteps(in: &session)
    if random.chance(perMille: habits.shopVisits) { visitShop(in: &session) }
    if player.signedUp == nil, !player.neverSignsUp, random.chance(perMille: 850) { signUp(in: &session) }
    if random.chance(perMille: habits.writing) { write(after: session, about: .account) }

    // The app delivers a session in one go when it ends.
    for index in firstMessage..<messages.count { messages[index].delivered = session.now }
  }

  private mutating func takeSteps(in session: inout Session) {
    for _ in 0..<random.number(in: session.rhythm.steps) {
      if random.chance(perMille: habits.album * 10) {
        record(
          .track(random.chance(perMille: 550) ? "Album Opened" : "Card Collected", screen: "Album"),
          in: &session)
      } else if random.chance(perMille: 700) {
        record(.track("Level Completed", screen: "Level", detail: #""level":\#(player.level)"#), in: &session)
        player.level += 1
      } else {
        record(.track("Level Failed", screen: "Level", detail: #""level":\#(player.level)"#), in: &session)
      }
      if meetsError(in: session, times: 1) { fail(on: "Level", in: &session) }
    }
  }

  private mutating func visitShop(in session: inout Session) {
    record(.track("Shop Opened", screen: "Shop"), in: &session)
    guard random.chance(perMille: 850) else { return }
    let item = random.choice(habits.items)
    record(.track("Item Viewed", screen: "Shop", detail: #""item":"\#(item.name)""#), in: &session)
    if meetsError(in: session, times: 2) { return fail(on: "Checkout", in: &session) }
    guard random.chance(perMille: habits.buying[session.phase.rawValue] * player.generosity / 10) else {
      return
    }
    let price = "\(item.cents / 100).\(item.cents % 100)"
    record(
      .track(
        "In-App Purchase", screen: "Checkout", detail: #""item":"\#(item.name)","revenue":\#(price)"#),
      in: &session)
  }

  private mutating func meetsError(in session: Session, times factor: Int) -> Bool {
    random.chance(perMille: habits.errors[session.phase.rawValue] * factor)
  }

  private mutating func fail(on screen: String, in session: inout Session) {
    record(.track("UI Error", screen: screen), in: &session)
    if random.chance(perMille: habits.reporting) {
      write(after: session, about: screen == "Checkout" ? .payment : .interface)
    }
  }

  /// The first session on a device tells the app who its user is.
  private mutating func identifyOnce(in session: inout Session) {
    guard !player.devices[session.device].isKnown else { return }
    player.devices[session.device].isKnown = true
    record(.identify(email: player.email), in: &session)
  }

  private mutating func signUp(in session: inout Session) {
    player.signedUp = session.now
    record(.track("Signed Up", screen: "Home"), in: &session)
    identifyOnce(in: &session)
  }

  private mutating func record(_ content: Message.Content, in session: inout Session) {
    guard session.now.day < LocalTime.days else { return }
    let device = player.devices[session.device]
    let isUser = player.signedUp.map { $0 <= session.now } ?? false
    messages.append(
      Message(
        id: "\(device.serial)-\(messages.count)", time: session.now, content: content,
        device: device, userID: isUser ? userID : nil))
    session.now = session.now.after(seconds: random.number(in: session.rhythm.pauseSeconds))
  }

  private mutating func write(after session: Session, about topic: Ticket.Topic) {
    guard player.signedUp != nil else { return }
    let written = session.now.after(seconds: random.number(in: 120...5400))
    guard written.day < LocalTime.days else { return }
    tickets.append(Ticket(topic: topic, written: written, email: player.email, random: &random))
  }

  private struct Session {
    var now: LocalTime
    var device: Int
    var phase: Phase
    var rhythm: Habits.Rhythm
  }
}
