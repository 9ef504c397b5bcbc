// What a whole evidence holds: what sets a population apart, drift, joint prevalence, coverage, stage.

import Persona
import Profiles
import Testing

@testable import Attribution

@Suite("An evidence")
struct EvidenceTests {
  private let context = EvidenceContext(
    asOf: "2023-11-14T22:13:20Z", window: Evidence.Window(from: "2023-08-17", to: "2023-11-14", days: 90),
    previousWindow: Evidence.Window(from: "2023-05-19", to: "2023-08-16", days: 90), rulesDigest: "ab")

  private let jen = Match.condition(Condition(.trait("jen"), .is(.text("yes"))))

  /// 100 members and 200 others. Members have more sessions, mostly use the app and contact support.
  private func people(sessionsOfMembers: Double = 6) -> [Person] {
    var dice = Dice(seed: 42)
    return (0..<300).map { index in
      let isMember = index < 100
      let sessions = (isMember ? sessionsOfMembers : 3) + (4 * dice.uniform()).rounded()
      var person = Person(
        metrics: [
          "sessions": sessions, "active_days": sessions - 1, "revenue": dice.lognormal(sigma: 1),
          "level": isMember ? 3 : 2,
        ], scores: ["recency": 50],
        traits: ["jen": isMember ? "yes" : "no", "country": index % 4 == 0 ? "de" : "fr"])
      person.did("play", 4, channel: isMember || index % 2 == 0 ? "app" : "web", screen: "map")
      if index % 10 < (isMember ? 6 : 2) { person.did("support", screen: "help") }
      return person
    }
  }

  private func attribution(
    _ people: [Person], previous: [Person]? = nil, claims: [Claim] = [], others: [PersonaRules] = [],
    rules: AttributionRules = AttributionRules()
  ) throws -> Attribution {
    try Attribution(
      table: table(of: people), previous: previous.map { table(of: $0) },
      personas: [PersonaRules(id: "jen", name: "Jen", match: jen, claims: claims)] + others, rules: rules)
  }

