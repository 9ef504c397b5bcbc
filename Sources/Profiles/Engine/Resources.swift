// What the engine may use of the machine. No result depends on it.

/// Threads, memory and room on disk for linking and measuring.
public struct Resources: Sendable {
  public var threads: Int
  /// Bytes that events may take in memory; what is more goes to a file.
  public var memoryBytes: Int
  /// The folder for that file, which has no name there: it is gone when the run ends, however it ends.
  public var folder: String

  public init(threads: Int = 2, memoryBytes: Int = 1 << 30, folder: String = "/tmp") {
    self.threads = max(1, threads)
    self.memoryBytes = memoryBytes
    self.folder = folder
  }
}
