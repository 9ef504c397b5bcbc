// The forms in which personal data come, found in the bytes of a text. Its own file because every name and value
// that an evidence might hold is looked through: regular expressions, which the language compiles at each use, took
// a third of the time of a sync with many personas.

/// Looks for one form after the other in the UTF-8 bytes of a text. Letters beyond ASCII are none here: where
/// that makes a difference, the answer is yes.
struct PersonalPattern {
  let bytes: [UInt8]

  init(_ text: String) {
    // Keyboards of Asia and of Arabic write digits and `@` that are others to a computer and the same to a reader.
    bytes = text.utf8.allSatisfy { $0 < 0x80 } ? Array(text.utf8) : Array(westernised(text).utf8)
  }

  var isFound: Bool {
    hasMailAddress || hasQueryOrFragment || hasLongNumber || hasNetworkAddress || hasUUID || hasToken
      || hasKey
      || hasHardwareAddress || hasCoordinates || hasStreetAddress
  }

  /// `@`, as it is or in a URL.
  private var hasMailAddress: Bool {
    bytes.indices.contains { at($0) == "@" || (at($0) == "%" && at($0 + 1) == "4" && at($0 + 2) == "0") }
  }

  /// A path or a URL with something after `?` or `#`, or `?name=`.
  private var hasQueryOrFragment: Bool {
    bytes.indices.contains { start in
      switch at(start) {
      case "/" where start == 0 || (start > 1 && at(start - 1) == "/" && at(start - 2) == ":"):
        return (start + 1..<end(of: isNoSpace, from: start + 1)).contains {
          (at($0) == "?" || at($0) == "#") && isNoSpace(at($0 + 1))
        }
      case "?":
        let name = end(of: { isNoSpace($0) && $0 != "=" }, from: start + 1)
        return name > start + 1 && at(name) == "="
      default: return false
      }
    }
  }

  /// Seven digits in a row, or nine with the separators of phone and card numbers between them. Dates do not
  /// count.
  private var hasLongNumber: Bool {
    if hasRun(of: isDigit, where: { $0.count >= 7 }) { return !isCompactDate }
    var digits = 0
    var position = 0
    while position < bytes.count {
      if fits("dddd-dd-dd", at: position) {
        digits = 0
        position += 10
        continue
      }
      if isDigit(at(position)) { digits += 1 } else if !" ().-/".utf8.contains(bytes[position]) { digits = 0 }
      if digits == 9 { return true }
      position += 1
    }
    return false
  }

  /// `20260331` and nothing else.
  private var isCompactDate: Bool {
    bytes.count == 8 && fits("dddddddd", at: 0) && bytes[4] <= UInt8(ascii: "1")
      && bytes[6] <= UInt8(ascii: "3")
  }

  /// Four numbers with dots, or eight hexadecimal ones with colons, that stand by themselves; or such with `::`.
  private var hasNetworkAddress: Bool {
    bytes.indices.contains { start in
      if at(start) == ":", at(start + 1) == ":", start > 0, isHexadecimal(at(start - 1)) {
        return hasDigit(inGroupsFrom: start + 2)
      }
      guard isHexadecimal(at(start)), start == 0 || !isWordPart(at(start - 1)) else { return false }
      let isPartOfMore = start > 1 && at(start - 1) == "." && isDigit(at(start - 2))
      return (!isPartOfMore && isAddress(from: start, groups: 4, by: ".", longest: 3, of: isDigit))
        || isAddress(from: start, groups: 8, by: ":", longest: 4, of: isHexadecimal)
    }
  }

  private func isAddress(
    from start: Int, groups: Int, by separator: Unicode.Scalar, longest: Int,
    of isPart: (Unicode.Scalar?) -> Bool
  ) -> Bool {
    var position = start
    for group in 1...groups {
      let next = end(of: isPart, from: position)
      guard (1...longest).contains(next - position) else { return false }
      position = next
      guard group < groups else { break }
      guard at(position) == separator else { return false }
      position += 1
    }
    return !isWordPart(at(position))
      && !(separator == "." && at(position) == "." && isDigit(at(position + 1)))
  }

  /// Whether there is a digit in hexadecimal groups with single colons between them.
  private func hasDigit(inGroupsFrom start: Int) -> Bool {
    var position = start
    while isHexadecimal(at(position)) || (at(position) == ":" && position > start && at(position - 1) != ":")
    {
      if isDigit(at(position)) { return true }
      position += 1
    }
    return false
  }

  private var hasUUID: Bool {
    bytes.count >= 36
      && bytes.indices.contains { fits("hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh", at: $0) }
  }

