// Makes the texts that a mapping puts together from fields, and tests its conditions.

internal import Persona

/// Evaluates the rules of a mapping over runs of records. One for each thread.
struct RecordEvaluator {
  let plan: RecordPlan
  /// Where the constants start in every workspace.
  private let constants: Int
  private var patterns: [PatternTest]

  init(plan: RecordPlan, sizes: BufferSizes) {
    self.plan = plan
    constants = sizes.constants
    patterns = plan.patterns.map(PatternTest.init)
  }

  /// Fills the slots of the texts that are made; joined ones are put at `scratch`, which moves on.
  mutating func makeTexts(of run: inout RecordRun, in bytes: inout [UInt8], scratch: inout Int) {
    for (index, rule) in plan.made.enumerated() {
      guard let target = plan.slot(of: .made(index)) else { continue }
      switch rule {
      case .constant(let range):
        let text = FieldRange(start: range.start + Int32(truncatingIfNeeded: constants), count: range.count)
        for record in 0..<run.count { run.fields[record * run.slotCount + target] = text }
      case .firstOf(let list): makeFirst(of: list, into: target, &run)
      case .joined(let list):
        for record in 0..<run.count {
          run.fields[record * run.slotCount + target] = joined(list, record, run, &bytes, &scratch)
        }
      case .cases(let cases, let otherwise):
        for record in 0..<run.count {
          let text = cases.first { holds($0.when, record, run, bytes) }?.then ?? otherwise
          let slot = plan.slot(of: text)
          run.fields[record * run.slotCount + target] = slot.map { run.field($0, of: record) } ?? .nothing
        }
      case .part(let whole, let separator, let index):
        guard let slot = plan.slot(of: whole) else { continue }
        for record in 0..<run.count {
          let field = run.field(slot, of: record)
          run.fields[record * run.slotCount + target] = field.part(index, separator: separator, bytes)
        }
      case .unknown:
        for record in 0..<run.count { run.fields[record * run.slotCount + target] = .unknown }
      }
    }
  }

  private func makeFirst(of list: [RecordPlan.Text], into target: Int, _ run: inout RecordRun) {
    let (count, stride) = (run.count, run.slotCount)
    var fields = run.fields.mutableSpan
    for record in 0..<count { fields[record * stride + target] = .nothing }
    for text in list {
      guard let slot = plan.slot(of: text) else { continue }
      for record in 0..<count where fields[record * stride + target].isNothing {
        fields[record * stride + target] = fields[record * stride + slot]
      }
    }
  }

  /// The texts of all, with U+001F between them; nothing when one of them is nothing.
  private func joined(
    _ list: [RecordPlan.Text], _ record: Int, _ run: borrowing RecordRun, _ bytes: inout [UInt8],
    _ scratch: inout Int
  ) -> FieldRange {
    var parts: [FieldRange] = []
    var count = list.count - 1
    for text in list {
      guard let slot = plan.slot(of: text) else { return .nothing }
      let part = run.field(slot, of: record)
      if part.isNothing || part == .tooLong { return part }
      parts.append(part)
      count += Int(part.count)
    }
    guard count <= Limits.textBytes else { return .tooLong }
    bytes.makeRoom(for: count, at: scratch)
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

  /// Whether all tests of a condition hold for a record.
  mutating func holds(
    _ condition: RecordPlan.Condition, _ record: Int, _ run: borrowing RecordRun, _ bytes: borrowing [UInt8]
  ) -> Bool {
    for index in condition {
      let test = plan.tests[index]
      let field = run.field(test.field, of: record)
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
        if isOneText(text, bytes.span.extracting(start..<(start + Int(range.count)))) { return true }
      case .number(let wanted):
        if number(text) == wanted { return true }
      }
    }
    return false
  }

  /// Two spellings of an accent are one text, as they are to the rules of personas.
  private func isOneText(_ text: Span<UInt8>, _ wanted: Span<UInt8>) -> Bool {
    if isEqual(text, wanted) { return true }
    guard text.indices.contains(where: { text[$0] >= 0x80 }) else { return false }
    func string(_ bytes: Span<UInt8>) -> String {
      String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
    }
    return string(text) == string(wanted)
  }

  private func number(_ text: Span<UInt8>) -> Double? { plan.number(text)?.nearestDouble }
}

extension ExactDecimal {
  /// The nearest binary number, as a literal of these digits would be.
  public var nearestDouble: Double {
    // Both are exact in a Double here, so one division or multiplication rounds once.
    if mantissa.magnitude < 1 << 53, -22...22 ~= scale {
      let power = Self.powersOfTen[abs(scale)]
      return scale < 0 ? Double(mantissa) * power : Double(mantissa) / power
    }
    return Double("\(mantissa)e\(-scale)") ?? .nan
  }

  private static let powersOfTen: [Double] = (0...22).map { Double("1e\($0)") ?? .nan }
}

/// A pattern that is tried once on each distinct text.
struct PatternTest {
  private let pattern: TextPattern?
  private var table = TextTable()
  private var seen = StringPool()
  private var results: [Bool] = []

  /// Distinct texts whose result is remembered, and bytes of them.
  private static let rememberedTexts = 1 << 14
  private static let rememberedBytes = 4 << 20

  init(_ pattern: String) { self.pattern = try? TextPattern(pattern, isByScalar: true) }

  mutating func isFound(in text: Span<UInt8>) -> Bool {
    guard let pattern, text.count <= pattern.longestText else { return false }
    if seen.count >= Self.rememberedTexts || seen.bytes.count >= Self.rememberedBytes {
      seen.removeAll()
      table.removeAll()
      results.removeAll()
    }
    let code = Int(table.code(of: text, in: &seen))
    if code == results.count {
      results.append(pattern.isFound(in: seen.text(of: UInt32(code))))
    }
    return results[code]
  }
}
