// Taking values out of nodes while collecting everything that is wrong with them: one wrong key never hides the
// next. Used for rules here and for settings elsewhere.

public import Persona

/// Reads values from nodes and collects every problem, each with its place and, where possible, what was meant.
///
/// Every function gives nil (or an empty list) for a value of the wrong kind, after noting the problem.
public struct NodeReader: Sendable {
  public private(set) var problems: [Problem] = []

  public init() {}

  /// How many of the problems are errors.
  var errorCount: Int { problems.count { $0.severity == .error } }

  /// Notes a problem at a place.
  public mutating func report(
    _ message: String, at location: SourceLocation, hint: String? = nil, severity: Problem.Severity = .error
  ) {
    problems.append(Problem(severity, message, at: location, hint: hint))
  }

  /// The members of a map by key. Notes keys that repeat, keys that are not text and keys that `known` does not
  /// list; a node that is no map has no fields.
  ///
  /// - Parameters:
  ///   - known: The keys that have a meaning here; nil when people choose the keys themselves.
  ///   - subject: What the map describes, for messages: `a claim`.
  ///   - elsewhere: Hints for keys that people put here and that belong somewhere else.
  public mutating func fields(
    _ node: Node, of subject: String, known: [String]? = nil, elsewhere: [String: String] = [:]
  )
    -> Fields
  {
    guard case .map(let members) = node.kind else {
      reportKind(of: node, wanted: "\(subject) needs keys and values")
      return Fields(members: [], location: node.location)
    }
    var result = Fields(members: [], location: node.location)
    for (key, value) in members {
      guard let name = key.text else {
        report("a key of \(subject) must be a single word", at: key.location)
        continue
      }
      if result[name] != nil {
        report("`\(name)` stands more than once in \(subject)", at: key.location, hint: "keep one of them")
      } else if let known, !known.contains(name) {
        report(
          "\(subject) has no key `\(name)`", at: key.location,
          hint: elsewhere[name] ?? didYouMean(name, among: known) ?? "keys: " + known.joined(separator: ", "))
      } else {
        result.append(Fields.Member(key: name, keyLocation: key.location, value: value))
      }
    }
    return result
  }

  /// The items of a list; a single value counts as a list of one. Notes an empty list.
  public mutating func items(_ node: Node, of subject: String) -> [Node] {
    switch node.kind {
    case .list(let items):
      if items.isEmpty { report("\(subject) is an empty list", at: node.location) }
      return items
    case .scalar, .map: return [node]
    case .null:
      reportKind(of: node, wanted: "\(subject) needs a value")
      return []
    }
  }

  /// Text that is not empty. Numbers and flags count as the text they are written as.
  public mutating func text(_ node: Node, of subject: String) -> String? {
    guard let text = node.text, text.contains(where: { !$0.isWhitespace }) else {
      reportKind(of: node, wanted: "\(subject) needs a text")
      return nil
    }
    return text
  }

  /// One text or a list of texts.
  public mutating func texts(_ node: Node, of subject: String) -> [String] {
    items(node, of: subject).compactMap { text($0, of: subject) }
  }

  /// A finite number; `50%` is 0.5.
  public mutating func number(_ node: Node, of subject: String) -> Double? {
    if let number = node.number { return number }
    reportKind(
      of: node, wanted: "\(subject) needs a number", hint: numberHint(for: node) { $0.number != nil })
    return nil
  }

  /// A whole number within bounds.
  public mutating func integer(_ node: Node, of subject: String, in bounds: ClosedRange<Int>) -> Int? {
    if let integer = node.integer, bounds.contains(integer) { return integer }
    let wanted =
      bounds.upperBound == .max
      ? "of at least \(bounds.lowerBound)" : "from \(bounds.lowerBound) to \(bounds.upperBound)"
    reportKind(
      of: node, wanted: "\(subject) needs a whole number \(wanted)",
      hint: numberHint(for: node) { $0.integer != nil })
    return nil
  }

  /// A share of a whole, 0...1: written `50%` or `0.5`.
  public mutating func share(_ node: Node, of subject: String) -> Double? {
    guard let number = number(node, of: subject) else { return nil }
    if (0...1).contains(number) { return number }
    let written = node.text ?? ""
    let couldBePercent = !node.isPercentage && (0...100).contains(number)
    report(
      "\(subject) needs a share between 0% and 100%, not `\(written)`", at: node.location,
      hint: couldBePercent ? "write `\(Self.written(percentage: written, at: node.location))`" : nil)
    return nil
  }

