// Declared metrics that add up to totals: one for each event, channel and hour of the week of the reference.

struct TotalMetrics {
  private let events: [String]
  private let channels: [String]
  private static let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

  init(_ reference: Totals) {
    events = (reference.byEvent ?? [:]).keys.sorted()
    channels = reference.byChannel.keys.sorted()
  }

  /// `metrics:` of the settings.
  var settings: String {
    let filters =
      events.map { #"event: "\#($0)""# } + channels.map { #"channel: "\#($0)""# }
      + Self.days.flatMap { day in (0..<24).map { "days: [\(day)], hours: [\($0)]" } }
    let lines = zip(declared, filters).map { "  \($0): { count: events, where: { \($1) } }\n" }
    return "metrics:\n" + lines.joined()
  }

  /// All metrics whose columns are added up.
  var names: [String] { declared + ["events", "revenue"] }

  private var declared: [String] {
    events.indices.map { "event_\($0)" } + channels.indices.map { "channel_\($0)" }
      + (0..<168).map { "hour_\($0)" }
  }

  /// The sums of the columns of `profiles --format csv`.
  func totals(_ table: String, _ answer: Answer) throws -> Totals {
    var rows = table.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    guard !table.contains("\""), !rows.isEmpty else { throw Failure("the profiles cannot be read") }
    let header = rows.removeFirst().map(String.init)
    func sum(_ name: String, _ value: (Substring) -> Int?) throws -> Int {
      guard let column = header.firstIndex(of: name) else { throw Failure("profiles have no column \(name)") }
      return try rows.reduce(0) { sum, row in
        guard column < row.count, let number = value(row[column]) else {
          throw Failure("\(name) of a profile is no number")
        }
        return sum + number
      }
    }
    let counts = try declared.map { try sum($0) { Int($0) } }
    let counted = try sum("events") { Int($0) }
    guard counted == answer.events else {
      throw Failure("profiles have \(counted) events, the sync has \(answer.events)")
    }
    return Totals(
      valid: answer.valid, events: answer.events,
      byEvent: Dictionary(uniqueKeysWithValues: zip(events, counts)),
      byChannel: Dictionary(uniqueKeysWithValues: zip(channels, counts.dropFirst(events.count))),
      byHour: Array(counts.suffix(168)), cents: try sum("revenue", Self.cents))
  }

  /// `12.5` as 1250: exactly, so not by way of a floating-point number.
  static func cents(_ text: Substring) -> Int? {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let units = Int(parts[0]), !text.hasPrefix("-") else { return nil }
    guard parts.count == 2 else { return units * 100 }
    guard parts[1].count <= 2, let fraction = Int(parts[1]) else { return nil }
    return units * 100 + (parts[1].count == 1 ? fraction * 10 : fraction)
  }
}
