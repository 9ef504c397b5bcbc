// Records of every format become rows.

import EventStream
import Persona
import Testing

@Suite struct SourceReaderTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("JSON lines become events with identifiers, traits, amounts and properties")
  func jsonLines() throws {
    try folder.write(
      "app.ndjson",
      """
      {"t":"2026-03-31T12:00:00Z","e":"Order","id":"a","user":{"id":"u\\u0031"},"total":12.50,"plan":"pro","n":"7"}

      not json
      {"t":"2026-03-31T12:00:01Z","e":"View","id":"a","user":{"id":null},"plan":true}
      {"t":"later","e":"View"}
      """)
    let mapping = SourceMapping(
      name: "app", files: ["app.ndjson"], time: .field(FieldPath("t")), id: .field(FieldPath("id")),
      event: .field(FieldPath("e")), revenue: AmountRule(factors: [.field(FieldPath("total"))]),
      identifiers: [.init(kind: "user", value: .field(FieldPath("user.id")))],
      traits: [.init(name: "plan", value: .field(FieldPath("plan")))],
      properties: [.init(name: "n", field: FieldPath("n"), kind: .number)])
    let reading = try read(mapping, in: folder)
    #expect(reading.rows.map(\.event) == ["Order", "View"])
    #expect(reading.rows.map(\.line) == [1, 4])
    #expect(reading.rows[0].amount == 12_500_000)
    #expect(reading.rows[0].identifiers == ["0=u1"])
    #expect(reading.rows[0].properties == ["7000000"])
    #expect(reading.rows[1].identifiers == [])
    #expect(reading.rows[1].traits == ["0=true"])
    #expect(reading.rows[0].id == reading.rows[1].id)
    #expect(reading.rejects == ["not a JSON object": [3], "the time is in an unknown form": [5]])
    #expect(reading.summary.newest?.time == 1_774_958_401_000_000)
  }

  @Test("a quoted table may hold delimiters, quotes and line breaks in its fields")
  func quotedTable() throws {
    try folder.write("t.csv", "\u{feff}a, b\r\n1,\"x, \"\"y\"\"\r\nz\"\r\n\r\n2,w\r\n3\r\n4,5,6\r\n")
    let reading = try read(.traits(["a", "b"], files: ["t.csv"], format: nil), in: folder)
    #expect(reading.rows.map(\.traits) == [["0=1", "1=x, \"y\"\r\nz"], ["0=2", "1=w"]])
    #expect(reading.rows.map(\.line) == [2, 5])
    #expect(reading.rejects == ["fewer fields than the header": [6], "more fields than the header": [7]])
  }

  @Test("a table without a header takes its columns from the settings")
  func headerless() throws {
    try folder.write("t.txt", "  00004 19970101 1  29.33\r\n00004\t19970118 2 29.73\r\n")
    let mapping = SourceMapping(
      name: "cd", files: ["t.txt"], format: .whitespace, columns: ["id", "day", "n", "sum"],
      timeForm: .compactDate, time: .field(FieldPath("day")), event: .constant("Order"),
      revenue: AmountRule(factors: [.field(FieldPath("sum"))]),
      identifiers: [.init(kind: "user", value: .field(FieldPath("id")))])
    let reading = try read(mapping, in: folder)
    #expect(reading.rows.map(\.identifiers) == [["0=00004"], ["0=00004"]])
    #expect(reading.rows.map(\.amount) == [29_330_000, 29_730_000])
  }

  @Test("a JSON array gives a row for each element, on the line where it starts")
  func jsonArray() throws {
    try folder.write("t.json", "[\n {\"a\":1},\n {\"a\":\n  [1,{\"b\":\"]\"}]}\n, {\"a\":\"]x\"} ]\n")
    let reading = try read(.traits(["a"], files: ["t.json"], format: nil), in: folder)
    #expect(reading.rows.map(\.traits) == [["0=1"], [], ["0=]x"]])
    #expect(reading.rows.map(\.line) == [2, 3, 5])
    #expect(reading.rejects == [:])
  }
}
