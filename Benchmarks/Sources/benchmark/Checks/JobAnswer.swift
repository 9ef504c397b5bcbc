// The JSON that the reference, DuckDB and polars print.

struct JobAnswer: Decodable {
  struct SomeTotals: Decodable {
    var events: [String: Int]
    var channels: [String: Int]
    var hours: [Int]
    var cents: Int
  }

  struct Persona: Decodable, Equatable {
    var profiles: Int
    var events: Int
    var sessions: Int
    var cents: Int
    var activeDays: Int
    var durationMs: Int
    var first: Int
    var last: Int
    var quantiles: [Double]
    var channels: [String: Int]
    var topEvents: [Count]
    var hours: [Int]
    var lastScreens: [Count]
    var funnel: [Int]
  }

  /// `["Home", 12]`
  struct Count: Decodable, Equatable {
    var name: String
    var count: Int

    init(from decoder: any Decoder) throws {
      var parts = try decoder.unkeyedContainer()
      name = try parts.decode(String.self)
      count = try parts.decode(Int.self)
    }
  }

  var valid: Int
  var events: Int
  var profiles: Int
  /// The reference has them; of the others they are the sums over all personas.
  var totals: SomeTotals?
  var personas: [String: Persona]

  /// Nothing when they were to be complete and are not.
  func totals(isComplete: Bool) -> Totals? {
    if let totals {
      return Totals(
        valid: valid, events: events, byEvent: totals.events, byChannel: totals.channels,
        byHour: totals.hours,
        cents: totals.cents)
    }
    if isComplete { return nil }
    let all = personas.values
    return Totals(
      valid: valid, events: events, byEvent: nil,
      byChannel: all.reduce(into: [:]) { sum, persona in sum.merge(persona.channels, uniquingKeysWith: +) },
      byHour: (0..<168).map { hour in all.reduce(0) { $0 + $1.hours[hour] } },
      cents: all.reduce(0) { $0 + $1.cents })
  }

  /// What differs in the personas, which link people as the reference does.
  func personaDifferences(from reference: JobAnswer) -> [String] {
    Set(personas.keys).union(reference.personas.keys).sorted().compactMap { name in
      guard var ours = personas[name], let theirs = reference.personas[name] else {
        return "persona \(name) is missing on one side"
      }
      // Quantiles between two values are floating-point sums in another order.
      let areQuantilesEqual = zip(ours.quantiles, theirs.quantiles).allSatisfy {
        abs($0 - $1) <= 1e-6 * max(1, $1)
      }
      if areQuantilesEqual && ours.quantiles.count == theirs.quantiles.count {
        ours.quantiles = theirs.quantiles
      }
      return ours == theirs ? nil : "persona \(name): \(ours), not \(theirs)"
    }
  }
}
