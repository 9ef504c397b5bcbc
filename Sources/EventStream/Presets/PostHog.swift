// PostHog's events as JSON lines, as batch exports and the events API give them.
// https://posthog.com/docs/cdp/batch-exports

private import Persona

/// The mapping of PostHog's events.
///
/// - `distinct_id` is a cookie before somebody logs in and a user afterwards. Only where `$identify` is sent is it
///   certainly a user; elsewhere it is taken as anonymous, and joins what stands beside it.
/// - Times are UTC; not all that write its files say so.
/// - `person_id` is PostHog's own answer to who is who, and of a kind of its own.
/// - What links people or describes them is no event, nor is the answer about a feature flag, which the library asks for.
func posthogMapping(name: String, files: [String]) -> SourceMapping {
  let isNoDeed = FieldCondition.field(
    "event", isOneOf: "$identify", "$create_alias", "$merge_dangerously", "$set", "$groupidentify",
    "$feature_flag_called")
  let names = FieldCondition.field("event", isOneOf: "$identify")
  let joins = FieldCondition.field("event", isOneOf: "$create_alias", "$merge_dangerously")
  return SourceMapping(
    name: name, files: files,
    time: .field("timestamp"),
    id: .field("uuid"),
    event: .when(isNoDeed, .nothing, else: .field("event")),
    channel: .field("properties.$lib"),
    screen: .firstField("properties.$pathname", "properties.$screen_name"),
    session: .field("properties.$session_id"),
    order: .firstField("properties.order_id", "properties.orderId"),
    revenue: .commerce(.firstField("properties.revenue", "properties.$revenue"), event: "event"),
    currency: .field("properties.currency"),
    identifiers: [
      .init(
        kind: "user", value: .when(names, .field("distinct_id"), else: .field("properties.$user_id"))),
      .init(kind: "email", value: .firstField("person_properties.email", "properties.$set.email")),
      .init(kind: "device", value: .field("properties.$device_id")),
      .init(kind: "anonymous", value: .field("distinct_id")),
      .init(kind: "anonymous", value: .field("properties.$anon_distinct_id")),
      .init(kind: "anonymous", value: .when(joins, .field("properties.alias"))),
      .init(kind: "posthog", value: .field("person_id")),
    ])
}
