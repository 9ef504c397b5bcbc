// In how many ways a regular expression can be tried on one text: what decides whether it ends.

/// The ways in which the parts of a regular expression can share out a text between them, as `factor` times the text's length to
/// the power of `repeats`. The library tries one after the other until one fits, and all of them where none does.
///
/// It is read off the writing alone, so it may be too high (`(a|b)*` has one way for each text), never too low.
struct PatternWays {
  /// A choice has the ways of all its sides, a sequence the product of its parts; a part that may be there or not has one
  /// more. What has more ways than one and is repeated has them to the power of the length: without a bound.
  private(set) var factor = 1.0
  private(set) var repeats = 0

  private static let mostWays = 10_000.0

  /// Whether even the worst text is done with, as far as that is not a matter of its length.
  var areFew: Bool { factor <= Self.mostWays }

  /// - Parameter pattern: one that compiles.
  init(of pattern: String) {
    var rest = Array(pattern.unicodeScalars)[...]
    self.init(choice: &rest)
    // A bracket that closes nothing is one that this reading has not understood.
    if !rest.isEmpty { factor = .infinity }
  }

  private init() {}

  /// Up to the end, or to the bracket that closes the group.
  private init(choice rest: inout ArraySlice<Unicode.Scalar>) {
    var side = PatternWays()
    var sides: [PatternWays] = []
    while let next = rest.first, next != ")" {
      rest.removeFirst()
      if next == "|" {
        sides.append(side)
        side = PatternWays()
      } else {
        side.multiply(by: Self.part(next, &rest))
      }
    }
    sides.append(side)
    factor = sides.reduce(0) { $0 + $1.factor }
    repeats = sides.map(\.repeats).max() ?? 0
  }

  /// One character, class or group with what says how often it comes.
  private static func part(_ first: Unicode.Scalar, _ rest: inout ArraySlice<Unicode.Scalar>) -> PatternWays {
    var ways = PatternWays()
    switch first {
    case "\\": skipEscaped(&rest)
    case "[": skipClass(&rest)
    case "(":
      if skipsComment(&rest) { return ways }
      let isSpaced = allowsSpaces(rest)
      // What follows says what kind of group it is, and is no quantifier.
      if rest.first == "?" || rest.first == "*" { rest.removeFirst() }
      ways = PatternWays(choice: &rest)
      if isSpaced { ways.factor = .infinity }
      _ = rest.popFirst()
    default: break
    }
    while let quantifier = rest.first, let (least, most) = bounds(quantifier, &rest) {
      ways.repeat(least: least, most: most)
      // Whether the long or the short comes first does not change how many there are. What stands in braces may have been
      // no quantifier but the rest of `\u{41}`.
      if quantifier != "{", rest.first == "?" || rest.first == "+" { rest.removeFirst() }
    }
    return ways
  }

  private mutating func multiply(by other: PatternWays) {
    factor *= other.factor
    repeats += other.repeats
  }

  /// - Parameter most: nil where there is no end.
  private mutating func `repeat`(least: Int, most: Int?) {
    if most == 1 {
      factor += least == 0 ? 1 : 0
    } else if factor > 1 || repeats > 0 {
      factor = .infinity
    } else if let most {
      factor = Double(max(1, most - least + 1))
    } else {
      repeats = 1
    }
  }

  /// The bounds of a quantifier, which is passed over; nil where none stands.
  private static func bounds(
    _ first: Unicode.Scalar, _ rest: inout ArraySlice<Unicode.Scalar>
  ) -> (least: Int, most: Int?)? {
    switch first {
    case "*", "+":
      rest.removeFirst()
      return (0, nil)
    case "?":
      rest.removeFirst()
      return (0, 1)
    case "{":
      guard let end = rest.firstIndex(of: "}") else { return nil }
      let written = String(String.UnicodeScalarView(rest[..<end].dropFirst())).filter { $0 != " " }
      guard !written.isEmpty, written.allSatisfy({ "0123456789,".contains($0) }) else { return nil }
      let numbers = written.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
      rest = rest[rest.index(after: end)...]
      return (numbers.first.flatMap { $0 } ?? 0, numbers.last.flatMap { $0 })
    default: return nil
    }
  }

  /// Whether a comment follows the bracket; it is passed over.
  private static func skipsComment(_ rest: inout ArraySlice<Unicode.Scalar>) -> Bool {
    guard rest.starts(with: "?#".unicodeScalars) else { return false }
    while let next = rest.popFirst(), next != ")" {}
    return true
  }

  /// Whether a group says that blanks and comments within it mean nothing, which is not read here.
  private static func allowsSpaces(_ group: ArraySlice<Unicode.Scalar>) -> Bool {
    guard group.first == "?" else { return false }
    let flags = group.dropFirst().prefix { $0.properties.isAlphabetic || $0 == "^" || $0 == "-" }
    return flags.contains("x")
  }

  private static func skipEscaped(_ rest: inout ArraySlice<Unicode.Scalar>) {
    guard rest.popFirst() == "Q" else { return }
    // Up to `\E` nothing has a meaning.
    while let next = rest.popFirst() {
      if next == "\\", rest.first == "E" {
        rest.removeFirst()
        return
      }
    }
  }

  private static func skipClass(_ rest: inout ArraySlice<Unicode.Scalar>) {
    while let next = rest.popFirst(), next != "]" {
      if next == "\\" { skipEscaped(&rest) }
      if next == "[" { skipClass(&rest) }
    }
  }
}
