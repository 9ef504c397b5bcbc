// Snowplow's canonical event table as CSV or TSV with a header.
// https://docs.snowplow.io/docs/fundamentals/canonical-event

private import Persona

/// The mapping of Snowplow's canonical event.
///
/// - The id is `event_id` with `event_fingerprint`: the same id with another fingerprint is a collision, not a
///   duplicate. An export without fingerprints falls back to `event_id`.
/// - `derived_tstamp` is corrected for the device's clock; without it the collector's time counts. Both are UTC.
/// - The screen is the path of the page without its query.
/// - `domain_userid` is a cookie, so an anonymous id; `network_userid` belongs to the browser as a whole.
/// - Revenue is `tr_total` of `transaction` events, in `tr_currency`; items repeat parts of it.
func snowplowMapping(name: String, files: [String]) -> SourceMapping {
  let isTransaction = FieldCondition(tests: [
    .init(field: FieldPath("event"), test: .is(.text("transaction")))
  ])

  return SourceMapping(
    name: name, files: files,
    time: .firstField("derived_tstamp", "collector_tstamp"),
    id: .firstOf([.joined([.field("event_id"), .field("event_fingerprint")]), .field("event_id")]),
    event: .firstField("event_name", "event"),
    channel: .field("platform"),
    screen: .field("page_urlpath"),
    session: .field("domain_sessionid"),
    order: .field("tr_orderid"),
    revenue: AmountRule(factors: [.field("tr_total")], only: isTransaction),
    currency: .field("tr_currency"),
    identifiers: [
      .init(kind: "user", value: .field("user_id")),
      .init(kind: "anonymous", value: .field("domain_userid")),
      .init(kind: "device", value: .field("network_userid")),
    ])
}
