// A mapping compiled: fields become slots, rules become flat lists that records are run through.

internal import Persona

/// What is done with each record, without a text or a reference in it that a record would have to touch.
struct RecordPlan: Sendable {
  /// A rule; children are indices into `rules` by way of `children`.
  enum Rule: Sendable {
    case nothing
    case slot(Int32)
    /// Offset into the constants.
    case constant(FieldRange)
    case firstOf(Range<Int>)
    case joined(Range<Int>)
    /// Pairs of a condition (in `cases`) and a rule, and the rule when none holds.
    case cases(Range<Int>, otherwise: Int)
  }

  struct Case: Sendable {
    var when: Condition
    var then: Int
  }

  /// Tests in `tests` that must all hold.
  typealias Condition = Range<Int>

  struct FieldTest: Sendable {
    enum Kind: Sendable {
      case exists(Bool)
      /// One of `values`.
      case oneOf(Range<Int>)
      case number(low: Double, high: Double, excludesBounds: Bool)
      /// Index in `patterns`.
      case matches(Int)
    }

    var slot: Int32
    var kind: Kind
  }

  enum Value: Sendable {
    case text(FieldRange)
    case number(Double)
  }

  struct Amount: Sendable {
    var factors: [Int]
    var divisor: Int
    var only: Condition?
    var negative: Condition?
  }

  struct Property: Sendable {
    var slot: Int32
    var isNumber: Bool
  }

  var fields: [FieldPath] = []
  var array: FieldPath?
  var constants: [UInt8] = []
  var rules: [Rule] = []
  var children: [Int] = []
  var cases: [Case] = []
  var tests: [FieldTest] = []
  var values: [Value] = []
  var patterns: [String] = []
  var joinedTexts = 0

  // Indices into `rules`.
  var time: Int?
  var id = 0
  var version = 0
  var event = 0
  /// channel, screen, session, order, currency
  var texts: [Int] = []
  var identifiers: [Int] = []
  var traits: [Int] = []
  var amount: Amount?
  var properties: [Property] = []
  var only: Condition?

  var zone: ZoneClock
  var timeForm: SourceMapping.TimeForm?

  /// Compiles a mapping. Fails on an unknown time zone and on a regular expression that is none.
  init(_ mapping: SourceMapping) throws(Failure) {
    guard let zone = ZoneClock(identifier: mapping.timeZone) else {
      throw Failure(
        "the source \(mapping.name) has an unknown time zone: \(mapping.timeZone)",
        hint: "write its IANA name, such as Europe/Berlin")
    }
    self.zone = zone
    timeForm = mapping.timeForm
    array = mapping.records
    only = try mapping.only.map { rule throws(Failure) in try condition(rule) }
    time = try mapping.time.map { rule throws(Failure) in try self.rule(rule) }
    id = try rule(mapping.id)
    version = try rule(mapping.version)
    // Without a time there are no events.
    event = try rule(mapping.time == nil ? nil : mapping.event)
    for text in [mapping.channel, mapping.screen, mapping.session, mapping.order, mapping.currency] {
      texts.append(try rule(text))
    }
    for identifier in mapping.identifiers { identifiers.append(try rule(identifier.value)) }
    for trait in mapping.traits { traits.append(try rule(trait.value)) }
    for property in mapping.properties {
      properties.append(Property(slot: slot(of: property.field), isNumber: property.kind == .number))
    }
    if let revenue = mapping.revenue {
      var factors: [Int] = []
      for factor in revenue.factors { factors.append(try rule(factor)) }
      amount = Amount(
        factors: factors, divisor: max(1, revenue.divisor),
        only: try revenue.only.map { rule throws(Failure) in try condition(rule) },
        negative: try revenue.negative.map { rule throws(Failure) in try condition(rule) })
    }
  }

  /// The columns that a table must have.
  var columns: ColumnPlan {
    ColumnPlan(
      slots: Dictionary(
        fields.enumerated().map { ($1.written, Int32($0)) }, uniquingKeysWith: { first, _ in first }))
  }

  private mutating func slot(of field: FieldPath) -> Int32 {
    if let slot = fields.firstIndex(of: field) { return Int32(slot) }
    fields.append(field)
    return Int32(fields.count - 1)
  }

  private mutating func constant(_ text: String) -> FieldRange {
    let start = constants.count
    constants.append(contentsOf: text.utf8)
    return FieldRange(start..<constants.count)
  }

  private mutating func append(_ rule: Rule) -> Int {
    rules.append(rule)
    return rules.count - 1
  }

  private mutating func append(children list: [Int]) -> Range<Int> {
    children.append(contentsOf: list)
    return (children.count - list.count)..<children.count
  }

  private mutating func rule(_ written: TextRule?) throws(Failure) -> Int {
    switch written {
    case nil: return append(.nothing)
    case .field(let field): return append(.slot(slot(of: field)))
    case .constant(let text): return append(.constant(constant(text)))
    case .firstOf(let list): return append(.firstOf(append(children: try rules(list))))
    case .joined(let list):
      joinedTexts += 1
      return append(.joined(append(children: try rules(list))))
    case .cases(let list, let otherwise):
      var compiled: [Case] = []
      for item in list { compiled.append(Case(when: try condition(item.when), then: try rule(item.then))) }
      let last = try rule(otherwise)
      cases.append(contentsOf: compiled)
      return append(.cases((cases.count - compiled.count)..<cases.count, otherwise: last))
    }
  }

  private mutating func rules(_ list: [TextRule]) throws(Failure) -> [Int] {
    var compiled: [Int] = []
    for item in list { compiled.append(try rule(item)) }
    return compiled
  }

  private mutating func condition(_ written: FieldCondition) throws(Failure) -> Condition {
    var compiled: [FieldTest] = []
    for test in written.tests {
      compiled.append(FieldTest(slot: slot(of: test.field), kind: try kind(test.test)))
    }
    tests.append(contentsOf: compiled)
    return (tests.count - compiled.count)..<tests.count
  }

  private mutating func kind(_ test: Test) throws(Failure) -> FieldTest.Kind {
    switch test {
    case .exists(let wanted): return .exists(wanted)
    case .is(let value): return .oneOf(append([value]))
    case .in(let list): return .oneOf(append(list))
    case .between(let low, let high): return .number(low: low, high: high, excludesBounds: false)
    case .atLeast(let bound): return .number(low: bound, high: .infinity, excludesBounds: false)
    case .atMost(let bound): return .number(low: -.infinity, high: bound, excludesBounds: false)
    case .moreThan(let bound): return .number(low: bound, high: .infinity, excludesBounds: true)
    case .lessThan(let bound): return .number(low: -.infinity, high: bound, excludesBounds: true)
    case .matches(let pattern):
      _ = try compiledPattern(pattern)
      patterns.append(pattern)
      return .matches(patterns.count - 1)
    }
  }

  private mutating func append(_ list: [Persona.Value]) -> Range<Int> {
    for value in list {
      switch value {
      case .text(let text): values.append(.text(constant(text)))
      case .number(let number): values.append(.number(number))
      case .flag(let flag): values.append(.text(constant(flag ? "true" : "false")))
      }
    }
    return (values.count - list.count)..<values.count
  }
}

/// A regular expression, compared by Unicode scalars.
func compiledPattern(_ pattern: String) throws(Failure) -> Regex<AnyRegexOutput> {
  do {
    return try Regex(pattern).matchingSemantics(.unicodeScalar)
  } catch {
    throw Failure("`\(pattern)` is not a regular expression", hint: "escape `.`, `*`, `(` and `[` with `\\`")
  }
}
