// Who is the same person: the traps that other tools fall into, one by one.

import Persona
import Profiles
import Testing

@Suite("Linking")
struct LinkingTests {
  private func event(_ days: Double, _ identifiers: (kind: String, value: String)...) -> Record {
    Record(time: day(days), event: "seen", identifiers: identifiers)
  }

  /// The profiles as sets of `kind:value`, in order.
  private func profiles(_ graph: IdentifiedGraph) throws -> [[String]] {
    try order(graph).map { try graph.identifiers(of: $0).map { "\($0.kind):\($0.value)" } }
  }

  /// By the kind's priority and the value of the first identifier.
  private func order(_ graph: IdentifiedGraph) throws -> [Int] {
    let firsts = try graph.identifiers(of: Array(0..<graph.count)).map { $0[0] }
    let kinds = ["user", "email", "device", "anonymous"]
    let keys = firsts.map { "\(kinds.firstIndex(of: $0.kind) ?? 9) \($0.value)" }
    return keys.indices.sorted { keys[$0] < keys[$1] }
  }

  /// Events of each profile.
  private func events(_ graph: IdentifiedGraph) throws -> [Int] {
    let table = try graph.measured(over: Span(from: 0, to: day(1000)), by: MeasureRules())
    let counts = try table.eventCounts(where: EventFilter())
    return try order(graph).map { Int(counts[$0]) }
  }

  @Test("what was seen before the login belongs to the user who logged in")
  func anonymousBecomesUser() throws {
    let graph = try graph([
      event(1, ("anonymous", "x")), event(2, ("anonymous", "x"), ("user", "ada")), event(3, ("user", "ada")),
    ])
    #expect(try profiles(graph) == [["user:ada", "anonymous:x"]])
    #expect(try events(graph) == [3])
    #expect(try graph.stoppedLinks().isEmpty)
  }

  @Test("values that stand for nobody link nobody")
  func blockedValues() throws {
    let nobody = [
      "", "0", "00-00", "-1", "null", "None", "NaN", "undefined", "UNKNOWN", "n/a", "Anonymous", " null ",
      "00000000-0000-0000-0000-000000000000", "0.0", "guest",
    ]
    let records = nobody.enumerated().flatMap { index, value in
      [
        event(1, ("user", value), ("anonymous", "a\(index)")),
        event(2, ("user", value)),
      ]
    }
    let graph = try graph(records, identity: IdentityRules(blocked: ["Guest"]))
    #expect(graph.count == nobody.count)
    #expect(graph.graph.unidentified == [nobody.count])
    #expect(graph.graph.eventCounts == [2 * nobody.count])
  }

