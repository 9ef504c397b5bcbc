// Reads one source from its files, or from what is kept of them, to segments: the front of the data plane.

internal import Persona
private import Synchronization

/// Reads the records of a source as segments.
///
/// Several threads parse, and each hands over segments of its own: how the records fall into segments, and in which
/// order those come, depends on the threads, and on what is kept from earlier runs. What they hold together does
/// not, nor does the summary.
public struct SourceReader: Sendable {
  private let mapping: SourceMapping
  private let root: String
  private let options: ReadOptions
  private let standardInput: Int32

  /// - Parameters:
  ///   - root: the absolute path of the workspace's folder.
  ///   - standardInput: the descriptor that is read for `-`.
  public init(mapping: SourceMapping, root: String, options: ReadOptions, standardInput: Int32 = 0) {
    self.mapping = mapping
    self.root = root
    self.options = options
    self.standardInput = standardInput
  }

  /// Hands over the segments, on several threads at once, and gives what can be summed up as of several times.
  ///
  /// The segments hold the records later than `options.until` as well; a summary counts them apart. Throws a
  /// `Failure` when the source cannot be read at all: no such file, a command that fails, not text, a mapped
  /// column that no header has; else what `consume` throws. Bad records are counted in the summary.
  public func reading(_ consume: @escaping @Sendable (Segment) throws -> Void) throws -> SourceReading {
    let files = try files(of: mapping, root: root)
    let kept = try keptSource(files)
    try handOver(kept.plan.segments, to: consume)
    let new = Mutex([Int: NewSegments]())
    let (outcome, cut) = try parse(files, kept) {
      let packer = SegmentPacker()
      return { batch, place in
        let isKept = kept.cache != nil && mapping.isFile(files[place.file])
        let (contents, name) = try unsafe packer.pack(batch, file: place.file) { header, bytes in
          try unsafe options.store.put(header, bytes, isKept: isKept)
        }
        new.withLock {
          $0[place.stretch, default: NewSegments()].add(name, rowCount: contents.header.rowCount)
        }
        try consume(Segment(contents, file: place.file))
      }
    }
    let source = ReadSource(
      files: files, plan: kept.plan, outcome: outcome, segments: new.withLock { $0 }, cut: cut)
    if let cache = kept.cache, !kept.plan.isCurrent {
      let keptFiles = source.keptFiles(now: cache.rules.now).filter { mapping.isFile($0.path) }
      let manifest = SourceManifest(mapping: kept.mapping, files: keptFiles)
      cache.publish(manifest.bytes, ofSource: mapping.name)
    }
    return SourceReading(
      tally: source.tally, files: files, bytes: source.storedBytes,
      bytesRead: outcome.bytes + kept.plan.bytesVerified, lacking: outcome.lacking)
  }

  /// Hands over the batches themselves, of which nothing is kept.
  func readBatches(
    _ consume: @escaping @Sendable (borrowing EventBatch) throws -> Void
  ) throws -> SourceSummary {
    let files = try files(of: mapping, root: root)
    let plan = ReadingPlan(fileCount: files.count)
    let kept = KeptSource(plan: plan)
    let (outcome, cut) = try parse(files, kept) { { batch, _ in try consume(batch) } }
    let source = ReadSource(files: files, plan: plan, outcome: outcome, segments: [:], cut: cut)
    var summary = source.tally.summary(until: options.until, files: files)
    summary.bytes = source.storedBytes
    summary.bytesRead = outcome.bytes
    return summary
  }

  /// What is kept of the source, and what is still to be done.
  private struct KeptSource {
    var plan: ReadingPlan
    /// `nil`: nothing is read from the cache and nothing is written to it.
    var cache: OpenCache?
    var mapping: UInt128 = 0
  }

  private func keptSource(_ files: [String]) throws -> KeptSource {
    // A tally with a cut serves no other end.
    guard let cache = options.store.cache, mapping.command == nil,
      options.until.map(RecordTally.divides) ?? true
    else {
      return KeptSource(plan: ReadingPlan(fileCount: files.count))
    }
    let digest = mapping.parsingDigest
    var manifest = cache.manifest(ofSource: mapping.name).flatMap { try? SourceManifest($0) }
    if let other = manifest, other.mapping != digest {
      cache.note(inUse: [], dropped: other.segments)
      manifest = nil
    }
    let planner = ReadingPlanner(
      mapping: mapping, files: files, root: root, sizes: sizes(for: try RecordPlan(mapping)),
      options: options, cache: cache)
    return KeptSource(plan: try planner.plan(manifest), cache: cache, mapping: digest)
  }

  private func handOver(
    _ segments: [Segment], to consume: @escaping @Sendable (Segment) throws -> Void
  ) throws {
    let next = Mutex(0)
    guard !segments.isEmpty else { return }
    try inParallel(threads: min(options.threads, segments.count)) {
      while true {
        let index = next.withLock { next in
          defer { next += 1 }
          return next
        }
        guard index < segments.count else { return }
        do {
          try consume(segments[index])
        } catch {
          next.withLock { $0 = segments.count }
          throw error
        }
      }
    }
  }

  private func sizes(for plan: RecordPlan) -> BufferSizes {
    BufferSizes(blockBytes: options.blockBytes, constantBytes: plan.constants.count)
  }

