// What a file's first bytes tell: whether it is text, its line ending, its format.

internal import Persona

/// What is found at the start of a file.
struct FileStart {
  /// Bytes of the byte order mark.
  var markBytes = 0
  /// LF, or CR when there is no LF in sight.
  var lineEnd = newline

  /// Looks at the first `Limits.sniffedBytes` bytes. Refuses UTF-16 and NUL bytes.
  init(_ bytes: Span<UInt8>, file: String) throws(Failure) {
    let head = bytes.extracting(first: min(bytes.count, Limits.sniffedBytes))
    if head.count >= 2, (head[0] == 0xff && head[1] == 0xfe) || (head[0] == 0xfe && head[1] == 0xff) {
      throw Failure(
        "cannot read \(file): it is UTF-16",
        hint: conversionHint(of: file, from: "UTF-16"))
    }
    if let form = foreignForm(of: head) {
      throw Failure("cannot read \(file): it is \(form.name)", hint: form.hint)
    }
    if firstIndex(of: 0, in: head, from: 0, to: head.count) != nil {
      throw Failure(
        "cannot read \(file): it holds NUL bytes", hint: "sources are text, gzip or Zstandard files")
    }
    if head.count >= 3, head[0] == 0xef, head[1] == 0xbb, head[2] == 0xbf { markBytes = 3 }
    let hasLF = firstIndex(of: newline, in: head, from: 0, to: head.count) != nil
    let hasCR = firstIndex(of: carriageReturn, in: head, from: 0, to: head.count) != nil
    if hasCR, !hasLF { lineEnd = carriageReturn }
  }
}

/// The first line with which Excel says how the fields of a table are parted: `sep=;`. It is neither a header nor a record.
///
/// - Returns: where the line ends, with its break, and the delimiter.
func separatorLine(in head: Span<UInt8>, from start: Int) -> (end: Int, delimiter: UInt8)? {
  let mark = Array("sep=".utf8)
  guard start + 5 <= head.count, mark.indices.allSatisfy({ head[start + $0] | 0x20 == mark[$0] | 0x20 })
  else {
    return nil
  }
  let delimiter = head[start + 4]
  guard knownDelimiters.contains(delimiter) else { return nil }
  var end = start + 5
  if end < head.count, head[end] == carriageReturn { end += 1 }
  if end < head.count, head[end] == newline { end += 1 }
  return end == start + 5 && end < head.count ? nil : (end, delimiter)
}

/// The format of a file whose mapping names none, by its name and its first bytes (behind the byte order mark).
///
/// `[` and `{` start JSON; else it is a table, tab-separated by its name, or separated by the first of
/// `,`, tab, `;` and `|` that occurs most often in the first line.
func recognizedFormat(of head: Span<UInt8>, file: String) -> SourceMapping.Format {
  var name = file.lowercased()
  for ending in [".gz", ".zst"] where name.hasSuffix(ending) { name.removeLast(ending.count) }
  if name.hasSuffix(".jsonl") || name.hasSuffix(".ndjson") { return .jsonLines }
  if name.hasSuffix(".tsv") || name.hasSuffix(".tab") { return .delimited(UInt8(ascii: "\t")) }
  var index = 0
  while index < head.count, isJSONBlank(head[index]) { index += 1 }
  if index < head.count {
    if head[index] == UInt8(ascii: "[") { return .jsonArray }
    if head[index] == UInt8(ascii: "{") { return .jsonLines }
  }
  return .delimited(mostFrequentDelimiter(in: head, from: index))
}

/// Delimiters that tables are written with, the likeliest first.
let knownDelimiters = [UInt8(ascii: ","), UInt8(ascii: "\t"), UInt8(ascii: ";"), UInt8(ascii: "|")]

/// The delimiter that occurs most often outside quotes up to the end of the line.
func mostFrequentDelimiter(in head: Span<UInt8>, from start: Int) -> UInt8 {
  var counts = [Int](repeating: 0, count: knownDelimiters.count)
  var inQuotes = false
  for index in start..<max(start, head.count) {
    let byte = head[index]
    if byte == quote { inQuotes.toggle() }
    if inQuotes { continue }
    if byte == newline || byte == carriageReturn { break }
    if let known = knownDelimiters.firstIndex(of: byte) { counts[known] += 1 }
  }
  let best = counts.indices.max { (counts[$0], -$0) < (counts[$1], -$1) } ?? 0
  return knownDelimiters[best]
}
