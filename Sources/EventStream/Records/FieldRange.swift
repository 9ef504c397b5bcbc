// A text of a record as a place in a thread's bytes.

/// A text as a range of the workspace's bytes; empty is nothing.
struct FieldRange: Sendable, Hashable {
  var start: Int32
  /// Negative for a table's field that still has its quotes: one less than minus the count.
  var count: Int32

  static let nothing = FieldRange(start: 0, count: 0)
  /// A joined text that is longer than one may be; it stands nowhere.
  static let tooLong = FieldRange(start: 0, count: .max)
  /// What stands there is unknown to the preset; it stands nowhere.
  static let unknown = FieldRange(start: 1, count: .max)

  init(start: Int32, count: Int32) {
    self.start = start
    self.count = count
  }

  init(_ range: Range<Int>) {
    start = Int32(truncatingIfNeeded: range.lowerBound)
    count = Int32(truncatingIfNeeded: range.count)
  }

  /// A table's field with its quotes.
  init(escaped range: Range<Int>) {
    start = Int32(truncatingIfNeeded: range.lowerBound)
    count = ~Int32(truncatingIfNeeded: range.count)
  }

  var isNothing: Bool { count == 0 }
  var isEscaped: Bool { count < 0 }

  /// The bytes of a text that is not escaped.
  var range: Range<Int> { Int(start)..<(Int(start) + Int(count)) }
  /// The bytes of a field with its quotes.
  var escapedRange: Range<Int> { Int(start)..<(Int(start) + Int(~count)) }
}
