import Persona
import PersonaFile
import Testing

/// One slip each: the message, its place, and what is meant.
@Suite("Problems in rules")
struct RuleProblemTests {
  @Test(
    "a slip in a match is named with its place",
    arguments: [
      (
        "all:\n- trait: age\n  atleast: 3", "3:3: a condition has no key `atleast` | did you mean `at_least`?"
      ),
      ("all: []", "1:6: `all` is an empty list | add a condition"),
      (
        "all: {trait: a, is: b}",
        "1:6: `all` needs a list of conditions, not keys and values | begin each with `- `"
      ),
      ("alll: [{trait: a, is: b}]", "1:1: a condition has no key `alll` | did you mean `all`?"),
      (
        "- trait: a",
        "1:1: a match needs all, any or none, or a condition, not a list | write `all:` above the list of conditions"
      ),
      ("is: 3", "1:1: a condition needs a trait, a metric, a score or an event"),
      (
        "{trait: a, metric: b, is: 3}",
        "1:1: a condition has one subject, this has 2 | write one condition for each below `all:`"
      ),
      (
        "{trait: age}",
        "1:1: a condition on a trait needs a test | for example `exists: true`, or one of is, in, between, at_least, at_most, more_than, less_than"
      ),
      ("{metric: m, at_least: many}", "1:23: `at_least` needs a number, not `many` | write it in digits"),
      ("{metric: m, at_least: \"3\"}", "1:23: `at_least` needs a number, not `3` | write `3` without quotes"),
      (
        "{metric: m, at_least: 40 percent}", "1:23: `at_least` needs a number, not `40 percent` | write `40%`"
      ),
      ("{metric: m, at_least: 1_000}", "1:23: `at_least` needs a number, not `1_000` | write `1000`"),
      ("{metric: m, at_least: \"1,000\"}", "1:23: `at_least` needs a number, not `1,000` | write `1000`"),
      ("{metric: m, at_least: \"2,5\"}", "1:23: `at_least` needs a number, not `2,5` | write `2.5`"),
      ("{metric: m, at_least: \"0,6\"}", "1:23: `at_least` needs a number, not `0,6` | write `0.6`"),
      ("{metric: m, at_least: \"-0,125\"}", "1:23: `at_least` needs a number, not `-0,125` | write `-0.125`"),
      ("{metric: m, at_least: \"67,5%\"}", "1:23: `at_least` needs a number, not `67,5%` | write `67.5%`"),
      (
        "{metric: m, at_least: \"1.199,90\"}",
        "1:23: `at_least` needs a number, not `1.199,90` | write `1199.90`"
      ),
      (
        "{metric: m, at_least: \"1,199.90\"}",
        "1:23: `at_least` needs a number, not `1,199.90` | write `1199.90`"
      ),
      ("{metric: m, at_least: \"1,2,3\"}", "1:23: `at_least` needs a number, not `1,2,3`"),
      ("{metric: m, at_least: 1e999}", "1:23: `at_least` needs a number, not `1e999`"),
      ("{metric: m, at_least: .inf}", "1:23: `at_least` needs a number, not `.inf`"),
      ("{metric: m, at_least: }", "1:23: `at_least` needs a number, not nothing"),
      ("{metric: m, is: often}", "1:17: `is` needs a number, not `often` | write it in digits"),
      ("{metric: m, matches: a}", "1:22: `matches` is for text, and `metric` is a number"),
      (
        "{trait: m, matches: \"(\"}",
        "1:21: `(` is not a regular expression | escape `.`, `*`, `(` and `[` with `\\`"
      ),
      ("{trait: a, between: [40, 25]}", "1:21: `between` needs the lower number first | write `[25, 40]`"),
      ("{trait: a, between: 25}", "1:21: `between` needs two numbers, not `25` | for example `[25, 40]`"),
      ("{trait: a, exists: maybe}", "1:20: `exists` needs true or false, not `maybe`"),
      ("{trait: a, in: []}", "1:16: `in` is an empty list"),
      (
        "{trait: a, in: [se, no, dk]}",
        "1:21: `no` is read as true or false here | write \"no\" in quotes if it is a word"
      ),
      (
        "{event: {hours: 25}}",
        "1:17: `hours` needs hours from 0 to 23, not `25` | for example `[7-9, 17-22]`"
      ),
      (
        "{event: {hours: 7:00}}",
        "1:17: `hours` needs hours from 0 to 23, not `7:00` | for example `[7-9, 17-22]`"
      ),
      (
        "{event: {days: [mon-fry]}}",
        "1:17: `days` needs days of the week, not `mon-fry` | for example `[mon-fri]` or `[sat, sun]`"
      ),
      ("{event: {chanel: web}}", "1:10: an event filter has no key `chanel` | did you mean `channel`?"),
      (
        "{event: {properties: {level: {atleast: 3}}}}",
        "1:31: `level` has no key `atleast` | did you mean `at_least`?"
      ),
      ("{trait: ü, metrik: 3}", "1:13: a condition has no key `metrik` | did you mean `metric`?"),
    ])
  func match(yaml: String, problem: String) throws {
    var reader = RuleReader()
    let match = reader.match(try parseYAML(Array(yaml.utf8), file: "x.yml"))
    #expect(reader.problems.first?.line == problem)
    #expect((match == nil) == reader.problems.contains { $0.severity == .error })
  }

