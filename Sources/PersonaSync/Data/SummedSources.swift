// Sources that were read, up to the end of a window: what comes between reading and linking.

internal import EventStream
internal import Persona
internal import Profiles
internal import Workspace

/// What sources hold up to the end of the window.
struct SummedSources {
  let sources: ReadSources
  let days: LocalDays
  /// The end of the window that was asked for, microseconds since 1970 in UTC; `nil`: none was.
  let until: Int64?
  /// The end of the window.
  let end: Int64
  /// One for each source of the settings.
  let summaries: [SourceSummary]

  var log: EventLog { sources.log }

  /// Reads every source.
  ///
  /// - Parameter asOf: the end of the window as the person wrote it; `nil`: the day of the newest event.
  init(
    _ settings: Settings, in workspace: OpenWorkspace, asOf: String?, engine: Engine, store: SegmentStore
  ) throws(Failure) {
    let days = try LocalDays(timeZone: settings.timeZone)
    let until = try asOf.map { written throws(Failure) in try days.asOf(written) }
    try self.init(
      ReadSources(settings, in: workspace, until: until, engine: engine, store: store), asOf: asOf, days)
  }

  /// Sums up sources that were read for any day.
  init(_ sources: ReadSources, asOf: String?, _ days: LocalDays) throws(Failure) {
    self.sources = sources
    self.days = days
    until = try asOf.map { written throws(Failure) in try days.asOf(written) }
    summaries = sources.readings.map { [until] in $0.summary(until: until) }
    if until == nil { try Self.requireNoFuture(summaries, now: sources.now) }
    if let asOf { try Self.requireRecords(summaries, upTo: asOf) }
    let newest = summaries.compactMap { $0.newest?.time }.max()
    end = until ?? newest.map(days.endOfDay) ?? days.endOfDay(of: sources.now * 1_000_000)
  }

  /// The events that are too old for the window and the one before it.
  var earlier: EarlierEvents {
    let span = days.span(endingAt: end, days: sources.settings.windowDays)
    let before = days.span(before: span, days: sources.settings.windowDays)
    return EarlierEvents(end: before.from, timeZone: sources.settings.timeZone)
  }

  /// Links everybody, and reports it.
  func linking<Graph>(_ link: (Resources) throws(Failure) -> Graph) throws(Failure) -> Graph {
    try sources.engine.step(.linking, .records, summaries.reduce(0) { $0 + $1.records }, link)
  }

  /// A window that ends before all data is a slip of the pen; every persona would lose its evidence.
  private static func requireRecords(_ summaries: [SourceSummary], upTo asOf: String) throws(Failure) {
    let later = summaries.reduce(0) { $0 + $1.later }
    guard later > 0, summaries.allSatisfy({ $0.newest == nil }) else { return }
    throw Failure(
      "no event is as old as \(asOf): all \(later) records with a time are later",
      hint: "name a later day after --as-of, or leave it out")
  }

  /// - Parameter end: how a person says where the last window ends.
  static func requireNoFuture(
    _ summaries: [SourceSummary], now: Int64, end: String = "--as-of DATE"
  ) throws(Failure) {
    let tomorrow = (now + 86_400) * 1_000_000
    for summary in summaries {
      guard let newest = summary.newest, newest.time > tomorrow else { continue }
      throw Failure(
        "the newest event lies in the future: \(LocalDays.instant(newest.time))", at: newest.location,
        hint: "say where the window ends with `\(end)`, or mend the record")
    }
  }
}
