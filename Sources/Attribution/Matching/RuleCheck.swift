// What is wrong with a persona's rules though they read well: names that nothing knows, and tests and claims
// that can never be true, or always are.

public import Persona
private import Profiles

/// Every problem of a persona's match and claims, in the order in which they were written.
///
/// A name that is unknown is an error, except what events may come to have: a name, a channel, a screen. So is what can never be true; what is always true is a warning.
///
/// - Parameter modelPlace: where the persona's model stands, if it has one.
public func problems(
  in rules: PersonaRules, modelAt modelPlace: SourceLocation?, vocabulary: Vocabulary
) -> [Problem] {
  var check = RuleCheck(persona: rules.id, vocabulary: vocabulary)
  if let match = rules.match { check.match(match) }
  if let learned = rules.learned { check.model(learned.model, at: modelPlace) }
  for claim in rules.claims { check.claim(claim) }
  return check.problems
}

/// The names in filters that are no persona's, such as those of the settings, which hardly anything has.
public func slips(in filters: [EventFilter], vocabulary: Vocabulary) -> [Problem] {
  var check = RuleCheck(persona: "", vocabulary: vocabulary)
  for filter in filters { check.names(of: filter, at: filter.location) }
  return check.problems
}

extension PersonaRules {
  /// Whether some rule asks for a value of a trait.
  public var namesTraits: Bool {
    match?.asksForTraits == true
      || claims.contains {
        if case .shareOfPeople(let match) = $0.measure { match.asksForTraits } else { false }
      }
  }

  /// The values of traits that rules ask for by name, by trait.
  public var traitValues: [String: Set<String>] {
    let matches = claims.compactMap { claim -> Match? in
      if case .shareOfPeople(let match) = claim.measure { match } else { nil }
    }
    return ((match.map { [$0] } ?? []) + matches).flatMap(\.traitTests).reduce(into: [:]) { values, asked in
      values[asked.name, default: []].formUnion(asked.test.texts)
    }
  }

  /// Whether some rule asks for events, channels or screens by their names.
  public var namesEvents: Bool {
    eventFilters.contains { !$0.events.isEmpty || !$0.channels.isEmpty || !$0.screens.isEmpty }
  }

  /// What the match and the claims ask of events.
  public var eventFilters: [EventFilter] { (match?.filters ?? []) + claims.flatMap(\.measure.filters) }

  /// Whether some rule asks for amounts.
  public var namesAmounts: Bool {
    let metrics = (match?.metrics ?? []) + claims.flatMap(\.measure.metrics)
    return metrics.contains { AmountMetric($0) != nil || AmountMetric.names.contains($0) }
  }
}

/// Walks through rules and gathers problems.
private struct RuleCheck {
  let persona: String
  let vocabulary: Vocabulary
  var problems: [Problem] = []

  init(persona: String, vocabulary: Vocabulary) {
    self.persona = persona
    self.vocabulary = vocabulary
  }

  mutating func match(_ match: Match) {
    switch match {
    case .all(let parts), .any(let parts), .none(let parts):
      for part in parts { self.match(part) }
    case .condition(let condition): self.condition(condition)
    }
  }

  /// A measure that is gone would count as usual for everybody, and place people by half of what they do.
  mutating func model(_ model: Model, at place: SourceLocation?) {
    for measure in model.features.map(\.measure) {
      let isKnown =
        switch measure.family {
        case .metric: vocabulary.isMetric(measure.name)
        case .score: vocabulary.scores.contains(measure.name)
        case .event, .channel, .time: true
        }
      guard !isKnown else { continue }
      report(
        "the model of \(persona) needs the metric `\(measure.name)`, and nothing is named so any more", place,
        hint:
          "put the metric back into the settings, or learn the persona anew: revert the commit that made it "
          + "data-first, or remove it and accept its group again")
    }
  }

  mutating func claim(_ claim: Claim) {
    switch claim.measure {
    case .shareOfEvents(let filter):
      self.filter(filter, at: claim.location)
      if filter.isEverything {
        report(
          "the share of events can only be 100%: its filter lets every event pass", claim.location,
          hint: "say which events count under `where`")
      }
      expectation(claim.expectation, of: .share, named: "a share", claim.location)
    case .shareOfPeople(let match):
      self.match(match)
      expectation(claim.expectation, of: .share, named: "a share", claim.location)
    case .median(let name), .mean(let name):
      name.isEmpty
        ? report("the claim names no metric", claim.location) : metricOrScore(name, at: claim.location)
      expectation(claim.expectation, of: domain(ofMetric: name), named: name, claim.location)
    }
  }

