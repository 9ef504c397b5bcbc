// Runs the compiled rules of a mapping on the record whose fields are in the slots.

/// The record at hand: its fields, and what the plan makes of them. One for each thread.
struct RecordEvaluator {
  let plan: RecordPlan
  /// Where the constants start in every workspace.
  let constants: Int
  /// The fields of the record at hand.
  var slots: [FieldRange]
  /// Where the next made text goes.
  var scratch = 0
  private var patterns: [PatternTest]

  init(plan: RecordPlan, sizes: BufferSizes) {
    self.plan = plan
    constants = sizes.constants
    slots = [FieldRange](repeating: .nothing, count: plan.fields.count + (plan.array == nil ? 0 : 1))
    patterns = plan.patterns.map(PatternTest.init)
  }

  /// The text a rule gives; `nil` when it is longer than a joined text may be.
  @inline(__always)
  mutating func text(_ rule: Int, _ bytes: inout [UInt8]) -> FieldRange? {
    if case .slot(let slot) = plan.rules[rule] { return slots[Int(slot)] }
    return madeText(rule, &bytes)
  }

  private mutating func madeText(_ rule: Int, _ bytes: inout [UInt8]) -> FieldRange? {
    switch plan.rules[rule] {
    case .nothing:
      return .nothing
    case .slot(let slot):
      return slots[Int(slot)]
    case .constant(let range):
      return FieldRange(start: range.start + Int32(truncatingIfNeeded: constants), count: range.count)
    case .firstOf(let list):
      for index in list {
        guard let found = text(plan.children[index], &bytes) else { return nil }
        if !found.isNothing { return found }
      }
      return .nothing
    case .joined(let list):
      return joined(list, &bytes)
    case .cases(let list, let otherwise):
      for index in list where holds(plan.cases[index].when, bytes) {
        return text(plan.cases[index].then, &bytes)
      }
      return text(otherwise, &bytes)
    }
  }

  /// The texts of all rules, with U+001F between them.
  private mutating func joined(_ list: Range<Int>, _ bytes: inout [UInt8]) -> FieldRange? {
    var parts = [FieldRange](repeating: .nothing, count: 0)
    for index in list {
      guard let part = text(plan.children[index], &bytes) else { return nil }
      if part.isNothing { return .nothing }
      parts.append(part)
    }
    guard parts.reduce(parts.count - 1, { $0 + Int($1.count) }) <= Limits.textBytes else { return nil }
    let start = scratch
    for (index, part) in parts.enumerated() {
      if index > 0 {
        bytes[scratch] = 0x1f
        scratch += 1
      }
      for place in part.range {
        bytes[scratch] = bytes[place]
        scratch += 1
      }
    }
    return FieldRange(start..<scratch)
  }

  /// Whether all tests of a condition hold.
  mutating func holds(_ condition: RecordPlan.Condition, _ bytes: borrowing [UInt8]) -> Bool {
    for index in condition {
      let test = plan.tests[index]
      let field = slots[Int(test.slot)]
      let text = bytes.span.extracting(field.range)
      switch test.kind {
      case .exists(let wanted):
        if field.isNothing == wanted { return false }
      case .oneOf(let values):
        if !isOneOf(values, text, bytes) { return false }
      case .number(let low, let high, let excludesBounds):
        guard let number = number(text) else { return false }
        if excludesBounds ? number <= low || number >= high : number < low || number > high { return false }
      case .matches(let pattern):
        if field.isNothing || !patterns[pattern].isFound(in: text) { return false }
      }
    }
    return true
  }

  private func isOneOf(_ values: Range<Int>, _ text: Span<UInt8>, _ bytes: borrowing [UInt8]) -> Bool {
    if text.isEmpty { return false }
    for index in values {
      switch plan.values[index] {
      case .text(let range):
        let start = constants + Int(range.start)
        if isEqual(text, bytes.span.extracting(start..<(start + Int(range.count)))) { return true }
      case .number(let wanted):
        if number(text) == wanted { return true }
      }
    }
    return false
  }

  private func number(_ text: Span<UInt8>) -> Double? { parseDecimal(text)?.nearestDouble }
}

extension ExactDecimal {
  /// The nearest binary number, as a literal of these digits would be.
  var nearestDouble: Double {
    // Both are exact in a Double here, so one division or multiplication rounds once.
    if mantissa.magnitude < 1 << 53, -22...22 ~= scale {
      let power = Self.powersOfTen[abs(scale)]
      return scale < 0 ? Double(mantissa) * power : Double(mantissa) / power
    }
    return Double("\(mantissa)e\(-scale)") ?? .nan
  }

  private static let powersOfTen: [Double] = (0...22).map { Double("1e\($0)") ?? .nan }
}

/// A regular expression that is tried once on each distinct text.
struct PatternTest {
  private let expression: Regex<AnyRegexOutput>?
  private var table = TextTable()
  private var seen = StringPool()
  private var results: [Bool] = []

  /// Distinct texts whose result is remembered.
  private static let rememberedTexts = 1 << 14

  init(_ pattern: String) { expression = try? compiledPattern(pattern) }

  mutating func isFound(in text: Span<UInt8>) -> Bool {
    if seen.count >= Self.rememberedTexts {
      seen.removeAll()
      table.removeAll()
      results.removeAll()
    }
    let code = Int(table.code(of: text, in: &seen))
    if code == results.count {
      let string = seen.text(of: UInt32(code))
      results.append(expression.flatMap { try? $0.firstMatch(in: string) } != nil)
    }
    return results[code]
  }
}
