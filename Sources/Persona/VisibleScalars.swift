// Which characters of a text are shown on one line. Its own file because Markdown, pictures, pages and commits must
// agree on it: what one of them leaves out, another would show.

/// The characters of a text as one line shows them: no blanks at its ends or in runs, and nothing unseen.
///
/// Control characters, line ends and blanks of every width become single blanks. Soft hyphens vanish: the line is not
/// broken there. So do joiners (U+200C, U+200D) but where they shape what is seen: inside one emoji, and between letters
/// of a script that joins them. Any other character without a shape, such as a control of direction, and what Unicode
/// keeps from being a character become U+FFFD, so that two texts that differ look different.
public func visibleScalars(of text: String) -> [Unicode.Scalar] {
  let scalars = text.unicodeScalars
  var shown: [Unicode.Scalar] = []
  shown.reserveCapacity(text.utf8.count)
  for place in scalars.indices {
    let scalar = scalars[place]
    switch Visibility(scalar) {
    case .shown: shown.append(scalar)
    case .blank: if let last = shown.last, last != " " { shown.append(" ") }
    case .joiner:
      if joins(scalar, shown.last, scalars[place...].dropFirst().first) { shown.append(scalar) }
    case .softHyphen: break
    case .unseen: shown.append("\u{FFFD}")
    }
  }
  if shown.last == " " { shown.removeLast() }
  return shown
}

/// What a line makes of a character.
private enum Visibility {
  case shown, blank, joiner, softHyphen, unseen

  init(_ scalar: Unicode.Scalar) {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .spaceSeparator: self = .blank
    case .format: self = Self(format: scalar)
    default: self = scalar.properties.isNoncharacterCodePoint ? .unseen : .shown
    }
  }

  private init(format scalar: Unicode.Scalar) {
    switch scalar {
    case "\u{200C}", "\u{200D}": self = .joiner
    case "\u{AD}": self = .softHyphen
    default: self = .unseen
    }
  }
}

/// Whether a joiner between two characters shapes them.
private func joins(_ joiner: Unicode.Scalar, _ before: Unicode.Scalar?, _ after: Unicode.Scalar?) -> Bool {
  guard let before, let after else { return false }
  if isInJoiningScript(before), isInJoiningScript(after) { return true }
  return joiner == "\u{200D}" && isEmoji(before) && isEmoji(after)
}

/// A picture, the colour of its skin, or the sign that a character is meant as a picture; no digit, which is one too.
private func isEmoji(_ scalar: Unicode.Scalar) -> Bool {
  scalar == "\u{FE0F}" || scalar.value > 0x7F && scalar.properties.isEmoji
}

/// A letter, or a mark on one, of the scripts from Arabic to Mongolian and of their later blocks: those whose letters
/// take another shape beside each other. In Latin, Greek and Cyrillic, and in those of East Asia, none does.
private func isInJoiningScript(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x600...0x109F, 0x1700...0x1CFF, 0xA800...0xABFF, 0x10A00...0x11FFF, 0x1E900...0x1E95F: break
  default: return false
  }
  switch scalar.properties.generalCategory {
  case .otherLetter, .modifierLetter, .uppercaseLetter, .lowercaseLetter, .nonspacingMark, .spacingMark:
    return true
  default: return false
  }
}
