// Files of one source that hold the same: mostly an export that was downloaded twice.

internal import EventStream
internal import Foundation
internal import Persona

/// A warning for each file that is byte for byte an earlier one of its source; none where the events have ids, because
/// then repeated ones are dropped.
func twinProblems(_ files: [String], of source: SourceMapping, root: String) -> [Problem] {
  guard source.command == nil, source.event != nil, source.id == nil else { return [] }
  func path(_ file: String) -> String { file.hasPrefix("/") ? file : root + "/" + file }
  // Few files have the size of another, so few are read once more.
  let sizes = Dictionary(grouping: files) { file in
    let attributes = try? FileManager.default.attributesOfItem(
      atPath: URL(filePath: path(file)).resolvingSymlinksInPath().path)
    return (attributes?[.size] as? NSNumber)?.intValue ?? 0
  }
  return sizes.filter { $0.key > 0 }.values.flatMap { files in
    var different: [String] = []
    return files.filter { mayHoldRecords(path($0)) }.compactMap { file -> Problem? in
      let twin = different.first { FileManager.default.contentsEqual(atPath: path($0), andPath: path(file)) }
      guard let twin else {
        different.append(file)
        return nil
      }
      return Problem(
        .warning, "the file holds the same as \(twin), so every event in it counts twice",
        at: SourceLocation(file: file), hint: "remove one of the two, or name the `id` of the source's events"
      )
    }
  }
}

/// Whether a file is more than a header: one without records is the same in every month that has none.
private func mayHoldRecords(_ path: String) -> Bool {
  let start = (try? FileHandle(forReadingAtPath: path)?.read(upToCount: 64 << 10)) ?? Data()
  let lines = start.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
  return lines.count > 1 || [UInt8(ascii: "{"), UInt8(ascii: "[")].contains(start.first)
}
