// Where a run puts the data while it works, and what it keeps of them for the next run.

internal import EventStream
internal import Persona
internal import Profiles
internal import Workspace

/// What a run has at hand for reading, linking and measuring.
struct Engine: Sendable {
  let threads: Int
  let memoryBytes: Int
  /// Absolute; the first that can be written takes temporary files.
  let temporaryFolders: [String]
  /// Where what was parsed outlives the run; `nil`: nowhere.
  var cache: SegmentCache?
  let report: RunProgress.Report

  /// The folder below the workspace's root that holds what was parsed.
  static let cacheFolder = ".persona-sync/segments"

  init(_ settings: Settings, in folder: WorkspaceFolder, report: @escaping RunProgress.Report) {
    threads = folder.threads
    self.report = report
    memoryBytes = settings.engine.memoryBytes
    let wanted = folder.surroundings.environment["TMPDIR"] ?? ""
    // Where nobody says otherwise, a place that survives a restart: it is on a disk, `/tmp` may be in memory.
    temporaryFolders = [wanted.hasPrefix("/") ? wanted : "/var/tmp", "/tmp"]
    cache = settings.engine.cacheBytes.map { limit in
      SegmentCache(
        folder: folder.root + "/" + Self.cacheFolder, limitBytes: limit,
        sources: settings.sources.map(\.name), now: folder.nanoseconds)
    }
  }

  /// Where one reading puts what it parses.
  func store() -> SegmentStore {
    SegmentStore(cache: cache, memoryBytes: memoryBytes / 4, temporaryFolders: temporaryFolders)
  }

  /// The same for when what was kept of an earlier run cannot be read any more. The sources can.
  func storeWithoutCache() -> SegmentStore {
    if let cache { SegmentCache.removeAll(in: cache.folder) }
    var engine = self
    engine.cache = nil
    return engine.store()
  }

  /// Does a step of a run, and reports it from its beginning to its end.
  ///
  /// - Parameter count: what the step has to do, of that unit.
  func step<Result>(
    _ step: RunProgress.Step, _ unit: RunProgress.Unit, _ count: Int,
    _ work: (Resources) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let report = report
    let start = RunProgress(step: step, unit: unit, share: 0)
    report(start)
    let resources = Resources(
      threads: threads, memoryBytes: memoryBytes / 8, temporaryFolders: temporaryFolders
    ) {
      share in
      var progress = start
      (progress.share, progress.count) = (share, Int(share * Double(count)))
      report(progress)
    }
    let result = try work(resources)
    report(RunProgress(step: step, unit: unit, count: count, share: 1))
    return result
  }
}

extension WorkspaceFolder {
  /// Nanoseconds since 1970, and not later than now.
  var nanoseconds: Int { Int(surroundings.now().seconds) * 1_000_000_000 }
}
