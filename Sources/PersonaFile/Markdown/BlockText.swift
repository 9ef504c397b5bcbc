// The tool's block as text: its markers, its checksum, and how text between them is normalised.

internal import Digest

/// The text of the tool's block and the lines around it.
public enum BlockText {
  static let begin = "<!-- persona-sync:begin -->"

  static func end(digest: String) -> String { "<!-- persona-sync:end sha256:\(digest) -->" }

  /// The text with LF line endings, the last line ended, too: what is compared and what the checksum is over, so
  /// that git's conversion of line endings does not look like an edit.
  public static func normalised(_ text: String) -> String {
    var bytes: [UInt8] = []
    var previous: UInt8 = 0
    for byte in text.utf8 {
      if byte == .carriageReturn || byte == .lineFeed && previous != .carriageReturn {
        bytes.append(.lineFeed)
      } else if byte != .lineFeed {
        bytes.append(byte)
      }
      previous = byte
    }
    if let last = bytes.last, last != .lineFeed { bytes.append(.lineFeed) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The lines of normalised text.
  static func lines(of text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
  }

  /// SHA-256 of the normalised text, 64 lower-case hexadecimal digits: what stands in the end marker.
  public static func digest(of text: String) -> String {
    SHA256.hexadecimal(of: Array(normalised(text).utf8))
  }
}

/// A line that has to do with the block.
enum Marker: Equatable {
  case begin
  case end(digest: String)
  /// Nearly a marker: mistyped, cut, or not at the beginning of its line.
  case malformed

  /// - Parameters:
  ///   - line: A line without its indentation.
  ///   - isAtStart: Whether it stands at column 0, outside lists.
  init?(_ line: ArraySlice<UInt8>, isAtStart: Bool) {
    guard line.starts(with: "<!--".utf8) else { return nil }
    let text = String(decoding: trimmed(line), as: UTF8.self)
    let words = text.dropFirst(4).drop { $0 == " " || $0 == "\t" }.lowercased()
    guard words.hasPrefix("persona-sync:begin") || words.hasPrefix("persona-sync:end") else { return nil }
    let digest = text.split(separator: ":").last?.prefix(64) ?? ""
    if isAtStart, text == BlockText.begin {
      self = .begin
    } else if isAtStart, digest.utf8.count == 64, digest.utf8.allSatisfy(isHexadecimal),
      text == BlockText.end(digest: String(digest))
    {
      self = .end(digest: String(digest))
    } else {
      self = .malformed
    }
  }
}

private func isHexadecimal(_ byte: UInt8) -> Bool {
  (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
}
