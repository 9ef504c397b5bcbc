// What the engine may use of the machine. No result depends on it.

/// Threads, memory and room on disk for linking and measuring.
public struct Resources: Sendable {
  public var threads: Int
  /// Bytes that events may take in memory; what is more goes to a file.
  public var memoryBytes: Int
  /// The folders for that file, absolute; the first that can be written takes it.
  public var temporaryFolders: [String]
  /// Called now and then, on any thread, with how much is done, 0...1.
  public var progress: @Sendable (Double) -> Void

  public init(
    threads: Int = 2, memoryBytes: Int = 1 << 30, temporaryFolders: [String] = ["/tmp"],
    progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) {
    self.threads = max(1, threads)
    self.memoryBytes = memoryBytes
    self.temporaryFolders = temporaryFolders
    self.progress = progress
  }

  /// The same for a part of the work that begins and ends at these shares of it.
  public func part(_ from: Double, _ to: Double) -> Resources {
    var part = self
    let progress = progress
    part.progress = { progress(from + $0 * (to - from)) }
    return part
  }
}
