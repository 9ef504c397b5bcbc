import Persona
import PersonaFile
import Testing

@Suite("YAML and JSON with places")
struct NodeTests {
  @Test("places are those of the file, also behind characters of several bytes")
  func places() throws {
    let yaml = "\u{FEFF}ä: 1\nlist:\n- \u{1F600}: {k: \"ü\", l: [x, 'y']}\n"
    let root = try parseYAML(Array(yaml.utf8), file: "f.yml", firstLine: 10)
    #expect(root["ä"]?.location == SourceLocation(file: "f.yml", line: 10, column: 5))
    guard case .list(let items)? = root["list"]?.kind, let inner = items.first?["\u{1F600}"] else {
      Issue.record("the list is missing")
      return
    }
    #expect(inner["k"]?.location == SourceLocation(file: "f.yml", line: 12, column: 13))
    #expect(inner["l"]?.location == SourceLocation(file: "f.yml", line: 12, column: 22))
    let bytes = Array(yaml.utf8)
    let range = try #require(inner["k"]?.byteRange)
    #expect(String(decoding: bytes[range], as: UTF8.self) == "\"ü\"")
  }

  @Test("every value on a line without end has its place", arguments: ["é", "x"])
  func longLine(text: String) throws {
    // Counted from the start of the line for every value, the places would take hours.
    let yaml = "[" + (0..<150_000).map { _ in text }.joined(separator: ", ") + "]"
    guard case .list(let items) = try parseYAML(Array(yaml.utf8), file: "f.yml").kind else {
      Issue.record("the list is missing")
      return
    }
    let width = text.utf8.count + 2
    #expect(items.enumerated().allSatisfy { $1.location.column == 2 + $0 * width })
    #expect(items.count == 150_000)
  }

  @Test("YAML's other line endings do not shift places")
  func lineSeparators() throws {
    let root = try parseYAML(Array("a: \"x\u{2028}y\"\nb: 1\r\nc: 2\n".utf8), file: "f.yml")
    #expect(root["b"]?.location == SourceLocation(file: "f.yml", line: 2, column: 4))
    #expect(root["c"]?.location == SourceLocation(file: "f.yml", line: 3, column: 4))
  }

  @Test(
    "scalars mean what is asked for",
    arguments: [
      ("3", 3.0, nil), ("-0.5", -0.5, nil), ("50%", 0.5, nil), ("1e3", 1000, nil), ("007", 7, nil),
      ("yes", nil, true),
      ("No", nil, false), ("true", nil, true), ("on", nil, nil), ("\"3\"", nil, nil), ("'yes'", nil, nil),
      ("0x10", nil, nil), ("1:30", nil, nil), ("nan", nil, nil), ("~", nil, nil), ("1_0", nil, nil),
    ] as [(String, Double?, Bool?)])
  func scalars(yaml: String, number: Double?, flag: Bool?) throws {
    let node = try parseYAML(Array(yaml.utf8), file: "f.yml")
    #expect(node.number == number)
    #expect(node.flag == flag)
  }

  @Test(
    "YAML that is broken, repeats a key or grows without end is refused with its place",
    arguments: [
      ("a: [1\nb: 2\n", "cannot read the YAML", 2), ("a: 1\nb: 1\nb: 2\n", "cannot read the YAML", 2),
      ("a: 1\n---\nb: 2\n", "cannot read the YAML", 2), ("a: *x\n", "cannot read the YAML", 1),
      ("a: 'x\n", "cannot read the YAML", 2), ("\ta: 1\n", "cannot read the YAML", 1),
      (
        String(repeating: "[", count: 65) + String(repeating: "]", count: 65),
        "f.yml has more than 64 levels inside each other", 1
      ),
      (String(repeating: "[", count: 100_000), "cannot read the YAML", 1),
      (bomb(levels: 12, width: 9), "f.yml has more than 20 YAML aliases", 4),
      (bomb(levels: 10, width: 2, leaf: 500), "f.yml expands to more than 200000 values", 1),
      (bomb(levels: 10, width: 2, leaf: 4) + "? *a10\n: 1\n", "f.yml has more than 20 YAML aliases", 12),
    ])
  func refused(yaml: String, summary: String, line: Int) {
    let failure = #expect(throws: Failure.self) { try parseYAML(Array(yaml.utf8), file: "f.yml") }
    #expect(failure?.summary == summary)
    #expect(failure?.location?.line == line)
  }

