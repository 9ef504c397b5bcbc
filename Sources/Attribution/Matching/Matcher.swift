// Which profiles meet a rule: conditions over columns, combined.

public import Persona
internal import Profiles

/// Evaluates matches over one table of profiles.
///
/// A value that a profile lacks fails every test except `exists: false`. Only active profiles can be members,
/// whatever the rule: `none` does not sweep in people who did nothing in the window.
struct Matcher {
  let table: ProfileTable
  /// How many events of each profile pass each filter that the rule asks for.
  let counts: [EventFilter: [UInt32]]

  /// Counts what the rules ask for.
  init(table: ProfileTable, for matches: [Match]) throws(Failure) {
    self.table = table
    counts = try table.eventCounts(where: Set(matches.flatMap(\.filters)))
  }

  init(table: ProfileTable, counts: [EventFilter: [UInt32]]) {
    self.table = table
    self.counts = counts
  }

  /// Per profile: active, and meets the rule.
  func members(_ match: Match) -> [Bool] {
    zip(table.isActive, passing(match)).map { $0 && $1 }
  }

  private func passing(_ match: Match) -> [Bool] {
    switch match {
    case .all(let parts): combined(parts, from: true) { $0 && $1 }
    case .any(let parts): combined(parts, from: false) { $0 || $1 }
    case .none(let parts): combined(parts, from: false) { $0 || $1 }.map { !$0 }
    case .condition(let condition): passing(condition)
    }
  }

  @inline(__always)
  private func combined(_ parts: [Match], from start: Bool, _ join: (Bool, Bool) -> Bool) -> [Bool] {
    guard let first = parts.first else { return [Bool](repeating: start, count: table.count) }
    var result = passing(first)
    for part in parts.dropFirst() {
      let others = passing(part)
      for profile in result.indices { result[profile] = join(result[profile], others[profile]) }
    }
    return result
  }

  /// Per profile, active or not: meets the condition.
  func passing(_ condition: Condition) -> [Bool] {
    switch condition.subject {
    case .trait(let name): passing(condition.test, trait: table.traits[name])
    case .metric(let name): passing(condition.test, column: table.metric(name))
    case .score(let name): passing(condition.test, column: table.scores[name])
    case .event(let filter):
      // Zero events are a number like any other, except for `exists`.
      (counts[filter] ?? []).map { count in
        if case .exists(let wanted) = condition.test { return wanted == (count > 0) }
        return condition.test.passes(Double(count))
      }
    }
  }

  private func passing(_ test: Test, column: [Double]?) -> [Bool] {
    guard let column else { return missing(test) }
    return column.map { $0.isNaN ? test == .exists(false) : test.passes($0) }
  }

  private func passing(_ test: Test, trait: ProfileTable.TraitColumn?) -> [Bool] {
    guard let trait else { return missing(test) }
    let textTest = TextTest(test)
    let verdicts = zip(trait.values, trait.numbers).map { textTest.passes($0, number: $1) }
    return trait.codes.map { $0 < 0 ? test == .exists(false) : verdicts[Int($0)] }
  }

  private func missing(_ test: Test) -> [Bool] {
    [Bool](repeating: test == .exists(false), count: table.count)
  }
}

extension Match {
  /// The filters of all conditions on events.
  var filters: [EventFilter] {
    switch self {
    case .all(let parts), .any(let parts), .none(let parts): parts.flatMap(\.filters)
    case .condition(let condition):
      if case .event(let filter) = condition.subject { [filter] } else { [] }
    }
  }

  /// The metrics of all conditions.
  var metrics: [String] {
    switch self {
    case .all(let parts), .any(let parts), .none(let parts): parts.flatMap(\.metrics)
    case .condition(let condition): if case .metric(let name) = condition.subject { [name] } else { [] }
    }
  }

  /// Whether some condition is on a trait.
  public var asksForTraits: Bool {
    switch self {
    case .all(let parts), .any(let parts), .none(let parts): parts.contains(where: \.asksForTraits)
    case .condition(let condition): if case .trait = condition.subject { true } else { false }
    }
  }

  /// The tests of all conditions on traits.
  var traitTests: [(name: String, test: Test)] {
    switch self {
    case .all(let parts), .any(let parts), .none(let parts): parts.flatMap(\.traitTests)
    case .condition(let condition):
      if case .trait(let name) = condition.subject { [(name, condition.test)] } else { [] }
    }
  }

  /// The scores of all conditions.
  var scores: [String] {
    switch self {
    case .all(let parts), .any(let parts), .none(let parts): parts.flatMap(\.scores)
    case .condition(let condition): if case .score(let name) = condition.subject { [name] } else { [] }
    }
  }
}

extension Test {
  /// The texts that are asked for, each as a whole.
  var texts: [String] {
    let values: [Value] =
      switch self {
      case .is(let value): [value]
      case .in(let values): values
      default: []
      }
    return values.compactMap { if case .text(let text) = $0 { text } else { nil } }
  }
}
