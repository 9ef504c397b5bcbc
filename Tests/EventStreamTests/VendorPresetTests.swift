// Presets against records as vendors write them, a test for each trap of their exports.

import Foundation
import Persona
import SharedData
import Testing

@testable import EventStream

/// What the reader makes of these lines, by the preset that a survey of them finds.
private func rows(_ lines: [String], as preset: Preset, file: String) throws -> [Row] {
  let folder = try TemporaryFolder()
  try folder.write(file, lines.joined(separator: "\n"))
  return try withExtendedLifetime(folder) {
    let survey = try survey(file: file, root: folder.path)
    #expect(survey.preset == preset)
    let reading = try read(preset.mapping(name: "source", files: [file]), in: folder)
    #expect(reading.summary.rejected == 0)
    return reading.rows
  }
}

/// Identifiers with the names of their kinds.
private func people(_ row: Row, _ preset: Preset) -> Set<String> {
  let kinds = preset.mapping(name: "", files: []).identifiers.map(\.kind)
  return Set(
    row.identifiers.map { written in
      let parts = written.split(separator: "=", maxSplits: 1)
      return "\(kinds[Int(parts[0]) ?? 0]):\(parts[1])"
    })
}

/// In whole units.
private func amounts(_ rows: [Row]) -> [Double?] {
  rows.map { $0.amount == EventBatch.noAmount ? nil : Double($0.amount) / 1_000_000 }
}

