// The first bytes of a file, decompressed, without a byte order mark, and known to be text.

private import Foundation
internal import Persona

/// The start of a file as whole lines, at most 4 MiB.
struct FileHead {
  let file: String
  /// `gzip` or `zstd`; `nil` for plain bytes.
  let compression: String?
  let hasByteOrderMark: Bool
  /// LF, or CR in a file without one.
  let lineEnd: UInt8
  /// UTF-8, without the byte order mark.
  private(set) var bytes: [UInt8]
  /// Whether `bytes` is the whole file; else its last line is not complete.
  let isWhole: Bool

  init(file: String, root: String) throws(Failure) {
    guard file != "-" else {
      throw Failure("cannot look at standard input", hint: "save it to a file and look at that")
    }
    let path = file.hasPrefix("/") ? file : root + "/" + file
    var input = try ByteInput(path: path, shownAs: file)
    var bytes = [UInt8](repeating: 0, count: Limits.surveyedBytes)
    var count = 0
    while count < Limits.surveyedBytes {
      let read = try input.read(into: &bytes, count..<Limits.surveyedBytes)
      if read == 0 { break }
      count += read
    }
    bytes.removeLast(Limits.surveyedBytes - count)

    self.file = file
    compression = Self.compression(ofFileAt: path)
    isWhole = count < Limits.surveyedBytes
    let start = try FileStart(bytes.span, file: file)
    hasByteOrderMark = start.markBytes > 0
    lineEnd = start.lineEnd
    bytes.removeFirst(separatorLine(in: bytes.span, from: start.markBytes)?.end ?? start.markBytes)
    self.bytes = bytes
    guard bytes.contains(where: { !isBlank($0) }) else { throw Failure("\(file) is empty") }
  }

  private static func compression(ofFileAt path: String) -> String? {
    let magic = try? FileHandle(forReadingAtPath: path)?.read(upToCount: 4)
    if magic?.starts(with: [0x1f, 0x8b]) == true { return "gzip" }
    return magic?.elementsEqual([0x28, 0xb5, 0x2f, 0xfd]) == true ? "zstd" : nil
  }

  /// The lines that are complete and not blank.
  var lines: [ArraySlice<UInt8>] {
    var lines = bytes.split(separator: lineEnd)
    if !isWhole, lines.count > 1, bytes.last != lineEnd { lines.removeLast() }
    return lines.filter { line in line.contains { !isBlank($0) } }
  }
}
