// Reads one source from its files to column batches: the front of the data plane.

private import Persona

/// Reads the records of a source as column batches.
///
/// Several threads parse, and each hands over batches of its own: how the records fall into batches, and in which
/// order those come, depends on the threads. What they hold together does not, nor does the summary.
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

  /// Hands over the batches, on several threads at once, and sums up.
  ///
  /// The batches hold the records later than `options.until` as well; the summary counts them apart. Throws a
  /// `Failure` when the source cannot be read at all: no such file, a command that fails, not text, a mapped
  /// column that no header has; else what `consume` throws. Bad records are counted in the summary.
  public func read(
    _ consume: @escaping @Sendable (borrowing EventBatch) throws -> Void
  ) throws -> SourceSummary {
    let files = try files(of: mapping, root: root)
    let plan = try RecordPlan(mapping)
    let sizes = BufferSizes(
      blockBytes: options.blockBytes, constantBytes: plan.constants.count)
    let until = options.until
    let pipeline = BlockPipeline(
      framer: BlockFramer(
        mapping: mapping, columns: plan.columns, files: files, root: root, standardInput: standardInput,
        environment: options.environment, sizes: sizes), plan: plan, sizes: sizes,
      cut: until.flatMap { RecordTally.divides(at: $0) ? nil : $0 }, options: options,
      totalBytes: totalBytes(of: files))
    let (tally, bytes) = try pipeline.run(consume)
    return tally.summary(until: until, files: files, bytes: bytes)
  }

  /// The stored size of all files; `nil` when one has none.
  private func totalBytes(of files: [String]) -> Int? {
    var total = 0
    for file in files {
      guard file != "-", mapping.command == nil,
        let size = ByteInput.size(ofFileAt: path(of: file, root: root))
      else { return nil }
      total += size
    }
    return total
  }
}

/// The path of a source's file; relative ones start at the workspace.
func path(of file: String, root: String) -> String { file.hasPrefix("/") ? file : root + "/" + file }
