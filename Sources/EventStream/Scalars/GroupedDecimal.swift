// Numbers as the spreadsheets of a country write them: a decimal comma, thousands in groups.

/// Reads `1.234,50`, or `1,234.50` where the mark is a point.
///
/// Thousands stand together, or in groups of three that are all apart by the same: the other mark, `'`, `’`, a blank,
/// U+00A0 or U+202F. Whatever else is no number: `nil`, as `1.5` is where the mark is a comma, for it is one and a
/// half to one reader and fifteen to another.
public func parseDecimal(_ text: Span<UInt8>, mark: SourceMapping.DecimalMark) -> ExactDecimal? {
  let bounds = boundsWithoutBlanks(of: text)
  let markByte = UInt8(ascii: mark == .comma ? "," : ".")
  var wholeEnd = bounds.lowerBound
  while wholeEnd < bounds.upperBound, text[wholeEnd] != markByte { wholeEnd += 1 }
  guard var plain = withoutGroups(text, bounds.lowerBound..<wholeEnd, mark: mark) else { return nil }

  if wholeEnd < bounds.upperBound {
    plain.append(UInt8(ascii: "."))
    for index in (wholeEnd + 1)..<bounds.upperBound {
      guard isDigit(text[index]) else { return nil }
      plain.append(text[index])
    }
  }
  return parseDecimal(plain.span)
}

/// A sign or none and the digits of a whole number; `nil` where groups of them are not of three.
private func withoutGroups(
  _ text: Span<UInt8>, _ range: Range<Int>, mark: SourceMapping.DecimalMark
) -> [UInt8]? {
  var plain: [UInt8] = []
  var separator: [UInt8] = []
  var digits = 0
  var index = range.lowerBound
  while index < range.upperBound {
    let byte = text[index]
    if isDigit(byte) {
      digits += 1
      plain.append(byte)
      index += 1
    } else if plain.isEmpty, separator.isEmpty, byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") {
      plain.append(byte)
      index += 1
    } else {
      guard let next = groupSeparator(in: text, at: index, end: range.upperBound, mark: mark),
        separator.isEmpty ? 1...3 ~= digits : digits == 3 && next == separator
      else { return nil }
      separator = next
      digits = 0
      index += next.count
    }
  }
  return separator.isEmpty || digits == 3 ? plain : nil
}

/// The bytes of a separator of thousands that stands here.
private func groupSeparator(
  in text: Span<UInt8>, at index: Int, end: Int, mark: SourceMapping.DecimalMark
) -> [UInt8]? {
  let other = mark == .comma ? "." : ","
  return [other, "'", "’", " ", "\u{A0}", "\u{202F}"].map { Array($0.utf8) }.first { bytes in
    index + bytes.count <= end && bytes.indices.allSatisfy { text[index + $0] == bytes[$0] }
  }
}
