// Nodes as text that says only what they hold: what digests of rules and settings are made over.

extension Node {
  /// The value without places, comments, layout and the order of keys. Whether a scalar was plain stays, because
  /// `no` and `"no"` mean different things.
  public var canonicalText: String {
    switch kind {
    case .null: return "null"
    case .scalar(let text, true): return "plain " + quotedJSON(text)
    case .scalar(let text, false): return quotedJSON(text)
    case .list(let items): return "[" + items.map(\.canonicalText).joined(separator: ",") + "]"
    case .map(let members):
      let lines = members.map { $0.key.canonicalText + ":" + $0.value.canonicalText }
      return "{" + lines.sorted().joined(separator: ",") + "}"
    }
  }
}
