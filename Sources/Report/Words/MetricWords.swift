// How a metric is said in a sentence. The figure's place in it is kept open, so that the same words serve one
// value ("buys 2.4 times a month"), a range and a change ("buys 2.4 -> 3.1 times a month").

internal import Persona

/// The words around a metric's figure.
struct MetricWords {
  private var before: String
  /// What is counted, for one of it, and what follows.
  private var unit: String?
  private var after: String
  private var isTotal: Bool
  let style: FigureStyle
  /// ` EUR` behind an amount of one currency; empty for everything else.
  private(set) var currency = ""

  /// `safe` makes the name of a declared metric harmless where the words are going to stand.
  init(_ metric: String, safe: (String) -> String) {
    let amount = AmountMetric(metric)
    isTotal = Self.totals.contains(amount?.name ?? metric)
    style = amount != nil || AmountMetric.names.contains(metric) ? .money : .number
    if let (before, unit, after) = Self.counts[metric] {
      (self.before, self.unit, self.after) = (before, unit, after)
    } else if let (before, after) = Self.others[metric] {
      (self.before, self.after) = (before, after)
    } else if let amount, let (before, after) = Self.others[amount.name] {
      currency = " " + safe(amount.currency.uppercased())
      (self.before, self.after) = (before, currency + after)
    } else {
      (before, after) = (safe(Self.readable(metric)) + ": ", "")
    }
  }

  /// The sentence with a figure, or several, in its place; lower case at the start.
  func callAsFunction(_ figure: String) -> String {
    let (before, after) = parts(around: figure)
    return before + figure + after
  }

  /// The same where the windows are said beside it.
  var besideItsWindow: MetricWords {
    var words = self
    words.isTotal = false
    return words
  }

  /// What stands before a figure and behind it.
  func parts(around figure: String) -> (before: String, after: String) {
    (before, unit(of: figure) + (isTotal ? " in the window" : ""))
  }

  /// What is counted: ` day`, and ` days` of every other number than 1; empty where nobody can know it.
  func unit(of figure: String) -> String {
    (unit.map { " " + $0 + (figure == "1" ? "" : "s") } ?? "") + after
  }

  /// The sentence with a mean: said, because key figures are medians.
  func onAverage(_ mean: String) -> String { self(mean) + " on average" }

  /// The metrics that a change of more than a tenth is worth telling of, most telling first.
  static let main = [
    "active_days_per_week", "sessions_per_week", "session_minutes", "purchases_per_month", "revenue",
    "average_order",
  ]

  /// The place of the metric among the main ones; amounts of one currency count as their plain form.
  static func rank(_ metric: String) -> Int? {
    main.firstIndex { $0 == metric }
      ?? AmountMetric(metric).flatMap { amount in main.firstIndex { $0 == amount.name } }
  }

  /// Whether a metric is known not to grow with the time for which somebody was known: of one that settings declare it may be so.
  static func isRate(_ metric: String) -> Bool {
    rates.contains(metric) || AmountMetric(metric)?.name == "average_order"
  }

  private static let rates: Set = [
    "active_days_per_week", "sessions_per_week", "purchases_per_month", "events_per_session",
    "session_minutes",
    "days_since_last", "average_order",
  ]

  /// They mean nothing without the time that they were made in.
  private static let totals: Set = ["events", "active_days", "sessions", "purchases", "revenue"]

  private static let counts: [String: (before: String, unit: String, after: String)] = [
    "events": ("has ", "event", ""),
    "active_days": ("active on ", "day", ""),
    "active_days_per_week": ("active ", "day", " a week"),
    "sessions": ("has ", "session", ""),
    "sessions_per_week": ("has ", "session", " a week"),
    "events_per_session": ("has ", "event", " a session"),
    "session_minutes": ("stays ", "minute", " a session"),
    "days_since_last": ("last seen ", "day", " before the end"),
    "days_known": ("known for ", "day", ""),
    "purchases": ("buys ", "time", ""),
    "purchases_per_month": ("buys ", "time", " a month"),
  ]

  private static let others: [String: (before: String, after: String)] = [
    "revenue": ("spends ", ""),
    "average_order": ("spends ", " an order"),
    "quantity": ("quantity score ", ""),
    "frequency": ("frequency score ", ""),
    "recency": ("recency score ", ""),
    "intensity": ("intensity score ", ""),
    "momentum": ("momentum score ", ""),
    "consistency": ("consistency score ", ""),
    "volatility": ("volatility score ", ""),
    "maturity": ("maturity score ", ""),
    "propensity": ("propensity score ", ""),
  ]

  /// `support_contacts_per_month` as `support contacts a month`.
  private static func readable(_ metric: String) -> String {
    var words = metric.split(separator: "_").map(String.init)
    if words.count > 2, words[words.count - 2] == "per" { words[words.count - 2] = "a" }
    return words.joined(separator: " ")
  }
}
