// Evidence out of nodes: the way back of EvidenceFile. It stops at the first thing that is wrong: nobody edits this
// file by hand, so there is no list of slips to collect.

internal import Persona

/// A value of an evidence file and its name in messages.
struct EvidenceNode {
  private let tape: JSONTape
  private let place: Int
  private let name: String

  init(_ tape: JSONTape) { self.init(tape, 0, name: "evidence") }

  private init(_ tape: JSONTape, _ place: Int, name: String) {
    self.tape = tape
    self.place = place
    self.name = name
  }

  /// The member with this key, when it is there and not null.
  func optional(_ key: String) throws(Failure) -> EvidenceNode? {
    guard tape.kind(place) == .map else { throw wrong("keys and values") }
    guard let member = tape.member(key, of: place), tape.kind(member) != .null else { return nil }
    return EvidenceNode(tape, member, name: key)
  }

  subscript(key: String) -> EvidenceNode {
    get throws(Failure) {
      if let member = try optional(key) { return member }
      throw Failure(
        "cannot read the evidence", at: tape.location(of: place),
        causes: ["`\(key)` is missing in `\(name)`"], hint: Self.hint)
    }
  }

  /// The members of a map with keys of any name.
  func members<Value>(_ read: (EvidenceNode) throws(Failure) -> Value) throws(Failure) -> [String: Value] {
    guard tape.kind(place) == .map else { throw wrong("keys and values") }
    var result: [String: Value] = [:]
    for key in tape.keys(of: place) {
      let name = tape.text(key)
      result[name] = try read(EvidenceNode(tape, key + 1, name: name))
    }
    return result
  }

  func items<Value>(_ read: (EvidenceNode) throws(Failure) -> Value) throws(Failure) -> [Value] {
    guard tape.kind(place) == .list else { throw wrong("a list") }
    var result: [Value] = []
    for item in tape.items(of: place) { result.append(try read(EvidenceNode(tape, item, name: name))) }
    return result
  }

  func text() throws(Failure) -> String {
    guard tape.kind(place) == .string else { throw wrong("a text") }
    return tape.text(place)
  }

  func number() throws(Failure) -> Double {
    guard let number = tape.number(place) else { throw wrong("a number") }
    guard number.magnitude < figureLimit else { throw wrong("a number below 9e18") }
    return number
  }

  func numberOrNull() throws(Failure) -> Double? {
    if tape.kind(place) == .null { return nil }
    return try number()
  }

  func whole() throws(Failure) -> Int {
    guard tape.kind(place) == .number, let number = Int(tape.text(place)) else {
      throw wrong("a whole number")
    }
    return number
  }

  func flag() throws(Failure) -> Bool {
    switch tape.kind(place) {
    case .yes: return true
    case .no: return false
    default: throw wrong("true or false")
    }
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
      "cannot read the evidence", at: tape.location(of: place), causes: ["`\(name)` must be \(wanted)"],
      hint: Self.hint)
  }

  func newer(_ version: Int) -> Failure {
    Failure(
      "cannot read the evidence", at: tape.location(of: place),
      causes: [
        "it was made by version \(version) of the formulas, and this program knows version "
          + "\(Evidence.currentFormulas) and older ones"
      ], hint: "update persona-sync")
  }

  static let hint = "restore the file from git, or delete it and sync again"
}
