// Reads all sources of a workspace and links who is who: everything that a window can then be measured from.

internal import EventStream
internal import Foundation
internal import Persona
internal import Profiles
internal import Workspace

/// How far the reading of a source is; for the progress line.
public struct ReadingProgress: Sendable {
  public var source: String
  public var bytes: Int
  public var records: Int
  public var totalBytes: Int?
}

/// What the sources say of people, up to the end of the window.
struct Behaviour {
  var graph: ProfileGraph
  /// One for each source of the settings.
  var summaries: [SourceSummary]
  /// The end of the window, microseconds since 1970 in UTC.
  var asOf: Int64
  var days: LocalDays
  var settings: Settings

  /// The window that evidence is about.
  var span: Span { days.span(endingAt: asOf, days: settings.windowDays) }
  /// The window of the same length before it.
  var spanBefore: Span { days.span(before: span, days: settings.windowDays) }

  /// Every profile measured over one window.
  func measured(over span: Span) throws(Failure) -> ProfileTable {
    try graph.measured(over: span, by: settings.measures)
  }
}

/// What reading the sources takes besides the settings.
struct ReadingOptions {
  /// The end of the window as the person wrote it; `nil`: the day of the newest event.
  var asOf: String?
  var threads = ProcessInfo.processInfo.activeProcessorCount
  /// Seconds since 1970, to notice a newest event that lies in the future.
  var now: Int64
  var progress: (@Sendable (ReadingProgress) -> Void)?
}

extension Behaviour {
  /// Reads every source of a workspace.
  ///
  /// Fails before anything is read when a command may not run; then when a source cannot be read, when more of it
  /// is rejected than the settings allow, and when no end of the window was given and the newest event lies in the
  /// future.
  static func read(
    _ settings: Settings, in workspace: OpenWorkspace, options: ReadingOptions
  ) throws(Failure) -> Behaviour {
    try workspace.requireTrust(settings)
    let days = try LocalDays(timeZone: settings.timeZone)
    var until: Int64?
    if let written = options.asOf { until = try days.asOf(written) }
    let log = EventLog(identity: settings.identity, sources: settings.sources)
    var summaries: [SourceSummary] = []
    for (index, mapping) in settings.sources.enumerated() {
      let summary = try read(mapping, in: workspace.folder, until: until, options: options) { segment in
        log.append(segment, source: index)
      }
      try requireFewRejects(summary, of: mapping, limit: settings.rejectsLimit)
      summaries.append(summary)
    }
    if until == nil { try requireNoFuture(summaries, now: options.now) }
    if let written = options.asOf { try requireRecords(summaries, upTo: written) }
    let newest = summaries.compactMap { $0.newest?.time }.max()
    let asOf = until ?? newest.map(days.endOfDay) ?? days.endOfDay(of: options.now * 1_000_000)
    let resources = Resources(threads: options.threads, folder: NSTemporaryDirectory())
    return Behaviour(
      graph: try log.linked(until: until, resources: resources), summaries: summaries, asOf: asOf, days: days,
      settings: settings)
  }

  private static func read(
    _ mapping: SourceMapping, in folder: WorkspaceFolder, until: Int64?, options: ReadingOptions,
    consume: @escaping @Sendable (Segment) throws -> Void
  ) throws(Failure) -> SourceSummary {
    let report = options.progress
    let readOptions = ReadOptions(
      until: until, threads: options.threads, environment: folder.surroundings.environment,
      progress: { bytes, records, total in
        report?(
          ReadingProgress(source: mapping.name, bytes: bytes, records: records, totalBytes: total))
      })
    let reader = SourceReader(mapping: mapping, root: folder.root, options: readOptions)
    do {
      return try reader.read(consume)
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure("cannot read the source \(mapping.name)", causes: ["\(error)"], kind: .bug)
    }
  }

  private static func requireFewRejects(
    _ summary: SourceSummary, of mapping: SourceMapping, limit: Double
  ) throws(Failure) {
    let all = summary.records + summary.rejected + summary.later
    guard summary.rejected > 0, Double(summary.rejected) > limit * Double(all) else { return }
    let reasons = summary.rejects.map { reject in
      "\(reject.count) x \(reject.reason), first at "
        + (reject.locations.first.map(String.init(describing:)) ?? mapping.name)
    }
    throw Failure(
      "\(summary.rejected) of \(all) records of the source \(mapping.name) are rejected, "
        + "more than the limit of \(percent(limit))",
      causes: reasons,
      hint: "mend the records or the mapping (`persona-sync sources FILE` proposes one); "
        + "`rejects: {limit: 10%}` in \(Settings.fileName) allows more")
  }

  /// A window that ends before all data is a slip of the pen; every persona would lose its evidence.
  private static func requireRecords(_ summaries: [SourceSummary], upTo asOf: String) throws(Failure) {
    let later = summaries.reduce(0) { $0 + $1.later }
    guard later > 0, summaries.allSatisfy({ $0.newest == nil }) else { return }
    throw Failure(
      "no event is as old as \(asOf): all \(later) records with a time are later",
      hint: "name a later day after --as-of, or leave it out")
  }

  private static func requireNoFuture(_ summaries: [SourceSummary], now: Int64) throws(Failure) {
    let tomorrow = (now + 86_400) * 1_000_000
    for summary in summaries {
      guard let newest = summary.newest, newest.time > tomorrow else { continue }
      throw Failure(
        "the newest event lies in the future: \(LocalDays.instant(newest.time))", at: newest.location,
        hint: "say where the window ends with `--as-of DATE`, or mend the record")
    }
  }
}

/// `5%`, `0.5%`
func percent(_ share: Double) -> String {
  let tenths = (share * 1000).rounded()
  let isWhole = tenths.truncatingRemainder(dividingBy: 10) == 0
  return (isWhole ? String(Int(tenths / 10)) : "\(tenths / 10)") + "%"
}
