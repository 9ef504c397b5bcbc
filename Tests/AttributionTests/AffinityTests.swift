// What a population leans to, in worlds that are counted by hand.

import Persona
import Profiles
import Testing

@testable import Attribution

@Suite("Affinities")
struct AffinityTests {
  /// 40 of Jen's people and 60 others; each leaves 10 events, of which Jen's people take so many at the shop.
  private func affinities(atShop: Int, elsewhere: Int = 1, shoppers: Int = 40, others: Int = 60) throws
    -> [Evidence.Affinity]
  {
    let people = (0..<100).map { index in
      let isMember = index < 40
      var person = Person(traits: ["jen": isMember ? "yes" : "no"])
      let visits = isMember ? (index < shoppers ? atShop : 0) : (index < 40 + others ? elsewhere : 0)
      person.did("shop", visits)
      person.did("play", 10 - visits)
      return person
    }
    return try affinities(of: people)
  }

  private func affinities(of people: [Person]) throws -> [Evidence.Affinity] {
    let match = Match.condition(Condition(.trait("jen"), .is(.text("yes"))))
    let attribution = try Attribution(
      table: table(of: people), previous: nil,
      personas: [PersonaRules(id: "jen", name: "", match: match, claims: [])], rules: AttributionRules())
    let window = Evidence.Window(from: "", to: "", days: 90)
    let evidence = try attribution.evidence(of: 0, context: EvidenceContext(asOf: "", window: window))
    return try #require(evidence).affinities
  }

  /// 160 of 400 events here and 60 of 600 elsewhere are at the shop: 0.4 over 0.22 is 1.818, and as if 20 of 60
  /// people had leaned to nothing (40 x 1.818 + 20) / 60 = 1.5455.
  @Test("the lift is the ratio of the shares, pulled towards 1 by as many people as the smallest group has")
  func lift() throws {
    let found = try affinities(atShop: 4)
    #expect(
      found == [Evidence.Affinity(kind: .event, name: "shop", share: 0.4, everyone: 0.22, lift: 1.5455)])
  }

  @Test("what is avoided, and what is a trifle, is not told")
  func neverAversion() throws {
    #expect(try affinities(atShop: 1, elsewhere: 4).map(\.name) == [])
    #expect(try affinities(atShop: 3, elsewhere: 3).map(\.name) == [])
  }

  @Test("what too few people did, here or elsewhere, is not told")
  func fewPeople() throws {
    #expect(try affinities(atShop: 6, shoppers: 19).map(\.name) == [])
    #expect(try affinities(atShop: 6, shoppers: 40, others: 19).map(\.name) == [])
    #expect(try affinities(atShop: 6, shoppers: 40, others: 0).map(\.name) == ["shop"])
  }

  /// 100 of Jen's people who play 10 times each, and others who may watch: 1,000 events by 5 of them.
  private func watchers(others: Int, membersWhoWatch: Int, othersPlay: Int) throws -> [String] {
    let people = (0..<(100 + others)).map { index in
      let isMember = index < 100
      var person = Person(traits: ["jen": isMember ? "yes" : "no"])
      person.did("play", isMember ? 10 : othersPlay)
      person.did("watch", isMember ? (index < membersWhoWatch ? 1 : 0) : (index < 105 ? 200 : 0))
      return person
    }
    return try affinities(of: people).map(\.name)
  }

  /// With the 5 alone outside, 20 of whose own watch too, playing would be 0.98 over 0.5; with 20 more outside who play,
  /// it would be 1 over 0.56.
  @Test("what a few people outside did often makes nothing of what the others did seldom")
  func fewOutside() throws {
    #expect(try watchers(others: 5, membersWhoWatch: 0, othersPlay: 0) == [])
    #expect(try watchers(others: 5, membersWhoWatch: 20, othersPlay: 0) == [])
    #expect(try watchers(others: 25, membersWhoWatch: 0, othersPlay: 10) == [])
  }
}
