// Where the lines of a text begin: the bridge between byte offsets and the lines and columns that people see.

internal import Persona

/// The starts of the lines of a text, for one notion of what ends a line.
struct TextLines {
  /// Offsets of the first byte of each line.
  private(set) var starts: [Int]

  /// Lines as editors count them: ended by LF, CRLF or a lone CR.
  init(of bytes: [UInt8], in range: Range<Int>) {
    self.init(of: bytes, in: range, endsAlsoAt: { _ in nil })
  }

  /// Lines as YAML 1.1 counts them: NEL, LS and PS end one, too.
  init(yaml bytes: [UInt8], in range: Range<Int>) {
    self.init(of: bytes, in: range) { rest in
      if rest.starts(with: [0xC2, 0x85]) { return 2 }
      return rest.starts(with: [0xE2, 0x80, 0xA8]) || rest.starts(with: [0xE2, 0x80, 0xA9]) ? 3 : nil
    }
  }

  private init(of bytes: [UInt8], in range: Range<Int>, endsAlsoAt length: (ArraySlice<UInt8>) -> Int?) {
    starts = [range.lowerBound]
    end = range.upperBound
    var offset = range.lowerBound
    while offset < range.upperBound {
      let byte = bytes[offset]
      if byte == .lineFeed || byte == .carriageReturn {
        let isPair =
          byte == .carriageReturn && offset + 1 < range.upperBound && bytes[offset + 1] == .lineFeed
        offset += isPair ? 2 : 1
        starts.append(offset)
      } else if byte >= 0xC2, let length = length(bytes[offset..<range.upperBound]) {
        offset += length
        starts.append(offset)
      } else {
        offset += 1
      }
    }
  }

  private let end: Int

  /// How many lines there are; text after the last line ending is one, even when it is empty.
  var count: Int { starts.count }

  /// The bytes of a line without its line ending.
  func content(of line: Int, in bytes: [UInt8]) -> Range<Int> {
    let start = starts[line]
    return start..<(next(line) - ending(of: line, in: bytes).count)
  }

  /// The line ending of a line; LF where it has none.
  func lineEnding(of line: Int, in bytes: [UInt8]) -> [UInt8] {
    let ending = ending(of: line, in: bytes)
    return ending.isEmpty ? [.lineFeed] : Array(ending)
  }

  private func ending(of line: Int, in bytes: [UInt8]) -> ArraySlice<UInt8> {
    let line = bytes[starts[line]..<next(line)]
    switch (line.dropLast().last, line.last) {
    case (.carriageReturn?, .lineFeed?): return line.suffix(2)
    case (_, .lineFeed?), (_, .carriageReturn?): return line.suffix(1)
    default: return []
    }
  }

  private func next(_ line: Int) -> Int { line + 1 < starts.count ? starts[line + 1] : end }

  /// CRLF where most lines of a text end so, else LF.
  static func commonEnding(of bytes: [UInt8]) -> [UInt8] {
    var pairs = 0
    var single = 0
    var previous: UInt8 = 0
    for byte in bytes {
      if byte == .lineFeed {
        if previous == .carriageReturn { pairs += 1 } else { single += 1 }
      }
      previous = byte
    }
    return pairs > single ? [.carriageReturn, .lineFeed] : [.lineFeed]
  }

  /// Line and column of a byte, both from 1; columns count bytes.
  func location(of offset: Int, file: String) -> SourceLocation {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return SourceLocation(file: file, line: low + 1, column: offset - starts[low] + 1)
  }
}

extension UInt8 {
  static let lineFeed: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D
  static let space: UInt8 = 0x20
  static let tab: UInt8 = 0x09
}

extension [UInt8] {
  /// The UTF-8 byte order mark.
  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// The text of these bytes, which are known to be UTF-8.
  func text(in range: Range<Int>) -> String { String(decoding: self[range], as: UTF8.self) }
}
