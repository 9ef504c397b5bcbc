// Reads one source from its files to column batches: the front of the data plane.

private import Digest
private import Persona

/// Reads the records of a source as column batches.
///
/// Blocks are parsed on several threads and handed over in file order on the calling thread; nothing that it
/// gives depends on the number of threads or on the size of the blocks.
public struct SourceReader {
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

  /// Hands over the batches, one after the other, and sums up.
  ///
  /// Throws a `Failure` when the source cannot be read at all: no such file, not text, a mapped column that no
  /// header has; else what `consume` throws. Bad records are counted in the summary.
  public func read(_ consume: (borrowing EventBatch) throws -> Void) throws -> SourceSummary {
    let files = try files(of: mapping, root: root)
    let plan = try RecordPlan(mapping)
    let sizes = BufferSizes(
      blockBytes: options.blockBytes, joinedTexts: plan.joinedTexts, constantBytes: plan.constants.count)
    let pipeline = BlockPipeline(
      framer: BlockFramer(
        mapping: mapping, columns: plan.columns, files: files, root: root, standardInput: standardInput,
        sizes: sizes), plan: plan, sizes: sizes, until: options.until, threads: max(1, options.threads))
    let total = totalBytes(of: files)
    var tally = BlockTally()
    let bytes = try pipeline.run { work in
      tally.add(work.tally)
      options.progress?(work.bytesRead, tally.records, total)
      if work.batch.rowCount > 0 { try consume(work.batch) }
    }
    return summary(of: tally, files: files, bytes: bytes)
  }

  /// The stored size of all files; `nil` when one has none.
  private func totalBytes(of files: [String]) -> Int? {
    var total = 0
    for file in files {
      guard file != "-", let size = ByteInput.size(ofFileAt: path(of: file, root: root)) else { return nil }
      total += size
    }
    return total
  }

  private func summary(of tally: BlockTally, files: [String], bytes: Int) -> SourceSummary {
    func place(_ packed: UInt64) -> SourceLocation {
      SourceLocation(file: files[Int(packed >> 40)], line: Int(packed & (1 << 40 - 1)))
    }
    var summary = SourceSummary()
    summary.records = tally.records
    summary.later = tally.later
    summary.bytes = bytes
    summary.files = files
    summary.newest = tally.newest.map { ($0.time, place($0.location)) }
    summary.digest = tally.digest.text
    summary.rejects = RejectReason.allCases.compactMap { reason in
      let reject = tally.rejects[Int(reason.rawValue)]
      guard reject.count > 0 else { return nil }
      return .init(text: reason.text, reject: reject, places: reject.locations.map(place))
    }
    return summary
  }
}

extension SourceSummary.Reject {
  fileprivate init(text: String, reject: BlockTally.Reject, places: [SourceLocation]) {
    self.init(reason: text, count: reject.count, locations: places)
  }
}

/// The path of a source's file; relative ones start at the workspace.
func path(of file: String, root: String) -> String { file.hasPrefix("/") ? file : root + "/" + file }
