// Many records as columns: what the data plane hands from the sources to the profiles.

/// Records of one source as columns, with dictionaries of their own for texts and identifiers.
///
/// Rows are in no particular order. All columns of rows have `rowCount` values. A code is an index into `strings`;
/// `EventBatch.none` says that the record has no such text. Stored properties are public and simple so that loops
/// over them inline across modules.
public struct EventBatch: Sendable {
  /// No text.
  public static let none = UInt32.max
  /// No time.
  public static let noTime = Int64.min
  /// No amount.
  public static let noAmount = Int64.min

  public var rowCount = 0
  public var strings = StringPool()

  /// Microseconds since 1970 in UTC, or `noTime`.
  public var times: [Int64] = []
  /// Name of the event, or `none` for a record that only carries traits and links.
  public var events: [UInt32] = []
  public var channels: [UInt32] = []
  public var screens: [UInt32] = []
  public var sessions: [UInt32] = []
  public var orders: [UInt32] = []
  public var currencies: [UInt32] = []
  /// Millionths of the currency's unit, or `noAmount`.
  public var amounts: [Int64] = []
  /// XXH3 (128 bits) of the event's id, or zero for none.
  public var ids: [EventID] = []
  /// Microseconds of the record's version, or `noTime`.
  public var versions: [Int64] = []
  /// Where each record stands: index of the file in the source's list times 2^40, plus the line on which the record
  /// starts, from 1.
  public var locations: [UInt64] = []
  /// Which of the sets in `identifiers` stands on the record.
  public var sets: [UInt32] = []
  public var identifiers = IdentifierPool()

  /// Traits: row (ascending), index in the mapping's `traits`, code of the value.
  public var traitRows: [UInt32] = []
  public var traitNames: [UInt16] = []
  public var traitValues: [UInt32] = []

  /// One column for each of the mapping's `properties`, in that order.
  public var properties: [PropertyColumn] = []

  public init() {}

  public enum PropertyColumn: Sendable {
    /// Codes, or `none`.
    case text([UInt32])
    /// Millionths, or `noAmount`.
    case number([Int64])
  }
}

/// The distinct identifiers of a batch, and the distinct sets of them that stand together on its records.
public struct IdentifierPool: Sendable {
  /// Of each identifier: index in the mapping's `identifiers`, and code of the value as it was written.
  public var kinds: [UInt8] = []
  public var values: [UInt32] = []

  /// Where each set ends in `members`; a set starts where the one before ends. Set 0 is the empty one.
  public var setEnds: [UInt32] = [0]
  /// Numbers of identifiers, ascending within a set.
  public var members: [UInt32] = []
  /// The earliest time of a record with the set; `EventBatch.noTime` where one has no time.
  public var setTimes: [Int64] = [.max]
  /// Where that record stands, of several the first; as in `EventBatch.locations`.
  public var setLocations: [UInt64] = [.max]

  public init() {}

  public var count: Int { kinds.count }
  public var setCount: Int { setEnds.count }

  /// The places of a set's members.
  public func range(of set: Int) -> Range<Int> {
    (set == 0 ? 0 : Int(setEnds[set - 1]))..<Int(setEnds[set])
  }
}

/// 128 bits of an event's id; zero says that there is none.
public struct EventID: Sendable, Hashable, Comparable {
  public var high: UInt64
  public var low: UInt64

  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  public static let none = EventID(high: 0, low: 0)

  public static func < (a: EventID, b: EventID) -> Bool { (a.high, a.low) < (b.high, b.low) }
}

/// The distinct texts of a block, in the order in which they were first seen.
public struct StringPool: Sendable {
  /// All texts, one after the other, UTF-8.
  public var bytes: [UInt8] = []
  /// Where each text ends in `bytes`; text `i` starts where `i - 1` ends.
  public var ends: [UInt32] = []
  /// XXH3 (64 bits) of each text.
  public var hashes: [UInt64] = []

  public init() {}

  public var count: Int { ends.count }

  /// The bytes of a text.
  public func range(of code: UInt32) -> Range<Int> {
    (code == 0 ? 0 : Int(ends[Int(code) - 1]))..<Int(ends[Int(code)])
  }

  /// A text as a `String`; for messages and the end of a run, not for loops over rows.
  public func text(of code: UInt32) -> String {
    String(decoding: bytes[range(of: code)], as: UTF8.self)
  }
}
