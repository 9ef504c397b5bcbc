// Google Analytics 4's events as BigQuery exports them, as JSON lines.
// https://support.google.com/analytics/answer/7029846

private import Persona

/// The mapping of Google Analytics 4's events.
///
/// - Events have no id, and a day's table is written anew for up to three days. What tells them apart is who, when, what
///   and their place in the batch that they were sent in; older exports know only the bundle.
/// - `purchase_revenue` is in a currency that stands in `event_params`, which are an array; the amounts in US dollars say
///   what they are in.
/// - `(not set)` is no number of an order.
func ga4Mapping(name: String, files: [String]) -> SourceMapping {
  let event: [TextRule] = [.field("user_pseudo_id"), .field("event_timestamp"), .field("event_name")]
  let isRefund = FieldCondition.field("event_name", isOneOf: "refund")
  return SourceMapping(
    name: name, files: files,
    time: .field("event_timestamp"),
    id: .firstOf([
      .joined(
        event + [
          .field("batch_page_id"), .field("batch_ordering_id"), .field("batch_event_index"),
        ]),
      .joined(event + [.field("event_bundle_sequence_id")]),
      .joined(event),
    ]),
    event: .field("event_name"),
    channel: .firstField("platform", "device.category"),
    order: .when(
      .field("ecommerce.transaction_id", isOneOf: "(not set)"), .nothing,
      else: .field("ecommerce.transaction_id")),
    revenue: AmountRule(
      factors: [
        .when(
          isRefund, .field("ecommerce.refund_value_in_usd"), else: .field("ecommerce.purchase_revenue_in_usd")
        )
      ],
      only: .field("event_name", isOneOf: "purchase", "refund"), negative: isRefund),
    currency: .constant("USD"),
    identifiers: [
      .init(kind: "user", value: .field("user_id")),
      .init(kind: "anonymous", value: .field("user_pseudo_id")),
    ],
    traits: [.init(name: "country", value: .field("geo.country"))])
}
