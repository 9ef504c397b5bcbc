// The mappings that need no settings, because a vendor's export always looks the same.

/// A vendor's export whose mapping is known. Keys of the settings override single parts of it.
public enum Preset: String, Sendable, CaseIterable {
  case segment, snowplow

  /// The mapping of a source of this kind.
  public func mapping(name: String, files: [String]) -> SourceMapping {
    switch self {
    case .segment: segmentMapping(name: name, files: files)
    case .snowplow: snowplowMapping(name: name, files: files)
    }
  }
}

extension TextRule {
  /// A field by its written path.
  static func field(_ written: String) -> TextRule { .field(FieldPath(written)) }

  /// The first of these fields that has a text.
  static func firstField(_ written: String...) -> TextRule { .firstOf(written.map { field($0) }) }
}
