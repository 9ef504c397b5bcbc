// Amplitude's export of raw events: JSON lines.
// https://amplitude.com/docs/apis/analytics/export

private import Persona

/// The mapping of Amplitude's events.
///
/// - `event_id` counts the events of one device from 0 and is nothing to tell events apart by: `uuid` is, and
///   `$insert_id`, by which Amplitude itself drops what was sent twice.
/// - Times are UTC, without saying so.
/// - `session_id` is when the session began, and -1 for what belongs to none.
/// - `amplitude_id` is Amplitude's own answer to who is who, and of a kind of its own.
func amplitudeMapping(name: String, files: [String]) -> SourceMapping {
  SourceMapping(
    name: name, files: files,
    time: .field("event_time"),
    id: .firstField("uuid", "$insert_id"),
    event: .field("event_type"),
    channel: .field("platform"),
    screen: .firstField(
      "event_properties.[Amplitude] Page Path", "event_properties.[Amplitude] Screen Name"),
    session: .when(.field("session_id", isOneOf: "-1"), .nothing, else: .field("session_id")),
    order: .firstField("event_properties.order_id", "event_properties.orderId"),
    revenue: .commerce(
      .firstField("event_properties.$revenue", "event_properties.revenue"), event: "event_type"),
    currency: .firstField("event_properties.$currency", "event_properties.currency"),
    identifiers: [
      .init(kind: "user", value: .field("user_id")),
      .init(kind: "email", value: .field("user_properties.email")),
      .init(kind: "device", value: .field("device_id")),
      .init(kind: "amplitude", value: .field("amplitude_id")),
    ],
    traits: [.init(name: "country", value: .field("country"))])
}