  private mutating func condition(_ condition: Condition) {
    let place = condition.location
    switch condition.subject {
    case .trait(let name):
      known(name, "trait", among: vocabulary.traits, place)
      values(condition.test, ofTrait: name, place)
      test(condition.test, of: .anything, named: name, isText: true, place)
    case .metric(let name):
      metric(name, "metric", among: vocabulary.metrics, at: place)
      test(condition.test, of: domain(ofMetric: name), named: name, isText: false, place)
    case .score(let name):
      known(name, "score", among: vocabulary.scores, place)
      test(condition.test, of: .score, named: name, isText: false, place)
    case .event(let filter):
      self.filter(filter, at: place)
      test(condition.test, of: .count, named: "a number of events", isText: false, place)
    }
  }

  private mutating func filter(_ filter: EventFilter, at place: SourceLocation?) {
    let place = filter.location ?? place
    names(of: filter, at: place)
    for name in filter.sources { known(name, "source", among: vocabulary.sources, place) }
    for property in filter.properties {
      known(
        property.name, "property", among: vocabulary.properties, place,
        hint: "properties are named in the source's `properties` in the settings")
      test(property.test, of: .anything, named: property.name, isText: true, place)
    }
    if filter.hours.contains(where: { !(0...23).contains($0) }) {
      report("hours of the day are 0 to 23", place)
    }
  }

  mutating func names(of filter: EventFilter, at place: SourceLocation?) {
    guard let occurring = vocabulary.occurring else { return }
    occurs(filter.events, among: occurring.events, "hardly any recent event is named", place)
    occurs(filter.channels, among: occurring.channels, "hardly any recent event has the channel", place)
    occurs(filter.screens, among: occurring.screens, "hardly any recent event has the screen", place)
  }

  /// Whether enough people have the value that is named. Of a trait that is hardly known nothing is said.
  private mutating func values(_ test: Test, ofTrait name: String, _ place: SourceLocation?) {
    guard let values = vocabulary.occurring?.traits[name] else { return }
    occurs(test.texts, among: values, "hardly anybody has the \(name)", place)
  }

  /// Whether enough people have done what is named; of fewer nothing is said, as if it were none.
  private mutating func occurs(
    _ names: [String], among occurring: Set<String>, _ words: String, _ place: SourceLocation?
  ) {
    for name in names where !occurring.contains(name) {
      let near =
        occurring.count <= OccurringNames.mostCompared ? suggestion(for: name, among: occurring) : nil
      report("\(words) `\(name)`", place, .warning, hint: near.map { "did you mean `\($0)`?" })
    }
  }

  private mutating func metric(
    _ name: String, _ kind: String, among names: Set<String>, at place: SourceLocation?
  ) {
    guard !vocabulary.isMetric(name) else { return currency(of: name, at: place) }
    let isAmount = AmountMetric.names.contains(name)
    let hint = vocabulary.currencies.flatMap { isAmount ? words(ofSeveral: $0, name) : nil }
    known(name, kind, among: names, place, hint: hint)
  }

  private func words(ofSeveral currencies: Set<String>, _ name: String) -> String {
    "amounts stand in several currencies, which are never added up: "
      + currencies.sorted().map { AmountMetric(name, in: $0).text }.joined(separator: ", ")
  }

  /// Nobody has spent in a currency that does not occur: what asks for it may be a slip. Nor has an amount a sum where there
  /// are several.
  private mutating func currency(of name: String, at place: SourceLocation?) {
    if let currencies = vocabulary.currencies, currencies.count > 1, AmountMetric.names.contains(name) {
      report(
        "recent amounts may have no `\(name)`", place, .warning, hint: words(ofSeveral: currencies, name))
    }
    guard let currencies = vocabulary.currencies, !vocabulary.metrics.contains(name),
      let currency = AmountMetric(name)?.currency, !currencies.contains(currency)
    else { return }
    let near = suggestion(for: currency, among: currencies)
    report(
      currency == AmountMetric.unstated
        ? "every recent amount has a currency" : "no recent amount is in \(currency.uppercased())",
      place, .warning, hint: near.map { "did you mean \($0.uppercased())?" })
  }

  private mutating func metricOrScore(_ name: String, at place: SourceLocation?) {
    metric(name, "metric or score", among: vocabulary.metrics.union(vocabulary.scores), at: place)
  }

  private mutating func known(
    _ name: String, _ kind: String, among names: Set<String>, _ place: SourceLocation?, hint: String? = nil
  ) {
    guard !names.contains(name) else { return }
    let list = names.sorted().prefix(20).joined(separator: ", ")
    let near = suggestion(for: name, among: names).map { "did you mean `\($0)`?" }
    report(
      "no \(kind) is named `\(name)`", place, hint: near ?? hint ?? (list.isEmpty ? nil : "known: \(list)"))
  }

