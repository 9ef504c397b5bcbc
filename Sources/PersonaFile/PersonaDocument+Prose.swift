// What people wrote for people to read, as Markdown: everything but rules, settings and the tool's part.

public import Persona

extension PersonaDocument {
  /// The text below the front matter without the tool's block. Where that is empty, and in a JSON persona, the keys that
  /// are not the tool's, as a list.
  public func prose() throws(Failure) -> String {
    switch form {
    case .markdown(let markdown):
      let text = String(decoding: try removingBlock()[markdown.bodyStart...], as: UTF8.self)
      return text.allSatisfy(\.isWhitespace) ? keysMarkdown(markdown.root) : text
    case .json(let json):
      return keysMarkdown(json.root)
    }
  }
}

private func keysMarkdown(_ root: Node) -> String {
  guard case .map(let members) = root.kind else { return "" }
  return listMarkdown(members.filter { !notProse.contains($0.key.text ?? "") }, depth: 0)
}

/// Top-level keys that say nothing to readers: the tool's, and those that name it.
private let notProse: Set<String> = [
  JSONForm.reservedKey, "match", "claims", "stage", "id", "name", "title", "label", "lang", "$schema",
]

/// Keys and values as a list, lists within it for what they hold; what is empty is left out.
private func listMarkdown(_ members: [(key: Node, value: Node)], depth: Int) -> String {
  members.map { member in
    let key = escapedMarkdown((member.key.text ?? "").replacing("_", with: " "))
    return itemMarkdown("**\(key)**", member.value, depth: depth)
  }.joined()
}

/// One item: its key with a value behind it, or with the items of its value below it.
private func itemMarkdown(_ key: String, _ value: Node, depth: Int) -> String {
  let indent = String(repeating: "  ", count: depth)
  switch value.kind {
  case .null: return ""
  case .scalar(let text, _):
    return text.isEmpty ? "" : "\(indent)- \(key): \(escapedMarkdown(text))\n"
  case .map(let members):
    let inner = listMarkdown(members, depth: depth + 1)
    return inner.isEmpty ? "" : "\(indent)- \(key)\n" + inner
  case .list(let items):
    let texts = items.compactMap(\.text).filter { !$0.isEmpty }
    if texts.count == items.count {
      return texts.isEmpty ? "" : "\(indent)- \(key): \(texts.map(escapedMarkdown).joined(separator: ", "))\n"
    }
    let inner = items.enumerated().map { itemMarkdown("\($0 + 1)", $1, depth: depth + 1) }.joined()
    return inner.isEmpty ? "" : "\(indent)- \(key)\n" + inner
  }
}
