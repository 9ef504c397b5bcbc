// A regular expression of the settings or of a persona, made ready for texts that come from outside. Its own file because it
// is the one place where such an expression is compiled, and where one that could keep a run busy for ever is refused.

/// A regular expression that is found in texts within a time that its length and theirs bound.
public struct TextPattern {
  private let expression: Regex<AnyRegexOutput>
  /// Bytes of the longest text that it is found in.
  public let longestText: Int

  /// By the number of repetitions without an end. Of a text of n bytes, k of them have up to n^(k+1)/(k+1)! ways to be tried, so that no
  /// text takes more than some 200 million, which are seconds.
  public static let longestTexts = [64 << 10, 4 << 10, 1 << 10, 256, 128]

  /// - Parameter isByScalar: whether what is one character to people counts as its Unicode scalars.
  /// - Throws: a `Failure` for what is no regular expression, and for one that has too many ways to be tried
  ///   (`PatternWays`).
  public init(_ pattern: String, isByScalar: Bool = false) throws(Failure) {
    do {
      expression = try Regex(pattern).matchingSemantics(isByScalar ? .unicodeScalar : .graphemeCluster)
    } catch {
      throw Failure(
        "`\(pattern)` is not a regular expression", hint: "escape `.`, `*`, `(` and `[` with `\\`")
    }
    let ways = PatternWays(of: pattern)
    guard ways.areFew, ways.repeats < Self.longestTexts.count else {
      throw Failure(
        "`\(pattern)` could keep a run busy for ever, on a text that somebody made for it",
        hint:
          "repeat nothing that repeats something or has a choice in it, as `(a+)+` and `(a|b)*` do, and repeat "
          + "without an end \(Self.longestTexts.count - 1) times at most")
    }
    longestText = Self.longestTexts[ways.repeats]
  }

  /// Whether it is found somewhere in a text; in none that is longer than `longestText`.
  public func isFound(in text: String) -> Bool {
    text.utf8.count <= longestText && (try? expression.firstMatch(in: text)) != nil
  }
}
