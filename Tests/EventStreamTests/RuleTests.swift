// The rules of a mapping: which text, amount and identifier a record gives.

import EventStream
import Foundation
import Persona
import Testing

@Suite struct RuleTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func field(_ name: String) -> TextRule { .field(FieldPath(name)) }

  /// The texts that a rule gives for the values of one column `a`.
  private func texts(_ rule: TextRule, _ values: [String]) throws -> [String] {
    try folder.write("t.csv", "n,a,b\n" + values.enumerated().map { "\($0),\($1)" }.joined(separator: "\n"))
    let mapping = SourceMapping(
      name: "t", files: ["t.csv"], format: .delimited(UInt8(ascii: ",")),
      traits: [.init(name: "x", value: rule), .init(name: "n", value: field("n"))])
    return try read(mapping, in: folder).rows.map { row in
      row.traits.first { $0.hasPrefix("0=") }.map { String($0.dropFirst(2)) } ?? "-"
    }
  }

  private func when(_ test: Persona.Test) -> TextRule {
    .cases(
      [
        .init(when: FieldCondition(tests: [.init(field: FieldPath("a"), test: test)]), then: .constant("yes"))
      ],
      otherwise: nil)
  }

  @Test("the first that gives something, all joined, or the first case that holds")
  func texts() throws {
    let rows = ["1,2", ",2", "1,", ","]
    #expect(try texts(.firstOf([field("a"), field("b")]), rows) == ["1", "2", "1", "-"])
    #expect(
      try texts(.joined([field("a"), .constant("-"), field("b")]), rows) == [
        "1\u{1f}-\u{1f}2", "-", "-", "-",
      ])
    #expect(
      try texts(.firstOf([.joined([field("a"), field("b")]), field("b")]), rows) == [
        "1\u{1f}2", "2", "-", "-",
      ])
    let cases = TextRule.cases(
      [
        .init(
          when: FieldCondition(tests: [.init(field: FieldPath("a"), test: .exists(false))]),
          then: .constant("none")),
        .init(
          when: FieldCondition(tests: [
            .init(field: FieldPath("a"), test: .is(.number(1))),
            .init(field: FieldPath("b"), test: .exists(true)),
          ]), then: field("b")),
      ], otherwise: .constant("else"))
    #expect(try texts(cases, rows) == ["2", "none", "else", "none"])
  }

  /// By RFC 3986, a query begins at the first `?`, a fragment at the first `#`.
  @Test(
    "URLs and paths lose query and fragment, so that they count together; other texts lose nothing",
    arguments: [
      ("/orders?id=17", "/orders"), ("/orders?id=18#top", "/orders"), ("/orders#top", "/orders"),
      ("/?q=a", "/"),
      ("https://shop.example/a/b?user=anna", "https://shop.example/a/b"), ("app://open#x", "app://open"),
      ("/orders?", "/orders"), ("users?id=7", "users"),
      ("see https://a.example/?x=1 now", "see https://a.example/"),
      (
        "/a-path-that-is-longer-than-thirty-two-bytes/17?id=18",
        "/a-path-that-is-longer-than-thirty-two-bytes/17"
      ),
      ("?id=17", "?"), ("#top", "#top"), ("really?", "really?"), ("C# course", "C# course"),
      ("a / b # c", "a / b # c"),
      ("Who? I = you", "Who? I = you"), ("/a b?c", "/a b?c"), ("Größe?ü=1", "Größe"), ("50% #1", "50% #1"),
    ])
  func addresses(written: String, expected: String) throws {
    #expect(try texts(field("a"), [written + ",", written + ","]) == [expected, expected])
  }

  @Test("what differs in a query only is one screen, one event, one channel")
  func oneName() throws {
    try folder.write("t.csv", "t,p\n" + (1...5).map { "2026-01-01,/orders?id=\($0)\n" }.joined())
    let path = field("p")
    let mapping = SourceMapping(
      name: "t", files: ["t.csv"], time: field("t"), event: path, channel: path, screen: path,
      identifiers: [.init(kind: "user", value: path)])
    let rows = try read(mapping, in: folder).rows
    #expect(Set(rows.map(\.event)) == ["/orders"])
    #expect(Set(rows.map(\.texts)).count == 1)
    // An identifier is taken as it is.
    #expect(Set(rows.flatMap(\.identifiers)).count == 5)
  }

  @Test(
    "each test of a field passes for what it means",
    arguments: [
      (.is(.text("1")), "y----"), (.is(.number(1)), "yy---"), (.is(.flag(true)), "--y--"),
      (.in([.text("x"), .number(1), .flag(true)]), "yyyy-"), (.between(1, 2), "yy---"),
      (.atLeast(1), "yy---"),
      (.atMost(0.5), "-----"), (.moreThan(1), "-----"), (.lessThan(1.5), "yy---"), (.exists(true), "yyyy-"),
      (.exists(false), "----y"), (.matches("^[0-9.]+$"), "yy---"), (.matches("RU|x"), "---y-"),
    ] as [(Persona.Test, String)])
  func tests(test: Persona.Test, expected: String) throws {
    let found = try texts(when(test), ["1,", "1.0,", "true,", "x,", ","])
    #expect(found.map { $0 == "yes" ? "y" : "-" }.joined() == expected)
  }

  @Test("amounts are exact products, only where they count, and negative where they are refunds")
  func amounts() throws {
    try folder.write(
      "t.csv",
      """
      kind,cents,n
      sale,1999,3
      sale,0.5,
      refund,100,2
      gift,100,2
      sale,1e-6,5
      sale,3e-6,5
      """)
    func isKind(_ kinds: String...) -> FieldCondition {
      FieldCondition(tests: [.init(field: FieldPath("kind"), test: .in(kinds.map { .text($0) }))])
    }
    let mapping = SourceMapping(
      name: "t", files: ["t.csv"], time: .constant("2026-01-01"), event: field("kind"),
      revenue: AmountRule(
        factors: [field("cents"), field("n")], divisor: 100, only: isKind("sale", "refund"),
        negative: isKind("refund")))
    let amounts = try read(mapping, in: folder).rows.map {
      $0.amount == EventBatch.noAmount ? nil : $0.amount
    }
    // 19.99 * 3; missing factor; -1 * 2; no amount; 0.05 and 0.15 millionths round to none.
    #expect(amounts == [59_970_000, nil, -2_000_000, nil, 0, 0])
  }

  @Test("what was paid back is taken off, with a sign of its own and without")
  func signedRefunds() throws {
    try folder.write("t.csv", "kind,total,back\nsale,100,30\nsale,100,-30\nrefund,100,\nrefund,-100,\n")
    let isRefund = FieldCondition(tests: [.init(field: FieldPath("kind"), test: .is(.text("refund")))])
    let mapping = SourceMapping(
      name: "t", files: ["t.csv"], time: .constant("2026-01-01"), event: field("kind"),
      revenue: AmountRule(factors: [field("total")], minus: field("back"), negative: isRefund))
    let amounts = try read(mapping, in: folder).rows.map { $0.amount / 1_000_000 }
    #expect(amounts == [70, 70, -100, -100])
  }

  @Test("two spellings of an accent are one text where a record is tested")
  func spellings() throws {
    // Käufe, with the accent in the letter and behind it; then another word.
    try folder.write("t.csv", "d,k\n1,K\u{E4}ufe\n2,Ka\u{308}ufe\n3,Kaufe\n")
    let mapping = SourceMapping(
      name: "t", files: ["t.csv"], traits: [.init(name: "d", value: field("d"))],
      only: FieldCondition(tests: [.init(field: FieldPath("k"), test: .is(.text("K\u{E4}ufe")))]))
    #expect(try read(mapping, in: folder).rows.map(\.traits) == [["0=1"], ["0=2"]])
  }

  @Test("records that do not pass `only` are passed over, uncounted, whatever else is wrong with them")
  func only() throws {
    try folder.write("t.csv", "t,k\n2026-01-01,a\n2026-01-01,b\nnever,b\nnever,a\n")
    let mapping = SourceMapping(
      name: "t", files: ["t.csv"], time: field("t"), event: .constant("e"),
      only: FieldCondition(tests: [.init(field: FieldPath("k"), test: .is(.text("a")))]))
    let reading = try read(mapping, in: folder)
    #expect(reading.rows.map(\.line) == [2])
    #expect(reading.summary.records == 1)
    #expect(reading.rejects == ["the time is in an unknown form": [5]])
  }

  @Test("a document that holds an array of records gives a row for each")
  func innerRecords() throws {
    try folder.write(
      "t.jsonl",
      """
      {"batch":[{"a":1},{"a":"\\"]"} , 7,{"a":[{"a":5}]}],"a":9}
      {"a":3}
      {"batch":{"a":4},"a":5}
      {"batch":[]}
      {"batch":[{"a":6},{"a":7]}
      """)
    var mapping = SourceMapping.traits(["a"], files: ["t.jsonl"], format: nil)
    mapping.records = FieldPath("batch")
    let reading = try read(mapping, in: folder)
    #expect(reading.rows.map(\.traits) == [["0=1"], ["0=\"]"], [], ["0=3"], ["0=5"]])
    #expect(reading.rows.map(\.line) == [1, 1, 1, 2, 3])
    #expect(reading.rejects == ["not a JSON object": [1, 5]])
  }

  @Test("the first of two members of one name counts, at every depth, and objects give no text")
  func duplicateMembers() throws {
    try folder.write(
      "t.jsonl",
      "{\"p\":{\"x\":1,\"x\":2},\"p\":{\"x\":3,\"y\":4},\"a.b\":5,\"q\":{\"z\":1},\"q\\u0031\":null,\"q1\":6}\n"
    )
    let mapping = SourceMapping.traits(
      ["p.x", "p.y", "a\\.b", "q", "q1", "p"], files: ["t.jsonl"], format: nil)
    #expect(try read(mapping, in: folder).rows.map(\.traits) == [["0=1", "2=5"]])
  }

  @Test("ids and versions are hashed and read; a record without a name carries traits and links only")
  func idsAndVersions() throws {
    try folder.write(
      "t.jsonl",
      "{\"i\":\"x\",\"j\":1,\"v\":\"2026-01-02\",\"t\":\"2026-01-01\",\"c\":\"web\"}\n{\"i\":\"x\",\"j\":1,\"e\":\"View\",\"t\":\"2026-01-01\",\"c\":\"web\"}\n{\"i\":\"x\",\"v\":\"?\",\"t\":0}\n"
    )
    let mapping = SourceMapping(
      name: "t", files: ["t.jsonl"], time: field("t"), id: .joined([field("i"), field("j")]),
      version: field("v"),
      event: field("e"), channel: field("c"), identifiers: [.init(kind: "user", value: field("i"))])
    let reading = try read(mapping, in: folder)
    try #require(reading.rows.map(\.event) == [nil, "View"])
    #expect(reading.rows.map { $0.texts[0] } == [nil, "web"])
    #expect(reading.rows.map(\.identifiers) == [["0=x"], ["0=x"]])
    #expect(reading.rows[0].id == reading.rows[1].id)
    #expect(reading.rows[0].hasID)
    #expect(reading.rows[1].version == EventBatch.noTime)
    #expect(reading.summary.rejected == 1)
  }

  @Test("a version is a whole number or a time, whatever the form of the times")
  func versions() throws {
    try folder.write("t.csv", "v\n2\n10\n1767312000\n20260102\n2026-01-02\n2026-01-02T00:00:00Z\n\"\"\n1.5\n")
    let mapping = SourceMapping(
      name: "t", files: ["t.csv"], columns: nil, timeForm: .seconds, version: field("v"),
      traits: [.init(name: "v", value: field("v"))])
    let reading = try read(mapping, in: folder)
    // The midnight in microseconds: date -u -d 2026-01-02 +%s
    let midnight: Int64 = 1_767_312_000_000_000
    #expect(
      reading.rows.map(\.version) == [
        2, 10, 1_767_312_000, 20_260_102, midnight, midnight, EventBatch.noTime,
      ])
    #expect(reading.summary.rejected == 1)
  }

  @Test(
    "dates and numbers of a spreadsheet are read by the forms that the settings name, everywhere in a record")
  func spreadsheetForms() throws {
    try folder.write(
      "t.csv",
      "d;v;amount;count;kind\n31.12.2026 17:59;1.1.2027;1.234,50;12,5;0,5\n1.1.2026;2026-01-02;-3;1.000;1,5\n"
        + "12/31/2026;;1;1;1\n1.1.2026;;1.5;1;1\n1.1.2026;;1;1.5;1\n")
    let mapping = SourceMapping(
      name: "t", files: ["t.csv"], timeForm: .dayFirst, decimalMark: .comma, time: field("d"),
      version: field("v"),
      event: .cases(
        [
          .init(
            when: FieldCondition(tests: [.init(field: FieldPath("kind"), test: .lessThan(1))]),
            then: .constant("Small"))
        ],
        otherwise: .constant("Large")),
      revenue: AmountRule(factors: [field("amount")]),
      properties: [.init(name: "count", field: FieldPath("count"), kind: .number)])
    let reading = try read(mapping, in: folder)
    // date -u -d '2026-12-31 17:59' +%s
    #expect(reading.rows.map(\.time) == [1_798_739_940_000_000, 1_767_225_600_000_000])
    #expect(reading.rows.map(\.version) == [1_798_761_600_000_000, 1_767_312_000_000_000])
    #expect(reading.rows.map(\.event) == ["Small", "Large"])
    #expect(reading.rows.map(\.amount) == [1_234_500_000, -3_000_000])
    #expect(reading.rows.map(\.properties) == [["12500000"], ["1000000000"]])
    #expect(
      reading.summary.rejects.map { "\($0.reason): \($0.count)" }.sorted() == [
        "a property is not a number: 1", "the amount is not a number: 1", "the time is in an unknown form: 1",
      ])
  }

  @Test("standard input is read like a file")
  func standardInput() throws {
    try folder.write("t.csv", "a\n1\n")
    let file = try #require(FileHandle(forReadingAtPath: folder.path + "/t.csv"))
    let reading = try read(
      .traits(["a"], files: ["-"], format: nil), in: folder, standardInput: file.fileDescriptor)
    #expect(reading.rows.map(\.traits) == [["0=1"]])
    #expect(reading.summary.files == ["-"])
  }

  @Test("a table full of quotes that are never closed takes no longer than a plain one")
  func openQuotes() throws {
    // Without quotes each line opens one, with quotes it closes one and opens another.
    let lines = 100_000
    try folder.write("t.csv", "a,b\n" + String(repeating: "x\",\"y\n", count: lines))
    let reading = try read(.traits(["a"], files: ["t.csv"], format: nil), in: folder, blockBytes: 1 << 18)
    #expect(reading.rejects == ["a quote is not closed": [2, 3, 4, 5, 6]])
    #expect(reading.summary.rejected == lines)
  }

  @Test("records that were read are told on the way")
  func progress() throws {
    try folder.write("t.csv", "a\n" + String(repeating: "1\n", count: 1000))
    let calls = Calls()
    let reader = SourceReader(
      mapping: .traits(["a"], files: ["t.csv"], format: nil), root: folder.path,
      options: ReadOptions(
        threads: 2, blockBytes: 100,
        progress: { bytes, records, total in calls.append([bytes, records, total ?? -1]) }))
    _ = try reader.reading { _ in }
    #expect(calls.values.last == [2002, 1000, 2002])
    // Once for each block, and once when each thread ends.
    #expect(calls.values.count == 23)
  }
}

/// What a callback was called with.
private final class Calls: @unchecked Sendable {
  // The reader calls back on the thread that reads it, which is the test's.
  private(set) var values: [[Int]] = []

  func append(_ value: [Int]) { values.append(value) }
}