  /// Sixteen letters and digits in a row that are not words: hexadecimal, with four digits and more, of which every other
  /// one is of another kind than the one before it, or the start of a JSON web token.
  private var hasToken: Bool {
    hasRun(of: isLetterOrDigit) { run in
      guard run.count >= 16 else { return false }
      let digits = run.count { isDigit(at($0)) }
      return digits >= 4 || bytes[run].starts(with: "eyJ".utf8)
        || (digits > 0 && run.allSatisfy { isHexadecimal(at($0)) }) || isMixed(run)
    }
  }

  /// Whether capitals, small letters and digits change as often as chance has it: in words joined by capitals they do so
  /// twice a word.
  private func isMixed(_ run: Range<Int>) -> Bool {
    func kind(_ place: Int) -> Int { isDigit(at(place)) ? 0 : bytes[place] & 0x20 == 0 ? 1 : 2 }
    let changes = run.dropFirst().count { kind($0) != kind($0 - 1) }
    return 2 * changes > run.count
  }

  /// The beginning that a known service gives to its secret keys, with sixteen characters behind it.
  private var hasKey: Bool {
    bytes.indices.contains { start in
      guard start == 0 || !isWordPart(at(start - 1)) else { return false }
      return keyBeginnings.contains { beginning in
        bytes[start...].starts(with: beginning.utf8)
          && end(of: { isWordPart($0) || $0 == "-" }, from: start) - start >= beginning.utf8.count + 16
      }
    }
  }
}

private let keyBeginnings = [
  "AKIA", "ASIA", "AIza", "ghp_", "gho_", "github_pat_", "xoxb-", "xoxp-", "sk_live_", "sk_test_", "rk_live_",
  "glpat-", "SG.",
]

/// Digits, dashes, blanks and `@` of other scripts as those of ASCII.
private func westernised(_ text: String) -> String {
  var scalars = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    if scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue,
      let digit = Unicode.Scalar(UInt32(48 + value))
    {
      scalars.append(digit)
      continue
    }
    switch scalar.properties.generalCategory {
    case .dashPunctuation: scalars.append("-")
    case .spaceSeparator: scalars.append(" ")
    default: scalars.append(scalar == "\u{FF20}" ? "@" : scalar == "\u{2212}" ? "-" : scalar)
    }
  }
  return String(scalars)
}

// Bytes as characters of ASCII.
extension PersonalPattern {
  /// Nil behind the end.
  func at(_ position: Int) -> Unicode.Scalar? {
    position < bytes.count ? Unicode.Scalar(bytes[position]) : nil
  }

  /// Whether the form stands there: `d` is a digit, `h` a hexadecimal one, the rest stands for itself.
  func fits(_ form: String, at start: Int) -> Bool {
    guard bytes.count - start >= form.utf8.count else { return false }
    return zip(form.utf8, start...).allSatisfy { byte, position in
      switch byte {
      case UInt8(ascii: "d"): isDigit(at(position))
      case UInt8(ascii: "h"): isHexadecimal(at(position))
      default: bytes[position] == byte
      }
    }
  }

  func end(of isPart: (Unicode.Scalar?) -> Bool, from start: Int) -> Int {
    var position = start
    while position < bytes.count, isPart(at(position)) { position += 1 }
    return position
  }

  /// Whether one of the longest runs is meant.
  func hasRun(of isPart: (Unicode.Scalar?) -> Bool, where isMeant: (Range<Int>) -> Bool) -> Bool {
    var position = 0
    while position < bytes.count {
      let end = end(of: isPart, from: position)
      if end > position, isMeant(position..<end) { return true }
      position = end + 1
    }
    return false
  }

  func isDigit(_ character: Unicode.Scalar?) -> Bool {
    character.map { ("0"..."9").contains($0) } ?? false
  }

  func isHexadecimal(_ character: Unicode.Scalar?) -> Bool {
    isDigit(character) || character.map { ("a"..."f").contains($0) || ("A"..."F").contains($0) } ?? false
  }

  func isLetterOrDigit(_ character: Unicode.Scalar?) -> Bool {
    isDigit(character) || character.map { ("a"..."z").contains($0) || ("A"..."Z").contains($0) } ?? false
  }

  func isWordPart(_ character: Unicode.Scalar?) -> Bool {
    isLetterOrDigit(character) || character == "_"
  }

  func isNoSpace(_ character: Unicode.Scalar?) -> Bool {
    character.map { $0 != " " && !("\t"..."\r").contains($0) } ?? false
  }
}
