// In which form a value is looked for, and which values are not: those that cannot be told from ordinary words and
// figures. Its own file, because what a proof leaves out must be read in one place.

/// Why a value is not looked for.
public enum Unsought: Int, Sendable, Hashable, CaseIterable {
  /// Fewer than `SoughtForm.fewestCharacters` characters.
  case short
  /// A number of fewer than `SoughtForm.fewestDigits` digits, or a date.
  case figure
  /// One word without a digit: always in a trait, up to `SoughtForm.longestWord` letters in an identifier.
  case word
}

/// The form in which values are looked for: without what is neither a letter nor a digit at both ends, and without
/// regard to the case of letters of ASCII.
public enum SoughtForm {
  public static let fewestCharacters = 5
  /// The same as of the long numbers that look like personal data.
  public static let fewestDigits = 7
  public static let longestWord = 7

  /// The part of a value that is looked for, and why it is not.
  ///
  /// - Parameter isIdentifier: an identifier names one person; a trait may be a first name.
  static func part(of value: Span<UInt8>, isIdentifier: Bool) -> (Range<Int>, Unsought?) {
    var (start, end) = (0, value.count)
    while start < end, !isContent(value[start]) { start += 1 }
    while end > start, !isContent(value[end - 1]) { end -= 1 }
    var (letters, digits, separators) = (0, 0, 0)
    for index in start..<end {
      switch value[index] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
      case let byte where FoldedText.isWord(byte) || byte >= 0xC0: letters += 1
      case 0x80...0xBF: break
      default: separators += 1
      }
    }
    let part = start..<end
    if letters == 0, digits < fewestDigits || isDate(value.extracting(part)) { return (part, .figure) }
    if letters + digits + separators < fewestCharacters { return (part, .short) }
    if digits == 0, separators == 0, !isIdentifier || letters <= longestWord { return (part, .word) }
    return (part, nil)
  }

  private static func isContent(_ byte: UInt8) -> Bool { byte >= 0x80 || FoldedText.isWord(byte) }

  /// `2026-03-31`, `20260331` or `31.03.2026`.
  private static func isDate(_ value: Span<UInt8>) -> Bool {
    let form = value.indices.map { index in
      UInt8(ascii: "0")...UInt8(ascii: "9") ~= value[index] ? UInt8(ascii: "d") : value[index]
    }
    switch String(decoding: form, as: UTF8.self) {
    case "dddd-dd-dd", "dd.dd.dddd", "dd/dd/dddd", "dddd/dd/dd": return true
    case "dddddddd":
      // A year from 1900 to 2099 and a month.
      let digits = value.indices.map { Int(value[$0]) - 48 }
      let (century, month) = (digits[0] * 10 + digits[1], digits[4] * 10 + digits[5])
      return 19...20 ~= century && 1...12 ~= month
    default: return false
    }
  }
}
