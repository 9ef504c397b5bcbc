// Where a claim says that a value lies, and what an interval says of that.

internal import Persona

/// A range of numbers, open or closed at each end.
struct ExpectedRange {
  var low = -Double.infinity
  var high = Double.infinity
  /// Whether the ends themselves are outside: `more_than`, `less_than`.
  var isStrict = false

  /// The range of an expectation; `everyone` is the number that stands for the others.
  init(_ expectation: Claim.Expectation, everyone: Double) {
    func number(_ bound: Claim.Bound) -> Double {
      if case .number(let number) = bound { number } else { everyone }
    }
    switch expectation {
    case .atLeast(let bound): low = number(bound)
    case .atMost(let bound): high = number(bound)
    case .moreThan(let bound): (low, isStrict) = (number(bound), true)
    case .lessThan(let bound): (high, isStrict) = (number(bound), true)
    case .between(let least, let most): (low, high) = (least, most)
    }
  }

  func contains(_ value: Double) -> Bool {
    isStrict ? value > low && value < high : value >= low && value <= high
  }

  /// Confirmed when the whole interval lies in the range, contradicted when all of it lies outside.
  func verdict(_ interval: Evidence.Interval?) -> Verdict {
    guard let interval else { return .inconclusive }
    if contains(interval.low), contains(interval.high) { return .confirmed }
    let isBelow = isStrict ? interval.high <= low : interval.high < low
    let isAbove = isStrict ? interval.low >= high : interval.low > high
    return isBelow || isAbove ? .contradicted : .inconclusive
  }
}

extension Claim.Expectation {
  /// Whether the claim compares with everyone else.
  var isComparison: Bool {
    switch self {
    case .atLeast(.everyone), .atMost(.everyone), .moreThan(.everyone), .lessThan(.everyone): true
    case .atLeast, .atMost, .moreThan, .lessThan, .between: false
    }
  }

  /// `at least 50%`, `more than others (0.4)`; `everyone` is the others' value where it may be shown.
  func words(everyone: Double?, isShare: Bool) -> String {
    func number(_ value: Double) -> String { isShare ? percentWords(value) : numberWords(value) }
    func bound(_ bound: Claim.Bound) -> String {
      switch bound {
      case .number(let value): number(value)
      case .everyone: everyone.map { "others (\(number($0)))" } ?? "others"
      }
    }
    return switch self {
    case .atLeast(let value): "at least \(bound(value))"
    case .atMost(let value): "at most \(bound(value))"
    case .moreThan(let value): "more than \(bound(value))"
    case .lessThan(let value): "less than \(bound(value))"
    case .between(let low, let high): "between \(number(low)) and \(number(high))"
    }
  }
}

extension Claim.Measure {
  /// `share of events`, `median of purchases_per_month`: metrics as the evidence names them.
  func words(named: (String) -> String) -> String {
    switch self {
    case .shareOfEvents: "share of events"
    case .shareOfPeople: "share of people"
    case .median(let name): "median of \(named(name))"
    case .mean(let name): "mean of \(named(name))"
    }
  }

  var isShare: Bool {
    switch self {
    case .shareOfEvents, .shareOfPeople: true
    case .median, .mean: false
    }
  }
}
