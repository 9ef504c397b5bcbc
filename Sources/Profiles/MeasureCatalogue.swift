// The metrics and scores that every workspace has, in words: for the documentation, `check` and did-you-mean.

/// A metric or score in words.
public struct MeasureInfo: Sendable, Hashable {
  public var name: String
  public var unit: String
  /// The formula, its source where it has one, and what a missing value means; as in
  /// Documentation/Metrics.md.
  public var formula: String

  public init(name: String, unit: String, formula: String) {
    self.name = name
    self.unit = unit
    self.formula = formula
  }
}

/// The metrics that need no declaration, in the order of the documentation.
///
/// Where the window holds amounts in several currencies there is one `revenue` and one `average_order` for
/// each (`revenue_gbp`).
public let builtInMetrics: [MeasureInfo] = [
  MeasureInfo(name: "events", unit: "events", formula: "Events of the window."),
  MeasureInfo(
    name: "active_days", unit: "days", formula: "Distinct local calendar days with an event."),
  MeasureInfo(
    name: "active_days_per_week", unit: "days a week", formula: "7 x active_days / exposure."),
  MeasureInfo(
    name: "sessions", unit: "sessions",
    formula: "Distinct (profile, session id) pairs, where the source has ids; among the other events a new "
      + "session starts after more than 30 minutes (setting) without one. Events of sources with `session: none` are "
      + "part of no session; where all are such, nobody has a value."),
  MeasureInfo(name: "sessions_per_week", unit: "sessions a week", formula: "7 x sessions / exposure."),
  MeasureInfo(
    name: "events_per_session", unit: "events a session",
    formula: "Events that are part of a session / sessions, the mean. None without a session."),
  MeasureInfo(
    name: "session_minutes", unit: "minutes",
    formula: "Median over sessions of the time from the first to the last event; 0 for a single event. "
      + "None without a session."),
  MeasureInfo(
    name: "days_since_last", unit: "days",
    formula: "Time from the last event of the window to its end, on the wall clock."),
  MeasureInfo(
    name: "days_known", unit: "days",
    formula: "Time from the first event ever, before the window too, to the window's end, on the wall clock."),
  MeasureInfo(
    name: "purchases", unit: "purchases",
    formula: "Distinct orders among the purchase events; a purchase event without an order counts as one. "
      + "Purchase events are those named in the settings, else all with an amount above zero. "
      + "None where no source has amounts and the settings name no purchase events."),
  MeasureInfo(
    name: "purchases_per_month", unit: "purchases a month",
    formula: "30.4375 x purchases / exposure. None where purchases is none."),
  MeasureInfo(
    name: "revenue", unit: "the currency's unit",
    formula: "Exact sum of all amounts, refunds included; 0 without any. None where no source has amounts."),
  MeasureInfo(
    name: "average_order", unit: "the currency's unit",
    formula: "Sum of the amounts of purchase events / distinct orders among those with an amount. "
      + "None without such a purchase."),
]

/// The scores, in the order of the documentation.
public let scoreList: [MeasureInfo] = [
  MeasureInfo(name: "quantity", unit: "0-100", formula: "pct(events)."),
  MeasureInfo(name: "frequency", unit: "0-100", formula: "pct(active_days / exposure)."),
  MeasureInfo(name: "recency", unit: "0-100", formula: "100 x 2^(-days_since_last / 30)."),
  MeasureInfo(name: "intensity", unit: "0-100", formula: "pct(median over sessions of their events)."),
  MeasureInfo(
    name: "momentum", unit: "0-100",
    formula:
      "100 s / (s + l): l = events of the last 90 days / L, L = the least of 90, the window's length and "
      + "days_known; s = events of the last 14 days / 14. Steady = 50. None where L is less than 28, for the 14 "
      + "days need as many before them to be compared with, and without an event in the last 90 days."),
  MeasureInfo(
    name: "consistency", unit: "0-100",
    formula: "100 / (1 + CV of the gaps between active days). None with fewer than 3 gaps."),
  MeasureInfo(
    name: "volatility", unit: "0-100",
    formula:
      "100 v / (1 + v), v = CV of the events per week over whole weeks back from the window's end, as far "
      + "as the window and days_known reach, weeks without events included. None with fewer than 2 such weeks "
      + "or no event in them."),
  MeasureInfo(
    name: "maturity", unit: "0-100", formula: "pct(time from the first event ever to the last of the window)."
  ),
  MeasureInfo(
    name: "propensity", unit: "0-100",
    formula:
      "100 P(active) of BG/NBD, fitted to the days on which everybody came back. None where fewer than 100 "
      + "people did."),
]
