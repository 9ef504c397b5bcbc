// Where the characters of a text stand. Its own file because it is what keeps places cheap on lines without end: all of a YAML
// text may be one line, and every value of it has a place.

/// The bytes of some Unicode scalars of a text in UTF-8, by which the others are found in a few steps.
struct CharacterPlaces {
  /// The offsets of the first scalar and of every `step`th from there on.
  private var known: [Int] = []
  private let end: Int
  private static let step = 64

  init(_ bytes: [UInt8], in range: Range<Int>) {
    end = range.upperBound
    var count = 0
    for offset in range where bytes[offset] & 0xC0 != 0x80 {
      if count % Self.step == 0 { known.append(offset) }
      count += 1
    }
  }

  /// The offset of a scalar that is so many behind another, or the end of the text.
  func offset(of count: Int, behind start: Int, in bytes: [UInt8]) -> Int {
    guard start < end, count > 0 else { return start }
    var (low, high) = (0, known.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if known[middle] <= start { low = middle } else { high = middle }
    }
    let number = low * Self.step + scalars(known[low]..<start, bytes) + count
    guard number / Self.step < known.count else { return end }
    var offset = known[number / Self.step]
    for _ in 0..<(number % Self.step) where offset < end {
      offset += 1
      while offset < end, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
    }
    return offset
  }

  private func scalars(_ range: Range<Int>, _ bytes: [UInt8]) -> Int {
    range.reduce(0) { $0 + (bytes[$1] & 0xC0 == 0x80 ? 0 : 1) }
  }
}
