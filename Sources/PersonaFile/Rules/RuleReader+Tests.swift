// The tests of a condition or property: `at_least: 3`, `in: [pro, team]`.

public import Persona

extension RuleReader {
  /// The tests among the fields of a condition, in the order of `Test.keys`; all of them must pass.
  ///
  /// - Parameter areNumeric: Whether the thing tested is always a number, so that texts make no sense.
  mutating func tests(_ fields: Fields, of subject: String, areNumeric: Bool) -> [Test] {
    Test.keys.compactMap { key in
      fields[key].flatMap { test(key, $0, of: subject, isNumeric: areNumeric) }
    }
  }

  /// Tests as they are written for a property: one value, a list of which one must be equal, or keys of tests.
  public mutating func tests(_ node: Node, of subject: String) -> [Test] {
    switch node.kind {
    case .map:
      let fields = nodes.fields(node, of: subject, known: Test.keys)
      if fields.members.isEmpty { nodes.report("\(subject) needs a test", at: node.location) }
      return tests(fields, of: subject, areNumeric: false)
    case .list:
      return test("in", node, of: subject, isNumeric: false).map { [$0] } ?? []
    case .scalar, .null:
      return test("is", node, of: subject, isNumeric: false).map { [$0] } ?? []
    }
  }

  /// Tests whose names no other tool has.
  static let boundKeys = ["at_least", "at_most", "more_than", "less_than"]

  private mutating func test(_ key: String, _ node: Node, of subject: String, isNumeric: Bool) -> Test? {
    let what = "`\(key)`"
    switch key {
    case "is": return value(node, of: what, isNumeric: isNumeric).map { .is($0) }
    case "in": return values(node, of: what, isNumeric: isNumeric).map { .in($0) }
    case "between": return bounds(node, of: what).map { .between($0, $1) }
    case "at_least": return nodes.number(node, of: what).map { .atLeast($0) }
    case "at_most": return nodes.number(node, of: what).map { .atMost($0) }
    case "more_than": return nodes.number(node, of: what).map { .moreThan($0) }
    case "less_than": return nodes.number(node, of: what).map { .lessThan($0) }
    case "exists": return nodes.flag(node, of: what).map { .exists($0) }
    default: return pattern(node, of: subject, isNumeric: isNumeric).map { .matches($0) }
    }
  }

  private mutating func value(_ node: Node, of what: String, isNumeric: Bool) -> Value? {
    if isNumeric { return nodes.number(node, of: what).map { .number($0) } }
    guard let value = node.value else {
      nodes.reportKind(of: node, wanted: "\(what) needs a value")
      return nil
    }
    if case .number(let number) = value, abs(number) > Self.exactWholeNumbers {
      let text = node.text ?? ""
      nodes.report(
        "\(text) has more digits than a number keeps: others would be equal to it", at: node.location,
        hint: "write \"\(text)\" in quotes to compare it as a text")
      return nil
    }
    return value
  }

  /// Up to this one, whole numbers are apart as binary numbers of 64 bits.
  private static let exactWholeNumbers = Double((1 << 53) - 1)

  private mutating func values(_ node: Node, of what: String, isNumeric: Bool) -> [Value]? {
    let items = nodes.items(node, of: what)
    let values = items.compactMap { value($0, of: what, isNumeric: isNumeric) }
    warnOfFlagsAmongTexts(items)
    return values.isEmpty || values.count < items.count ? nil : values
  }

  /// In `[se, no, dk]` the country in the middle is read as false, as YAML 1.1 has it.
  private mutating func warnOfFlagsAmongTexts(_ items: [Node]) {
    guard items.contains(where: { if case .text = $0.value { true } else { false } }) else { return }
    for item in items where item.flag != nil {
      let text = item.text ?? ""
      nodes.report(
        "`\(text)` is read as true or false here", at: item.location,
        hint: "write \"\(text)\" in quotes if it is a word", severity: .warning)
    }
  }

  /// Two numbers, the lower one first.
  mutating func bounds(_ node: Node, of what: String, areShares: Bool = false) -> (Double, Double)? {
    guard case .list(let items) = node.kind, items.count == 2 else {
      nodes.reportKind(of: node, wanted: "\(what) needs two numbers", hint: "for example `[25, 40]`")
      return nil
    }
    let numbers = items.map { areShares ? nodes.share($0, of: what) : nodes.number($0, of: what) }
    guard let low = numbers[0], let high = numbers[1] else { return nil }
    if low <= high { return (low, high) }
    nodes.report(
      "\(what) needs the lower number first", at: node.location,
      hint: "write `[\(items[1].text ?? ""), \(items[0].text ?? "")]`")
    return nil
  }

  private mutating func pattern(_ node: Node, of subject: String, isNumeric: Bool) -> String? {
    if isNumeric {
      nodes.report("`matches` is for text, and \(subject) is a number", at: node.location)
      return nil
    }
    guard let pattern = nodes.text(node, of: "`matches`") else { return nil }
    do throws(Failure) {
      _ = try TextPattern(pattern)
      return pattern
    } catch {
      nodes.report(error.summary, at: node.location, hint: error.hint)
      return nil
    }
  }
}
