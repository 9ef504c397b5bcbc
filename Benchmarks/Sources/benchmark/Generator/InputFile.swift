// Writes a file of events, with what goes wrong in real exports: about one line in ten thousand is broken.

import Foundation

/// What a file of events looks like.
enum InputKind: String, CaseIterable {
  case jsonLines = "json"
  case csv

  var fileEnding: String { self == .csv ? "csv" : "ndjson" }
  var words: String { self == .csv ? "CSV" : "JSON lines" }
  /// What an event takes on average, by which the size asked for becomes a number of events.
  fileprivate var bytesPerEvent: Double { self == .csv ? 119.5 : 838 }
}

/// What becomes of the lines that are broken: some programs cannot read a file that has any.
enum BrokenLines: CaseIterable {
  case kept
  case leftOut
}

/// Writes about so many bytes of events (within 3%); the same arguments always make the same bytes.
func generate(
  _ kind: InputKind, bytes: Int, seed: UInt64, brokenLines: BrokenLines = .kept, to path: String
) throws {
  let events = Int(Double(bytes) / kind.bytesPerEvent)
  let crowd = Crowd(seed: seed, expectedEvents: events)
  guard FileManager.default.createFile(atPath: path, contents: nil),
    let file = FileHandle(forWritingAtPath: path)
  else { throw Failure("cannot write \(path)") }
  defer { try? file.close() }

  var buffer = LineBuffer()
  var accidents = Accidents(kind: kind, chance: Chance(Chance.mixed(seed + 99)))
  if kind == .csv { buffer.add(LineBuffer.csvHeader) }
  for event in plannedEvents(of: crowd, events: events) {
    let start = buffer.count
    if kind == .csv { buffer.addCSV(event, of: crowd) } else { buffer.addJSON(event, of: crowd) }
    let isBroken = accidents.happen(toLineFrom: start, in: &buffer)
    if isBroken && brokenLines == .leftOut { buffer.cut(to: start) } else { buffer.add("\n") }
    if buffer.count > 4 << 20 {
      try file.write(contentsOf: buffer.bytes)
      buffer.removeAll()
    }
  }
  try file.write(contentsOf: buffer.bytes)
}

/// A transfer that broke off in the middle of a line, or an answer of a server that is no event.
private struct Accidents {
  let kind: InputKind
  var chance: Chance

  /// Whether the line is broken now.
  mutating func happen(toLineFrom start: Int, in buffer: inout LineBuffer) -> Bool {
    guard chance.happens(0.0001) else { return false }
    if chance.happens(0.6) {
      let length = buffer.count - start
      let kept = kind == .csv ? 5 + chance.number(below: 50) : 1 + chance.number(below: length - 2)
      buffer.cut(to: start + kept)
    } else {
      buffer.cut(to: start)
      buffer.add(
        kind == .csv ? "garbage line 0xdeadbeef" : "<html><body>502 Bad Gateway</body></html>")
    }
    return true
  }
}