  @Test(
    "a slip in a claim is named with its place",
    arguments: [
      (
        "[{share: events, where: {hours: 7}, at_least: 50}]",
        "1:2: a claim needs `says` | the sentence that the data can test"
      ),
      (
        "[{says: S, share: events, where: {hours: 7}, at_least: 50}]",
        "1:56: `at_least` needs a share between 0% and 100%, not `50` | write `50%`"
      ),
      (
        "[{says: S, share: events, where: {hours: 7}, at_least: 150%}]",
        "1:56: `at_least` needs a share between 0% and 100%, not `150%`"
      ),
      (
        "[{says: S, share: events, where: {hours: 7}, between: [20, 40%]}]",
        "1:56: `between` needs a share between 0% and 100%, not `20` | write `20%`"
      ),
      (
        "[{says: S, share: events, at_least: 50%}]",
        "1:19: `share: events` needs `where` | for example `where: { hours: [7-9] }`"
      ),
      (
        "[{says: S, share: event, at_least: 50%}]", "1:19: `share` cannot be `event` | did you mean `events`?"
      ),
      (
        "[{says: S, share: people, at_least: 50%}]",
        "1:19: `share: people` needs `match` | for example `match: { metric: purchases, at_least: 1 }`"
      ),
      (
        "[{says: S, median: m, where: {hours: 7}, at_least: 1}]",
        "1:23: `where` has no meaning beside `median` | `where` goes with `share: events`"
      ),
      ("[{says: S, median: m, mean: m, at_least: 1}]", "1:23: a claim has one of share, median and mean"),
      (
        "[{says: S, at_least: 1}]",
        "1:2: a claim needs share, median or mean | for example `share: events` or `median: sessions_per_week`"
      ),
      (
        "[{says: S, median: m}]",
        "1:2: a claim needs an expectation | one of at_least, at_most, more_than, less_than, between"
      ),
      (
        "[{says: S, median: m, at_least: 1, at_most: 2}]",
        "1:36: a claim has one expectation | for a range write `between: [low, high]`"
      ),
      (
        "[{says: S, median: m, more_than: everyon}]",
        "1:34: `more_than` needs a number or `everyone`, not `everyon` | did you mean `everyone`?"
      ),
      (
        "[{says: S, id: a b, median: m, at_least: 1}]",
        "1:16: an id is made of letters, digits, `-`, `_` and `.`, not `a b` | write `a-b`"
      ),
      ("[{says: S, medain: m, at_least: 1}]", "1:12: a claim has no key `medain` | did you mean `median`?"),
      ("[S]", "1:2: a claim needs keys and values, not `S`"),
    ])
  func claims(yaml: String, problem: String) throws {
    var reader = RuleReader()
    let claims = reader.claims(try parseYAML(Array(yaml.utf8), file: "x.yml"))
    #expect(reader.problems.first?.line == problem)
    #expect(claims.isEmpty)
  }

  @Test("one slip does not hide the next")
  func allAtOnce() throws {
    let yaml = """
      - { says: A, median: m, atleast: 1 }
      - { says: B, id: x, median: m, at_least: 1 }
      - { says: C, id: x, mean: m, at_least: no }
      - { says: D, id: x, mean: m, at_least: 2 }
      """
    var reader = RuleReader()
    let claims = reader.claims(try parseYAML(Array(yaml.utf8), file: "x.yml"))
    #expect(
      reader.problems.map(\.line) == [
        "1:25: a claim has no key `atleast` | did you mean `at_least`?",
        "1:3: a claim needs an expectation | one of at_least, at_most, more_than, less_than, between",
        "3:40: `at_least` needs a number, not `no` | write it in digits",
        "4:3: two claims have the id `x` | ids tell the claims of a persona apart",
      ])
    #expect(claims.map(\.says) == ["B", "D"])
  }
}

extension Problem {
  /// `line:column: message | hint`.
  var line: String {
    "\(location.line ?? 0):\(location.column ?? 0): \(message)" + (hint.map { " | \($0)" } ?? "")
  }
}
