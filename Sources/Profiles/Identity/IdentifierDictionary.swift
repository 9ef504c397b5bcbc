// Identifiers as codes, in the one form in which they are compared; what never links is left out here.

import CXXHash
import EventStream
import Persona

/// Distinct identifiers of all sources, normalised.
///
/// An identifier is stored as two bytes with its kind's place in the priority, then its value, so that
/// sorting by bytes sorts by priority first.
struct IdentifierDictionary: Sendable {
  /// By falling priority: the kinds of the rules, then other kinds of the sources by name.
  let kinds: [IdentityRules.Kind]
  private let emailKind: Int?
  private let blocked: BlockedValues
  private var texts = TextDictionary()
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

  var count: Int { texts.count }

  func kind(named name: String) -> Int? { kinds.firstIndex { $0.name == name } }

  /// The code of a value, given anew when it was not seen before; `nil` when it never links.
  mutating func code(of value: ArraySlice<UInt8>, kind: Int) -> UInt32? {
    let value = normalized(value, kind: kind)
    guard !blocked.contains(value) else { return nil }
    scratch.removeAll(keepingCapacity: true)
    scratch.append(UInt8(truncatingIfNeeded: kind >> 8))
    scratch.append(UInt8(truncatingIfNeeded: kind))
    if kind == emailKind {
      for byte in value { scratch.append(lowercased(byte)) }
    } else {
      scratch.append(contentsOf: value)
    }
    return texts.code(of: scratch[...], hash: xxh3(scratch[...]))
  }

  /// The code of an identifier as people write it; `nil` when it was never seen.
  func code(of identifier: Identifier) -> UInt32? {
    guard let kind = kind(named: identifier.kind) else { return nil }
    let written = Array(identifier.value.utf8)
    let value = normalized(written[...], kind: kind)
    let key =
      [UInt8(truncatingIfNeeded: kind >> 8), UInt8(truncatingIfNeeded: kind)]
      + (kind == emailKind ? value.map(lowercased) : Array(value))
    return texts.existingCode(of: key[...], hash: xxh3(key[...]))
  }

  func identifier(of code: UInt32) -> Identifier {
    Identifier(
      kind: kinds[kind(of: code)].name,
      value: String(decoding: texts.utf8(of: code).dropFirst(2), as: UTF8.self))
  }

  func kind(of code: UInt32) -> Int {
    let text = texts.utf8(of: code)
    return Int(text[text.startIndex]) << 8 | Int(text[text.startIndex + 1])
  }

  /// All codes by priority of the kind, then bytes of the value.
  func sortedCodes() -> [UInt32] { texts.sortedCodes() }

  /// E-mail addresses lose outer blanks (and, where they are stored, their case); digits lose a final `.0`,
  /// which a number column gets when it passes through a float.
  private func normalized(_ value: ArraySlice<UInt8>, kind: Int) -> ArraySlice<UInt8> {
    let value = kind == emailKind ? withoutOuterBlanks(value) : value
    let digits = value.dropLast(2)
    guard !digits.isEmpty, value.suffix(2).elementsEqual(".0".utf8) else { return value }
    return digits.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 } ? digits : value
  }
}

/// Values that stand for "nobody": they are treated as absent.
struct BlockedValues: Sendable {
  private var texts = TextDictionary()
  private var longest = 0

  static let builtIn = [
    "", "-1", "null", "none", "nan", "undefined", "unknown", "n/a", "anonymous",
  ]

  init(added: Set<String>) {
    for word in Self.builtIn + added.sorted() {
      let written = Array(word.utf8)
      let text = withoutOuterBlanks(written[...]).map(lowercased)
      longest = max(longest, text.count)
      _ = texts.code(of: text[...], hash: xxh3(text[...]))
    }
  }

  /// Compared without case and outer blanks. Values of zeros and hyphens only, the zero UUID among them, are
  /// blocked whatever their length.
  func contains(_ value: ArraySlice<UInt8>) -> Bool {
    let value = withoutOuterBlanks(value)
    if value.allSatisfy({ $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: "-") }) { return true }
    guard value.count <= longest else { return false }
    let text = value.map(lowercased)
    return texts.existingCode(of: text[...], hash: xxh3(text[...])) != nil
  }
}

private func lowercased(_ byte: UInt8) -> UInt8 {
  UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
}

private func withoutOuterBlanks(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || 0x09...0x0D ~= byte }
  guard let first = text.firstIndex(where: { !isBlank($0) }),
    let last = text.lastIndex(where: { !isBlank($0) })
  else { return text.prefix(0) }
  return text[first...last]
}

private func xxh3(_ text: ArraySlice<UInt8>) -> UInt64 {
  // The pointer is read only during the call, within the count that belongs to it.
  unsafe text.withUnsafeBytes { unsafe XXH_INLINE_XXH3_64bits($0.baseAddress, $0.count) }
}
