// A test made ready for texts: traits and properties are both tested here, so that they mean the same.

/// A test of texts, with its pattern compiled once.
public struct TextTest {
  private let test: Test
  /// One that does not compile finds nothing; it is reported when the rules are checked.
  private let pattern: TextPattern?

  public init(_ test: Test) {
    self.test = test
    if case .matches(let written) = test { pattern = try? TextPattern(written) } else { pattern = nil }
  }

  /// Whether a text passes. `number` is the text as a number, `nan` where it is none; bounds hold for numbers only.
  public func passes(_ text: String, number: Double) -> Bool {
    switch test {
    case .is(let value): value.equals(text, number: number)
    case .in(let values): values.contains { $0.equals(text, number: number) }
    case .matches: pattern?.isFound(in: text) ?? false
    case .exists(let wanted): wanted
    case .between, .atLeast, .atMost, .moreThan, .lessThan: !number.isNaN && test.passes(number)
    }
  }
}

extension Value {
  fileprivate func equals(_ text: String, number: Double) -> Bool {
    switch self {
    case .text(let wanted): text == wanted
    case .number(let wanted): number == wanted
    case .flag(let wanted): text.lowercased() == String(wanted)
    }
  }
}
