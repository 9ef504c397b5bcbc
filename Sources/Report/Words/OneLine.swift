// Names and sentences that come from data or files, made fit to stand in a line of plain text.

internal import Persona

/// The text on one line, without what is not seen (`visibleScalars`). One longer than `limit` characters ends in `…`.
func oneLine(_ text: String, limit: Int = .max) -> String {
  if isOneLine(text.utf8) { return shortened(text, to: limit) }
  return shortened(String(String.UnicodeScalarView(visibleScalars(of: text))), to: limit)
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
