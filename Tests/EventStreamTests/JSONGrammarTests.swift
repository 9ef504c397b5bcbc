// JSON records, exhaustively: what is accepted, and what is taken out of it.

import Digest
import Testing

@testable import EventStream

/// Takes `a`, `b` and `b.a` out of records.
private struct Extraction: ~Copyable {
  private let extractor = JSONExtractor(
    fields: [FieldPath("a"), FieldPath("b"), FieldPath("b.a")], array: nil)
  private let sizes = BufferSizes(blockBytes: 1, constantBytes: 0)
  private var bytes: [UInt8]
  private var slots = [FieldRange](repeating: .nothing, count: 3)

  init() { bytes = [UInt8](repeating: UInt8(ascii: "}"), count: sizes.scratch + 4096) }

  mutating func reason(for record: [UInt8]) -> RejectReason? {
    for (place, byte) in record.enumerated() { bytes[place] = byte }
    var scratch = sizes.scratch
    return extractor.extract(0..<record.count, of: &bytes, scratch: &scratch, into: &slots)
  }

  /// The texts of the record, with U+001F between them and U+001E behind.
  var texts: [UInt8] {
    Array(slots.map { bytes[$0.range] }.joined(separator: [0x1f])) + [0x1e]
  }
}

/// The expected counts and digests, by Python's json module:
///
///     import hashlib, itertools, json
///
///     def first_of_each(pairs):
///         members = {}
///         for name, value in pairs:
///             members.setdefault(name, value)
///         return members
///
///     def text(value):
///         if value is True or value is False:
///             return str(value).lower()
///         return value if isinstance(value, str) else ""
///
///     def wanted(record):
///         b = record.get("b")
///         return [text(record.get("a")), text(b), text(b.get("a")) if isinstance(b, dict) else ""]
///
///     def accepted(pieces, longest, around):
///         count, digest = 0, hashlib.sha256()
///         for length in range(longest + 1):
///             for inner in map("".join, itertools.product(pieces, repeat=length)):
///                 try:
///                     record = json.loads(around[0] + inner + around[1], parse_int=str,
///                                         parse_float=str, object_pairs_hook=first_of_each)
///                     texts = "\x1f".join(wanted(record)).encode()  # a lone surrogate does not encode
///                 except ValueError:
///                     continue
///                 count += 1
///                 digest.update(texts + b"\x1e")
///         print(count, digest.hexdigest())
@Suite struct JSONGrammarTests {
  /// Every text of up to `longest` of the pieces, within something.
  struct Domain: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var pieces: [String]
    var longest: Int
    var before: String
    var after: String
    var accepted: Int
    var digest: String
  }

  static let domains = [
    Domain(
      testDescription: "structure", pieces: ["{", "}", "[", "]", ":", ",", #""a""#, "true", "0", " "],
      longest: 5, before: #"{"b":"#, after: "}", accepted: 166,
      digest: "00eb704b0c796bb3b288b1209193660e0e08337f779a6a1537a51fe62a61c15a"),
    Domain(
      testDescription: "members",
      pieces: ["{", "}", "[", "]", ",", #""a":"#, #""b":"#, "null", #""x" "#], longest: 5, before: "{",
      after: "}", accepted: 41,
      digest: "3f18b8d77146a6923acf9db36101b112864b63bbad573bfa49e83440545b9d7f"),
    Domain(
      testDescription: "numbers", pieces: ["0", "1", "-", "+", ".", "e", "E", " "], longest: 5,
      before: #"{"a":"#, after: "}", accepted: 642,
      digest: "ae025919fcfbc8c5f716c4843fb4cd95119c2e0f347b1805f7f1ab7be85a5e64"),
    Domain(
      testDescription: "escapes in strings",
      pieces: [#"\"#, "u", #"""#, "n", "ud83d", #"\udc00"#, #"\ud800"#, "00e9", "x"], longest: 5,
      before: #"{"a":""#, after: #""}"#, accepted: 8_194,
      digest: "6f6d4638243a29cd02ca6fc79f126a5e33f49d64a08f83b1f06704bcd0d47bd2"),
    Domain(
      testDescription: "escapes in names", pieces: [#"\"#, "u0061", #"""#, "b", ":", ","], longest: 6,
      before: #"{""#, after: #"":"x"}"#, accepted: 13_642,
      digest: "efc14726dac54a8f751a97c1ecd9c90b170b5e25e3709232c5c749c52249f0e5"),
  ]

  @Test("of every small text, what is JSON is accepted, and its first members taken", arguments: domains)
  func exhaustive(domain: Domain) {
    var extraction = Extraction()
    var accepted = 0
    var digest = SHA256()
    let pieces = domain.pieces.map { Array($0.utf8) }
    let (before, after) = (Array(domain.before.utf8), Array(domain.after.utf8))
    for length in 0...domain.longest {
      var digits = [Int](repeating: 0, count: length)
      repeat {
        let record = before + digits.flatMap { pieces[$0] } + after
        if extraction.reason(for: record) == nil {
          accepted += 1
          // The span ends with the statement.
          unsafe digest.update(extraction.texts.span.bytes)
        }
      } while next(&digits, base: pieces.count)
    }
    #expect(accepted == domain.accepted)
    #expect(digest.finish().hexadecimal == domain.digest)
  }

  /// The next number of as many digits, the last digit first to change; `false` behind the greatest.
  private func next(_ digits: inout [Int], base: Int) -> Bool {
    for place in digits.indices.reversed() {
      digits[place] += 1
      if digits[place] < base { return true }
      digits[place] = 0
    }
    return false
  }

  static let message = Array(
    #"""
    {"a":"Jeans & Jackets \/ Winter \ud83d\ude00","n":[1,-2.50e+3,[],{}],"v":2,"t":"2024-03-01T00:06:13.525Z",
    "b":{"x":{"a":true,"c":null},"a":"Müller \"Knives\" – 😀","path":"\\"}, "z" : false }
    """#.utf8)

  /// The expected count and digest, by the Python above and
  ///
  ///     state, inserted = 5, '{}[]:,"\\ 1e-.tnu\n\x01é'.encode() + b"\x80"
  ///
  ///     def number(limit):  # SplitMix64
  ///         global state
  ///         state = (state + 0x9E3779B97F4A7C15) % 2**64
  ///         z = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
  ///         z = (z ^ (z >> 27)) * 0x94D049BB133111EB % 2**64
  ///         return (z ^ (z >> 31)) % limit
  ///
  ///     count, digest = 0, hashlib.sha256()
  ///     for message in range(20000):
  ///         record = bytearray(MESSAGE)
  ///         for damage in range(1 + number(3)):
  ///             place, kind, byte = number(len(record)), number(4), inserted[number(len(inserted))]
  ///             if kind == 0:
  ///                 del record[place]
  ///             elif kind == 1:
  ///                 record[place] = byte
  ///             elif kind == 2:
  ///                 record.insert(place, byte)
  ///             else:
  ///                 del record[place:place + 8]
  ///         try:
  ///             texts = wanted(json.loads(record.decode(), parse_int=str, parse_float=str,
  ///                                       object_pairs_hook=first_of_each))
  ///             texts = "\x1f".join(texts).encode()
  ///         except (ValueError, AttributeError):  # what is no object has no members
  ///             continue
  ///         count += 1
  ///         digest.update(texts + b"\x1e")
  ///     print(count, digest.hexdigest())
  @Test("a message that was damaged somewhere is accepted only if it is still JSON")
  func damagedMessages() {
    var random = SeededGenerator(seed: 5)
    func number(_ limit: Int) -> Int { Int(random.next() % UInt64(limit)) }
    var extraction = Extraction()
    var accepted = 0
    var digest = SHA256()
    let inserted = Array("{}[]:,\"\\ 1e-.tnu\n\u{1}é".utf8) + [0x80]
    for _ in 0..<20_000 {
      var record = Self.message
      for _ in 0...number(3) {
        let (place, kind, byte) = (number(record.count), number(4), inserted[number(inserted.count)])
        switch kind {
        case 0: record.remove(at: place)
        case 1: record[place] = byte
        case 2: record.insert(byte, at: place)
        default: record.removeSubrange(place..<min(place + 8, record.count))
        }
      }
      if extraction.reason(for: record) == nil {
        accepted += 1
        // The span ends with the statement.
        unsafe digest.update(extraction.texts.span.bytes)
      }
    }
    #expect(accepted == 3_393)
    #expect(digest.finish().hexadecimal == "d5be613d36cc250c644fdfb6412e318d7817e3cbfa08918e78eac64d277ec7d8")
  }

  @Test("containers may be nested 128 deep, the record included")
  func depth() {
    var extraction = Extraction()
    func record(_ depth: Int, open: String, close: String, inner: String) -> [UInt8] {
      let (left, right) = (
        String(repeating: open, count: depth - 1), String(repeating: close, count: depth - 1)
      )
      return Array(("{\"b\":" + left + inner + right + "}").utf8)
    }
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
      #expect(extraction.reason(for: record(128, open: open, close: close, inner: "1")) == nil)
      #expect(extraction.reason(for: record(129, open: open, close: close, inner: "1")) == .tooDeep)
      #expect(extraction.reason(for: record(127, open: open, close: close, inner: "1]")) == .notAnObject)
      #expect(extraction.reason(for: record(129, open: open, close: close, inner: "x}}")) == .tooDeep)
    }
  }
}
