// The tree of a YAML or JSON text with the place of every value: the one form in which settings, front matter and
// JSON personas are read, so that every complaint can name its line and column.

public import Persona

/// A value of a YAML or JSON text, and where it stands.
public struct Node: Sendable {
  /// What a node holds. Scalars keep their text: what it means depends on who asks.
  public enum Kind: Sendable {
    /// Nothing, `~` or `null`.
    case null
    /// A single value. In YAML it is plain when it stands without quotes; in JSON numbers, `true` and `false` are.
    case scalar(text: String, isPlain: Bool)
    case list([Node])
    /// Members in the order of the text; keys may repeat.
    case map([(key: Node, value: Node)])
  }

  public var kind: Kind
  /// Line and column of the first character, in the whole file.
  public var location: SourceLocation
  /// The bytes of the value in the whole file, quotes included: every JSON value; in YAML the scalars that stand
  /// on one line without tag, anchor or alias.
  public var byteRange: Range<Int>?

  public init(_ kind: Kind, at location: SourceLocation, byteRange: Range<Int>? = nil) {
    self.kind = kind
    self.location = location
    self.byteRange = byteRange
  }

  /// The text of a scalar.
  public var text: String? {
    if case .scalar(let text, _) = kind { text } else { nil }
  }

  /// The value of the first member with this key, when the node is a map.
  public subscript(key: String) -> Node? {
    guard case .map(let members) = kind else { return nil }
    return members.first { $0.key.text == key }?.value
  }

  /// What the node holds, for messages: `a list`.
  public var kindName: String {
    switch kind {
    case .null: "nothing"
    case .scalar: "a single value"
    case .list: "a list"
    case .map: "keys and values"
    }
  }
}

/// Limits of what is read as YAML or JSON. Larger texts are refused by name.
public enum NodeLimits {
  /// Bytes of one YAML or JSON text.
  public static let bytes = 16 << 20
  /// Lists and maps inside each other.
  public static let depth = 64
  /// Values of one YAML text after its aliases are expanded.
  public static let nodes = 200_000
  /// Aliases (`*name`) in one YAML text: few enough that not even the worst nesting of them takes long.
  public static let aliases = 20
}
