// Reads all sources of a workspace and links who is who: everything that a window can then be measured from.

internal import EventStream
internal import Persona
internal import Profiles
internal import Workspace

/// What the sources say of people, up to the end of the window.
struct Behaviour {
  var graph: ProfileGraph
  /// One for each source of the settings.
  var summaries: [SourceSummary]
  /// The end of the window, microseconds since 1970 in UTC.
  var asOf: Int64
  var days: LocalDays
  var settings: Settings
  let engine: Engine

  /// The window that evidence is about.
  var span: Span { days.span(endingAt: asOf, days: settings.windowDays) }
  /// The window of the same length before it.
  var spanBefore: Span { days.span(before: span, days: settings.windowDays) }

  var window: Evidence.Window { dates(of: span) }
  var windowBefore: Evidence.Window { dates(of: spanBefore) }

  private func dates(of span: Span) -> Evidence.Window {
    Evidence.Window(from: days.date(of: span.from + 1), to: days.date(of: span.to), days: settings.windowDays)
  }

  /// Whether the sources cover the window before, so that the two can be compared: a source that begins within it would
  /// make everybody look as if they had just begun. A tenth of the window may be missing: rare things begin late.
  var reachesBack: Bool {
    let slack = Int64(settings.windowDays) * LocalDays.dayMicroseconds / 10
    return graph.spans.allSatisfy { $0.map { $0.from <= spanBefore.from + slack } ?? true }
  }
}

extension Behaviour {
  /// Reads every source of a workspace.
  ///
  /// Fails before anything is read when a command may not run; then when a source cannot be read, when more of it
  /// is rejected than the settings allow, and when no end of the window was given and the newest event lies in the
  /// future.
  ///
  /// - Parameters:
  ///   - asOf: the end of the window as the person wrote it; `nil`: the day of the newest event.
  ///   - who: who of the forgotten is left out.
  ///   - makeEngine: called with whether the cache may be used.
  static func read(
    _ settings: Settings, in workspace: OpenWorkspace, asOf: String?, forgotten who: Forgotten = .everybody,
    engine makeEngine: (_ isCached: Bool) -> Engine
  ) throws(Failure) -> Behaviour {
    let forgets: Forgets? =
      switch who {
      case .everybody: try workspace.forgotten(settings).forgets()
      case .before(let instant): try workspace.forgotten(settings).forgets(before: instant)
      case .nobody: nil
      }
    return try withEngine(settings, in: workspace, makeEngine) { engine throws(Failure) in
      try read(settings, in: workspace, asOf: asOf, forgetting: forgets, engine: engine)
    }
  }

  /// Who of the forgotten is left out.
  enum Forgotten {
    case everybody
    /// Who was forgotten before an instant.
    case before(String)
    case nobody
  }

  /// Reads every source and links nobody: all that the sources hold, whatever the window.
  static func log(
    _ settings: Settings, in workspace: OpenWorkspace, engine makeEngine: (_ isCached: Bool) -> Engine
  ) throws(Failure) -> (log: EventLog, engine: Engine) {
    try withEngine(settings, in: workspace, makeEngine) { engine throws(Failure) in
      let log = EventLog(identity: settings.identity, sources: settings.sources)
      _ = try read(settings, in: workspace, until: nil, engine: engine) { segment, source in
        log.append(segment, source: source)
      }
      return (log, engine)
    }
  }

  /// Does something with what the cache has, and when that turns out to be damaged, again without it.
  private static func withEngine<Result>(
    _ settings: Settings, in workspace: OpenWorkspace, _ makeEngine: (_ isCached: Bool) -> Engine,
    _ work: (Engine) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try workspace.requireTrust(settings)
    let engine = makeEngine(true)
    do {
      return try work(engine)
    } catch {
      guard engine.store.isDamaged else { throw error }
    }
    // What was kept of an earlier run cannot be read any more. The sources can.
    SegmentCache.removeAll(in: workspace.folder.root + "/" + Engine.cacheFolder)
    return try work(makeEngine(false))
  }

  private static func read(
    _ settings: Settings, in workspace: OpenWorkspace, asOf: String?, forgetting forgets: Forgets?,
    engine: Engine
  ) throws(Failure) -> Behaviour {
    let days = try LocalDays(timeZone: settings.timeZone)
    let until = try asOf.map { written throws(Failure) in try days.asOf(written) }
    let log = EventLog(identity: settings.identity, sources: settings.sources)
    let summaries = try read(settings, in: workspace, until: until, engine: engine) { segment, source in
      log.append(segment, source: source)
    }
    if until == nil { try requireNoFuture(summaries, now: workspace.now) }
    if let asOf { try requireRecords(summaries, upTo: asOf) }
    let newest = summaries.compactMap { $0.newest?.time }.max()
    let end = until ?? newest.map(days.endOfDay) ?? days.endOfDay(of: workspace.now * 1_000_000)
    let records = summaries.reduce(0) { $0 + $1.records }
    let graph = try engine.step(.linking, .records, records) { resources throws(Failure) in
      try log.linked(until: until, forgetting: forgets, resources: resources)
    }
    return Behaviour(
      graph: graph, summaries: summaries, asOf: end, days: days, settings: settings, engine: engine)
  }

  /// The local day of the newest event of all sources; `nil` without one.
  static func newestDay(_ settings: Settings, in workspace: OpenWorkspace, engine: Engine) throws(Failure)
    -> Int?
  {
    try workspace.requireTrust(settings)
    let summaries = try read(settings, in: workspace, until: nil, engine: engine) { _, _ in }
    let days = try LocalDays(timeZone: settings.timeZone)
    return summaries.compactMap { $0.newest?.time }.max().map(days.day)
  }

  private static func read(
    _ settings: Settings, in workspace: OpenWorkspace, until: Int64?, engine: Engine,
    consume: @escaping @Sendable (Segment, Int) -> Void
  ) throws(Failure) -> [SourceSummary] {
    var summaries: [SourceSummary] = []
    for (index, mapping) in settings.sources.enumerated() {
      let summary = try read(mapping, in: workspace.folder, until: until, engine: engine) { segment in
        consume(segment, index)
      }
      try requireFewRejects(summary, of: mapping, limit: settings.rejectsLimit)
      summaries.append(summary)
    }
    return summaries
  }

  private static func read(
    _ mapping: SourceMapping, in folder: WorkspaceFolder, until: Int64?, engine: Engine,
    consume: @escaping @Sendable (Segment) throws -> Void
  ) throws(Failure) -> SourceSummary {
    let start = RunProgress(step: .reading(source: mapping.name), unit: .records)
    engine.report(start)
    let readOptions = ReadOptions(
      until: until, threads: engine.threads, environment: folder.surroundings.environment,
      store: engine.store,
      progress: { bytes, records, total in
        var progress = start
        (progress.count, progress.bytes, progress.totalBytes) = (records, bytes, total)
        engine.report(progress)
      })
    let reader = SourceReader(mapping: mapping, root: folder.root, options: readOptions)
    do {
      let summary = try reader.read(consume)
      var end = start
      (end.count, end.bytes) = (summary.records + summary.later, summary.bytes)
      engine.report(end)
      return summary
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
