// Segment's messages as JSON: one a line, as an array, or several in a `batch`.
// https://segment.com/docs/connections/spec/common and .../spec/ecommerce/v2

private import Persona

/// The mapping of Segment's messages.
///
/// - A `track` call is an event of its own name. `page` and `screen` calls are the events `Page Viewed` and
///   `Screen Viewed`; what was viewed is the screen, so that the list of events stays as short as analytics
///   tools show it. `identify`, `group` and `alias` are no events: they give traits and links.
/// - The screen is the path without the query for pages and for events on one, the name for screens.
/// - `alias` calls link `previousId`, taken as an anonymous id, with the user.
/// - `traits` of a `group` call describe a company: its e-mail is nobody's.
/// - `Order Completed` is revenue, `Order Refunded` negative revenue: `revenue`, else `total`. `Order Updated`
///   repeats an order that already counts, and `Order Cancelled` says nothing of money paid back.
/// - `timestamp` is already corrected for the device's clock; the other times stand in where it is absent.
///
/// `context.externalIds` is an array and not read.
func segmentMapping(name: String, files: [String]) -> SourceMapping {
  func isOneOf(_ field: String, _ values: String...) -> FieldCondition {
    FieldCondition(tests: [.init(field: FieldPath(field), test: .in(values.map { .text($0) }))])
  }
  let withoutType = FieldCondition(tests: [.init(field: FieldPath("type"), test: .exists(false))])

  return SourceMapping(
    name: name, files: files,
    time: .firstField("timestamp", "originalTimestamp", "sentAt", "receivedAt"),
    id: .field("messageId"),
    event: .cases(
      [
        .init(when: isOneOf("type", "track"), then: .field("event")),
        .init(when: isOneOf("type", "page"), then: .constant("Page Viewed")),
        .init(when: isOneOf("type", "screen"), then: .constant("Screen Viewed")),
        .init(when: withoutType, then: .field("event")),
      ], otherwise: nil),
    channel: .firstOf([
      .firstField("channel", "context.device.type", "context.os.name"),
      .cases(
        [.init(when: isOneOf("context.library.name", "analytics.js"), then: .constant("browser"))],
        otherwise: nil),
    ]),
    screen: .cases(
      [
        .init(when: isOneOf("type", "screen"), then: .firstField("name", "properties.name")),
        .init(
          when: isOneOf("type", "page"), then: .firstField("properties.path", "context.page.path", "name")),
      ], otherwise: .field("context.page.path")),
    session: .field("context.sessionId"),
    order: .firstField("properties.order_id", "properties.orderId"),
    revenue: AmountRule(
      factors: [.firstField("properties.revenue", "properties.total")],
      only: isOneOf("event", "Order Completed", "Order Refunded"),
      negative: isOneOf("event", "Order Refunded")),
    currency: .field("properties.currency"),
    identifiers: [
      .init(kind: "user", value: .firstField("userId", "user_id")),
      .init(
        kind: "email",
        value: .cases(
          [.init(when: isOneOf("type", "group"), then: .field("context.traits.email"))],
          otherwise: .firstField("traits.email", "context.traits.email"))),
      .init(kind: "device", value: .field("context.device.id")),
      .init(kind: "anonymous", value: .firstField("anonymousId", "anonymous_id")),
      .init(
        kind: "anonymous",
        value: .cases([.init(when: isOneOf("type", "alias"), then: .field("previousId"))], otherwise: nil)),
    ],
    records: FieldPath("batch"))
}
