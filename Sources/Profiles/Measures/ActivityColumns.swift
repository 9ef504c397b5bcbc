// The activities of many profiles as columns: what metrics and scores are made of.

/// Figures of `Activity`, each of all profiles; `nan` for a profile without an event in the window.
struct ActivityColumns: Sendable {
  var events: [Double] = []
  var activeDays: [Double] = []
  var sessions: [Double] = []
  var sessionEvents: [Double] = []
  var medianEventsPerSession: [Double] = []
  var sessionMinutes: [Double] = []
  var daysSinceLast: [Double] = []
  var daysKnown: [Double] = []
  var daysFromFirstToLast: [Double] = []
  var exposureDays: [Double] = []
  var momentum: [Double] = []
  var consistency: [Double] = []
  var volatility: [Double] = []

  init(_ activities: [Activity?]) {
    func column(_ value: (Activity) -> Double) -> [Double] { activities.map { $0.map(value) ?? .nan } }
    events = column { Double($0.events) }
    activeDays = column { Double($0.activeDays) }
    sessions = column { Double($0.sessions) }
    sessionEvents = column { Double($0.sessionEvents) }
    medianEventsPerSession = column(\.medianEventsPerSession)
    sessionMinutes = column(\.sessionMinutes)
    daysSinceLast = column(\.daysSinceLast)
    daysKnown = column(\.daysKnown)
    daysFromFirstToLast = column(\.daysFromFirstToLast)
    exposureDays = column(\.exposureDays)
    momentum = column(\.momentum)
    consistency = column(\.consistency)
    volatility = column(\.volatility)
  }

  /// - Parameter column: called for each column.
  init(columns column: (WritableKeyPath<Self, [Double]>) -> [Double]) {
    for path in Self.paths { self[keyPath: path] = column(path) }
  }

  private static var paths: [WritableKeyPath<Self, [Double]>] {
    [
      \.events, \.activeDays, \.sessions, \.sessionEvents, \.medianEventsPerSession, \.sessionMinutes,
      \.daysSinceLast,
      \.daysKnown,
      \.daysFromFirstToLast, \.exposureDays, \.momentum, \.consistency, \.volatility,
    ]
  }
}
