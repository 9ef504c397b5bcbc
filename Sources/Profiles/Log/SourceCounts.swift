// How many events each source has, and whose they are.

import EventStream

/// Counts the events of a part of one source.
struct EventCounter: Sendable {
  /// Left out because another counts instead.
  var duplicates = 0
  /// Those that are left.
  private(set) var events = 0
  /// Of `events`, those that are nobody's.
  var unidentified = 0
  /// The times of `events`, both inclusive.
  private(set) var first = Int64.max
  private(set) var last = Int64.min

  init() {}

  @inline(__always)
  mutating func add(_ time: Int64, isUnidentified: Bool) {
    events += 1
    if isUnidentified { unidentified += 1 }
    first = min(first, time)
    last = max(last, time)
  }
}

/// What each source contributed.
struct SourceCounts: Sendable {
  var duplicates: [Int]
  var events: [Int]
  var unidentified: [Int]
  var spans: [Span?]

  init(sourceCount: Int) {
    duplicates = Array(repeating: 0, count: sourceCount)
    events = duplicates
    unidentified = duplicates
    spans = Array(repeating: nil, count: sourceCount)
  }

  /// Adds what was counted of a source.
  mutating func add(_ counter: EventCounter, to source: Int) {
    duplicates[source] += counter.duplicates
    events[source] += counter.events
    unidentified[source] += counter.unidentified
    guard counter.events > 0 else { return }
    let span = spans[source] ?? Span(from: counter.first, to: counter.last)
    spans[source] = Span(from: min(span.from, counter.first), to: max(span.to, counter.last))
  }
}

extension EventCounter {
  func write(to writer: inout ByteWriter) {
    for count in [duplicates, events, unidentified] { writer.write(Int64(count)) }
    writer.write(first)
    writer.write(last)
  }

  init(_ reader: inout ByteReader) throws(DamagedBytes) {
    (duplicates, events, unidentified) = (try reader.count(), try reader.count(), try reader.count())
    (first, last) = (try reader.number(), try reader.number())
  }
}
