// What may not leave the machine does not.

import Persona
import Profiles
import Testing

@testable import Attribution

@Suite("Privacy:")
struct PrivacyTests {
  @Test(
    "values that look like personal data are found",
    arguments: [
      "jo@example.org", "jo%40example.org", "+44 20 7946 0958", "(020) 7946-0958", "4111 1111 1111 1111",
      "4111111111111111", "order 12345678", "192.168.0.1", "2001:db8:0:0:0:0:2:1", "fe80::1",
      "123e4567-e89b-12d3-a456-426614174000", "d41d8cd98f00b204e9800998ecf8427e", "eyJhbGciOiJIUzI1NiIsInR5",
      "/search?q=anna", "https://example.org/a#anna", "users?id=7",
    ])
  func personal(_ value: String) {
    #expect(looksPersonal(value))
  }

  @Test(
    "names of events, screens and channels are not",
    arguments: [
      "Order Completed", "purchase", "checkout_step_2", "/products/shoes", "Home::Feed", "C# course",
      "really?",
      "25-40", "2026-03-31", "20260331", "v10.15.7", "1,200,000", "10:20:30", "OnboardingPaymentStep2Screen",
      "internationalisation", "Größe", "", "100%",
    ])
  func harmless(_ value: String) {
    #expect(!looksPersonal(value))
  }

  @Test(
    "traits that tell who somebody is are known by name",
    arguments: [
      "email", "work_email", "firstName", "Last Name", "full_name", "name", "phone", "mobilePhone", "address",
      "homeAddress", "birthday", "date_of_birth", "userName", "ip", "ip_address",
    ])
  func personalTraits(_ name: String) {
    #expect(isPersonalTrait(name))
  }

  @Test(
    "other traits are not",
    arguments: ["plan", "country", "age", "company_name", "zip", "device", "iphone_model"])
  func otherTraits(_ name: String) {
    #expect(!isPersonalTrait(name))
  }

  private func shown(_ people: [(String, Int)]) -> (ShownCategories, [Evidence.Suppression]) {
    var disclosure = Disclosure(minimumGroup: 20, roundPeopleTo: 10)
    let tallies = people.map { Tally(name: $0.0, count: $0.1, people: $0.1) }
    let few = people.map(\.1).filter { $0 < 20 }.reduce(0, +)
    let shown = disclosure.shown(
      tallies, part: "traits.plan", rest: Tally(name: "", count: few, people: few))
    return (shown, disclosure.suppressions)
  }

  @Test("small categories are part of the whole when enough people are behind them together")
  func manySmall() {
    let (categories, suppressed) = shown([("free", 200), ("a", 12), ("b", 12)])
    #expect(categories.tallies.map(\.name) == ["free"])
    #expect(categories.whole == 224)
    #expect(suppressed.map(\.count) == [2])
  }

