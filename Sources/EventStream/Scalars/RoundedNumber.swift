// Numbers of which a spreadsheet wrote the first digits only. Their own file, because they are no numbers to calculate with:
// where they stand for an id, many ids have become one.

/// Bytes of the longest one: 17 digits tell all numbers apart that a spreadsheet has.
let longestRoundedNumber = 24

/// Whether a text is a number that lost digits in scientific notation: `3.60001E+11`, with a comma in other countries.
///
/// As many digits behind the mark as the exponent says are all there are: `1.5E+1` is 15.
func isRoundedNumber(_ text: Span<UInt8>) -> Bool {
  let count = text.count
  guard 4...longestRoundedNumber ~= count else { return false }
  // Hardly any id has a sign there, before an exponent of one to three digits.
  let sign = UInt8(ascii: "+")
  guard text[count - 3] == sign || text[count - 2] == sign || text[count - 4] == sign else { return false }
  return hasMoreDigitsThanWritten(text)
}

@inline(never)
private func hasMoreDigitsThanWritten(_ text: Span<UInt8>) -> Bool {
  guard let sign = text.indices.last(where: { text[$0] == UInt8(ascii: "+") }),
    let exponent = digits(in: text, from: sign + 1, count: text.count - sign - 1), sign > 1,
    text[sign - 1] | 0x20 == UInt8(ascii: "e"), isDigit(text[0])
  else { return false }
  guard sign > 2 else { return exponent > 0 }
  let fraction = 2..<(sign - 1)
  return (text[1] == UInt8(ascii: ".") || text[1] == UInt8(ascii: ",")) && !fraction.isEmpty
    && fraction.allSatisfy { isDigit(text[$0]) } && fraction.count < exponent
}
