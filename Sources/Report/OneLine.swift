// Names and sentences that come from data or files, made fit to stand in a line of plain text.

/// The text on one line: control characters, line ends and direction overrides become single spaces.
///
/// The joiners that scripts and emoji need stay. A text longer than `limit` characters ends in `…`.
func oneLine(_ text: String, limit: Int = .max) -> String {
  if isOneLine(text.utf8) { return shortened(text, to: limit) }
  var line = String.UnicodeScalarView()
  var spaceIsDue = false
  for scalar in text.unicodeScalars {
    if isBlank(scalar) {
      spaceIsDue = !line.isEmpty
    } else {
      if spaceIsDue { line.append(" ") }
      spaceIsDue = false
      line.append(scalar)
    }
  }
  return shortened(String(line), to: limit)
}

/// Whether a text is plain ASCII without anything that would be changed, as most are.
private func isOneLine(_ text: String.UTF8View) -> Bool {
  var wasSpace = true
  for byte in text {
    guard (0x20..<0x7F).contains(byte), byte != 0x20 || !wasSpace else { return false }
    wasSpace = byte == 0x20
  }
  return !wasSpace
}

/// The text, cut to at most `limit` characters, the last of them `…` when something was cut.
func shortened(_ text: String, to limit: Int) -> String {
  // No text has more characters than bytes.
  guard text.utf8.count > limit, text.count > limit else { return text }
  var kept = text.prefix(max(0, limit - 1))
  while kept.last == " " { kept.removeLast() }
  return kept + "…"
}

private func isBlank(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .control, .lineSeparator, .paragraphSeparator, .spaceSeparator: true
  case .format: scalar != "\u{200C}" && scalar != "\u{200D}"
  default: scalar.value & 0xFFFE == 0xFFFE  // noncharacters, which XML does not allow
  }
}