  /// `true` or `false`, `yes` or `no`.
  public mutating func flag(_ node: Node, of subject: String) -> Bool? {
    if let flag = node.flag { return flag }
    reportKind(of: node, wanted: "\(subject) needs true or false")
    return nil
  }

  /// One of a fixed set of words, by raw value.
  public mutating func choice<Choice: CaseIterable & RawRepresentable<String>>(
    _ node: Node, of subject: String, among _: Choice.Type = Choice.self
  ) -> Choice? {
    let names = Choice.allCases.map(\.rawValue)
    guard let word = text(node, of: subject) else { return nil }
    if let choice = Choice(rawValue: word) { return choice }
    report(
      "\(subject) cannot be `\(word)`", at: node.location,
      hint: didYouMean(word, among: names) ?? "one of " + names.joined(separator: ", "))
    return nil
  }

  /// Notes that a node holds the wrong kind of thing, and says what it holds.
  public mutating func reportKind(of node: Node, wanted: String, hint: String? = nil) {
    let found = node.text.map { "`\($0)`" } ?? node.kindName
    report("\(wanted), not \(found)", at: node.location, hint: hint)
  }

  /// What may have gone wrong with a number: quotes around it, or the separators of another country.
  private func numberHint(for node: Node, fits: (Node) -> Bool) -> String? {
    guard case .scalar(let text, let isPlain) = node.kind else { return nil }
    func plain(_ text: String) -> Node { Node(.scalar(text: text, isPlain: true), at: node.location) }
    func written(_ number: Node) -> String {
      let text = number.text ?? ""
      return number.isPercentage
        ? Self.written(percentage: String(text.dropLast()), at: node.location) : text
    }
    let unquoted = plain(text)
    if !isPlain, fits(unquoted) { return "write `\(written(unquoted))` without quotes" }
    let number = plain(withoutSeparators(text.lowercased().replacing(/per ?cent$/, with: "%")))
    if number.text != text, fits(number) { return "write `\(written(number))`" }
    return text.allSatisfy(\.isLetter) ? "write it in digits" : nil
  }

  /// A share as it is written at a place. JSON has no percent sign, only the number.
  private static func written(percentage: String, at location: SourceLocation) -> String {
    // Read with its exponent, because a division by 100 may end in other digits.
    let share = Double(percentage + "e-2") ?? Double(percentage).map { $0 / 100 }
    guard location.isInJSON, let share else { return percentage + "%" }
    return Int(exactly: share).map(String.init) ?? "\(share)"
  }
}

/// A number as YAML and JSON write it: `1,000` is `1000`, `2,5` is `2.5`, and `1.199,90` is `1199.90`.
///
/// A single comma separates thousands only where three digits follow something other than a zero.
private func withoutSeparators(_ text: String) -> String {
  let digits = text.filter { !"_' ".contains($0) }
  let parts = digits.split(separator: ",", omittingEmptySubsequences: false)
  guard parts.count > 1 else { return digits }
  let areGroups = parts.dropFirst().allSatisfy { (2...3).contains($0.prefix(while: \.isNumber).count) }
  guard parts.count == 2 else { return areGroups ? parts.joined() : text }
  let whole = parts[0].filter { $0 != "." }
  let isGroup = parts[1].prefix(while: \.isNumber).count == 3 && whole == parts[0]
  if isGroup, !["", "0", "-0"].contains(whole) { return parts.joined() }
  return (whole.isEmpty ? "0" : whole) + "." + parts[1]
}

/// The members of a map that were recognised.
public struct Fields: Sendable {
  /// A key, its place, and its value.
  public struct Member: Sendable {
    public var key: String
    public var keyLocation: SourceLocation
    public var value: Node
  }

  /// In the order of the text, each key once.
  public private(set) var members: [Member]
  /// Where the map starts.
  public var location: SourceLocation

  /// The value of a key.
  public subscript(key: String) -> Node? { member(key)?.value }

  /// The member with a key.
  public func member(_ key: String) -> Member? { members.first { $0.key == key } }

  mutating func append(_ member: Member) { members.append(member) }
}

/// The hint for a word that is nearly one of the known ones.
public func didYouMean(_ word: String, among known: some Sequence<String>) -> String? {
  suggestion(for: word, among: known).map { "did you mean `\($0)`?" }
}