  /// Anchors that hold several aliases of the one before, as in the "billion laughs".
  private static func bomb(levels: Int, width: Int, leaf: Int = 1) -> String {
    let first = "a0: &a0 [" + repeatElement("x", count: leaf).joined(separator: ",") + "]\n"
    return (1...levels).reduce(into: first) { text, level in
      let aliases = repeatElement("*a\(level - 1)", count: width).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(aliases)]\n"
    }
  }

  @Test("an anchor may be used a few times, and asterisks in prose are no aliases")
  func aliases() throws {
    let root = try parseYAML(Array("a: &x [1, 2]\nb: *x\nc: *x\n".utf8), file: "f.yml")
    guard case .list(let items)? = root["c"]?.kind else {
      Issue.record("the alias is not expanded")
      return
    }
    #expect(items.map(\.number) == [1, 2])
    let prose = "a: |\n" + repeatElement("  *word* **bold**\n", count: 50).joined()
    #expect(try parseYAML(Array(prose.utf8), file: "f.yml")["a"]?.text?.count == 50 * 16)
  }

  /// `python3 -c "import json; json.loads(...)"` refuses each, aside from NaN, repeated zeros and depth.
  @Test(
    "JSON that is not strictly JSON is refused with its place",
    arguments: [
      ("", "1:1"), ("{", "1:2"), ("{\"a\" 1}", "1:6"), ("{\"a\": 1,}", "1:9"), ("[1,]", "1:4"),
      ("{'a': 1}", "1:2"),
      ("01", "1:3"), ("1.", "1:3"), (".5", "1:1"), ("+1", "1:1"), ("1e", "1:3"), ("-", "1:2"), ("NaN", "1:1"),
      ("tru", "1:1"), ("\"a\nb\"", "1:3"), ("\"\\x\"", "1:3"), ("\"\\u12g4\"", "1:4"), ("\"abc", "1:5"),
      ("1 2", "1:3"), ("// x\n1", "1:1"), ("{\n  \"ä\": nul\n}", "2:9"),
      (String(repeating: "[", count: 100), "1:65"),
    ])
  func badJSON(json: String, place: String) {
    let failure = #expect(throws: Failure.self) { try parseJSON(Array(json.utf8), file: "f.json") }
    #expect(failure?.location.map { "\($0.line ?? 0):\($0.column ?? 0)" } == place)
  }

  @Test("every JSON key and value knows its bytes")
  func ranges() throws {
    let json = Array(#" {"a" : [1, "x"], "b":null } "#.utf8)
    func text(_ node: Node) -> String {
      node.byteRange.map { String(decoding: json[$0], as: UTF8.self) } ?? ""
    }
    let root = try parseJSON(json, file: "f.json")
    guard case .map(let members) = root.kind, case .list(let items)? = members.first?.value.kind else {
      Issue.record("the list is missing")
      return
    }
    #expect(members.map { text($0.key) } == [#""a""#, #""b""#])
    #expect(members.map { text($0.value) } == [#"[1, "x"]"#, "null"])
    #expect(items.map(text) == ["1", #""x""#])
  }

  @Test("JSON strings are decoded")
  func strings() throws {
    let json = #"{"a": "\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00 é", "b": "\ud83d", "c": "\ud83d\u0041"}"#
    let root = try parseJSON(Array(json.utf8), file: "f.json")
    #expect(root["a"]?.text == "\"\\/\u{8}\u{C}\n\r\té😀 é")
    #expect(root["b"]?.text == "\u{FFFD}")
    #expect(root["c"]?.text == "\u{FFFD}A")
  }
}
