// Mixpanel's export of raw events: JSON lines, everything but the name within `properties`.
// https://developer.mixpanel.com/reference/raw-event-export

private import Persona

/// The mapping of Mixpanel's events.
///
/// - `time` is in seconds in exports and in milliseconds in what is imported: each is known by its size.
/// - `distinct_id` is a device before somebody logs in and a user afterwards, so it is neither: it is of a kind of its
///   own, and joins what stands beside it.
/// - `$identify`, `$create_alias` and `$merge` are no events: they link people, by values that are the `distinct_id` of
///   other events. `$merge` has them in an array, which is not read.
func mixpanelMapping(name: String, files: [String]) -> SourceMapping {
  let links = FieldCondition.field("event", isOneOf: "$identify", "$create_alias", "$merge")
  return SourceMapping(
    name: name, files: files,
    time: .field("properties.time"),
    id: .field("properties.$insert_id"),
    event: .when(links, .nothing, else: .field("event")),
    channel: .firstField("properties.mp_lib", "properties.$os"),
    screen: .firstField("properties.current_url_path", "properties.$screen_name"),
    order: .firstField("properties.order_id", "properties.orderId"),
    revenue: .commerce(.firstField("properties.revenue", "properties.$revenue"), event: "event"),
    currency: .field("properties.currency"),
    identifiers: [
      .init(kind: "user", value: .firstField("properties.$user_id", "properties.$identified_id")),
      .init(kind: "device", value: .firstField("properties.$device_id", "properties.$anon_id")),
      .init(kind: "mixpanel", value: .field("properties.distinct_id")),
      .init(kind: "mixpanel", value: .field("properties.$identified_id")),
      .init(kind: "mixpanel", value: .firstField("properties.$anon_id", "properties.$anon_distinct_id")),
      .init(
        kind: "mixpanel",
        value: .when(.field("event", isOneOf: "$create_alias"), .field("properties.alias"))),
    ],
    traits: [.init(name: "country", value: .field("properties.mp_country_code"))])
}
