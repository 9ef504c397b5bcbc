// What people do as columns of numbers: the values of the measures that a model compares.

internal import Discovery
internal import Persona
internal import Profiles

/// The values of some measures, for any people of a window.
struct BehaviourFeatures: Sendable {
  let measures: [Model.Measure]
  private let table: ProfileTable
  private let counts: [EventFilter: [UInt32]]

  /// Who was known for fewer days has no rate yet: everybody who came once and yesterday would come on 7 days a week, and people
  /// who just began would be a group.
  private static let leastDays = 7.0

  /// - Throws: when the events cannot be read any more.
  init(_ table: ProfileTable, measures: [Model.Measure]) throws(Failure) {
    self.table = table
    self.measures = measures
    counts = try table.eventCounts(where: Set(measures.compactMap(\.filter)))
  }

  func matrix(of profiles: some Collection<Int>) -> FeatureMatrix {
    FeatureMatrix(
      measures.map { measure in
        .init(measure, values: values(of: measure, profiles), draws: draws(of: measure, profiles))
      }, rowCount: profiles.count)
  }

  /// The same, read as they are looked at.
  func rows(of profiles: [Int]) -> FeatureRows {
    FeatureRows(count: profiles.count) { rows in matrix(of: rows.map { profiles[$0] }) }
  }

  private func draws(of measure: Model.Measure, _ profiles: some Collection<Int>) -> [Double]? {
    switch measure.draws {
    // What is in no session is an observation all the same.
    case .metric(let name): table.metric(name).map { column in profiles.map { max(1, column[$0]) } }
    case .one: profiles.map { _ in 1 }
    case .unknown: nil
    }
  }

  func values(of measure: Model.Measure, _ profiles: some Collection<Int>) -> [Double] {
    if let filter = measure.filter, let own = counts[filter], let totals = table.metrics["events"] {
      return profiles.map { Double(own[$0]) / max(1, totals[$0]) }
    }
    let column = measure.family == .score ? table.scores[measure.name] : table.metric(measure.name)
    guard let column else { return Array(repeating: .nan, count: profiles.count) }
    guard measure.isRate, let daysKnown = table.metrics["days_known"] else {
      return profiles.map { column[$0] }
    }
    return profiles.map { daysKnown[$0] < Self.leastDays ? .nan : column[$0] }
  }
}

extension Model.Measure {
  /// Whether it is divided by the time for which somebody was known.
  fileprivate var isRate: Bool {
    family == .metric && ["active_days_per_week", "purchases_per_month"].contains(name)
  }

  /// What a value is made of.
  fileprivate enum Draws {
    /// So many observations as this metric counts.
    case metric(String)
    /// One observation: how long somebody happens to be away.
    case one
    case unknown
  }

  /// The channel, the time of day and the length are a session's, not an event's.
  fileprivate var draws: Draws {
    switch family {
    case .event: .metric("events")
    case .channel, .time: .metric("sessions")
    case .score: .unknown
    case .metric:
      switch name {
      case "active_days_per_week": .metric("active_days")
      case "events_per_session", "session_minutes": .metric("sessions")
      case "days_since_last": .one
      default: .unknown
      }
    }
  }
}

extension Model.Measure {
  /// The parts of the day, and the weekend.
  static let times = ["night", "morning", "afternoon", "evening", "weekend"]

  /// The events whose share is measured; nil for a metric or score.
  var filter: EventFilter? {
    switch family {
    case .metric, .score: nil
    case .event: EventFilter(events: [name])
    case .channel: EventFilter(channels: [name])
    case .time:
      switch name {
      case "night": EventFilter(hours: Set(0...5))
      case "morning": EventFilter(hours: Set(6...11))
      case "afternoon": EventFilter(hours: Set(12...17))
      case "evening": EventFilter(hours: Set(18...23))
      default: EventFilter(days: [.sat, .sun])
      }
    }
  }
}

extension Model.Measure {
  /// Of metrics that tell the same story one is enough, or it would count for several.
  private static let metrics = [
    "active_days_per_week", "events_per_session", "session_minutes", "days_since_last", "purchases_per_month",
  ]
  /// Kinds of events, and channels, whose shares are compared: the most frequent ones that may be published.
  private static let mostEvents = 12
  private static let mostChannels = 4

  /// What people of a window are compared by.
  ///
  /// - Parameter declared: names of the metrics that the settings declare.
  /// - Throws: when the events cannot be read any more.
  static func all(
    in table: ProfileTable, declared: [String], _ disclosure: Disclosure
  ) throws(Failure) -> [Model.Measure] {
    let active = table.isActive.indices.filter { table.isActive[$0] }
    let metrics = (Self.metrics + declared).compactMap { name -> Model.Measure? in
      guard let values = table.metrics[name] else { return nil }
      let known = active.lazy.map { values[$0] }.filter { !$0.isNaN }
      guard name != "session_minutes" || !isOftenNothing(known) else { return nil }
      return Model.Measure(.metric, name, known.allSatisfy { $0 >= 0 } ? .count : .level)
    }
    let everyone = try table.tallies(of: [table.isActive])[0]
    let names: [(Family, [String])] = [
      (.event, largest(everyone[.event], mostEvents, disclosure)),
      (.channel, largest(everyone[.channel], mostChannels, disclosure)), (.time, times),
    ]
    let shares = names.flatMap { family, names in names.map { Model.Measure(family, $0, .share) } }
    return metrics + (try withBases(shares, in: table))
  }

  /// Whether a median is 0 for many and something for many. Where about half of everybody's sessions have one event, chance
  /// decides which of the two it is, and people fall into two groups that nobody belongs to; that they come for one event is in
  /// `events_per_session` too, a mean.
  private static func isOftenNothing(_ values: some Collection<Double>) -> Bool {
    let share = Double(values.count { $0 == 0 }) / Double(max(1, values.count))
    return 0.1...0.9 ~= share
  }

  /// Shares with everyone's; those of all events or of none tell nothing.
  private static func withBases(
    _ shares: [Model.Measure], in table: ProfileTable
  ) throws(Failure) -> [Model.Measure] {
    let counts = try table.eventCounts(where: Set(shares.compactMap(\.filter)))
    let totals = table.metrics["events"] ?? []
    let all = zip(totals, table.isActive).reduce(0) { $0 + ($1.1 ? $1.0 : 0) }
    return shares.compactMap { share in
      guard let own = share.filter.flatMap({ counts[$0] }) else { return nil }
      var share = share
      share.base = publishedFigure(Double(own.reduce(0) { $0 + Int($1) }) / max(1, all))
      return share.base > 0 && share.base < 1 ? share : nil
    }
  }

  private static func largest(_ tallies: [Tally], _ count: Int, _ disclosure: Disclosure) -> [String] {
    let shown = tallies.filter { disclosure.isEnough($0.people) && !looksPersonal($0.name) }
    return shown.sorted { ($1.count, $0.name) < ($0.count, $1.name) }.prefix(count).map(\.name)
  }
}
