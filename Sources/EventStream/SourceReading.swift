// What was counted of a source while it was read, to be summed up as of any time.

/// A source that was read.
public struct SourceReading: Sendable {
  let tally: RecordTally
  let files: [String]
  let bytes: Int
  let bytesRead: Int
  let lacking: [LackingColumns]

  /// What the source gave up to `end` (microseconds since 1970 in UTC); `nil`: all of it.
  ///
  /// `end` is one that the source can be summed up at, or the one that it was read for.
  public func summary(until end: Int64?) -> SourceSummary {
    var summary = tally.summary(until: end, files: files)
    summary.bytes = bytes
    summary.bytesRead = bytesRead
    summary.lacking = lacking
    return summary
  }

  /// Whether every source can be summed up at a time, whatever it was read for: the end of a quarter-hour of UTC.
  public static func sumsUp(at end: Int64) -> Bool { RecordTally.divides(at: end) }
}
