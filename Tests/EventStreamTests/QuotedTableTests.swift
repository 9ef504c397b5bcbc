// Quoted tables, exhaustively: every text of up to seven characters that matter.

import Digest
import Testing

@testable import EventStream

/// A record of a table: its line and its fields, or `nil` for one whose quote is never closed.
private struct SplitRecord: Equatable {
  var line: Int
  var fields: [String]?
}

/// The expected count and digest, by Python's csv module in strict mode, over texts with one kind of line end:
///
///     import csv, hashlib, io, itertools, re
///
///     count, digest = 0, hashlib.sha256()
///     for length in range(8):
///         for text in map("".join, itertools.product('a,"\r\n', repeat=length)):
///             if "\n" in text and re.search("\r(?!\n)", text):
///                 continue
///             try:
///                 records = [r for r in csv.reader(io.StringIO(text, newline=""), strict=True) if r]
///             except csv.Error:
///                 continue
///             count += 1
///             digest.update(("".join("\x1f".join(r) + "\x1e" for r in records) + "\x1d").encode())
///     print(count, digest.hexdigest())
@Suite struct QuotedTableTests {
  @Test("every text of up to 7 characters falls into the records of a plain reading of the rules")
  func exhaustive() {
    var wellFormed = SHA256()
    var wellFormedCount = 0
    for length in 0...7 {
      forEachText(length: length) { text in
        let expected = reference(text)
        for target in Set([1, 3, max(1, length)]) {
          let found = records(of: text, target: target)
          if found != expected {
            Issue.record("\(text) in blocks of \(target): \(found), not \(expected)")
          }
        }
        if isWellFormed(text) {
          wellFormedCount += 1
          let canonical = expected.map { ($0.fields ?? []).joined(separator: "\u{1f}") + "\u{1e}" }.joined()
          let bytes = Array((canonical + "\u{1d}").utf8)
          unsafe wellFormed.update(bytes.span.bytes)
        }
      }
    }
    // What the Python above prints.
    #expect(wellFormedCount == 26_151)
    #expect(
      wellFormed.finish().hexadecimal == "166adca40edff00cb8bf6ae653cd08baac435e207c3eba19b644206906cff1da")
  }

  private func forEachText(length: Int, _ body: ([UInt8]) -> Void) {
    let alphabet = Array("a,\"\r\n".utf8)
    var digits = [Int](repeating: 0, count: length)
    while true {
      body(digits.map { alphabet[$0] })
      var place = length - 1
      while place >= 0, digits[place] == alphabet.count - 1 {
        digits[place] = 0
        place -= 1
      }
      if place < 0 { return }
      digits[place] += 1
    }
  }

  private func lineEnd(of text: [UInt8]) -> UInt8 {
    !text.contains(newline) && text.contains(carriageReturn) ? carriageReturn : newline
  }

  /// What the product's framing and splitting make of a text, in blocks that end behind `target` bytes.
  private func records(of text: [UInt8], target: Int) -> [SplitRecord] {
    let end = lineEnd(of: text)
    let padded = text + [UInt8](repeating: 0, count: 128)
    var framing = QuotedFraming(delimiter: UInt8(ascii: ","), lineEnd: end)
    var table = TableRecord(delimiter: UInt8(ascii: ","), lineEnd: end)
    var records: [SplitRecord] = []
    var start = 0
    var line = 1
    while start < text.count {
      var broken: [Block.BrokenRecord] = []
      let found = framing.blockEnd(
        in: padded.span, from: start, to: text.count, isLast: true, target: start + target, broken: &broken)
      guard let cut = found?.cut else {
        Issue.record("no end in sight of a text that is all there")
        return records
      }
      while start < cut {
        if let description = broken.first, description.range.lowerBound == start {
          records.append(SplitRecord(line: line, fields: nil))
          broken.removeFirst()
          start = description.next
          line += 1
          continue
        }
        start = table.split(padded.span, from: start, to: cut)
        if !table.isEmpty { records.append(SplitRecord(line: line, fields: table.names(in: padded.span))) }
        line += 1 + table.innerLines
      }
    }
    return records
  }

  /// The rules, one character after the other: a quote opens a field only at its start; within quotes `""` is a
  /// quote; after the closing quote everything stands for itself; a record that ends in quotes is broken, and
  /// reading goes on behind its first line.
  private func reference(_ text: [UInt8]) -> [SplitRecord] {
    let end = lineEnd(of: text)
    var records: [SplitRecord] = []
    var start = 0
    var line = 1
    while start < text.count {
      var fields: [[UInt8]] = [[]]
      var index = start
      var atFieldStart = true
      var inQuotes = false
      var anyQuotes = false
      var lines = 1
      while index < text.count {
        let byte = text[index]
        if inQuotes {
          if byte == quote, index + 1 < text.count, text[index + 1] == quote {
            fields[fields.count - 1].append(quote)
            index += 1
          } else if byte == quote {
            inQuotes = false
          } else {
            if byte == end { lines += 1 }
            fields[fields.count - 1].append(byte)
          }
        } else if byte == quote, atFieldStart {
          inQuotes = true
          anyQuotes = true
        } else if byte == UInt8(ascii: ",") {
          fields.append([])
          atFieldStart = true
          index += 1
          continue
        } else if byte == end {
          if end == newline, text[..<index].last == carriageReturn,
            fields[fields.count - 1].last == carriageReturn
          {
            fields[fields.count - 1].removeLast()
          }
          break
        } else {
          fields[fields.count - 1].append(byte)
        }
        atFieldStart = false
        index += 1
      }
      if inQuotes {
        records.append(SplitRecord(line: line, fields: nil))
        start = (text[start...].firstIndex(of: end) ?? text.count) + 1
        line += 1
        continue
      }
      if fields != [[]] || anyQuotes {
        records.append(SplitRecord(line: line, fields: fields.map { String(decoding: $0, as: UTF8.self) }))
      }
      line += lines
      start = index + 1
    }
    return records
  }

  /// Whether the strict rules of RFC 4180 and one kind of line end hold: as the Python above chooses.
  private func isWellFormed(_ text: [UInt8]) -> Bool {
    if text.contains(newline) {
      for index in text.indices where text[index] == carriageReturn {
        if index + 1 == text.count || text[index + 1] != newline { return false }
      }
    }
    var inQuotes = false
    var atFieldStart = true
    var closed = false
    for index in text.indices {
      let byte = text[index]
      if inQuotes {
        if byte == quote {
          inQuotes = false
          closed = true
        }
        continue
      }
      switch byte {
      case quote where atFieldStart || closed:
        inQuotes = true
        closed = false
      case UInt8(ascii: ","), newline, carriageReturn: closed = false
      case _ where closed: return false
      default: break
      }
      atFieldStart = byte == UInt8(ascii: ",") || byte == newline || byte == carriageReturn
    }
    return !inQuotes
  }
}
