// Everybody who plays, and what the three systems recorded of them.

/// The people of the example after their five months.
struct Cast {
  private(set) var members: [Member] = []

  struct Member {
    var player: Player
    var userID: String
    var messages: [Message]
    var tickets: [Ticket]
  }

  /// Fixed, so that the data in the repository can be made again.
  static let seed: UInt64 = 20_260_101
  /// Tablets on which a parent and a child have an account each.
  private static let familyTablets = 6

  init() {
    var players: [Player] = []
    var streams: [Random] = []
    for kind in Kind.allCases {
      for rank in 0..<kind.habits.people {
        var random = Random(seed: Self.seed, stream: players.count)
        players.append(Player(kind: kind, number: players.count, rank: rank, random: &random))
        streams.append(random)
      }
    }
    Self.shareTablets(among: &players)
    let userIDs = Self.userIDs(of: players)
    for (number, player) in players.enumerated() {
      var play = Play(player, userID: userIDs[number], random: streams[number])
      play.run()
      members.append(
        Member(
          player: play.player, userID: userIDs[number], messages: play.messages, tickets: play.tickets))
    }
  }

  /// Gives some children, taken from the visitors, the first device of a parent. The app makes a new anonymous
  /// id for each user, so the device is all they have in common.
  private static func shareTablets(among players: inout [Player]) {
    let parents = players.indices.filter { players[$0].kind == .parent && players[$0].devices[0].isTablet }
    let children = players.indices.filter { players[$0].kind == .visitor && players[$0].stays }
    for (parent, child) in zip(parents, children).prefix(familyTablets) {
      players[child].devices[0].id = players[parent].devices[0].id
      players[child].devices[0].isTablet = true
      players[child].age = nil
    }
  }

  /// User ids in the order in which people came, as a database counts them.
  private static func userIDs(of players: [Player]) -> [String] {
    func arrival(_ number: Int) -> LocalTime {
      players[number].signedUp ?? LocalTime(day: players[number].firstDay, second: 0)
    }
    let order = players.indices.sorted { (arrival($0), $0) < (arrival($1), $1) }
    var userIDs = [String](repeating: "", count: players.count)
    for (rank, number) in order.enumerated() { userIDs[number] = "u-\(10_001 + rank)" }
    return userIDs
  }
}
