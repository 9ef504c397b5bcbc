// What reading a source gave, and how it is read.

public import Persona

/// What a source gave, up to `until`. Two are equal when they say the same of the source, however it was read.
public struct SourceSummary: Sendable, Equatable {
  /// Records that were read and accepted, events or not.
  public var records = 0
  /// Records rejected, by reason, with the first places of each.
  public var rejects: [Reject] = []
  /// Records that a preset passed over because it does not know what they say.
  public var passedOver: Reject?
  /// Records later than `until`, whatever else they are; not in any other figure.
  public var later = 0
  /// Bytes of the files as they are stored.
  public var bytes = 0
  /// Bytes of them that were read: those of files that are kept from an earlier run are not. What is read again to
  /// make sure that a file is what it was counts.
  public var bytesRead = 0
  /// The files, relative to the workspace, sorted.
  public var files: [String] = []
  /// Mapped columns that single files lack; in no figure.
  public var lacking: [LackingColumns] = []
  /// The newest time of an accepted event, microseconds since 1970 in UTC, and where it stands.
  public var newest: (time: Int64, location: SourceLocation)?
  /// `RecordSetDigest` of every non-empty record that is not later than `until`, rejected ones too.
  public var digest = ""

  public var rejected: Int { rejects.reduce(0) { $0 + $1.count } }

  public init() {}

  public static func == (a: Self, b: Self) -> Bool {
    a.records == b.records && a.rejects == b.rejects && a.passedOver == b.passedOver && a.later == b.later
      && a.bytes == b.bytes
      && a.files == b.files && a.newest?.time == b.newest?.time && a.digest == b.digest
  }

  /// Records rejected or passed over for one reason.
  public struct Reject: Sendable, Equatable {
    /// `the time is in an unknown form`
    public var reason: String
    public var count: Int
    /// The first places in file order, at most five.
    public var locations: [SourceLocation]
    /// What to do about it; `nil` where that depends.
    public var hint: String?

    public init(reason: String, count: Int, locations: [SourceLocation], hint: String? = nil) {
      self.reason = reason
      self.count = count
      self.locations = locations
      self.hint = hint
    }
  }
}

/// Mapped columns that a file lacks, and other files of its source have.
public struct LackingColumns: Sendable, Hashable {
  /// The file's header.
  public var place: SourceLocation
  /// Sorted.
  public var columns: [String]
  /// Whether none of its records is an event for that.
  public var isWithoutEvents: Bool
  /// What may be meant, in words.
  public var hint: String?
}

/// How sources are read.
public struct ReadOptions: Sendable {
  /// Records later than this (microseconds since 1970 in UTC) are counted apart.
  public var until: Int64?
  /// Threads that parse; no result depends on it.
  public var threads: Int
  /// Bytes of a block; no result depends on it.
  public var blockBytes: Int
  /// Rows, or distinct texts, after which a batch is handed over; no result depends on it.
  public var batchRows: Int
  /// Bytes of distinct texts after which a batch is handed over; no result depends on it.
  var batchBytes = Limits.batchBytes
  /// The environment variables of commands.
  public var environment: [String: String]
  /// Where the segments are put.
  public var store: SegmentStore
  /// Bytes of the old part of a grown file that are compared.
  var comparedBytes = Limits.comparedBytes
  /// Called now and then with the bytes read and the records found so far, and the bytes in all where known.
  public var progress: (@Sendable (_ bytes: Int, _ records: Int, _ totalBytes: Int?) -> Void)?

  public init(
    until: Int64? = nil, threads: Int = 2, blockBytes: Int = 4 << 20, batchRows: Int = 1 << 17,
    environment: [String: String] = [:], store: SegmentStore = SegmentStore(),
    progress: (@Sendable (Int, Int, Int?) -> Void)? = nil
  ) {
    self.until = until
    self.threads = threads
    self.blockBytes = blockBytes
    self.batchRows = batchRows
    self.environment = environment
    self.store = store
    self.progress = progress
  }
}
