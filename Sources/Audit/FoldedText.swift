// A stretch of text in lower case, cut into runs: what values and the texts that may hold them have in common. Its own
// file, because both must be cut and hashed in exactly the same way.

private import CByteScan

/// Text whose letters of ASCII are in lower case, as runs: letters and digits of ASCII; one character beyond ASCII;
/// anything else.
///
/// A value may begin and end only where a run does, so that `anna` is not found in `annabel`, nor 42 in 1042.
struct FoldedText {
  /// With zeros behind the text.
  private var bytes: [UInt8] = []
  private(set) var count = 0
  /// A bit for each byte with which a run begins, and for the end of the text.
  private var bounds: [UInt64] = []
  /// A bit for each byte with which a run of letters, digits or characters beyond ASCII begins.
  private(set) var starts: [UInt64] = []
  /// The last bytes of the text, with zeros behind them.
  private var rest = [UInt8](repeating: 0, count: 64)

  /// Zeros behind the text: whole steps of 64 bytes are written, and eight bytes are read at any place.
  private static let padding = 72

  /// Takes a text in the place of the one before.
  ///
  /// - Parameter previous: the byte before it; zero when there is none.
  mutating func fold(_ text: Span<UInt8>, after previous: UInt8 = 0) {
    count = text.count
    let steps = count / 64 + 1
    if bytes.count < steps * 64 + Self.padding {
      bytes = Array(repeating: 0, count: steps * 64 + Self.padding)
      bounds = Array(repeating: 0, count: steps)
      starts = bounds
    }
    keepRest(of: text)
    var (word, other) = (Self.isWord(previous) ? 1 as UInt64 : 0, UInt64(previous >> 7))
    for step in 0..<steps {
      // A step that is not the last has 64 bytes in the text, the last has them in `rest`; the buffer has them for all.
      let kinds = unsafe bytes.withUnsafeMutableBufferPointer { folded in
        let target = unsafe folded.baseAddress.map { unsafe $0 + step * 64 }
        guard step < steps - 1 else {
          return unsafe rest.withUnsafeBufferPointer { unsafe byte_scan_fold($0.baseAddress, target) }
        }
        return unsafe text.withUnsafeBufferPointer {
          unsafe byte_scan_fold($0.baseAddress.map { unsafe $0 + step * 64 }, target)
        }
      }
      let changes = (kinds.words ^ (kinds.words << 1 | word)) | (kinds.others ^ (kinds.others << 1 | other))
      bounds[step] = changes | kinds.leads
      starts[step] = bounds[step] & (kinds.words | kinds.others)
      (word, other) = (kinds.words >> 63, kinds.others >> 63)
    }
    bounds[steps - 1] |= 1 << UInt64(count & 63)
  }

  private mutating func keepRest(of text: Span<UInt8>) {
    // Through a span, which is asked only once whether the bytes are shared.
    var last = rest.mutableSpan
    for index in 0..<64 { last[index] = index < text.count & 63 ? text[text.count & ~63 + index] : 0 }
  }

  static func isWord(_ byte: UInt8) -> Bool {
    UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
  }

  /// Where the run that begins at a place ends; at the latest with the text.
  @inline(__always)
  func end(ofRunAt start: Int) -> Int {
    var step = (start + 1) >> 6
    var mask = bounds[step] & (~0 << UInt64((start + 1) & 63))
    while mask == 0 {
      step += 1
      mask = bounds[step]
    }
    return step << 6 + mask.trailingZeroBitCount
  }

  /// Whether a run of letters, digits or characters beyond ASCII begins there.
  @inline(__always)
  func isStart(_ place: Int) -> Bool { starts[place >> 6] >> UInt64(place & 63) & 1 == 1 }

  /// The hash of what was hashed so far and a run.
  @inline(__always)
  func hash(_ state: UInt64, _ range: Range<Int>) -> UInt64 {
    var state = state
    var place = range.lowerBound
    while range.upperBound - place >= 8 {
      state = Self.mixed(state ^ word(at: place))
      place += 8
    }
    let rest = UInt64(range.upperBound - place)
    // The count stands in the byte that the rest leaves free, so that runs of other lengths have other hashes.
    return Self.mixed(state ^ (word(at: place) & ~(~0 << (8 * rest)) | (rest + 1) << 56))
  }

  /// Eight bytes, of which those behind the text are zero or of no account.
  @inline(__always)
  private func word(at place: Int) -> UInt64 {
    // The load is checked against the buffer; a number has no invalid bytes.
    unsafe bytes.span.bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self).littleEndian
  }

  /// Both halves of the product with an odd number of evenly spread bits.
  @inline(__always)
  private static func mixed(_ number: UInt64) -> UInt64 {
    let product = (number ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    return product.high ^ product.low
  }

  /// The folded bytes of a part.
  func text(_ range: Range<Int>) -> ArraySlice<UInt8> { bytes[range] }
}
