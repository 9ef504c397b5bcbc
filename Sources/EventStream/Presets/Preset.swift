// The mappings that need no settings, because a vendor's export always looks the same.

private import Persona

/// A vendor's export whose mapping is known. Keys of the settings override single parts of it.
public enum Preset: String, Sendable, CaseIterable {
  case segment, snowplow, amplitude, mixpanel, posthog, ga4, cloudevents
  case zendesk
  case zendeskUsers = "zendesk-users"
  case hubspot
  case shopify
  case shopifyCustomers = "shopify-customers"
  case stripe
  case stripeCustomers = "stripe-customers"

  /// The mapping of a source of this kind.
  public func mapping(name: String, files: [String]) -> SourceMapping {
    var mapping =
      switch self {
      case .segment: segmentMapping(name: name, files: files)
      case .snowplow: snowplowMapping(name: name, files: files)
      case .amplitude: amplitudeMapping(name: name, files: files)
      case .mixpanel: mixpanelMapping(name: name, files: files)
      case .posthog: posthogMapping(name: name, files: files)
      case .ga4: ga4Mapping(name: name, files: files)
      case .cloudevents: cloudEventsMapping(name: name, files: files)
      case .zendesk: zendeskMapping(name: name, files: files)
      case .zendeskUsers: zendeskUsersMapping(name: name, files: files)
      case .hubspot: hubspotMapping(name: name, files: files)
      case .shopify: shopifyMapping(name: name, files: files)
      case .shopifyCustomers: shopifyCustomersMapping(name: name, files: files)
      case .stripe: stripeMapping(name: name, files: files)
      case .stripeCustomers: stripeCustomersMapping(name: name, files: files)
      }
    // No preset has a time zone or a regular expression that is none.
    mapping.optionalColumns = ((try? RecordPlan(mapping))?.fields ?? []).map(\.written).sorted()
    return mapping
  }

  /// Kinds of identifiers of which nobody has two, beside the first one. A help desk tells people apart by their addresses,
  /// and gives the same placeholder to many who have none: it must not make one person of them.
  public static let kindsOfOneEach: Set = ["zendesk", "requester"]

  /// Whether the vendor writes times in UTC without saying so; else a time without an offset is the workspace's.
  public var isInUTC: Bool { [.snowplow, .amplitude, .posthog, .stripe].contains(self) }
}

extension TextRule {
  /// A field by its written path.
  static func field(_ written: String) -> TextRule { .field(FieldPath(written)) }

  /// The first of these fields that has a text.
  static func firstField(_ written: String...) -> TextRule { .firstOf(written.map { field($0) }) }

  /// One text where a condition holds, and another where it does not.
  static func when(_ condition: FieldCondition, _ then: TextRule, else otherwise: TextRule? = nil) -> TextRule
  {
    .cases([Case(when: condition, then: then)], otherwise: otherwise)
  }
}

extension FieldCondition {
  /// Whether a field has one of these texts.
  static func field(_ written: String, isOneOf texts: String...) -> FieldCondition {
    FieldCondition(tests: [FieldTest(field: FieldPath(written), test: .in(texts.map { .text($0) }))])
  }

  /// Whether a field has one of these words, in any case.
  static func field(_ written: String, isAnyOf words: String...) -> FieldCondition {
    let pattern = "(?i)^(" + words.joined(separator: "|") + ")$"
    return FieldCondition(tests: [FieldTest(field: FieldPath(written), test: .matches(pattern))])
  }

  /// Whether a field has a text.
  static func has(_ written: String) -> FieldCondition {
    FieldCondition(tests: [FieldTest(field: FieldPath(written), test: .exists(true))])
  }
}