  @Test("names what sets the population apart: one line per fact, strongest first, nothing the match demands")
  func distinctions() throws {
    let evidence = try #require(try attribution(people()).evidence(of: 0, context: context))
    let found = evidence.distinctions
    #expect(found.first?.name == "level")
    #expect(found.first?.effect == 1)
    #expect(found.count { ["sessions", "active_days"].contains($0.name) } == 1)
    #expect(
      !found.contains { $0.name.hasPrefix("jen") || $0.name.hasPrefix("country") || $0.name == "revenue" })
    // Everybody plays, so `play` is no difference; 60% against 20% contacted support: h = 0.8449.
    #expect(!found.contains { $0.name == "play" })
    #expect(
      found.contains(
        Evidence.Distinction(kind: .event, name: "support", here: 0.6, others: 0.2, effect: 0.8449)))
    // The screen `help` was seen by the same people: the same fact.
    #expect(!found.contains { $0.name == "help" })
    #expect(found.contains { $0.kind == .channel && $0.name == "web" && $0.effect < 0 })
  }

  @Test("names two things at most that nobody in the population does")
  func absences() throws {
    var dice = Dice(seed: 11)
    let people = (0..<200).map { index in
      let isMember = index < 100
      var person = Person(traits: ["jen": isMember ? "yes" : "no"])
      person.did("play")
      for event in ["edit", "create", "share", "invite"] where !isMember && dice.uniform() < 0.7 {
        person.did(event)
      }
      if isMember == (dice.uniform() < 0.7) { person.did("read") }
      return person
    }
    let found = try #require(try attribution(people).evidence(of: 0, context: context)).distinctions
    #expect(found.count { $0.here == 0 } == 2)
    #expect(found.contains { $0.name == "read" })
  }

  @Test("finds nothing when the population is like everyone else")
  func nothing() throws {
    var dice = Dice(seed: 7)
    let alike = (0..<300).map { index in
      var person = Person(
        metrics: ["sessions": dice.lognormal(sigma: 1), "revenue": dice.lognormal(sigma: 1)],
        traits: ["jen": index % 3 == 0 ? "yes" : "no"])
      person.did("play")
      return person
    }
    let evidence = try #require(try attribution(alike).evidence(of: 0, context: context))
    #expect(evidence.distinctions == [])
  }

  @Test("tells what moved since the window before, and how far the events are apart")
  func drift() throws {
    let still = try #require(
      try attribution(people(), previous: people()).evidence(of: 0, context: context)?.drift)
    #expect(still.changes == [])
    #expect(still.eventsDistance == 0)
    #expect(still.from == "2023-05-19" && still.to == "2023-08-16")
    let moved = try #require(
      try attribution(people(), previous: people(sessionsOfMembers: 2)).evidence(of: 0, context: context)?
        .drift)
    #expect(moved.changes.count == 1)
    let change = try #require(moved.changes.first)
    #expect((change.now - change.before - 4).magnitude < 1e-9)
  }

  /// Both metrics are 30 more for everybody, from 40 to 49 before.
  @Test("does not tell of the days for which people were known, which grow by themselves")
  func daysKnown() throws {
    func known(more: Double) -> [Person] {
      people().enumerated().map { index, person in
        var person = person
        person.metrics = [
          "days_known": 40 + Double(index % 10) + more, "points": 40 + Double(index % 10) + more,
        ]
        return person
      }
    }
    let evidence = try attribution(known(more: 30), previous: known(more: 0)).evidence(
      of: 0, context: context)
    #expect(evidence?.drift?.changes == [.init(metric: "points", before: 44.5, now: 74.5)])
  }

  @Test("says how much of the description is true of the same people")
  func joint() throws {
    let claims = [
      Claim(
        id: "a", says: "", measure: .shareOfEvents(EventFilter(events: ["support"])),
        expectation: .atLeast(.number(0.1))),
      Claim(id: "b", says: "", measure: .mean("level"), expectation: .moreThan(.everyone)),
      Claim(id: "c", says: "", measure: .median("level"), expectation: .atLeast(.number(10))),
      Claim(id: "d", says: "", measure: .shareOfPeople(jen), expectation: .between(0.1, 0.2)),
    ]
    let evidence = try #require(try attribution(people(), claims: claims).evidence(of: 0, context: context))
    // All hold b, 60 of 100 hold a as well, nobody holds c, and d cannot be read person by person.
    #expect(evidence.jointPrevalence == Evidence.JointPrevalence(claims: 3, atLeast: [1, 0.6, 0]))
  }

  /// Of 100 people, 5 hold nothing, 90 one claim and 5 both; or 95 hold nothing and 5 both. The 5 count as those next to
  /// them.
  @Test(
    "counts small groups of joint prevalence with their neighbours",
    arguments: [(5, [1, 0]), (95, [0, 0])] as [(Int, [Double])])
  func jointMerged(withoutX: Int, expected: [Double]) {
    var disclosure = Disclosure(minimumGroup: 20, roundPeopleTo: 10)
    var world: [Person] = []
    for index in 0..<100 {
      var person = Person(metrics: ["x": index < withoutX ? 0 : 1, "y": index < 95 ? 0 : 1])
      person.did("play")
      world.append(person)
    }
    let members = [Bool](repeating: true, count: 100)
    let tests = ["x", "y"].map { name in
      ClaimTest(
        Claim(id: name, says: "", measure: .mean(name), expectation: .atLeast(.number(1))),
        matcher: Matcher(table: table(of: world), counts: [:]), members: members,
        others: members.map { !$0 }, outside: 0)
    }
    let joint = jointPrevalence(of: tests, members: members, disclosure: &disclosure)
    #expect(joint?.atLeast == expected)
  }

  @Test("says how many people the personas cover and share")
  func coverage() throws {
    let players = PersonaRules(
      id: "fr", name: "Fr", match: .condition(Condition(.trait("country"), .is(.text("de")))), claims: [])
    let evidence = try #require(
      try attribution(people(), others: [players]).evidence(of: 0, context: context))
    // 100 members, 75 Germans, 25 of them both: 150 of 300 covered.
    #expect(evidence.coverage == Evidence.Coverage(covered: 0.5, shared: 0.2))
    #expect(evidence.people == Evidence.People(matched: 100, of: 300, share: 0.33))
  }

  @Test("is data-augmented while fresh, research-driven when stale, and absent without enough people")
  func stages() throws {
    var old = people()
    for index in old.indices { old[index].daysAgo = 40 }
    let fresh = try attribution(people())
    #expect(fresh.standing(of: 0) == .fresh)
    #expect(try fresh.evidence(of: 0, context: context)?.stage == .dataAugmented)
    let stale = try attribution(old)
    #expect(stale.standing(of: 0) == .stale)
    #expect(try stale.evidence(of: 0, context: context)?.stage == .researchDriven)
    let few = try attribution(people(), rules: AttributionRules(minimumGroup: 101))
    #expect(few.standing(of: 0) == .tooFewPeople)
    #expect(try few.evidence(of: 0, context: context) == nil)
    let prose = try attribution(people(), others: [PersonaRules(id: "x", name: "X", match: nil, claims: [])])
    #expect(prose.standing(of: 1) == .noMatch)
    #expect(try prose.evidence(of: 1, context: context) == nil)
  }

  /// The one event of each of them lies so many days, to the microsecond, before the end of the window.
  @Test(
    "is fresh up to the very day on which it becomes stale", arguments: [(30, Standing.fresh), (31, .stale)])
  func stalenessBegins(daysAgo: Int, expected: Standing) throws {
    let people = (0..<20).map { _ in
      var person = Person(traits: ["jen": "yes"], daysAgo: daysAgo)
      person.did("play")
      return person
    }
    #expect(try attribution(people, rules: AttributionRules(staleAfterDays: 30)).standing(of: 0) == expected)
  }

  @Test("is fresh when the minimum group was seen lately, not for a few stragglers", arguments: [19, 20])
  func stragglers(count: Int) throws {
    let people = (0..<60).map { number in
      var person = Person(traits: ["jen": "yes"], daysAgo: number < count ? 1 : 40)
      person.did("play")
      return person
    }
    let standing = try attribution(people, rules: AttributionRules(staleAfterDays: 30)).standing(of: 0)
    #expect(standing == (count < 20 ? .stale : .fresh))
  }

  @Test("has dates only where all events stand at midnight, not where people come in the hour after it")
  func datesOnly() throws {
    func distributions(end: Int64) throws -> Evidence.Distributions {
      let people = (0..<60).map { number in
        var person = Person(traits: ["jen": "yes"], daysAgo: 1 + number % 7)
        person.did("play", hour: 0)
        return person
      }
      let attribution = try Attribution(
        table: table(of: people, end: end), previous: nil,
        personas: [PersonaRules(id: "jen", name: "Jen", match: jen, claims: [])], rules: AttributionRules())
      return try #require(try attribution.evidence(of: 0, context: context)).distributions
    }
    let midnight: Int64 = 19_676 * 86_400_000_000
    #expect(try distributions(end: midnight).hasDatesOnly)
    #expect(try !distributions(end: midnight + 60_000_000).hasDatesOnly)
  }

  @Test("is the same whenever it is made from the same table")
  func pure() throws {
    let first = try attribution(people(), previous: people(sessionsOfMembers: 2)).evidence(
      of: 0, context: context)
    for _ in 0..<5 {
      let again = try attribution(people(), previous: people(sessionsOfMembers: 2))
      #expect(try again.evidence(of: 0, context: context) == first)
    }
  }

  @Test("rounds every figure to four decimals, a small one to four digits that matter, halves to even")
  func rounding() {
    #expect(publishedFigure(0.123_449_99) == 0.1234)
    #expect(publishedFigure(12.345_678) == 12.3457)
    #expect(publishedFigure(0.012_345_6) == 0.012_35)
    #expect(publishedFigure(0.000_04) == 0.000_04)
    #expect(publishedFigure(-1.234_56e-9) == -1.235e-9)
    #expect(publishedFigure(-0.0).sign == .plus)
    #expect(publishedFigure(-1e-30).sign == .plus)
    #expect(publishedFigure(2.5) == 2.5)
    #expect(publishedShare(0.000_05) == 0)
    #expect([0.5, 12, 1.25, 1_234_567].map(numberWords) == ["0.5", "12", "1.25", "1234567"])
    #expect(percentWords(0.125) == "12.5%")
  }

  @Test("says a bound with the digits that somebody wrote")
  func bounds() {
    #expect(
      [0.000_01, 0.123_456_789, 9_007_199_254_740_991, -3.25, 1e20].map(numberWords) == [
        "0.00001", "0.123456789", "9007199254740991", "-3.25", "1e+20",
      ])
    #expect([0.07, 0.000_001, 0.567_89].map(percentWords) == ["7%", "0.0001%", "56.789%"])
  }
}