  @Test("a category of few people stays back and is no part of the whole")
  func fewPeople() {
    let (categories, suppressed) = shown([("free", 200), ("team", 30), ("pro", 90), ("gold", 3)])
    #expect(categories.tallies.map(\.name) == ["free", "pro", "team"])
    #expect(categories.whole == 320)
    #expect(
      suppressed == [Evidence.Suppression(part: "traits.plan", count: 1, reason: "fewer than 20 people")])
    #expect(shown([("yes", 195), ("no", 5)]).0.whole == 195)
  }

  @Test("a name that looks personal stays back, but its share of the whole does not go to others")
  func personalName() {
    let (categories, suppressed) = shown([("free", 200), ("jo@example.org", 100)])
    #expect(categories.tallies.map(\.name) == ["free"])
    #expect(categories.whole == 300)
    #expect(suppressed.map(\.reason) == ["looks like personal data"])
  }

  @Test("counts of people are rounded, and shares made from the rounded counts in whole percents")
  func rounding() {
    let disclosure = Disclosure(minimumGroup: 20, roundPeopleTo: 10)
    #expect([0, 1, 24, 25, 35, 1234].map(disclosure.rounded) == [0, 10, 20, 20, 40, 1230])
    #expect(disclosure.share(1234, of: 9876) == 0.12)
    #expect(disclosure.share(98, of: 96) == 1)
    // 42.5%, 57.5%, 67.5%: halves to the even one, whatever a quotient of binary numbers is.
    #expect([170, 230, 270].map { disclosure.share($0, of: 400) } == [0.42, 0.58, 0.68])
  }

  /// `members` people of plan pro, `others` of plan free.
  private func pro(members: Int, others: Int, minimumGroup: Int = 20) throws -> Evidence? {
    var people: [Person] = []
    for index in 0..<(members + others) {
      let isMember = index < members
      var person = Person(
        metrics: ["sessions": Double(index % 7)], scores: ["recency": 50],
        traits: ["plan": isMember ? "pro" : "free", "email": "x", "tier": index < 3 ? "gold" : "plain"])
      person.did("play", 3, channel: index % 2 == 0 ? "app" : "web", screen: "map", hour: UInt8(index % 2))
      if index < 5 { person.did("cheat", channel: "console", hour: 90) }
      people.append(person)
    }
    let match = Match.condition(Condition(.trait("plan"), .is(.text("pro"))))
    let rules = PersonaRules(id: "pro", name: "Pro", match: match, claims: [])
    let attribution = try Attribution(
      table: table(of: people), previous: nil, personas: [rules],
      rules: AttributionRules(minimumGroup: minimumGroup, funnels: ["fraud": ["play", "cheat"]]))
    return try attribution.evidence(
      of: 0,
      context: EvidenceContext(
        asOf: "2023-11-14T22:13:20Z",
        window: Evidence.Window(from: "2023-08-17", to: "2023-11-14", days: 90)))
  }

  @Test("nothing is said of a population below the minimum group")
  func minimumGroup() throws {
    #expect(try pro(members: 19, others: 100) == nil)
    #expect(try pro(members: 20, others: 100) != nil)
  }

  @Test("when few people are outside, neither their number nor their figures can be worked out")
  func fewOutside() throws {
    let evidence = try #require(try pro(members: 100, others: 12))
    let alone = try #require(try pro(members: 100, others: 0))
    // The 12 count among nobody: everyone is the 100.
    #expect(evidence.people == Evidence.People(matched: 100, of: 100, share: 1))
    #expect(evidence.metrics == alone.metrics)
    #expect(evidence.suppressed.contains { $0.part == "everyone" })
    #expect(evidence.coverage?.covered == 1)
    #expect(evidence.distinctions == [])
  }

  @Test("small categories, personal traits and rare steps are in no part of an evidence")
  func noSmallCategory() throws {
    let evidence = try #require(try pro(members: 200, others: 200))
    #expect(evidence.distributions.channels.map(\.name) == ["app", "web"])
    #expect(evidence.distributions.channels.map(\.share) == [0.5, 0.5])
    #expect(evidence.distributions.events.map(\.name) == ["play"])
    #expect(evidence.distributions.traits["email"] == nil)
    #expect(evidence.distributions.traits["tier"]?.map(\.name) == ["plain"])
    #expect(
      evidence.distributions.funnels["fraud"] == [
        .init(event: "play", share: 1), .init(event: "cheat", share: nil),
      ])
    #expect(evidence.distributions.hourOfWeek[90] == nil)
    #expect(evidence.distributions.hourOfWeek[0...1] == [0.5, 0.5])
    let parts = Set(evidence.suppressed.map(\.part))
    #expect(
      parts.isSuperset(of: ["channels", "events", "funnels.fraud", "hour_of_week", "traits", "traits.tier"]))
  }

  @Test("a quantile needs the minimum group beyond it")
  func quantiles() throws {
    let small = try #require(try pro(members: 100, others: 100)?.metrics["sessions"])
    #expect(small.p10 == nil && small.p90 == nil && small.p25 != nil && small.p75 != nil)
    let large = try #require(try pro(members: 200, others: 100)?.metrics["sessions"])
    #expect(large.p10 != nil && large.p90 != nil)
  }

  @Test("the time that so many people reached counts for the rule on evolutions")
  func newestTimes() {
    let world = table(
      of: [50, 5, 5, 20].map { days in
        var person = Person(daysAgo: days)
        person.did("play")
        return person
      })
    let everyone = [true, true, false, true]
    let times = (1...4).map { newestTime(ofPlace: $0, among: everyone, in: world) }
    #expect(times == [world.newestEvent[1], world.newestEvent[3], world.newestEvent[0], .min])
    #expect(newestTime(ofPlace: 1, among: everyone.map { _ in false }, in: world) == .min)
  }
}
