// The few byte tests that times and decimals have in common.

/// The part of a text without the blanks (space, tab, CR, LF) around it.
func boundsWithoutBlanks(of text: Span<UInt8>) -> Range<Int> {
  var start = 0
  var end = text.count
  while start < end, isBlank(text[start]) { start += 1 }
  while end > start, isBlank(text[end - 1]) { end -= 1 }
  return start..<end
}

func isBlank(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: " ") || 9...10 ~= byte || byte == 13
}

func isDigit(_ byte: UInt8) -> Bool {
  UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
}

func isLetter(_ byte: UInt8) -> Bool {
  UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
}

/// The number that exactly `count` (at most 18) digits write; `nil` where one of them is no digit.
func digits(in text: Span<UInt8>, from start: Int, count: Int) -> Int? {
  guard start + count <= text.count else { return nil }
  var value = 0
  for index in start..<(start + count) {
    let digit = text[index] &- UInt8(ascii: "0")
    guard digit <= 9 else { return nil }
    value = value * 10 + Int(digit)
  }
  return value
}
