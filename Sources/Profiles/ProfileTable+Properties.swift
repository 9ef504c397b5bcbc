// Counts by the values of a property of events, over populations: what persons lean to beyond events and channels.

import EventStream
public import Persona

/// What populations did, by the values of one property; events without it count nowhere.
public struct PropertyTallies: Sendable {
  /// Of each population, each value with its events and the distinct people behind them, sorted by value.
  public let values: [[Tally]]
  /// Of each population, the values of fewer people than asked for, as one.
  public let rests: [Tally]
}

extension ProfileTable {
  /// Counts in two passes over the events; the second one knows which values have few people.
  ///
  /// - Parameter least: values of fewer people than this are taken together as well.
  public func tallies(
    ofProperty name: String, populations: [[Bool]], least: Int
  ) throws(Failure) -> PropertyTallies {
    let nothing = populations.map { _ in [String: Tally]() }
    let parts = try events.gather(nothing) { (part, counts) throws(Failure) in
      part.forEachProfile(with: name) { profile, own in
        for population in populations.indices where populations[population][profile] {
          for (value, count) in own {
            counts[population][value, default: Tally(name: value, count: 0, people: 0)].count += count
            counts[population][value]?.people += 1
          }
        }
      }
    }
    let values = populations.indices.map { population in
      parts.reduce(into: [String: Tally]()) { all, part in
        all.merge(part[population]) {
          Tally(name: $0.name, count: $0.count + $1.count, people: $0.people + $1.people)
        }
      }.values.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }
    let small = values.map { Set($0.filter { $0.people < least }.map(\.name)) }
    let none = populations.map { _ in Tally(name: "", count: 0, people: 0) }
    let rests = try events.gather(none) { (part, rests) throws(Failure) in
      part.forEachProfile(with: name) { profile, own in
        for population in populations.indices where populations[population][profile] {
          let count = own.reduce(0) { $0 + (small[population].contains($1.key) ? $1.value : 0) }
          rests[population].count += count
          rests[population].people += count > 0 ? 1 : 0
        }
      }
    }
    return PropertyTallies(
      values: values,
      rests: populations.indices.map { population in
        Tally(
          name: "", count: rests.reduce(0) { $0 + $1[population].count },
          people: rests.reduce(0) { $0 + $1[population].people })
      })
  }
}

extension TableEvents.Part {
  /// Calls `body` for each profile that has the property, with the table's index of it and its events by value.
  fileprivate func forEachProfile(with name: String, _ body: (Int, [String: Int]) -> Void) {
    let history = window.history
    guard let property = history.properties.first(where: { $0.name == name }), !property.texts.isEmpty
    else { return }
    var counts: [UInt32: Int] = [:]
    for profile in 0..<window.profileCount {
      counts.removeAll(keepingCapacity: true)
      for row in window.ranges[profile] where property.texts[row] != EventBatch.none {
        counts[property.texts[row], default: 0] += 1
      }
      guard !counts.isEmpty else { continue }
      // Codes become texts here: two codes never are the same text.
      body(
        firstProfile + profile,
        Dictionary(
          counts.map { (history.texts.text(of: $0.key), $0.value) }, uniquingKeysWith: +))
    }
  }
}
