// The scanner for personal data against regular expressions of ICU that say the same in another language.

import Foundation
import Testing

@testable import Attribution

@Suite("Forms of personal data:")
struct PersonalPatternTests {
  /// What the regular expressions say.
  private struct Expressions {
    private let plain = [
      "@|%40", #"(?:^|:/)/[^\s]*[?#][^\s]"#, #"\?[^\s=]+="#,
      #"(?<![0-9]\.)\b(?:[0-9]{1,3}\.){3}[0-9]{1,3}\b(?!\.[0-9])"#,
      #"\b(?:[0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}\b"#,
      "[0-9a-fA-F]{1,4}::(?:[0-9a-fA-F]{1,4}:?)*[0-9]",
      "[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}",
    ]
    private var compiled: [String: NSRegularExpression] = [:]

    private mutating func matches(_ pattern: String, _ text: String) throws -> [Substring] {
      let expression = try compiled[pattern] ?? NSRegularExpression(pattern: pattern)
      compiled[pattern] = expression
      return expression.matches(in: text, range: NSRange(text.startIndex..., in: text)).compactMap { match in
        Range(match.range, in: text).map { text[$0] }
      }
    }

    mutating func find(_ text: String) throws -> Bool {
      for pattern in plain where try !matches(pattern, text).isEmpty { return true }
      if try !matches("[0-9]{7}", text).isEmpty {
        if try matches("^[0-9]{4}[01][0-9][0-3][0-9]$", text).isEmpty { return true }
      } else {
        var rest = text
        for date in try matches("[0-9]{4}-[0-9]{2}-[0-9]{2}", text) {
          rest = rest.replacingOccurrences(of: date, with: "|", range: rest.range(of: date))
        }
        let numbers = try matches(#"[0-9][0-9 ().\/-]{7,}[0-9]"#, rest)
        if numbers.contains(where: { $0.count(where: \.isNumber) >= 9 }) { return true }
      }
      return try matches("[0-9A-Za-z]{16,}", text).contains { run in
        let digits = run.count { $0.isNumber }
        return digits >= 4 || run.hasPrefix("eyJ") || (digits > 0 && run.allSatisfy(\.isHexDigit))
      }
    }
  }

  /// Every text up to a length over some pieces.
  private static func texts(_ pieces: [String], upTo length: Int) -> [String] {
    var all = [""]
    var longest = [""]
    for _ in 1...length {
      longest = longest.flatMap { text in pieces.map { text + $0 } }
      all += longest
    }
    return all
  }

  @Test(
    "every short text is judged as the regular expressions say",
    arguments: [
      (["/", ":", "?", "#", "=", "a", " ", "%40"], 4), (["12", ".", "a", "_", "1234"], 6),
      (["1a", ":", "::", "x"], 6), (["1:2:3:", "4:5", ":", "_", "12345", "g"], 5),
      (["123", "-", " ", "(", "2026-03-31", "|", "20260331"], 5),
      (["abcdef0", "12", "xyzwvu", "eyJ", "-", "abcd-abcd-abcd-"], 5),
    ])
  func sameAsRegularExpressions(pieces: [String], length: Int) throws {
    var expressions = Expressions()
    for text in Self.texts(pieces, upTo: length) {
      let expected = try expressions.find(text)
      #expect(looksPersonal(text) == expected, "\(text)")
    }
  }
}
