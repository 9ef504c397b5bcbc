// Looks through the texts of a repository for the values of the sources. Its own file: it knows texts and places, and
// nothing of sources.

internal import Audit
internal import PersonaFile
internal import Workspace

/// A place where something stands that has the hash of a value.
struct AuditHit: Sendable {
  var place: ReachablePlace
  var commit: CommitID?
  /// Of the text, from 1.
  var line: Int
  var hash: UInt64
  /// In lower case, as far as letters are ASCII.
  var folded: [UInt8]
}

/// Searches one text after the other. One for each thread.
struct AuditSearch: ~Copyable {
  let values: SoughtValues
  private var search = TextSearch()
  private(set) var hits: [AuditHit] = []
  /// Hits that are not kept.
  private(set) var furtherHits = 0
  private(set) var bytes = 0
  /// Paths of compressed files, into which nobody looked.
  private(set) var compressed: [String] = []

  /// The most hits that are kept of a stretch of contents.
  static let mostHits = 1000

  init(_ values: SoughtValues) { self.values = values }

  /// Looks through a text as it stands, and as UTF-8 where it is in another encoding.
  mutating func look(through text: Span<UInt8>, at place: ReachablePlace, _ commit: CommitID?) {
    bytes += text.count
    if case .file(let path) = place, isCompressed(text) { compressed.append(path) }
    lookThroughForms(of: text, at: place, commit)
    if let decoded = TextEncoding(of: text)?.utf8(of: text) {
      lookThroughForms(of: decoded.span, at: place, commit)
    }
  }

  /// Looks through a text as it stands, and once more without what hides values in it.
  private mutating func lookThroughForms(
    of text: Span<UInt8>, at place: ReachablePlace, _ commit: CommitID?
  ) {
    var lines = find(in: text, at: place, commit, without: [])
    if let plain = plainForm(of: text) { lines = find(in: plain.span, at: place, commit, without: lines) }
  }

  /// A value on a line is one finding, however often it stands there.
  private struct Line: Hashable {
    var hash: UInt64
    var number: Int
  }

  private mutating func find(
    in text: Span<UInt8>, at place: ReachablePlace, _ commit: CommitID?, without known: Set<Line>
  ) -> Set<Line> {
    var lines = known
    var found: [Hit] = []
    search.search(text, for: values) { found.append($0) }
    var (line, counted) = (1, 0)
    for hit in found {
      while counted < hit.range.lowerBound {
        if text[counted] == UInt8(ascii: "\n") { line += 1 }
        counted += 1
      }
      guard lines.insert(Line(hash: hit.hash, number: line)).inserted, !isFigure(hit, in: text, at: place)
      else { continue }
      if hits.count < Self.mostHits {
        hits.append(
          AuditHit(place: place, commit: commit, line: line, hash: hit.hash, folded: hit.folded))
      } else {
        furtherHits += 1
      }
    }
    return lines
  }

  /// Whether digits are a number of an evidence file, where what comes from the data is a string.
  private func isFigure(_ hit: Hit, in text: Span<UInt8>, at place: ReachablePlace) -> Bool {
    guard case .file(let path) = place, path.hasSuffix(".json"),
      path.split(separator: "/").dropLast().last == "evidence",
      hit.folded.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 })
    else { return false }
    var index = hit.range.lowerBound
    while index > 0, text[index - 1] != UInt8(ascii: "\n") { index -= 1 }
    var isString = false
    while index < hit.range.lowerBound {
      if text[index] == UInt8(ascii: "\"") { isString.toggle() }
      index += isString && text[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return !isString
  }

  /// Whether a text begins as gzip, zstd, zip, bzip2 and xz do.
  private func isCompressed(_ text: Span<UInt8>) -> Bool {
    let starts: [[UInt8]] = [
      [0x1F, 0x8B], [0x28, 0xB5, 0x2F, 0xFD], [0x50, 0x4B, 3, 4], [0x42, 0x5A, 0x68],
      [0xFD, 0x37, 0x7A, 0x58],
    ]
    return starts.contains { start in
      start.count <= text.count && start.indices.allSatisfy { text[$0] == start[$0] }
    }
  }
}