  private mutating func test(
    _ test: Test, of domain: Domain, named name: String, isText: Bool, _ place: SourceLocation?
  ) {
    switch test {
    case .between(let low, let high):
      range(low: low, high: high, of: domain, named: name, place)
    case .atLeast(let bound): range(low: bound, high: .infinity, of: domain, named: name, place)
    case .atMost(let bound): range(low: -.infinity, high: bound, of: domain, named: name, place)
    case .moreThan(let bound):
      range(low: bound, high: .infinity, isStrict: true, of: domain, named: name, place)
    case .lessThan(let bound):
      range(low: -.infinity, high: bound, isStrict: true, of: domain, named: name, place)
    case .matches(let pattern):
      do throws(Failure) {
        _ = try TextPattern(pattern)
        if !isText {
          report("`matches` is for text, and \(name) is a number", place, hint: "use `at_least` or `between`")
        }
      } catch {
        report(error.summary, place, hint: error.hint)
      }
    case .is(.number(let number)):
      range(low: number, high: number, of: domain, named: name, place)
    case .is(.text(let text)) where !isText:
      report("\(name) is a number and never `\(text)`", place, hint: "write the number without quotes")
    case .in(let values) where values.isEmpty:
      report("`in` lists nothing, so \(name) never passes", place)
    case .is, .in, .exists: break
    }
  }

  private mutating func expectation(
    _ expectation: Claim.Expectation, of domain: Domain, named name: String, _ place: SourceLocation?
  ) {
    switch expectation {
    case .atLeast(.number(let bound)): test(.atLeast(bound), of: domain, named: name, isText: false, place)
    case .atMost(.number(let bound)): test(.atMost(bound), of: domain, named: name, isText: false, place)
    case .moreThan(.number(let bound)): test(.moreThan(bound), of: domain, named: name, isText: false, place)
    case .lessThan(.number(let bound)): test(.lessThan(bound), of: domain, named: name, isText: false, place)
    case .between(let low, let high):
      test(.between(low, high), of: domain, named: name, isText: false, place)
    case .atLeast(.everyone), .atMost(.everyone), .moreThan(.everyone), .lessThan(.everyone): break
    }
  }

  /// Reports a range that holds nothing of the domain, or all of it.
  private mutating func range(
    low: Double, high: Double, isStrict: Bool = false, of domain: Domain, named name: String,
    _ place: SourceLocation?
  ) {
    func number(_ value: Double) -> String { domain == .share ? percentWords(value) : numberWords(value) }
    if low.isNaN || high.isNaN {
      report("the bound of \(name) is not a number", place)
    } else if low > high {
      report(
        "nothing lies between \(number(low)) and \(number(high))", place,
        hint: "write the smaller number first: `between: [\(number(high)), \(number(low))]`")
    } else if low > domain.high || (isStrict && low == domain.high) {
      let hint =
        domain == .share && 1 < low && low <= 100
        ? "write a percentage with its sign: `\(numberWords(low))%`" : nil
      report("\(name) is never above \(number(domain.high))", place, hint: hint)
    } else if high < domain.low || (isStrict && high == domain.low) {
      report("\(name) is never below \(number(domain.low))", place)
    } else if low <= domain.low && high >= domain.high
      && !(isStrict && (low == domain.low || high == domain.high))
    {
      report("\(name) is always in this range, so it says nothing", place, .warning)
    }
  }

  private mutating func report(
    _ message: String, _ place: SourceLocation?, _ severity: Problem.Severity = .error, hint: String? = nil
  ) {
    problems.append(Problem(severity, message, at: place ?? SourceLocation(file: persona), hint: hint))
  }

  private func domain(ofMetric name: String) -> Domain {
    if vocabulary.scores.contains(name), !vocabulary.metrics.contains(name) { return .score }
    return neverNegative.contains(name) ? .count : .anything
  }
}

/// Which numbers a measure can be at all.
private struct Domain: Equatable {
  var low: Double
  var high: Double

  static let anything = Domain(low: -.infinity, high: .infinity)
  static let count = Domain(low: 0, high: .infinity)
  static let share = Domain(low: 0, high: 1)
  static let score = Domain(low: 0, high: 100)
}

/// Built-in metrics that cannot be negative. Amounts can: refunds.
private let neverNegative: Set<String> = [
  "events", "active_days", "active_days_per_week", "sessions", "sessions_per_week", "events_per_session",
  "session_minutes", "days_since_last", "days_known", "purchases", "purchases_per_month",
]
