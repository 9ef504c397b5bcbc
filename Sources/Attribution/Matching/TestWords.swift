// What people wrote, said back to them in words.

internal import Persona

extension Value {
  var words: String {
    switch self {
    case .text(let text): text
    case .number(let number): numberWords(number)
    case .flag(let flag): String(flag)
    }
  }
}

extension Test {
  /// `at least 3`, `one of pro, team`.
  var words: String {
    switch self {
    case .is(let value): "is \(value.words)"
    case .in(let values): "one of \(values.map(\.words).joined(separator: ", "))"
    case .between(let low, let high):
      "between \(numberWords(low)) and \(numberWords(high))"
    case .atLeast(let bound): "at least \(numberWords(bound))"
    case .atMost(let bound): "at most \(numberWords(bound))"
    case .moreThan(let bound): "more than \(numberWords(bound))"
    case .lessThan(let bound): "less than \(numberWords(bound))"
    case .exists(let wanted): wanted ? "exists" : "does not exist"
    case .matches(let pattern): "matches \(pattern)"
    }
  }
}

extension EventFilter {
  /// Whether every event passes.
  var isEverything: Bool {
    events.isEmpty && channels.isEmpty && screens.isEmpty && sources.isEmpty && properties.isEmpty
      && (hours.isEmpty || hours.count == 24) && (days.isEmpty || days.count == 7)
  }

  /// `events purchase on ios, on mon, tue`; `events` when every event passes.
  var words: String {
    var parts = ["events"]
    if !events.isEmpty { parts[0] += " " + events.joined(separator: ", ") }
    if !channels.isEmpty { parts.append("by " + channels.joined(separator: ", ")) }
    if !screens.isEmpty { parts.append("on " + screens.joined(separator: ", ")) }
    if !sources.isEmpty { parts.append("from " + sources.joined(separator: ", ")) }
    if !hours.isEmpty { parts.append("at hours " + hours.sorted().map(String.init).joined(separator: ", ")) }
    if !days.isEmpty {
      parts.append("on " + days.sorted { $0.rawValue < $1.rawValue }.map(\.name).joined(separator: ", "))
    }
    for property in properties { parts.append("with \(property.name) \(property.test.words)") }
    return parts.joined(separator: " ")
  }
}

extension Condition {
  /// `age between 25 and 40`.
  var words: String {
    switch subject {
    case .trait(let name), .metric(let name), .score(let name): "\(name) \(test.words)"
    case .event(let filter): "number of \(filter.words) \(test.words)"
    }
  }
}
