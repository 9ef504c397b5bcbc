// A log made ready to be linked as of any day.

import EventStream
public import Persona

/// All that linking needs of a log and that is the same whatever day it is looked at from: identifiers by number, what was
/// seen together and since when, and which records repeat one another.
///
/// Made once, it is linked as of as many days as are wanted.
public struct IndexedLog: Sendable {
  let rules: IdentityRules
  let segments: LoggedSegments
  let numbers: IdentifierNumbers
  /// Of each segment, the number of each of its identifiers; `EventBatch.none` for one that never links or that no set needs.
  let numbersOfSegments: [[UInt32]]
  let links: SeenLinks
  let repeated: RepeatedRows
  let layout: EventLayout
  /// Of each segment, the times of its first and last record; those without a time stand before all. `nil` without any.
  private let times: [ClosedRange<Int64>?]
  /// Kept for the next day; `nil` for a log that is linked as of one day only.
  private let keptVisits: KeptVisits?
  /// What an earlier run linked of the same segments.
  private let continued: (run: KeptRun, matches: SegmentMatches, superseded: [[UInt32]])?

  init(
    _ segments: LoggedSegments, form: IdentifierForm, rules: IdentityRules, looksBackOften: Bool,
    continuing run: KeptRun?, resources: Resources
  ) throws(Failure) {
    self.rules = rules
    keptVisits = looksBackOften ? KeptVisits(limitBytes: resources.memoryBytes) : nil
    self.segments = segments
    if let run, let matches = SegmentMatches(run, segments) {
      let known = try run.repeatedRows()
      continued = (run, matches, known.superseded(until: .max))
      repeated = try RepeatedRows(segments, knowing: known, matches, resources: resources.part(0, 0.4))
    } else {
      continued = nil
      repeated = try RepeatedRows(segments, resources: resources.part(0, 0.4))
    }
    (numbers, numbersOfSegments) = try IdentifierNumbers.numbering(
      segments, form: form, threads: resources.threads)
    resources.progress(0.7)
    links = try SeenLinks(numbers, numbersOfSegments, in: segments, threads: resources.threads)
    layout = EventLayout(segments)
    times = try inParallel(segments.count, threads: resources.threads) { index throws(Failure) in
      var times: [Int64] = []
      try segments[index].segment.read(.times, into: &times)
      guard let first = times.min(), let last = times.max() else { return nil }
      return first...last
    }
    resources.progress(1)
  }

  /// Whether a segment has a record that is not later than a time.
  func begins(_ segment: Int, by time: Int64) -> Bool {
    times[segment].map { $0.lowerBound <= time } ?? false
  }

  /// How many records all segments have.
  var recordCount: Int { segments.list.reduce(0) { $0 + $1.segment.rowCount } }

  /// How many records the segments have that reach into a span.
  func recordCount(in span: Span) -> Int {
    times.indices.reduce(0) { $0 + (reaches($1, into: span) ? segments[$1].segment.rowCount : 0) }
  }

  /// Whether a segment has a record that may lie in a span.
  func reaches(_ segment: Int, into span: Span) -> Bool {
    times[segment].map { $0.upperBound > span.from && $0.lowerBound <= span.to } ?? false
  }

  /// What is left of a segment that is earlier than what is to be measured; it has so many sets of identifiers.
  ///
  /// - Parameter rows: of the segment, where they were read already.
  func visits(
    of segment: Int, setCount: Int, rows: SegmentRows?, _ calendar: LocalCalendar
  ) throws(Failure) -> SegmentVisits {
    func made() throws(Failure) -> SegmentVisits {
      let rows = if let rows { rows } else { try SegmentRows(segments[segment].segment, withTexts: false) }
      return SegmentVisits(rows, setCount: setCount, sharing: repeated.rows[segment], calendar)
    }
    guard let keptVisits else { return try made() }
    return try keptVisits.visits(of: segment, in: calendar.timeZone, made)
  }

  /// Links the identifiers into profiles and sorts every profile's events, as of a time.
  ///
  /// Throws when the disk fails.
  ///
  /// - Parameters:
  ///   - until: records later than this (microseconds since 1970 in UTC) are passed over.
  ///   - earlier: how long ago events are too old for every window; of those the days on which people were seen are kept.
  ///     `nil`: no event is.
  ///   - forgets: a profile with such an identifier is left out, with all that it did. The counts of the sources stay
  ///     what they are: what they hold is no matter of who is left out.
  ///   - kept: keeps what everybody did for a later run; made for the same time, earlier events and list of forgotten people.
  public func linked(
    until: Int64? = nil, earlier: EarlierEvents? = nil, forgetting forgets: Forgets? = nil,
    keeping kept: KeptGraph? = nil, resources: Resources = Resources()
  ) throws(Failure) -> IdentifiedGraph {
    let until = until ?? .max
    let linked = try LinkedSets(self, until: until, forgets: forgets, threads: resources.threads)
    resources.progress(0.3)
    let people = linked.people
    let span = Span(from: min(earlier?.end ?? .min, until), to: until)
    let superseded = repeated.superseded(until: until)
    // What is kept is for the day and the rules by which this run was found.
    let continuation = try (kept == nil ? nil : continued).map { continued throws(Failure) in
      try Continuation(
        continued.run, continued.matches, self, linked, superseded: superseded,
        wereSuperseded: continued.superseded, end: span.from, threads: resources.threads)
    }
    let keeper = kept?.keeper()
    let partitioning = try Partitioning(
      self, consume linked, span: span, superseded: superseded,
      calendar: try LocalCalendar(timeZone: earlier?.timeZone ?? "UTC"), continuing: continuation,
      keeper: keeper, resources: resources.part(0.3, 0.8))
    var graph = ProfileGraph(
      count: people.count, forgottenCount: people.forgottenCount,
      stoppedLinkCount: people.stoppedLinkCount,
      histories: try partitioning.histories(keeper: keeper, resources.part(0.8, 1)),
      counts: partitioning.counts,
      hasAmounts: segments.sources.contains { $0.revenue != nil } || layout.hasAmounts)
    graph.contradictions = repeated.contradictions(in: segments, until: until)
    if let kept {
      let begun = continuation == nil ? nil : continued?.run.begun
      keeper?.publish(graph, repeated, keys: kept.keys, end: span.from, begun: begun ?? span.from)
    }
    return IdentifiedGraph(graph, people: people)
  }
}
