// Evidence out of nodes: the way back of EvidenceFile. It stops at the first thing that is wrong: nobody edits this
// file by hand, so there is no list of slips to collect.

internal import Persona

/// A value of an evidence file and its name in messages.
struct EvidenceNode {
  private let node: Node
  private let name: String

  init(_ node: Node, name: String = "evidence") {
    self.node = node
    self.name = name
  }

  /// The member with this key, when it is there and not null.
  func optional(_ key: String) throws(Failure) -> EvidenceNode? {
    guard case .map = node.kind else { throw wrong("keys and values") }
    guard let member = node[key] else { return nil }
    if case .null = member.kind { return nil }
    return EvidenceNode(member, name: key)
  }

  subscript(key: String) -> EvidenceNode {
    get throws(Failure) {
      if let member = try optional(key) { return member }
      throw Failure(
        "cannot read the evidence", at: node.location, causes: ["`\(key)` is missing in `\(name)`"],
        hint: Self.hint)
    }
  }

  /// The members of a map with keys of any name.
  func members<Value>(_ read: (EvidenceNode) throws(Failure) -> Value) throws(Failure) -> [String: Value] {
    guard case .map(let members) = node.kind else { throw wrong("keys and values") }
    var result: [String: Value] = [:]
    for (key, value) in members {
      let key = key.text ?? ""
      result[key] = try read(EvidenceNode(value, name: key))
    }
    return result
  }

  func items<Value>(_ read: (EvidenceNode) throws(Failure) -> Value) throws(Failure) -> [Value] {
    guard case .list(let items) = node.kind else { throw wrong("a list") }
    var result: [Value] = []
    for item in items { result.append(try read(EvidenceNode(item, name: name))) }
    return result
  }

  func text() throws(Failure) -> String {
    guard case .scalar(let text, false) = node.kind else { throw wrong("a text") }
    return text
  }

  func number() throws(Failure) -> Double {
    guard let number = node.number else { throw wrong("a number") }
    return number
  }

  func numberOrNull() throws(Failure) -> Double? {
    if case .null = node.kind { return nil }
    return try number()
  }

  func whole() throws(Failure) -> Int {
    guard let number = node.integer else { throw wrong("a whole number") }
    return number
  }

  func flag() throws(Failure) -> Bool {
    guard let flag = node.flag else { throw wrong("true or false") }
    return flag
  }

  func word<Word: CaseIterable & RawRepresentable<String>>(_: Word.Type) throws(Failure) -> Word {
    guard let word = Word(rawValue: try text()) else {
      throw wrong("one of " + Word.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return word
  }

  func interval() throws(Failure) -> Evidence.Interval {
    let ends = try items { item throws(Failure) in try item.number() }
    guard ends.count == 2, ends[0] <= ends[1] else { throw wrong("two numbers, the lower one first") }
    return Evidence.Interval(low: ends[0], high: ends[1])
  }

  func wrong(_ wanted: String) -> Failure {
    Failure(
      "cannot read the evidence", at: node.location, causes: ["`\(name)` must be \(wanted)"], hint: Self.hint)
  }

  static let hint = "restore the file from git, or delete it and sync again"
}
