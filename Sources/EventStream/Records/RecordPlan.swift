// A mapping compiled: fields become slots, rules become flat lists that records are run through.

internal import Persona

/// What is done with each record, as lists over which a run of records goes.
struct RecordPlan: Sendable {
  /// Where a text of a record stands.
  enum Text: Sendable, Hashable {
    case nothing
    case field(Int)
    /// Made from others: index in `made`.
    case made(Int)
  }

  /// How a text is made; it is made from fields and from texts that stand before it in `made`.
  enum Rule: Sendable {
    /// Offset into the constants.
    case constant(FieldRange)
    case firstOf([Text])
    case joined([Text])
    case cases([Case], otherwise: Text)
    case part(of: Text, separator: UInt8, index: Int)
    case unknown
  }

  struct Case: Sendable {
    var when: Condition
    var then: Text
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

    var field: Int
    var kind: Kind
  }

  enum Value: Sendable {
    case text(FieldRange)
    case number(Double)
  }

  struct Amount: Sendable {
    var factors: [Text]
    var minus: Text
    var divisor: Int
    var only: Condition?
    var negative: Condition?
  }

  struct Property: Sendable {
    var field: Int
    var isNumber: Bool
  }

  var fields: [FieldPath] = []
  var array: FieldPath?
  var constants: [UInt8] = []
  var made: [Rule] = []
  /// Whether a text may be made that is longer than the record.
  var makesLongTexts = false
  var tests: [FieldTest] = []
  var values: [Value] = []
  var patterns: [String] = []

  var time: Text?
  var id = Text.nothing
  var version = Text.nothing
  var event = Text.nothing
  var channel = Text.nothing
  var screen = Text.nothing
  var session = Text.nothing
  var order = Text.nothing
  var currency = Text.nothing
  var identifiers: [Text] = []
  var traits: [Text] = []
  var amount: Amount?
  var properties: [Property] = []
  var only: Condition?

  let mappedColumns: MappedColumns
  var zone: ZoneClock
  var timeForm: SourceMapping.TimeForm?
  private var decimalMark: SourceMapping.DecimalMark?
  private var optionalColumns: [String]

  /// Compiles a mapping. Fails on an unknown time zone and on a regular expression that is none.
  init(_ mapping: SourceMapping) throws(Failure) {
    guard let zone = ZoneClock(identifier: mapping.timeZone) else {
      throw Failure(
        "the source \(mapping.name) has an unknown time zone: \(mapping.timeZone)",
        hint: "write its IANA name, such as Europe/Berlin")
    }
    self.zone = zone
    mappedColumns = MappedColumns(mapping)
    timeForm = mapping.timeForm
    decimalMark = mapping.decimalMark
    optionalColumns = mapping.optionalColumns
    array = mapping.records
    only = try mapping.only.map { rule throws(Failure) in try condition(rule) }
    time = try mapping.time.map { rule throws(Failure) in try text(rule) }
    id = try text(mapping.id)
    version = try text(mapping.version)
    // Without a time there are no events.
    event = try text(mapping.time == nil ? nil : mapping.event)
    channel = try text(mapping.channel)
    screen = try text(mapping.screen)
    session = try text(mapping.session)
    order = try text(mapping.order)
    currency = try text(mapping.currency)
    for identifier in mapping.identifiers { identifiers.append(try text(identifier.value)) }
    for trait in mapping.traits { traits.append(try text(trait.value)) }
    for property in mapping.properties {
      properties.append(Property(field: index(of: property.field), isNumber: property.kind == .number))
    }
    if let revenue = mapping.revenue {
      var factors: [Text] = []
      for factor in revenue.factors { factors.append(try text(factor)) }
      amount = Amount(
        factors: factors, minus: try text(revenue.minus), divisor: max(1, revenue.divisor),
        only: try revenue.only.map { rule throws(Failure) in try condition(rule) },
        negative: try revenue.negative.map { rule throws(Failure) in try condition(rule) })
    }
  }

  /// The number that a text writes as this source writes numbers; `nil` when it is none.
  @inline(__always)
  func number(_ text: Span<UInt8>) -> ExactDecimal? {
    guard let decimalMark else { return parseDecimal(text) }
    return parseDecimal(text, mark: decimalMark)
  }

  /// The columns that a table must have.
  var columns: ColumnPlan {
    ColumnPlan(
      slots: Dictionary(
        fields.enumerated().map { ($1.written, $0) }, uniquingKeysWith: { first, _ in first }),
      mapped: mappedColumns, optional: Set(optionalColumns))
  }

  /// A record has a slot for each field, one for the array, and one for each text that is made.
  var slotCount: Int { firstMade + made.count }
  private var firstMade: Int { fields.count + (array == nil ? 0 : 1) }

  /// The slot of a text; `nil` for none.
  func slot(of text: Text) -> Int? {
    switch text {
    case .nothing: nil
    case .field(let index): index
    case .made(let index): firstMade + index
    }
  }

  private mutating func index(of field: FieldPath) -> Int {
    if let index = fields.firstIndex(of: field) { return index }
    fields.append(field)
    return fields.count - 1
  }

  private mutating func constant(_ text: String) -> FieldRange {
    let start = constants.count
    makesLongTexts = makesLongTexts || text.utf8.count > Limits.textBytes
    constants.append(contentsOf: text.utf8)
    return FieldRange(start..<constants.count)
  }

  private mutating func text(_ written: TextRule?) throws(Failure) -> Text {
    switch written {
    case nil: return .nothing
    case .field(let field): return .field(index(of: field))
    case .constant(let text): return append(.constant(constant(text)))
    case .firstOf(let list): return append(.firstOf(try texts(list)))
    case .joined(let list):
      makesLongTexts = true
      return append(.joined(try texts(list)))
    case .cases(let list, let otherwise):
      var compiled: [Case] = []
      for item in list { compiled.append(Case(when: try condition(item.when), then: try text(item.then))) }
      return append(.cases(compiled, otherwise: try text(otherwise)))
    case .part(let whole, let separator, let index):
      return append(.part(of: try text(whole), separator: separator, index: index))
    case .unknown: return append(.unknown)
    }
  }

  private mutating func texts(_ list: [TextRule]) throws(Failure) -> [Text] {
    var compiled: [Text] = []
    for item in list { compiled.append(try text(item)) }
    return compiled
  }

  private mutating func append(_ rule: Rule) -> Text {
    made.append(rule)
    return .made(made.count - 1)
  }

  private mutating func condition(_ written: FieldCondition) throws(Failure) -> Condition {
    var compiled: [FieldTest] = []
    for test in written.tests {
      compiled.append(FieldTest(field: index(of: test.field), kind: try kind(test.test)))
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
      _ = try TextPattern(pattern, isByScalar: true)
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