@Suite("Presets of product analytics")
struct AnalyticsPresetTests {
  @Test("Amplitude: event_id is no id, -1 is no session, amplitude_id joins devices")
  func amplitude() throws {
    func event(_ uuid: String, _ session: String, _ rest: String = "") -> String {
      #"{"uuid": "\#(uuid)", "event_id": 1, "event_type": "Play", "event_time": "2026-05-02 07:46:32.589000", "#
        + #""device_id": "d1", "amplitude_id": 88, "session_id": \#(session), "platform": "iOS"\#(rest)}"#
    }
    let rows = try rows(
      [
        event("a", "1746171992589"), event("b", "-1", #", "user_id": "u1""#),
        event("c", "1746171992589", #", "event_properties": {"$revenue": 9.5, "currency": "EUR"}"#),
        event("a", "1746171992589"),
      ], as: .amplitude, file: "a.ndjson")
    #expect(Set(rows.map(\.id)).count == 3)
    #expect(rows.map { $0.texts[2] } == ["1746171992589", nil, "1746171992589", "1746171992589"])
    #expect(people(rows[1], .amplitude) == ["user:u1", "device:d1", "amplitude:88"])
    #expect(amounts(rows) == [nil, nil, 9.5, nil])
    let old = try Record(json: #"{"$insert_id": "i1", "event_id": 7}"#)
    #expect(old.text(Preset.amplitude.mapping(name: "", files: []).id) == "i1")
  }

  @Test("vendors that write UTC without saying so are not read in the workspace's zone")
  func zones() {
    #expect(Preset.allCases.filter(\.isInUTC) == [.snowplow, .amplitude, .posthog, .stripe])
  }

  @Test("Mixpanel: seconds and milliseconds, distinct_id is neither user nor device")
  func mixpanel() throws {
    let rows = try rows(
      [
        #"{"event": "Play", "properties": {"time": 1746171992, "distinct_id": "$device:d1", "$device_id": "d1", "$insert_id": "1"}}"#,
        #"{"event": "Play", "properties": {"time": 1746171992000, "distinct_id": "u1", "$device_id": "d1", "$user_id": "u1", "$insert_id": "2"}}"#,
        #"{"event": "$identify", "properties": {"time": 1746171993, "distinct_id": "u1", "$identified_id": "u1", "$anon_id": "d2", "$insert_id": "3"}}"#,
      ], as: .mixpanel, file: "m.ndjson")
    #expect(rows[0].time == rows[1].time && rows[0].time == 1_746_171_992_000_000)
    #expect(people(rows[0], .mixpanel) == ["device:d1", "mixpanel:$device:d1"])
    #expect(people(rows[1], .mixpanel) == ["user:u1", "device:d1", "mixpanel:u1"])
    #expect(rows.map(\.event) == ["Play", "Play", nil])
    #expect(people(rows[2], .mixpanel) == ["user:u1", "device:d2", "mixpanel:u1", "mixpanel:d2"])
  }

  /// In projects that merge ids in the original way no event has more than its `distinct_id`.
  @Test("Mixpanel: what links two people names the distinct_id that other events have")
  func mixpanelMerges() throws {
    func event(_ name: String, _ id: String, _ rest: String) -> String {
      #"{"event": "\#(name)", "properties": {"time": 1746171992, "$insert_id": "\#(UUID())", "distinct_id": "\#(id)", \#(rest)}}"#
    }
    let rows = try rows(
      [
        event("$identify", "u1", #""$identified_id": "u1", "$anon_id": "a1""#),
        event("$identify", "u2", #""$anon_distinct_id": "a2""#),
        event("$create_alias", "a3", #""alias": "u3""#),
        event("Named", "u4", #""alias": "Anna""#),
      ], as: .mixpanel, file: "m.ndjson")
    #expect(people(rows[0], .mixpanel) == ["user:u1", "device:a1", "mixpanel:u1", "mixpanel:a1"])
    #expect(people(rows[1], .mixpanel) == ["mixpanel:u2", "mixpanel:a2"])
    #expect(people(rows[2], .mixpanel) == ["mixpanel:a3", "mixpanel:u3"])
    #expect(people(rows[3], .mixpanel) == ["mixpanel:u4"])
  }

  @Test("PostHog: person_id is the vendor's own, $identify names the user and is no event")
  func posthog() throws {
    func event(_ name: String, _ id: String, _ properties: String, _ rest: String = "") -> String {
      #"{"uuid": "\#(UUID())", "event": "\#(name)", "distinct_id": "\#(id)", "timestamp": "2026-05-02T07:46:32.589Z", "#
        + #""properties": {\#(properties)}\#(rest)}"#
    }
    let rows = try rows(
      [
        event("$pageview", "c1", #""$device_id": "c1", "$pathname": "/shop""#),
        event("$identify", "u1", #""$anon_distinct_id": "c1""#, #", "person_id": "p1""#),
        event("$create_alias", "u1", #""alias": "old""#),
        event("Order Completed", "u1", #""revenue": 12, "order_id": "o1""#),
        event("Order Updated", "u1", #""revenue": 12, "order_id": "o1""#),
        event("Order Refunded", "u1", #""revenue": 5, "order_id": "o1""#),
      ], as: .posthog, file: "p.ndjson")
    #expect(
      rows.map(\.event) == ["$pageview", nil, nil, "Order Completed", "Order Updated", "Order Refunded"])
    #expect(people(rows[0], .posthog) == ["device:c1", "anonymous:c1"])
    #expect(people(rows[1], .posthog) == ["user:u1", "anonymous:u1", "anonymous:c1", "posthog:p1"])
    #expect(people(rows[2], .posthog) == ["anonymous:u1", "anonymous:old"])
    #expect(amounts(rows) == [nil, nil, nil, 12, nil, -5])
    #expect(rows[0].texts[1] == "/shop")
  }

  @Test("GA4: days that are written anew repeat events, two events of one batch are two")
  func ga4() throws {
    func event(_ name: String, _ index: Int, _ ecommerce: String = "null") -> String {
      #"{"event_date": "20260502", "event_timestamp": "1746171992589000", "event_name": "\#(name)", "#
        + #""user_pseudo_id": "8.17", "batch_page_id": "1", "batch_ordering_id": "1", "batch_event_index": "\#(index)", "#
        + #""ecommerce": \#(ecommerce)}"#
    }
    func order(_ id: String, _ field: String) -> String {
      #"{"transaction_id": "\#(id)", "purchase_revenue": 9, "\#(field)": 10}"#
    }
    let rows = try rows(
      [
        event("view_item", 1), event("view_item", 2), event("view_item", 1),
        event("purchase", 3, order("T1", "purchase_revenue_in_usd")),
        event("refund", 4, order("T1", "refund_value_in_usd")),
        event("purchase", 5, order("(not set)", "purchase_revenue_in_usd")),
      ], as: .ga4, file: "g.ndjson")
    #expect(Set(rows.map(\.id)).count == 5)
    #expect(rows[0].time == 1_746_171_992_589_000)
    #expect(amounts(rows) == [nil, nil, nil, 10, -10, 10])
    #expect(rows.map { $0.texts[3] } == [nil, nil, nil, "T1", "T1", nil])
    #expect(rows[3].texts[4] == "USD")
  }

  @Test("CloudEvents: an id is unique within its source, a subject may be an address")
  func cloudEvents() throws {
    func event(_ source: String, _ subject: String) -> String {
      #"{"specversion": "1.0", "id": "1", "source": "\#(source)", "type": "order.placed", "subject": "\#(subject)", "time": "2026-05-02T07:46:32Z"}"#
    }
    let rows = try rows(
      [event("/orders", "ada@x.example"), event("/refunds", "u1"), event("/orders", "ada@x.example")],
      as: .cloudevents, file: "c.ndjson")
    #expect(Set(rows.map(\.id)).count == 2)
    #expect(rows.map(\.event) == ["order.placed", "order.placed", "order.placed"])
    #expect(people(rows[0], .cloudevents) == ["email:ada@x.example"])
    #expect(people(rows[1], .cloudevents) == ["subject:u1"])
  }
}

@Suite("Presets of shops, help desks and contact lists")
struct BusinessPresetTests {
  @Test("Zendesk: the requester asks, whoever wrote it down")
  func zendesk() throws {
    let header = "id,subject,status,via_channel,requester_id,submitter_id,created_at,updated_at"
    let rows = try rows(
      [
        header, "1,Hi,open,web,390,380,2026-02-07T13:30:39Z,2026-02-07T13:30:39Z",
        "1,Hi,solved,web,390,380,2026-02-07T13:30:39Z,2026-02-08T13:30:39Z",
        "2,Spam,deleted,web,391,391,2026-02-07T13:30:39Z,2026-02-07T13:30:39Z",
      ], as: .zendesk, file: "t.csv")
    #expect(rows.map(\.event) == ["Support Ticket", "Support Ticket", nil])
    #expect(people(rows[0], .zendesk) == ["zendesk:390"])
    #expect(rows[0].id == rows[1].id && rows[0].version < rows[1].version)
    let json = try Record(json: #"{"id": 1, "via": {"channel": "chat"}, "requester_id": 390}"#)
    #expect(json.text(Preset.zendesk.mapping(name: "", files: []).channel) == "chat")
  }

  @Test("Zendesk's own sample: tickets of the requesters, users without the agents", .needsSharedData)
  func zendeskSample() throws {
    let root = try #require(SharedData.folder) + "/zendesk"
    #expect(try survey(file: "ticket_data.csv", root: root).preset == .zendesk)
    #expect(try survey(file: "user_data.csv", root: root).preset == .zendeskUsers)
  }

  @Test("HubSpot: a contact has the ids of those that were merged into it, in either spelling of the columns")
  func hubspot() throws {
    let byName = try rows(
      [
        "hs_object_id,email,lifecyclestage,hs_persona,hs_merged_object_ids,lastmodifieddate",
        "1001,ada@x.example,customer,persona_1,5001; 6001,2026-10-12T19:09:26.357Z",
        "1002,bob@x.example,lead,,,2026-10-12T19:09:26.357Z",
      ], as: .hubspot, file: "h.csv")
    let byLabel = try rows(
      [
        "Record ID,Email,Lifecycle Stage,Persona,Merged record IDs",
        "1001,ada@x.example,customer,persona_1,5001;6001", "1002,bob@x.example,lead,,",
      ], as: .hubspot, file: "h.csv")
    for rows in [byName, byLabel] {
      #expect(
        people(rows[0], .hubspot) == [
          "hubspot:1001", "hubspot:5001", "hubspot:6001", "email:ada@x.example",
        ])
      #expect(people(rows[1], .hubspot) == ["hubspot:1002", "email:bob@x.example"])
      #expect(rows[0].traits == ["0=customer", "1=persona_1"] && rows[0].event == nil)
    }
  }

  @Test("Shopify: an order counts once, less its refund, when it was paid and no test")
  func shopify() throws {
    let header =
      "Name,Email,Financial Status,Total,Currency,Created at,Lineitem name,Cancelled at,Refunded Amount,Payment Method"
    func order(_ name: String, _ rest: String) -> String { "\(name),a@x.example,\(rest)" }
    let time = "2026-05-03 10:48:38 +0200"
    let rows = try rows(
      [
        header, order("#1", "paid,30.00,EUR,\(time),Tea,,0.00,Stripe"), order("#1", ",,,\(time),Cup,,,"),
        order("#2", "partially_refunded,30.00,EUR,\(time),Tea,,7.50,Stripe"),
        order("#3", "refunded,30.00,EUR,\(time),Tea,\(time),30.00,Stripe"),
        order("#4", "pending,30.00,EUR,\(time),Tea,,,Bank Deposit"),
        order("#5", "paid,30.00,EUR,\(time),Tea,,,bogus"),
      ], as: .shopify, file: "s.csv")
    #expect(rows.map(\.event) == ["Purchase", "Purchase", "Order Cancelled", "Order Placed", nil])
    #expect(amounts(rows) == [30, 22.5, nil, nil, nil])
    #expect(rows[0].time == 1_777_798_118_000_000)
  }

  @Test("Stripe: failed payments are no revenue, refunds are taken off")
  func stripe() throws {
    let rows = try rows(
      [
        "id,Created date (UTC),Amount,Amount Refunded,Currency,Status,Mode,Customer ID,Customer Email",
        "ch_1,2026-05-03 08:48:38,30.00,0.00,eur,Paid,Live,cus_1,a@x.example",
        "ch_2,2026-05-03 08:48:38,30.00,7.50,eur,Refunded,Live,cus_1,a@x.example",
        "ch_3,2026-05-03 08:48:38,30.00,0.00,eur,Failed,Live,cus_1,a@x.example",
        "ch_4,2026-05-03 08:48:38,30.00,0.00,eur,Paid,Test,cus_1,a@x.example",
      ], as: .stripe, file: "s.csv")
    #expect(rows.map(\.event) == ["Purchase", "Purchase", "Payment Failed", nil])
    #expect(amounts(rows) == [30, 22.5, nil, nil])
    #expect(people(rows[0], .stripe) == ["stripe:cus_1", "email:a@x.example"])
  }

  @Test("Stripe: states are known in any case, and those that are not are passed over and counted")
  func stripeStates() throws {
    let states = [
      "succeeded", "Succeeded", "PAID", "Partially refunded", "Partial Refund", "failed",
      "Requires payment method",
      "Canceled", "Dispute won", "",
    ]
    let folder = try TemporaryFolder()
    try folder.write(
      "s.csv",
      "id,Created (UTC),Amount,Status,Currency,Customer ID\n"
        + states.map { "\($0),2026-05-03 08:48:38,30,\($0),eur,cus_1\n" }.joined())
    let reading = try read(Preset.stripe.mapping(name: "s", files: ["s.csv"]), in: folder)
    #expect(
      reading.rows.map(\.event) == Array(repeating: "Purchase", count: 5) + ["Payment Failed", nil, nil])
    #expect(reading.summary.passedOver?.locations.map(\.line) == [10, 11] && reading.rejects == [:])
    #expect(reading.summary.records == 8)
  }

  @Test("columns that a vendor's export may lack stop nothing; those without which no record counts do")
  func optionalColumns() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "s.csv", "id,Created (UTC),Amount,Status,Currency\nch_1,2026-05-03 08:48:38,30.00,Paid,eur\n")
    let mapping = Preset.stripe.mapping(name: "stripe", files: ["s.csv"])
    #expect(throws: Failure.self) { try read(mapping, in: folder) }
    try folder.write(
      "s.csv",
      "id,Created (UTC),Amount,Status,Currency,Customer ID\nch_1,2026-05-03 08:48:38,30.00,Paid,eur,cus_1\n")
    let reading = try read(mapping, in: folder)
    #expect(amounts(reading.rows) == [30] && reading.summary.lacking.isEmpty)
  }
}

@Suite("Amounts less what was paid back")
struct NetAmountTests {
  @Test(
    "the difference is exact, whatever the scales",
    arguments: [
      ("30", "7.5", 22_500_000), ("0.3", "0.1", 200_000), ("1e2", "0.000001", 99_999_999),
      ("5", "", 5_000_000),
      ("5", "8", -3_000_000),
    ])
  func difference(total: String, refund: String, millionths: Int64) throws {
    let folder = try TemporaryFolder()
    try folder.write("o.csv", "at,total,refund,who\n2026-01-01,\(total),\(refund),a\n")
    let mapping = SourceMapping(
      name: "o", files: ["o.csv"], time: .field("at"), event: .constant("Purchase"),
      revenue: AmountRule(factors: [.field("total")], minus: .field("refund")),
      identifiers: [.init(kind: "user", value: .field("who"))])
    #expect(try read(mapping, in: folder).rows.map(\.amount) == [millionths])
  }
}
