// The words of a text that stand for all of it on a card.

/// Chooses them while a text is read: the paragraphs of its first section that has any. Words of two sections in one run
/// would say what nobody wrote.
struct Introduction {
  /// Where a paragraph stands, those first that introduce best.
  enum Place: Int, CaseIterable {
    case plain
    /// Somebody else's words, or beside the matter.
    case quoted
    /// What readers of the source have to unfold.
    case folded
  }

  /// The words of each place, and the section that they are from.
  private var found = [(words: String, section: Int)?](repeating: nil, count: Place.allCases.count)
  private var section = 0

  /// On one line, at most `Prose.openingLimit` characters.
  var text: String { found.lazy.compactMap { $0?.words }.first ?? "" }

  mutating func beginSection() { section += 1 }

  mutating func add(_ words: String, _ place: Place) {
    let before = found[place.rawValue]
    guard before == nil || before?.section == section, (before?.words.count ?? 0) < Prose.openingLimit else {
      return
    }
    let line = words.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard !line.isEmpty else { return }
    let whole = before.map { $0.words + " " + line } ?? line
    found[place.rawValue] = (String(whole.prefix(Prose.openingLimit)), section)
  }
}
