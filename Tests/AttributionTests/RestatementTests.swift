// What two readings of the sources differ by, and whether a few people could be found in it.

import Persona
import Profiles
import Testing

@testable import Attribution

@Suite("A restatement")
struct RestatementTests {
  /// Whether it hides everybody, worked out over again from what is defined: each thing that figures are made of is a list
  /// of parts, one for each person who has one.
  private func hides(_ a: [Double?], _ b: [Double?], minimum: Int) -> Bool {
    func counts(_ parts: [Double?]) -> [Double: Int] {
      parts.compactMap { $0 }.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }
    let (here, there) = (counts(a), counts(b))
    if min(here.values.reduce(0, +), there.values.reduce(0, +)) < minimum { return true }
    let only = here.reduce(0) { $0 + max(0, $1.value - there[$1.key, default: 0]) }
    let onlyThere = there.reduce(0) { $0 + max(0, $1.value - here[$1.key, default: 0]) }
    return only + onlyThere == 0 || max(only, onlyThere) >= minimum
  }

  /// Everybody does the same at the same time, so that only the metric tells them apart.
  private func sources(_ values: [Double?]) throws -> FigureSources {
    try FigureSources(
      table(
        of: values.map { value in
          var person = Person(metrics: value.map { ["secret": $0] } ?? [:])
          person.did("play")
          return person
        }))
  }

  @Test("hides whom a difference of lists hides, whatever the order", arguments: 0..<200 as Range<UInt64>)
  func lists(seed: UInt64) throws {
    var random = Dice(seed: seed)
    func value() -> Double? {
      Int.random(in: 0..<10, using: &random) == 0 ? nil : Double(Int.random(in: 0..<4, using: &random))
    }
    let here = (0..<Int.random(in: 20..<40, using: &random)).map { _ in value() }
    // Mostly the same people at the same places, some of them changed, gone or new, and at times in another order.
    var there = here.map { Int.random(in: 0..<8, using: &random) == 0 ? value() : $0 }
    if seed % 3 == 0 { there.shuffle(using: &random) }
    there = there.dropLast(Int.random(in: 0..<3, using: &random)) + [value()]
    let members = here.map { _ in Bool.random(using: &random) }
    let membersThere = there.indices.map { $0 < members.count && seed % 2 == 0 ? members[$0] : $0 % 3 > 0 }
    let (a, b) = (try sources(here), try sources(there))
    for minimum in [1, 2, 3, 5, 8] {
      func chosen(_ values: [Double?], _ members: [Bool]) -> [Double?] {
        zip(values, members).map { $1 ? $0 : nil }
      }
      // Who did anything is a list as well: one part for each person.
      let did = hides(here.map { _ in 1 }, there.map { _ in 1 }, minimum: minimum)
      #expect(
        a.hidesEverybody(against: b, minimum: minimum) == (hides(here, there, minimum: minimum) && did))
      let membersDid = hides(
        chosen(here.map { _ in 1 }, members), chosen(there.map { _ in 1 }, membersThere), minimum: minimum)
      #expect(
        a.hidesEverybody(members, against: b, membersThere, minimum: minimum)
          == (hides(chosen(here, members), chosen(there, membersThere), minimum: minimum) && membersDid),
        "\(minimum)")
    }
  }

  @Test("hides the same people where both have the same events", arguments: 0..<100 as Range<UInt64>)
  func sharedEvents(seed: UInt64) throws {
    var random = Dice(seed: seed)
    let count = Int.random(in: 20..<40, using: &random)
    func people(_ metrics: [String: [Double?]]) -> [Person] {
      (0..<count).map { place in
        var person = Person(metrics: metrics.compactMapValues { $0[place] })
        // Some did nothing, and those who do the same do it at the same time.
        person.did("play", place % 7)
        return person
      }
    }
    func column() -> [Double?] {
      (0..<count).map { _ in
        // Columns without gaps are equal where their values are.
        seed % 2 == 0 && Bool.random(using: &random) ? nil : Double(Int.random(in: 0..<4, using: &random))
      }
    }
    let (kept, changed) = (column(), column())
    var changedSince = changed
    for _ in 0..<Int.random(in: 0..<5, using: &random) {
      changedSince[Int.random(in: 0..<count, using: &random)] = 9
    }
    let now = table(of: people(["kept": kept, "changed": changedSince, "new": column()]))
    let then = table(of: people(["kept": kept, "changed": changed, "gone": column()]))
    let members = (0..<count).map { _ in Bool.random(using: &random) }
    let membersThen = members.map { Int.random(in: 0..<6, using: &random) == 0 ? !$0 : $0 }
    let sources = try FigureSources(now)
    let (shared, apart) = (sources.sharing(with: then), try FigureSources(then))
    for minimum in [1, 2, 3, 5, 8] {
      #expect(
        sources.hidesEverybody(against: shared, minimum: minimum)
          == sources.hidesEverybody(against: apart, minimum: minimum))
      func parts(_ values: [Double?], _ members: [Bool]) -> [Double?] {
        values.indices.map { members[$0] && $0 % 7 > 0 ? values[$0] : nil }
      }
      let played = (0..<count).map { Double($0 % 7) }
      let expected = [(kept, kept), (changedSince, changed), (played, played)].allSatisfy { now, then in
        hides(parts(now, members), parts(then, membersThen), minimum: minimum)
      }
      for past in [shared, apart] {
        #expect(sources.hidesEverybody(members, against: past, membersThen, minimum: minimum) == expected)
      }
    }
  }

  @Test("the time of a place is that of the sorted times", arguments: 0..<50 as Range<UInt64>)
  func places(seed: UInt64) {
    var random = Dice(seed: seed)
    let people = (0..<40).map { _ in
      var person = Person(daysAgo: Int.random(in: 1..<15, using: &random))
      person.did("play")
      return person
    }
    let table = table(of: people)
    let members = people.map { _ in Bool.random(using: &random) }
    let times = zip(table.newestEvent, members).filter(\.1).map(\.0).sorted(by: >)
    for place in 1...45 {
      #expect(
        newestTime(ofPlace: place, among: members, in: table)
          == (place <= times.count ? times[place - 1] : .min))
    }
  }
}