  @Test("a tablet that two users share joins neither, and its own events are nobody else's")
  func sharedTablet() throws {
    let graph = try graph([
      event(1, ("user", "ada"), ("device", "tablet")), event(2, ("user", "bob"), ("device", "tablet")),
      event(3, ("device", "tablet")), event(4, ("user", "ada"), ("device", "phone")),
      event(5, ("device", "phone")),
    ])
    #expect(try profiles(graph) == [["user:ada", "device:phone"], ["user:bob"], ["device:tablet"]])
    #expect(try events(graph) == [3, 1, 1])
    #expect(
      try graph.stoppedLinks() == [
        StoppedLink(
          identifier: Identifier(kind: "device", value: "tablet"),
          reason: "would join different values of kind user", neighbours: 2)
      ])
  }

  @Test("values that differ in the bytes of an accent alone stop linking apart from one another")
  func accents() throws {
    let graph = try graph(
      ["\u{e9}", "e\u{301}"].flatMap { tablet in
        ["ada", "bob"].map { event(1, ("user", $0 + tablet), ("device", tablet)) }
      })
    let stopped = try graph.stoppedLinks().map { Array($0.identifier.value.utf8) }
    #expect(stopped == [[0x65, 0xcc, 0x81], [0xc3, 0xa9]])
  }

  @Test("ten users with one placeholder address stay ten users")
  func placeholderAddress() throws {
    let graph = try graph(
      (0..<10).map { event(1, ("user", "\($0)1"), ("email", "Example@email.com")) }
        + [event(2, ("email", " example@EMAIL.com "))])
    #expect(graph.count == 11)
    #expect(try events(graph) == Array(repeating: 1, count: 11))
    #expect(try graph.stoppedLinks().map(\.neighbours) == [10])
  }

  @Test("an anonymous id used before two logins belongs to neither user")
  func twoLogins() throws {
    let graph = try graph([
      event(1, ("anonymous", "x")), event(2, ("anonymous", "x"), ("user", "ada")),
      event(3, ("anonymous", "x"), ("user", "bob")),
    ])
    #expect(try profiles(graph) == [["user:ada"], ["user:bob"], ["anonymous:x"]])
    #expect(try events(graph) == [1, 1, 1])
  }

  @Test("a value two steps away belongs to the nearer user, one in the middle to none")
  func chains() throws {
    // ada - mail - x - bob: mail is ada's, x is bob's. ada - p - q - r - bob: q is in the middle.
    let graph = try graph([
      event(1, ("user", "ada"), ("email", "mail")), event(1, ("email", "mail"), ("anonymous", "x")),
      event(1, ("anonymous", "x"), ("user", "bob")), event(1, ("user", "ada"), ("anonymous", "p")),
      event(1, ("anonymous", "p"), ("anonymous", "q")), event(1, ("anonymous", "q"), ("anonymous", "r")),
      event(1, ("anonymous", "r"), ("user", "bob")),
    ])
    #expect(
      try profiles(graph) == [
        ["user:ada", "email:mail", "anonymous:p"], ["user:bob", "anonymous:r", "anonymous:x"],
      ])
    #expect(try graph.stoppedLinks().map(\.identifier.value) == ["q"])
    #expect(graph.profile(of: Identifier(kind: "anonymous", value: "q")) == nil)
  }

  @Test("a value seen with thousands stops being a link and takes no time")
  func crowdedValue() throws {
    let graph = try graph(
      (0..<20_000).map { event(1, ("email", "info@firm"), ("anonymous", "a\($0)")) }
        + [event(2, ("email", "info@firm"))])
    #expect(graph.count == 20_001)
    #expect(try graph.stoppedLinks().map(\.reason) == ["seen with more than 100 values of kind anonymous"])
    #expect(try graph.stoppedLinks().map(\.neighbours) == [20_000])
  }

  /// A fourth neighbour of another kind is none too many; a fourth address is.
  @Test(
    "neighbours are counted kind by kind",
    arguments: [(3, 1, 1, []), (4, 1, 5, ["email"]), (4, 0, 4, ["email"])] as [(Int, Int, Int, [String])])
  func neighboursOfKinds(emails: Int, phones: Int, profiles: Int, crowded: [String]) throws {
    let identity = IdentityRules(
      kinds: ["user", "email", "phone", "device"].map { .init(name: $0, limit: 5) }, maximumNeighbours: 3)
    let seen = (0..<emails).map { ("email", "e\($0)@x.org") } + (0..<phones).map { ("phone", "p\($0)") }
    let graph = try graph(seen.map { event(1, ("device", "tablet"), $0) }, identity: identity)
    #expect(graph.count == profiles)
    #expect(
      try graph.stoppedLinks().map(\.reason) == crowded.map { "seen with more than 3 values of kind \($0)" })
  }

  @Test("a user with a new anonymous id on every event keeps the events")
  func crowdedUser() throws {
    let graph = try graph(
      (0..<200).map { event(1, ("user", "ada"), ("anonymous", "a\($0)")) }
        + [event(2, ("anonymous", "a7")), event(2, ("anonymous", "a7"), ("user", "bob"))])
    #expect(graph.profile(of: Identifier(kind: "user", value: "ada")) == 0)
    #expect(try events(graph).prefix(2) == [200, 2])
    #expect(graph.profile(of: Identifier(kind: "anonymous", value: "a7")) == 1)
  }

  @Test("a profile keeps as many values of a kind as the limit allows, those seen first")
  func limits() throws {
    let graph = try graph(
      (0..<8).map { event(Double(10 - $0), ("user", "ada"), ("device", "d\($0)")) }
        + (0..<8).map { event(20, ("device", "d\($0)")) })
    #expect(try graph.identifiers(of: 0).map(\.value) == ["ada", "d3", "d4", "d5", "d6", "d7"])
    #expect(try events(graph) == [13, 1, 1, 1])
    #expect(try graph.stoppedLinks().map(\.identifier.value) == ["d0", "d1", "d2"])
    #expect(try graph.stoppedLinks()[0].reason == "its profile already has 5 values of kind device")
  }

  @Test("a cut brings two identifiers apart, and the rest stays with the nearer")
  func cuts() throws {
    let records = [
      event(1, ("user", "ada"), ("email", "m")), event(1, ("email", "m"), ("device", "tv")),
      event(1, ("device", "tv"), ("anonymous", "x")), event(2, ("anonymous", "x")),
    ]
    #expect(try graph(records).count == 1)
    let cut = IdentityRules.Cut(
      Identifier(kind: "user", value: "ada"), Identifier(kind: "anonymous", value: "x"))
    let graph = try graph(records, identity: IdentityRules(cuts: [cut]))
    #expect(try profiles(graph) == [["user:ada", "email:m"], ["device:tv", "anonymous:x"]])
  }

  @Test("a cut of two that were seen together moves the row to the stronger")
  func directCut() throws {
    let records = [
      event(1, ("user", "ada"), ("email", "m"), ("device", "tv")), event(2, ("device", "tv")),
      event(3, ("email", "m")),
    ]
    let cut = IdentityRules.Cut(
      Identifier(kind: "device", value: "tv"), Identifier(kind: "user", value: "ada"))
    let graph = try graph(records, identity: IdentityRules(cuts: [cut]))
    #expect(try profiles(graph) == [["user:ada", "email:m"], ["device:tv"]])
    #expect(try events(graph) == [2, 1])
  }

  @Test("an apostrophe in front of a value does not count, unless it is all there is")
  func apostrophes() throws {
    let graph = try graph([
      event(1, ("user", "'7000")), event(2, ("user", "7000")), event(3, ("user", "''7000")),
      event(4, ("user", "'null")), event(5, ("user", "'")),
    ])
    #expect(try profiles(graph) == [["user:'"], ["user:'7000"], ["user:7000"]])
    #expect(try events(graph).reduce(0, +) == 4)
  }

  @Test("addresses are the same without case, numbers without their final .0, leading zeros count")
  func forms() throws {
    let graph = try graph([
      event(1, ("email", "Ada@X.org ")), event(2, ("email", "ada@x.org")), event(3, ("user", "17850.0")),
      event(4, ("user", "17850")), event(5, ("user", "017850")), event(6, ("user", "Ada")),
      event(7, ("user", "ada")),
    ])
    #expect(
      try profiles(graph) == [
        ["user:017850"], ["user:17850"], ["user:Ada"], ["user:ada"], ["email:ada@x.org"],
      ])
    #expect(
      try order(graph).firstIndex(of: graph.profile(of: Identifier(kind: "email", value: " ADA@x.org")) ?? -1)
        == 4)
  }
}
