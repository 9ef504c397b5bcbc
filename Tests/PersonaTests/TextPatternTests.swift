// Regular expressions of people, on texts that somebody made for them.

import Persona
import Testing

@Suite("Patterns of people")
struct TextPatternTests {
  @Test(
    "ordinary expressions are taken",
    arguments: [
      "^gold", "RU|x", "^[0-9.]+$", "@acme\\.com$", "^\\w+@\\w+\\.\\w+$", ".*cart.*paid.*", "(?i)gold|silver",
      "^(\\d{3}-)+$", "^(?:a|b|c)?d", "a*?b", "\\(a+\\)+", "[(+*]+", "\\Q(a+)+\\E", "{(a+)}", "(?<name>a+)",
      "(?#[(a+)a", "^[[:alpha:]]+$", "(a|b)(c|d)",
    ])
  func ordinary(pattern: String) throws { _ = try TextPattern(pattern) }

  @Test(
    "expressions that could be tried without an end are refused",
    arguments: [
      "^([a-z]+[.]?)+$", "(a+)+", "(a|b)*c", "(a*){2,}", "((a?)b?)*", "(?:a|a)+$", "a*a*a*a*a*$",
      "(a{1,2}){9}",
      String(repeating: "(a|a)", count: 30), String(repeating: "a?", count: 30), "[\\Q][[\\E](a+)+]]",
      "(?#[)(a+)+",
      "\\((a+)+", "(?x)a # [\n(a+)+", "{(a+)+}", "(\\u{41}+)+",
    ])
  func endless(pattern: String) {
    let failure = #expect(throws: Failure.self) { try TextPattern(pattern) }
    #expect(failure?.summary.contains("for ever") == true)
  }

  @Test("what is no expression is told apart")
  func wrong() {
    let failure = #expect(throws: Failure.self) { try TextPattern("(") }
    #expect(failure?.summary == "`(` is not a regular expression")
  }

  @Test(
    "nothing is found in texts beyond the limit, which is lower for each repetition",
    arguments: [("^a", 65_536), ("a+", 4096), ("a+b*", 1024), ("a+b*c{2,}|a", 256), (".*a.*a.*b?.*", 128)])
  func longTexts(pattern: String, limit: Int) throws {
    let pattern = try TextPattern(pattern)
    #expect(pattern.longestText == limit)
    let longest = String(repeating: "a", count: limit)
    #expect(pattern.isFound(in: longest))
    #expect(!pattern.isFound(in: longest + "a"))
  }
}
