// A small world of profiles built by hand, for tests of everything above the statistics.

import Attribution
import Persona
import Profiles

extension Attribution {
  /// The evidence of one persona.
  func evidence(of persona: Int, context: EvidenceContext) throws -> Evidence? {
    try evidence { _ in context }[persona]
  }
}

/// One profile as a test describes it.
struct Person {
  /// Name, channel, screen, hour of the week, session; times follow their order, one minute apart.
  var events: [(name: String, channel: String?, screen: String?, hour: UInt8, session: UInt32)] = []
  var metrics: [String: Double] = [:]
  var scores: [String: Double] = [:]
  var traits: [String: String] = [:]
  /// Days before the end of the window of the first event.
  var daysAgo = 10

  mutating func did(
    _ name: String, _ times: Int = 1, channel: String? = "app", screen: String? = nil, hour: UInt8 = 10,
    session: UInt32 = 0
  ) {
    for _ in 0..<times { events.append((name, channel, screen, hour, session)) }
  }
}

/// The table of these people over a window of 90 days.
func table(of people: [Person], end: Int64 = 1_700_000_000_000_000) -> ProfileTable {
  let day: Int64 = 86_400_000_000
  let events = people.flatMap(\.events)
  func names(_ all: [String?]) -> [String] { Set(all.compactMap { $0 }).sorted() }
  func codes(_ all: [String?], in names: [String]) -> [UInt32] {
    all.map { name in name.flatMap { names.firstIndex(of: $0) }.map(UInt32.init) ?? .max }
  }
  let eventNames = names(events.map(\.name))
  let channelNames = names(events.map(\.channel))
  let screenNames = names(events.map(\.screen))
  func columns(_ values: [[String: Double]]) -> [String: [Double]] {
    Dictionary(
      uniqueKeysWithValues: Set(values.flatMap(\.keys)).map { name in (name, values.map { $0[name] ?? .nan })
      })
  }
  let traits = Set(people.flatMap(\.traits.keys)).map { trait in
    let values = names(people.map { $0.traits[trait] })
    let codes = people.map { person in
      person.traits[trait].flatMap { values.firstIndex(of: $0) }.map(Int32.init) ?? -1
    }
    return (
      trait,
      ProfileTable.TraitColumn(codes: codes, values: values, numbers: values.map { Double($0) ?? .nan })
    )
  }
  var offsets = [0]
  var times: [Int64] = []
  for person in people {
    for index in person.events.indices {
      times.append(end - Int64(person.daysAgo) * day + Int64(index) * 60_000_000)
    }
    offsets.append(times.count)
  }
  return ProfileTable(
    count: people.count, span: Span(from: end - 90 * day, to: end), windowDays: 90,
    isActive: people.map { !$0.events.isEmpty }, metrics: columns(people.map(\.metrics)), amounts: [:],
    scores: columns(people.map(\.scores)), traits: Dictionary(uniqueKeysWithValues: traits),
    events: ProfileTable.EventColumns(
      times: times, hoursOfWeek: events.map(\.hour), events: codes(events.map(\.name), in: eventNames),
      channels: codes(events.map(\.channel), in: channelNames),
      screens: codes(events.map(\.screen), in: screenNames), sessions: events.map(\.session),
      eventNames: eventNames, channelNames: channelNames, screenNames: screenNames), eventOffsets: offsets)
}
