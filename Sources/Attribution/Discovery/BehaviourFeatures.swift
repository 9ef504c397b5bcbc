// What people do as features: how often, how long, what, when and by which channel.

internal import Discovery
internal import Persona
internal import Profiles

/// The features of some people of a window.
struct BehaviourFeatures {
  let matrix: FeatureMatrix

  /// Of metrics that tell the same story one is enough, or it would count for several.
  private static let metrics = [
    "active_days_per_week", "events_per_session", "session_minutes", "days_since_last", "purchases_per_month",
  ]
  /// Kinds of events, and channels, whose shares are features: the most frequent ones.
  private static let mostEvents = 12
  private static let mostChannels = 4
  /// As many events of everyone's kind are added to each person's own, or a person with two events would be all of one
  /// kind.
  private static let addedEvents = 5.0

  /// - Parameters:
  ///   - profiles: the people.
  ///   - declared: names of the metrics that the settings declare.
  /// - Throws: when the events cannot be read any more.
  init(_ table: ProfileTable, of profiles: [Int], declared: [String]) throws(Failure) {
    var columns: [FeatureMatrix.Column] = []
    for name in Self.metrics + declared {
      guard let values = table.metrics[name] else { continue }
      let own = profiles.map { values[$0] }
      let isCount = own.allSatisfy { $0.isNaN || $0 >= 0 }
      columns.append(.init(name: name, kind: isCount ? .count : .level, values: own))
    }
    let everyone = try table.tallies(of: [table.isActive])[0]
    let families: [[(name: String, filter: EventFilter)]] = [
      Self.largest(everyone[.event], Self.mostEvents).map { ("event " + $0, EventFilter(events: [$0])) },
      Self.largest(everyone[.channel], Self.mostChannels).map {
        ("channel " + $0, EventFilter(channels: [$0]))
      },
      Self.times,
    ]
    let counts = try table.eventCounts(where: Set(families.joined().map(\.filter)))
    let totals = table.metrics["events"] ?? []
    let all = zip(totals, table.isActive).reduce(0) { $0 + ($1.1 ? $1.0 : 0) }
    for (name, filter) in families.joined() {
      guard let own = counts[filter] else { continue }
      let base = Double(own.reduce(0) { $0 + Int($1) }) / max(1, all)
      guard base > 0, base < 1 else { continue }
      columns.append(
        .init(
          name: name, kind: .share,
          values: profiles.map {
            (Double(own[$0]) + Self.addedEvents * base) / (totals[$0] + Self.addedEvents)
          }))
    }
    matrix = FeatureMatrix(columns, rowCount: profiles.count)
  }

  private static func largest(_ tallies: [Tally], _ count: Int) -> [String] {
    tallies.sorted { ($1.count, $0.name) < ($0.count, $1.name) }.prefix(count).map(\.name)
  }

  /// The parts of the day, and the weekend.
  private static let times: [(name: String, filter: EventFilter)] = [
    ("night", EventFilter(hours: Set(0...5))), ("morning", EventFilter(hours: Set(6...11))),
    ("afternoon", EventFilter(hours: Set(12...17))), ("evening", EventFilter(hours: Set(18...23))),
    ("weekend", EventFilter(days: [.sat, .sun])),
  ]
}
