// Which vendor's export a file is, by its fields: only where they could hardly be anything else.

private import Foundation

extension Preset {
  /// The vendor whose fields these are, if any.
  init?(guessedFrom fields: [FieldSurvey], format: SourceMapping.Format) {
    let paths = Set(fields.map(\.path.written))
    let isJSON = format == .jsonLines || format == .jsonArray
    let candidates = isJSON ? Self.ofJSON + Self.ofBoth : Self.ofTables + Self.ofBoth
    guard let found = candidates.first(where: { $0.isRecognized(by: paths) }) else { return nil }
    self = found
  }

  /// What is looked for in JSON, in tables, and in both; the surest first.
  private static let ofJSON: [Preset] = [.segment, .amplitude, .mixpanel, .ga4, .cloudevents]
  private static let ofTables: [Preset] = [
    .snowplow, .shopify, .shopifyCustomers, .stripe, .stripeCustomers, .hubspot,
  ]
  private static let ofBoth: [Preset] = [.posthog, .zendesk, .zendeskUsers]

  /// The names of a table's columns, where a vendor's export without a header has rows like this one.
  static func columns(withoutHeader row: [String]) -> [String]? {
    guard row.count == snowplowColumns.count, UUID(uuidString: row[6]) != nil,
      case .time = ValueKind(of: row[3])
    else { return nil }
    return snowplowColumns
  }

  private func isRecognized(by paths: Set<String>) -> Bool {
    func all(_ names: String...) -> Bool { paths.isSuperset(of: names) }
    func any(_ names: String...) -> Bool { !paths.isDisjoint(with: names) }
    return switch self {
    case .segment:
      any("userId", "anonymousId") && any("messageId", "type")
        && any("event", "name", "traits.email", "sentAt", "receivedAt", "originalTimestamp")
    case .snowplow: all("event_id", "event", "collector_tstamp", "domain_userid")
    case .amplitude: all("event_type", "event_time") && any("uuid", "$insert_id", "amplitude_id")
    case .mixpanel: all("event", "properties.time") && any("properties.distinct_id", "properties.$insert_id")
    case .posthog: all("uuid", "event", "distinct_id", "timestamp")
    case .ga4: all("event_name", "event_timestamp", "event_date", "user_pseudo_id")
    case .cloudevents: all("specversion", "id", "source", "type")
    case .zendesk: all("id", "requester_id", "submitter_id", "status", "created_at")
    case .zendeskUsers: all("id", "email", "role", "locale") && any("time_zone", "external_id", "suspended")
    case .hubspot:
      all("hs_object_id", "email") || all("Record ID", "Email", "Lifecycle Stage")
        || all("Record ID - Contact", "Email")
    case .shopify: all("Name", "Email", "Financial Status", "Total", "Created at", "Lineitem name")
    case .shopifyCustomers: all("Customer ID", "Email", "Total Spent", "Total Orders")
    case .stripe: all("id", "Amount", "Status", "Currency") && any("Created date (UTC)", "Created (UTC)")
    case .stripeCustomers: all("id", "Email", "Created (UTC)", "Delinquent")
    }
  }
}
