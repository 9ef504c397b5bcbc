// Reads all sources of a workspace; nobody is linked yet.

internal import EventStream
internal import Persona
internal import Profiles
internal import Workspace

/// The sources of a workspace as they were read.
struct ReadSources {
  let settings: Settings
  let log: EventLog
  /// One for each source of the settings.
  let readings: [SourceReading]
  /// Sources that have an amount for the same orders.
  let sharedOrders: [SharedOrders]
  let engine: Engine
  /// Holds what was read.
  let store: SegmentStore
  /// Seconds since 1970.
  let now: Int64

  /// Reads every source. Fails when one cannot be read, and when more of it is rejected than the settings allow.
  ///
  /// - Parameter until: records later than this (microseconds since 1970 in UTC) are counted apart; `nil`: none is.
  init(
    _ settings: Settings, in workspace: OpenWorkspace, until: Int64?, engine: Engine, store: SegmentStore
  ) throws(Failure) {
    let log = EventLog(identity: settings.identity, sources: settings.sources)
    readings = try Self.read(settings, in: workspace, until: until, engine, store) { segment, source in
      log.append(segment, source: source)
    }
    sharedOrders = try log.sharedOrders(threads: engine.threads)
    self.settings = settings
    self.log = log
    self.engine = engine
    self.store = store
    now = workspace.now
  }

  /// Does something with what the cache has, and when that turns out to be damaged, again without it.
  static func withStore<Result>(
    of engine: Engine, _ settings: Settings, in workspace: OpenWorkspace,
    work: (SegmentStore) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try workspace.requireTrust(settings)
    let store = engine.store()
    do {
      return try work(store)
    } catch {
      guard store.isDamaged else { throw error }
    }
    return try work(engine.storeWithoutCache())
  }

  /// Fails when more of a source is rejected up to a time than the settings allow.
  func requireFewRejects(until: Int64) throws(Failure) {
    for (mapping, reading) in zip(settings.sources, readings) {
      try Self.requireFewRejects(reading.summary(until: until), of: mapping, limit: settings.rejectsLimit)
    }
  }

  private static func read(
    _ settings: Settings, in workspace: OpenWorkspace, until: Int64?, _ engine: Engine, _ store: SegmentStore,
    consume: @escaping @Sendable (Segment, Int) -> Void
  ) throws(Failure) -> [SourceReading] {
    var readings: [SourceReading] = []
    for (index, mapping) in settings.sources.enumerated() {
      let reading = try read(mapping, in: workspace.folder, until: until, engine, store) { segment in
        consume(segment, index)
      }
      try requireFewRejects(reading.summary(until: until), of: mapping, limit: settings.rejectsLimit)
      readings.append(reading)
    }
    return readings
  }

  private static func read(
    _ mapping: SourceMapping, in folder: WorkspaceFolder, until: Int64?, _ engine: Engine,
    _ store: SegmentStore, consume: @escaping @Sendable (Segment) throws -> Void
  ) throws(Failure) -> SourceReading {
    let start = RunProgress(step: .reading(source: mapping.name), unit: .records)
    engine.report(start)
    let readOptions = ReadOptions(
      until: until, threads: engine.threads, environment: folder.surroundings.environment,
      store: store,
      progress: { bytes, records, total in
        var progress = start
        (progress.count, progress.bytes, progress.totalBytes) = (records, bytes, total)
        engine.report(progress)
      })
    let reader = SourceReader(mapping: mapping, root: folder.root, options: readOptions)
    do {
      let reading = try reader.reading(consume)
      let summary = reading.summary(until: until)
      var end = start
      (end.count, end.bytes) = (summary.records + summary.later, summary.bytes)
      engine.report(end)
      return reading
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
        + "more than the limit of \(decimalText(millionths: Int64((limit * 100_000_000).rounded())))%",
      causes: reasons,
      hint: "mend the records or the mapping (`persona-sync sources FILE` proposes one)"
        + sufficientLimit(for: summary.rejected, of: all))
  }

  /// Of a source that is mostly rejected nothing should be made.
  private static func sufficientLimit(for rejected: Int, of all: Int) -> String {
    guard 2 * rejected <= all else { return "" }
    let percent = (100 * rejected + all - 1) / all
    return "; `rejects: {limit: \(percent)%}` in \(Settings.fileName) lets as many go"
  }
}
