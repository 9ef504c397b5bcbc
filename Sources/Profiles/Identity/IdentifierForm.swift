// The one form in which identifiers are compared, and what never links.

private import CXXHash
import EventStream
import Persona

/// An identifier as 128 bits of its kind and normalised value.
///
/// With a billion identifiers two of them have the same key with a probability of 1 in 10^21; 64 bits would
/// collide with 3%.
struct IdentifierKey: Sendable, Hashable, Comparable {
  var high: UInt64
  var low: UInt64

  static func < (a: Self, b: Self) -> Bool { a.high != b.high ? a.high < b.high : a.low < b.low }
}

/// Brings identifiers into the form in which they are compared.
struct IdentifierForm: Sendable {
  /// By falling priority: the kinds of the rules, then other kinds of the sources by name.
  let kinds: [IdentityRules.Kind]
  private let emailKind: Int?
  private let blocked: BlockedValues
  private var scratch: [UInt8] = []

  /// The limit of a kind that the rules do not name.
  private static let otherLimit = 5

  init(rules: IdentityRules, sources: [SourceMapping]) {
    let named = Set(rules.kinds.map(\.name))
    let others = Set(sources.flatMap { $0.identifiers.map(\.kind) }).subtracting(named)
    kinds = rules.kinds + others.sorted().map { IdentityRules.Kind(name: $0, limit: Self.otherLimit) }
    emailKind = kinds.firstIndex { $0.name == "email" }
    blocked = BlockedValues(added: rules.blocked)
  }

  func kind(named name: String) -> Int? { kinds.firstIndex { $0.name == name } }

  /// The key of a value as it was written; `nil` when it never links.
  mutating func key(of written: ArraySlice<UInt8>, kind: Int) -> IdentifierKey? {
    let value = trimmed(written, kind: kind)
    guard !blocked.contains(value) else { return nil }
    scratch.removeAll(keepingCapacity: true)
    scratch.append(UInt8(truncatingIfNeeded: kind >> 8))
    scratch.append(UInt8(truncatingIfNeeded: kind))
    if kind == emailKind {
      for byte in value { scratch.append(lowercased(byte)) }
    } else {
      scratch.append(contentsOf: value)
    }
    // The pointer is read only during the call, within the count that belongs to it.
    let hash = unsafe scratch.withUnsafeBytes { unsafe xxhash_128($0.baseAddress, $0.count) }
    return IdentifierKey(high: hash.high64, low: hash.low64)
  }

  /// The key of an identifier as people write it.
  func key(of identifier: Identifier) -> (kind: Int, key: IdentifierKey)? {
    guard let kind = kind(named: identifier.kind) else { return nil }
    var form = self
    let bytes = Array(identifier.value.utf8)
    return form.key(of: bytes[...], kind: kind).map { (kind, $0) }
  }

  /// An identifier in the form in which it is compared.
  func identifier(_ written: ArraySlice<UInt8>, kind: Int) -> Identifier {
    Identifier(kind: kinds[kind].name, value: String(decoding: compared(written, kind: kind), as: UTF8.self))
  }

  /// A value in the form in which it is compared.
  func compared(_ written: ArraySlice<UInt8>, kind: Int) -> ArraySlice<UInt8> {
    let value = trimmed(written, kind: kind)
    return kind == emailKind ? value.map(lowercased)[...] : value
  }

  /// E-mail addresses lose outer blanks (and, where they are compared, their case); all lose the apostrophe by which
  /// spreadsheets are told that a number is a text; digits lose a final `.0`, which a number column gets when it passes
  /// through a float.
  private func trimmed(_ value: ArraySlice<UInt8>, kind: Int) -> ArraySlice<UInt8> {
    let value = withoutApostrophe(kind == emailKind ? withoutOuterBlanks(value) : value)
    guard value.last == UInt8(ascii: "0") else { return value }
    let digits = value.dropLast(2)
    guard !digits.isEmpty, value.suffix(2).elementsEqual(".0".utf8) else { return value }
    return digits.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 } ? digits : value
  }
}

/// Values that stand for "nobody": they are treated as absent.
struct BlockedValues: Sendable {
  private let texts: Set<[UInt8]>
  /// By first byte, the lengths that a blocked value can have, as bits; those of 63 bytes and more share one. Most values
  /// need no look at the texts.
  private let lengths: [UInt64]

  static let builtIn = [
    "", "-1", "null", "none", "nan", "undefined", "unknown", "n/a", "anonymous",
  ]

  init(added: Set<String>) {
    texts = Set(
      (Self.builtIn + added).map { word in
        let written = Array(word.utf8)
        return withoutOuterBlanks(written[...]).map(lowercased)
      })
    lengths = texts.reduce(into: Array(repeating: 0, count: 256)) { lengths, text in
      if let first = text.first { lengths[Int(first)] |= 1 << UInt64(min(63, text.count)) }
    }
  }

  /// Compared without case and outer blanks. Values of zeros and hyphens only, the zero UUID among them, are
  /// blocked whatever their length.
  func contains(_ value: ArraySlice<UInt8>) -> Bool {
    let value = withoutOuterBlanks(value)
    if value.allSatisfy({ $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: "-") }) { return true }
    guard let first = value.first, lengths[Int(lowercased(first))] >> UInt64(min(63, value.count)) & 1 == 1
    else { return false }
    return texts.contains(value.map(lowercased))
  }
}

private func lowercased(_ byte: UInt8) -> UInt8 {
  UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
}

/// Without the apostrophe with which a text begins, unless it is all there is.
func withoutApostrophe(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  text.first == UInt8(ascii: "'") && text.count > 1 ? text.dropFirst() : text
}

private func withoutOuterBlanks(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || 0x09...0x0D ~= byte }
  guard let first = text.first, let last = text.last else { return text }
  if !isBlank(first), !isBlank(last) { return text }
  guard let start = text.firstIndex(where: { !isBlank($0) }),
    let end = text.lastIndex(where: { !isBlank($0) })
  else { return text.prefix(0) }
  return text[start...end]
}
