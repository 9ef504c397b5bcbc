// Who belongs to a persona: `match` from nodes to values. The claims, event filters and tests that it is made of
// are read in the extensions beside this file.

public import Persona

/// Reads the rules that people write for a persona, collecting every problem.
///
/// The same rules stand in front matter, in JSON personas and under `personas:` in the settings, so the reader
/// takes nodes. A rule with a problem gives nil, never a rule that says less than what was written.
public struct RuleReader: Sendable {
  /// Takes the values out of the nodes and keeps the problems.
  public var nodes: NodeReader

  /// Every condition that reads well, also of a match that as a whole does not: their names can be checked all the
  /// same, so that one slip does not hide the next.
  public private(set) var wellWritten: [Match] = []

  public init(_ nodes: NodeReader = NodeReader()) {
    self.nodes = nodes
  }

  /// Everything wrong so far, in the order it was found.
  public var problems: [Problem] { nodes.problems }

  private static let groups = ["all", "any", "none"]
  /// What other languages call ours, beside what belongs elsewhere.
  private static let conditionHints = filterHints.merging(
    [
      "and": "all", "or": "any", "not": "none", "min": "at_least", "max": "at_most", "equals": "is",
    ].mapValues { "write `\($0):`" }, uniquingKeysWith: { first, _ in first })
  private static let subjects = ["trait", "metric", "score", "event"]

  /// The rule that says which profiles belong: `all`, `any` or `none` over a list, or one condition.
  public mutating func match(_ node: Node) -> Match? {
    guard case .map(let members) = node.kind else {
      nodes.reportKind(
        of: node, wanted: "a match needs all, any or none, or a condition",
        hint: "write `all:` above the list of conditions")
      return nil
    }
    let keys = Set(members.compactMap(\.key.text))
    if keys.isDisjoint(with: Self.groups) { return condition(node) }
    let fields = nodes.fields(node, of: "a match", known: Self.groups)
    let groups = fields.members.map { group($0) }
    // A dropped key is a rule that would have said more.
    guard fields.members.count == members.count, groups.allSatisfy({ $0 != nil }) else { return nil }
    let complete = groups.compactMap { $0 }
    return complete.count == 1 ? complete[0] : .all(complete)
  }

  private mutating func group(_ member: Fields.Member) -> Match? {
    guard case .list(let items) = member.value.kind else {
      nodes.reportKind(
        of: member.value, wanted: "`\(member.key)` needs a list of conditions",
        hint: member.value.location.isInJSON ? "put them between `[` and `]`" : "begin each with `- `")
      return nil
    }
    if items.isEmpty {
      nodes.report("`\(member.key)` is an empty list", at: member.value.location, hint: "add a condition")
    }
    let matches = items.map { match($0) }
    let complete = matches.compactMap { $0 }
    guard !complete.isEmpty, complete.count == matches.count else { return nil }
    switch member.key {
    case "all": return .all(complete)
    case "any": return .any(complete)
    default: return .none(complete)
    }
  }

  /// One condition: a subject and its tests. Several tests must all pass.
  private mutating func condition(_ node: Node) -> Match? {
    let errors = nodes.errorCount
    let fields = nodes.fields(
      node, of: "a condition", known: Self.subjects + Test.keys + Self.groups, elsewhere: Self.conditionHints)
    let subjects = fields.members.filter { Self.subjects.contains($0.key) }
    guard let subject = subjects.first, subjects.count == 1 else {
      if nodes.errorCount == errors {
        nodes.report(
          subjects.isEmpty
            ? "a condition needs a trait, a metric, a score or an event"
            : "a condition has one subject, this has \(subjects.count)",
          at: node.location, hint: subjects.isEmpty ? nil : "write one condition for each below `all:`")
      }
      return nil
    }
    guard let about = self.subject(subject) else { return nil }
    var tests = self.tests(fields, of: "`\(subject.key)`", areNumeric: subject.key != "trait")
    if case .event = about {
      tests = tests.isEmpty ? [.atLeast(1)] : tests.map(countTest)
    }
    if tests.isEmpty, nodes.errorCount == errors {
      nodes.report(
        "a condition on a \(subject.key) needs a test", at: node.location,
        hint: "for example `exists: true`, or one of " + Test.keys.dropLast(2).joined(separator: ", "))
    }
    guard nodes.errorCount == errors else { return nil }
    let conditions = tests.map { Match.condition(Condition(about, $0, location: node.location)) }
    wellWritten += conditions
    return conditions.count == 1 ? conditions[0] : .all(conditions)
  }

  private mutating func subject(_ member: Fields.Member) -> Condition.Subject? {
    if member.key == "event" {
      let errors = nodes.errorCount
      let filter = eventFilter(member.value)
      return nodes.errorCount == errors ? .event(filter) : nil
    }
    guard let name = nodes.text(member.value, of: "`\(member.key)`") else { return nil }
    switch member.key {
    case "trait": return .trait(name)
    case "metric": return .metric(name)
    default: return .score(name)
    }
  }

  /// An event by its name, one of several names, or a whole filter.
  private mutating func eventFilter(_ node: Node) -> EventFilter {
    if case .map = node.kind { return filter(node) }
    return EventFilter(events: nodes.texts(node, of: "`event`"), location: node.location)
  }

  /// Everybody has a count of events, so that it exists means that it is not zero.
  private func countTest(_ test: Test) -> Test {
    guard case .exists(let wanted) = test else { return test }
    return wanted ? .atLeast(1) : .atMost(0)
  }
}
