// Presets against the vendors' own payloads; the expected values are read off those payloads by eye.

import Foundation
import SharedData
import Synchronization
import Testing

@testable import EventStream

@Suite("The segment preset")
struct SegmentPresetTests {
  private let mapping = Preset.segment.mapping(name: "app", files: ["app.ndjson"])

  /// Payloads of Segment's specification by the page and line they stand on.
  private static func payloads() throws -> [String: Record] {
    let folder = try #require(SharedData.folder)
    let text = try String(
      contentsOfFile: folder + "/segment-spec/derived/segment-spec-payloads.ndjson", encoding: .utf8)
    var payloads: [String: Record] = [:]
    for line in text.split(separator: "\n") {
      let record = try Record(json: String(line))
      let source = try #require(record.values["source"] as? String)
      payloads[source] = Record(try #require(record.values["payload"] as? [String: Any]))
    }
    return payloads
  }

  @Test(
    "the specification's calls become the events that analytics tools show", .needsSharedData,
    arguments: [
      ("alias.md:62", nil, "browser", nil),
      ("b2b-saas.md:154", "Signed Up", nil, nil),
      ("ecommerce/index.md:249", "Order Completed", nil, nil),
      ("email.md:70", "Email Bounced", nil, nil),
      ("group.md:65", nil, "browser", nil),
      ("identify.md:59", nil, "browser", nil),
      ("page.md:15", "Page Viewed", nil, "Home"),
      ("page.md:47", "Page Viewed", "browser", "Home"),
      ("screen.md:13", "Screen Viewed", nil, "Home"),
      ("track.md:46", "Course Clicked", "browser", "/academy/"),
      ("copilot.md:63", "Conversation Started", nil, nil),
    ] as [(String, String?, String?, String?)])
  func events(source: String, event: String?, channel: String?, screen: String?) throws {
    let payload = try #require(try Self.payloads()[source])
    #expect(payload.text(mapping.event) == event)
    #expect(payload.text(mapping.channel) == channel)
    #expect(payload.text(mapping.screen) == screen)
  }

  @Test(
    "identifiers are found where each call carries them", .needsSharedData,
    arguments: [
      ("alias.md:40", ["user:507f191e81", "anonymous:jen@email.com"]),
      (
        "alias.md:62",
        [
          "user:507f191e81", "anonymous:507f191e810c19729de860ea", "anonymous:39239-239239-239239-23923",
        ]
      ),
      ("email.md:70", ["user:019mr8mf4r", "email:pgibbons@example.com"]),
      (
        "identify.md:59",
        ["user:97980cfea0067", "email:peter@example.com", "anonymous:507f191e810c19729de860ea"]
      ),
      ("group.md:65", ["user:97980cfea0067", "anonymous:507f191e810c19729de860ea"]),
      (
        "common.md:16",
        [
          "user:97980cfea0067", "device:B5372DB0-C21E-11E4-8DFC-AA07A5B093DB",
          "anonymous:507f191e810c19729de860ea",
        ]
      ),
      ("screen.md:13", []),
    ])
  func identifiers(source: String, expected: [String]) throws {
    let payload = try #require(try Self.payloads()[source])
    #expect(payload.identifiers(mapping) == expected)
  }

  @Test(
    "69 of the 75 payloads are events: all but two identify, group and alias calls each", .needsSharedData)
  func count() throws {
    let payloads = try Self.payloads()
    #expect(payloads.count == 75)
    #expect(payloads.values.count { $0.text(mapping.event) != nil } == 69)
  }

  @Test("the time is the corrected one, the id the message's", .needsSharedData)
  func timeAndID() throws {
    let payload = try #require(try Self.payloads()["track.md:46"])
    #expect(payload.text(mapping.time) == "2015-12-12T19:11:01.249Z", "not originalTimestamp, 01.152")
    #expect(payload.text(mapping.id) == "ajs-f8ca1e4de5024d9430b3928bd8ac6b96")
    let older = try Record(json: #"{"sentAt": "2015-01-02T00:00:00Z", "receivedAt": "2015-01-03T00:00:00Z"}"#)
    #expect(older.text(mapping.time) == "2015-01-02T00:00:00Z")
  }

  @Test("an order is revenue once, a refund takes it back")
  func revenue() throws {
    func amount(_ json: String) throws -> Double? { try Record(json: json).amount(mapping.revenue) }
    let properties =
      #""properties": {"order_id": "50314b8e", "total": 27.5, "revenue": 25.0, "currency": "USD"}"#
    #expect(try amount(#"{"type": "track", "event": "Order Completed", \#(properties)}"#) == 25)
    #expect(try amount(#"{"type": "track", "event": "Order Updated", \#(properties)}"#) == nil)
    #expect(try amount(#"{"type": "track", "event": "Order Cancelled", \#(properties)}"#) == nil)
    #expect(try amount(#"{"type": "track", "event": "Product Added", \#(properties)}"#) == nil)
    #expect(
      try amount(
        #"{"type": "track", "event": "Order Refunded", "properties": {"total": 30, "currency": "USD"}}"#)
        == -30)
    #expect(
      try amount(
        #"{"type": "track", "event": "Order Refunded", "properties": {"total": -30, "currency": "USD"}}"#)
        == -30)
    let order = try Record(json: #"{"type": "track", "event": "Order Completed", \#(properties)}"#)
    #expect(order.text(mapping.order) == "50314b8e")
    #expect(order.text(mapping.currency) == "USD")
  }

  @Test("a page's path is its screen, never its address with the query")
  func path() throws {
    let page = try Record(
      json: """
        {"type": "page", "name": "Home", "properties": {"path": "/shop", "url": "https://x.example/shop?mail=a@b.c"}}
        """)
    #expect(page.text(mapping.screen) == "/shop")
  }

  @Test("the reader makes of every payload what the rules say, alone and in a batch", .needsSharedData)
  func reader() throws {
    var payloads = try Self.payloads().sorted { $0.key < $1.key }.map(\.value)
    for index in payloads.indices where payloads[index].text(mapping.time) == nil {
      payloads[index].values["timestamp"] = "2026-01-01T00:00:00Z"
    }
    let lines = try payloads.map { payload in
      String(decoding: try JSONSerialization.data(withJSONObject: payload.values), as: UTF8.self)
    }
    let folder = try TemporaryFolder()
    for text in [lines.joined(separator: "\n"), #"{"batch": [\#(lines.joined(separator: ", "))]}"#] {
      try folder.write("app.ndjson", text)
      let reading = try read(mapping, in: folder)
      #expect(reading.rows.count == 75 && reading.summary.rejected == 0)
      for (row, payload) in zip(reading.rows, payloads) {
        #expect(row.event == payload.text(mapping.event))
        let texts = [mapping.channel, mapping.screen, mapping.session, mapping.order, mapping.currency]
        // What is no event has no channel either.
        if row.event != nil { #expect(row.texts == texts.map { payload.text($0) }) }
        #expect(row.hasID == (payload.text(mapping.id) != nil))
        let amount = row.amount == EventBatch.noAmount ? nil : Double(row.amount) / 1_000_000
        #expect(amount == payload.amount(mapping.revenue))
        let identifiers = row.identifiers.map { $0.drop { $0 != "=" }.dropFirst() }
        let expected = payload.identifiers(mapping).map { $0.drop { $0 != ":" }.dropFirst() }
        #expect(Set(identifiers) == Set(expected))
      }
    }
  }

  @Test("a company's e-mail links nobody")
  func companyEmail() throws {
    let group = try Record(
      json: #"{"type": "group", "userId": "u1", "traits": {"email": "info@initech.example"}}"#)
    #expect(group.identifiers(mapping) == ["user:u1"])
  }
}

@Suite("The snowplow preset")
struct SnowplowPresetTests {
  private let mapping = Preset.snowplow.mapping(name: "web", files: ["events.csv"])

  @Test("every column that the preset reads is in the canonical table", .needsSharedData)
  func columns() throws {
    let survey = try survey(
      file: "snowplow-web/source/snowplow_web_events.csv", root: try #require(SharedData.folder))
    let header = Set(survey.fields.map(\.path.written))
    let used = [
      "derived_tstamp", "collector_tstamp", "event_id", "event_fingerprint", "event_name", "event",
      "platform",
      "page_urlpath", "domain_sessionid", "tr_orderid", "tr_total", "tr_currency", "user_id", "domain_userid",
      "network_userid",
    ]
    #expect(header.isSuperset(of: used))
    for name in used { #expect("\(mapping)".contains("\"\(name)\""), "\(name)") }
  }

  /// 160 rows, 157 distinct (event_id, event_fingerprint); Python's csv and Counter say so.
  @Test("the vendor's own events are read whole", .needsSharedData)
  func events() throws {
    var mapping = mapping
    mapping.files = ["snowplow-web/source/snowplow_web_events.csv"]
    let root = try #require(SharedData.folder)
    let rows = Mutex([Row]())
    let summary = try SourceReader(mapping: mapping, root: root, options: ReadOptions()).readBatches {
      batch in
      let new = Row.all(of: batch)
      rows.withLock { $0 += new }
    }
    let read = rows.withLock { $0 }
    let events = Dictionary(grouping: read.compactMap(\.event)) { $0 }.mapValues(\.count)
    #expect(read.count == 160 && summary.rejected == 0)
    #expect(Set(read.map(\.id)).count == 157)
    // Counter(r['event_name'] for r in rows)
    #expect(events["page_view"] == 50 && events["page_ping"] == 8)
  }

  @Test("the same id with another fingerprint is another event; without fingerprints the id decides")
  func ids() {
    let first = Record(["event_id": "a", "event_fingerprint": "1"])
    let second = Record(["event_id": "a", "event_fingerprint": "2"])
    let bare = Record(["event_id": "a", "event_fingerprint": ""])
    #expect(first.text(mapping.id) != second.text(mapping.id))
    #expect(bare.text(mapping.id) == "a")
  }

  @Test("only transactions are revenue")
  func revenue() {
    let order = Record(["event": "transaction", "tr_total": "15.9", "tr_currency": "EUR", "tr_orderid": "o1"])
    #expect(order.amount(mapping.revenue) == 15.9)
    #expect(order.text(mapping.currency) == "EUR")
    #expect(Record(["event": "transaction_item", "tr_total": "15.9"]).amount(mapping.revenue) == nil)
  }

  @Test("the corrected time counts, the collector's where it is absent")
  func time() {
    let both = Record(["derived_tstamp": "2021-03-01 20:45:42.1", "collector_tstamp": "2021-03-01 20:45:43"])
    #expect(both.text(mapping.time) == "2021-03-01 20:45:42.1")
    #expect(Record(["collector_tstamp": "2021-03-01 20:45:43"]).text(mapping.time) == "2021-03-01 20:45:43")
  }
}
