// What Markdown, URLs and pages make of a text, taken back, as far as values are hidden by it. Its own file, because it
// is the list of what an audit sees through.

private import CByteScan

/// A text with `%40`, `(at)` and `&#64;` as `@` and without backslashes before punctuation; nil when there are none.
///
/// Line breaks stay, so that a place is on the same line. A backslash before a quotation mark or another backslash is
/// left: JSON is full of them, and no value is hidden by them.
public func plainForm(of text: Span<UInt8>) -> [UInt8]? {
  var plain: [UInt8] = []
  var done = 0
  var place = 0
  while place < text.count {
    // Most texts have none of the four, or few: they are passed in steps.
    if place + 64 <= text.count, !mayHide(text, at: place) {
      place += 64
      continue
    }
    for _ in 0..<min(64, text.count - place) where place < text.count {
      guard let (length, replacement) = hidden(text, at: place) else {
        place += 1
        continue
      }
      for index in done..<place { plain.append(text[index]) }
      plain += replacement
      place += length
      done = place
    }
  }
  if done == 0 { return nil }
  for index in done..<text.count { plain.append(text[index]) }
  return plain
}

/// Whether one of the next 64 bytes may begin something that hides.
private func mayHide(_ text: Span<UInt8>, at place: Int) -> Bool {
  // The caller has seen that 64 bytes follow.
  unsafe text.withUnsafeBufferPointer { bytes in
    let start = unsafe bytes.baseAddress.map { unsafe $0 + place }
    return unsafe byte_scan_mask_of(start, UInt8(ascii: "%"), UInt8(ascii: "("), UInt8(ascii: "&"))
      | byte_scan_mask(start, UInt8(ascii: "\\")) != 0
  }
}

private let forms = ["%40", "(at)", "&#64;", "&#x40;", "&commat;"].map { Array($0.utf8) }

private func hidden(_ text: Span<UInt8>, at place: Int) -> (length: Int, replacement: [UInt8])? {
  switch text[place] {
  case UInt8(ascii: "\\"):
    guard place + 1 < text.count else { return nil }
    let next = text[place + 1]
    let isPunctuation = 0x21...0x7E ~= next && !FoldedText.isWord(next)
    return isPunctuation && next != UInt8(ascii: "\"") && next != UInt8(ascii: "\\") ? (1, []) : nil
  case UInt8(ascii: "%"), UInt8(ascii: "("), UInt8(ascii: "&"):
    let form = forms.first { form in
      place + form.count <= text.count && form.indices.allSatisfy { form[$0] == text[place + $0] }
    }
    return form.map { ($0.count, [UInt8(ascii: "@")]) }
  default: return nil
  }
}
