// Reads how a text, an amount or a condition is made from a record's fields: `{first_of: [event, name]}`.

internal import EventStream
internal import Persona
internal import PersonaFile

/// Reads rules over fields and collects what is wrong with them.
struct FieldRuleReader {
  var reader = NodeReader()
  private var tests = RuleReader()

  /// Everything found wrong so far.
  var problems: [Problem] { reader.problems + tests.problems }

  private static let textKeys = ["field", "constant", "first_of", "joined", "cases", "otherwise"]

  /// A field's name, `{constant: ...}`, `{first_of: [...]}`, `{joined: [...]}` or `{cases: [...]}`; a list is joined.
  mutating func text(_ node: Node, of subject: String) -> TextRule? {
    switch node.kind {
    case .scalar: return reader.text(node, of: subject).map { .field(FieldPath($0)) }
    case .list: return .joined(texts(node, of: subject))
    case .null:
      reader.reportKind(of: node, wanted: "\(subject) needs a field")
      return nil
    case .map: break
    }
    let fields = reader.fields(node, of: subject, known: Self.textKeys)
    if let field = fields["field"] { return text(field, of: subject) }
    if let constant = fields["constant"] { return reader.text(constant, of: subject).map(TextRule.constant) }
    if let list = fields["first_of"] { return .firstOf(texts(list, of: subject)) }
    if let list = fields["joined"] { return .joined(texts(list, of: subject)) }
    if let list = fields["cases"] { return cases(list, otherwise: fields["otherwise"], of: subject) }
    reader.report(
      "\(subject) says no field", at: node.location,
      hint: "write a field's name, `{constant: ...}`, `{first_of: [...]}` or `{cases: [...]}`")
    return nil
  }

  private mutating func texts(_ node: Node, of subject: String) -> [TextRule] {
    var rules: [TextRule] = []
    for item in reader.items(node, of: subject) {
      if let rule = text(item, of: subject) { rules.append(rule) }
    }
    return rules
  }

  /// In `then` and `otherwise` a plain text is the text itself, not a field.
  private mutating func cases(_ node: Node, otherwise: Node?, of subject: String) -> TextRule {
    var cases: [TextRule.Case] = []
    for item in reader.items(node, of: subject) {
      let fields = reader.fields(item, of: "a case of \(subject)", known: ["when", "then"])
      guard let when = fields["when"], let then = fields["then"] else {
        reader.report("a case of \(subject) needs `when` and `then`", at: item.location)
        continue
      }
      if let condition = condition(when, of: "when"), let result = literal(then, of: subject) {
        cases.append(TextRule.Case(when: condition, then: result))
      }
    }
    return .cases(cases, otherwise: otherwise.flatMap { literal($0, of: subject) })
  }

  private mutating func literal(_ node: Node, of subject: String) -> TextRule? {
    if node.text != nil { return reader.text(node, of: subject).map(TextRule.constant) }
    return text(node, of: subject)
  }

  /// A field's name, `{product: [...]}`, or `{field: ..., minus: ..., divisor: 100, negative_when: ..., only_when: ...}`.
  mutating func amount(_ node: Node, of subject: String) -> AmountRule? {
    if node.text != nil { return text(node, of: subject).map { AmountRule(factors: [$0]) } }
    let fields = reader.fields(
      node, of: subject,
      known: [
        "field", "product", "first_of", "minus", "divisor", "negative_when", "only_when",
      ])
    var rule = AmountRule(factors: [])
    if let field = fields["field"], let factor = text(field, of: subject) { rule.factors = [factor] }
    if let list = fields["first_of"] { rule.factors = [.firstOf(texts(list, of: subject))] }
    if let product = fields["product"] { rule.factors = texts(product, of: subject) }
    if let minus = fields["minus"] { rule.minus = text(minus, of: "minus") }
    if let divisor = fields["divisor"] {
      rule.divisor = reader.integer(divisor, of: "divisor", in: 1...1_000_000_000) ?? 1
    }
    if let node = fields["negative_when"] { rule.negative = condition(node, of: "negative_when") }
    if let node = fields["only_when"] { rule.only = condition(node, of: "only_when") }
    guard !rule.factors.isEmpty else {
      reader.report("\(subject) says no field", at: node.location, hint: "write `field:` or `product:`")
      return nil
    }
    return rule
  }

  /// `{field: Quantity, less_than: 0}`, or a list of such tests that must all hold.
  mutating func condition(_ node: Node, of subject: String) -> FieldCondition? {
    var fieldTests: [FieldCondition.FieldTest] = []
    for item in reader.items(node, of: subject) {
      guard case .map(let members) = item.kind,
        let field = members.first(where: { $0.key.text == "field" })?.value.text
      else {
        reader.report("\(subject) says no field", at: item.location, hint: "write `{field: NAME, is: VALUE}`")
        return nil
      }
      let rest = Node(.map(members.filter { $0.key.text != "field" }), at: item.location)
      fieldTests += tests.tests(rest, of: subject).map {
        FieldCondition.FieldTest(field: FieldPath(field), test: $0)
      }
    }
    return fieldTests.isEmpty ? nil : FieldCondition(tests: fieldTests)
  }

  /// An IANA zone that this machine knows.
  mutating func timeZone(_ node: Node) -> String? {
    guard let name = reader.text(node, of: "timezone") else { return nil }
    if ZoneClock(identifier: name) != nil { return name }
    reader.report(
      "the time zone \(name) is not known", at: node.location,
      hint: "use an IANA name such as Europe/Berlin, America/New_York or UTC")
    return nil
  }
}