  /// Parses what the plan says; gives the cut of the tallies as well.
  private func parse(
    _ files: [String], _ kept: KeptSource,
    _ makeConsumer: @escaping @Sendable () -> BlockPipeline.Consumer
  ) throws -> (BlockPipeline.Outcome, cut: Int64?) {
    let plan = try RecordPlan(mapping)
    let sizes = sizes(for: plan)
    let cut = options.until.flatMap { RecordTally.divides(at: $0) ? nil : $0 }
    let framer = BlockFramer(
      mapping: mapping, columns: plan.columns, files: files, steps: kept.plan.steps, root: root,
      standardInput: standardInput, environment: options.environment, sizes: sizes)
    let pipeline = BlockPipeline(
      framer: framer, plan: plan, sizes: sizes, cut: cut, options: options,
      progress: totals(of: files, kept.plan), isHashed: kept.cache != nil)
    return (try pipeline.run(makeConsumer), cut)
  }

  /// What was read and is to be read, for the progress.
  private func totals(of files: [String], _ plan: ReadingPlan) -> ReadingTotals {
    var totals = ReadingTotals(bytes: plan.bytesVerified, totalBytes: plan.bytesVerified)
    for (file, step) in zip(files, plan.steps) {
      totals.records += step.kept?.stretches.reduce(0) { $0 + $1.tally.accepted } ?? 0
      if case .keep = step { continue }
      let size = !mapping.isFile(file) ? nil : ByteInput.size(ofFileAt: path(of: file, root: root))
      totals.totalBytes = totals.totalBytes.flatMap { total in
        size.map { total + $0 - (step.kept?.end.offset ?? 0) }
      }
    }
    return totals
  }
}

/// The segments that were made of one stretch of a file.
private struct NewSegments: Sendable {
  var names: [SegmentName] = []
  var rowCount = 0
  /// Whether all of them are in the cache.
  var isKept = true

  mutating func add(_ name: SegmentName?, rowCount: Int) {
    if let name { names.append(name) } else { isKept = false }
    self.rowCount += rowCount
  }
}

/// Everything that was found of a source, read or kept.
private struct ReadSource {
  let files: [String]
  let plan: ReadingPlan
  let outcome: BlockPipeline.Outcome
  let segments: [Int: NewSegments]
  let cut: Int64?

  var tally: RecordTally {
    var total = RecordTally(cut: cut)
    for (index, step) in plan.steps.enumerated() {
      for stretch in step.kept?.stretches ?? [] { total.add(stretch.tally.placed(inFile: index)) }
    }
    for stretch in outcome.stretches.values { total.add(stretch.tally) }
    return total
  }

  /// Bytes of all files as they are stored.
  var storedBytes: Int {
    plan.steps.reduce(outcome.bytes) { $0 + ($1.kept?.storedBytes ?? 0) }
  }

  /// What is to be kept of all files, as far as their segments found room.
  func keptFiles(now: Int) -> [KeptFile] {
    let readings = Dictionary(uniqueKeysWithValues: outcome.readings.map { ($0.file, $0) })
    return files.indices.compactMap { index in
      guard let reading = readings[index] else {
        return plan.steps[index].kept?.settled(at: now)
      }
      return keptFile(reading)?.settled(at: now)
    }
  }

  private func keptFile(_ reading: FileReading) -> KeptFile? {
    var file = KeptFile(
      path: files[reading.file], stamp: reading.stamp, identity: reading.identity,
      isPlain: reading.isPlain, form: reading.form, stretches: [], end: reading.end)
    if let kept = plan.steps[reading.file].kept {
      file.stretches = kept.stretches
      // What was verified and what was parsed must be of one state of the file.
      if kept.stamp != reading.stamp { file.stamp = nil }
      if kept.identity != reading.identity { file.identity = nil }
    }
    for stretch in reading.stretches {
      let new = segments[stretch.number] ?? NewSegments()
      guard new.isKept else { return file.cut(at: stretch.start) }
      guard let found = outcome.stretches[stretch.number] else { continue }
      file.stretches.append(
        KeptStretch(
          start: stretch.start, isFirm: stretch.isFirm, rowCount: new.rowCount, segments: new.names,
          blocks: found.blocks.sorted { $0.end < $1.end }, tally: found.tally))
    }
    return file
  }
}

extension KeptFile {
  /// Without a stamp that is too young to tell.
  fileprivate func settled(at now: Int) -> KeptFile {
    var settled = self
    if stamp?.isSettled(at: now) == false { settled.stamp = nil }
    return settled
  }

  /// Up to a place behind which nothing could be kept; `nil` when nothing is left, or when there is no going on.
  fileprivate func cut(at place: ResumePoint) -> KeptFile? {
    guard isPlain, form.canGrow, !stretches.isEmpty else { return nil }
    var cut = self
    cut.end = place
    // It is as if the file had grown since.
    cut.stamp = nil
    return cut
  }

  /// Bytes as they were read from the file.
  fileprivate var storedBytes: Int { isPlain ? end.offset : stamp?.size ?? 0 }
}

extension SourceMapping {
  /// Whether this name of the source's list is a file's: not standard input, and no command's output.
  func isFile(_ name: String) -> Bool { name != "-" && command == nil }
}

/// The path of a source's file; relative ones start at the workspace.
func path(of file: String, root: String) -> String { file.hasPrefix("/") ? file : root + "/" + file }
