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

  init(sourceCount: Int, adding parts: [SourceCounts] = []) {
    duplicates = Array(repeating: 0, count: sourceCount)
    events = duplicates
    unidentified = duplicates
    spans = Array(repeating: nil, count: sourceCount)
    for part in parts {
      for source in 0..<sourceCount {
        duplicates[source] += part.duplicates[source]
        events[source] += part.events[source]
        unidentified[source] += part.unidentified[source]
        if let span = part.spans[source] { widen(source, from: span.from, to: span.to) }
      }
    }
  }

  /// Adds what was counted of a source.
  mutating func add(_ counter: EventCounter, to source: Int) {
    duplicates[source] += counter.duplicates
    events[source] += counter.events
    unidentified[source] += counter.unidentified
    if counter.events > 0 { widen(source, from: counter.first, to: counter.last) }
  }

  private mutating func widen(_ source: Int, from: Int64, to: Int64) {
    let span = spans[source] ?? Span(from: from, to: to)
    spans[source] = Span(from: min(span.from, from), to: max(span.to, to))
  }
}
