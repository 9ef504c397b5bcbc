// How many columns of a terminal a text takes: none for marks that combine and for escape sequences, two for the
// letters of East Asia and for emoji.

extension Character {
  /// Columns that the character takes, with all its marks.
  var displayWidth: Int {
    let scalars = unicodeScalars
    guard let first = scalars.first else { return 0 }
    if first.value < 0x7F { return first.value < 0x20 ? 0 : 1 }
    // A sign that is followed by the selector of emoji is drawn as one.
    if scalars.dropFirst().contains("\u{FE0F}") { return 2 }
    return first.displayWidth
  }
}

extension Unicode.Scalar {
  /// Columns by UAX 11 and by the general category, as `wcwidth` of the C library counts them.
  fileprivate var displayWidth: Int {
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .control: return 0
    case .format: return Self.visibleFormats.contains { $0.contains(value) } ? 1 : 0
    default: break
    }
    // Vowels and finals of Korean join the syllable before them.
    if (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FB).contains(value) { return 0 }
    return properties.isEmojiPresentation || Self.wide.contains { $0.contains(value) } ? 2 : 1
  }

  /// Formats that are seen: a hyphen that may be, and the signs that stand around figures (Prepended_Concatenation_Mark).
  private static let visibleFormats: [ClosedRange<UInt32>] = [
    0xAD...0xAD, 0x600...0x605, 0x6DD...0x6DD, 0x70F...0x70F, 0x890...0x891, 0x8E2...0x8E2, 0x110BD...0x110BD,
    0x110CD...0x110CD,
  ]

  /// Wide and full-width in EastAsianWidth.txt, but for emoji.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x3247, 0x3248...0xA4C6, 0xA960...0xA97C,
    0xAC00...0xD7A3, 0xF900...0xFAD9, 0xFE10...0xFE6B, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x1B2FB,
    0x1F200...0x1F320, 0x20000...0x3FFFD,
  ]
}

/// A text cut into what takes columns and what does not.
struct DisplayPieces: Sequence, IteratorProtocol {
  private var rest: Substring

  init(_ text: some StringProtocol) { rest = Substring(text) }

  /// A character, or a whole escape sequence for colour.
  mutating func next() -> Substring? {
    guard let first = rest.first else { return nil }
    let end =
      first == "\u{1B}"
      ? rest.firstIndex(of: "m").map(rest.index(after:)) ?? rest.endIndex
      : rest.index(after: rest.startIndex)
    defer { rest = rest[end...] }
    return rest[..<end]
  }
}

extension StringProtocol {
  /// Columns that the text takes on one line.
  var displayWidth: Int {
    if utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return utf8.count }
    return DisplayPieces(self).reduce(0) { $0 + ($1.first == "\u{1B}" ? 0 : $1.first?.displayWidth ?? 0) }
  }
}
