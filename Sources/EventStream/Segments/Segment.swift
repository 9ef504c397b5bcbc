// A batch that is kept: what everything behind the reading works on, column by column.

public import Persona

/// An immutable batch of one source whose columns are taken out one by one, whole, into arrays that are reused.
///
/// It is the same wherever it is kept. Reading fails only when it is kept in a file that was damaged.
public struct Segment: Sendable {
  private let contents: SegmentContents
  /// Index of the file that its records come from, in the source's list.
  private let file: Int

  init(_ contents: SegmentContents, file: Int) {
    self.contents = contents
    self.file = file
  }

  public var rowCount: Int { contents.header.rowCount }

  /// Its name in the cache, which tells its bytes; `nil` when it is not there.
  public var cacheName: String? { contents.cacheName }

  /// Columns of codes: of texts, but for `sets`, which are numbers of identifier sets.
  public enum CodeColumn: Sendable, Hashable {
    case events, channels, screens, sessions, orders, currencies, sets
    /// Index in the mapping's properties; only those that are texts.
    case property(Int)
  }

  /// Columns of 64-bit numbers.
  public enum NumberColumn: Sendable, Hashable {
    case times, amounts, versions
    /// Index in the mapping's properties; only those that are numbers.
    case property(Int)
  }

  /// The mapping's properties that are texts here, and those that are numbers.
  public var textProperties: [Int] { properties(.textProperty) }

  public var numberProperties: [Int] { properties(.numberProperty) }

  private func properties(_ kind: SegmentSection.Kind) -> [Int] {
    contents.header.columns.filter { $0.section.kind == kind }.map { Int($0.section.index) }
  }

  /// Whether no row has a value; for `sets`, whether all are the empty one.
  public func isAbsent(_ column: CodeColumn) -> Bool { isAbsent(column.section) }

  /// Whether no row has a value.
  public func isAbsent(_ column: NumberColumn) -> Bool { isAbsent(column.section) }

  private func isAbsent(_ section: SegmentSection) -> Bool {
    contents.header.column(section).map { $0.count == 0 } ?? true
  }

  /// Puts the `rowCount` values of a column in the place of what the array holds.
  public func read(_ column: CodeColumn, into values: inout [UInt32]) throws(Failure) {
    try read(column.section, count: rowCount, into: &values, nothing: column == .sets ? 0 : EventBatch.none)
  }

  public func read(_ column: NumberColumn, into values: inout [Int64]) throws(Failure) {
    try read(column.section, count: rowCount, into: &values, nothing: EventBatch.noAmount)
  }

  /// Whether a row has an id.
  public var hasIDs: Bool { contents.header.column(SegmentSection(.ids)) != nil }

  public func readIDs(into values: inout [EventID]) throws(Failure) {
    resize(&values, to: rowCount, with: .none)
    guard let column = contents.header.column(SegmentSection(.ids)) else {
      for row in values.indices { values[row] = .none }
      return
    }
    try unsafe contents.withBytes(of: column) { bytes throws(DamagedBytes) in
      guard bytes.count == values.count * MemoryLayout<EventID>.stride else { throw DamagedBytes() }
      // Both have the same number of bytes.
      unsafe values.withUnsafeMutableBytes { unsafe $0.copyMemory(from: bytes) }
    }
  }

  /// How many distinct texts there are.
  public var textCount: Int { contents.header.column(SegmentSection(.textLengths))?.count ?? 0 }

  /// The distinct texts.
  public func strings() throws(Failure) -> StringPool {
    var pool = StringPool()
    guard let column = contents.header.column(SegmentSection(.texts)) else { return pool }
    // The bytes are copied at once.
    pool.bytes = try unsafe contents.withBytes(of: column) { unsafe Array($0) }
    pool.ends = try list(.textLengths)
    pool.hashes.reserveCapacity(pool.ends.count)
    for code in pool.ends.indices {
      let range = pool.range(of: UInt32(code))
      guard range.upperBound <= pool.bytes.count else { throw contents.damage }
      pool.hashes.append(hash64(of: pool.bytes.span.extracting(range)))
    }
    return pool
  }

  public func identifiers() throws(Failure) -> IdentifierPool {
    var pool = IdentifierPool()
    pool.kinds = try list(.identifierKinds)
    pool.values = try list(.identifierValues)
    pool.setEnds += try list(.setSizes, of: UInt32.self)
    pool.members = try list(.setMembers)
    // Gaps are times that are none.
    var times = [Int64](repeating: 0, count: pool.setCount - 1)
    try read(SegmentSection(.setTimes), count: pool.setCount - 1, into: &times, nothing: EventBatch.noTime)
    pool.setTimes += times
    let base = UInt64(file) << 40
    pool.setLocations += try list(.setLocations, of: UInt64.self).map { $0 &+ base }
    return pool
  }

  /// Traits: row (ascending), index in the mapping's `traits`, code of the value.
  public struct Traits: Sendable {
    public var rows: [UInt32]
    public var names: [UInt16]
    public var values: [UInt32]
  }

  public func traits() throws(Failure) -> Traits {
    Traits(rows: try list(.traitRows), names: try list(.traitNames), values: try list(.traitValues))
  }

  private func read<Value: ColumnValue>(
    _ section: SegmentSection, count: Int, into values: inout [Value], nothing: Value
  ) throws(Failure) {
    resize(&values, to: count, with: nothing)
    guard let column = contents.header.column(section) else {
      for index in values.indices { values[index] = nothing }
      return
    }
    try unsafe contents.withBytes(of: column) { bytes throws(DamagedBytes) in
      try unsafe column.unpack(bytes, into: &values, nothing: nothing)
    }
  }

  /// All values of a column that is not one of rows; none when it is absent.
  private func list<Value: ColumnValue>(
    _ kind: SegmentSection.Kind, of type: Value.Type = Value.self
  ) throws(Failure) -> [Value] {
    guard let column = contents.header.column(SegmentSection(kind)) else { return [] }
    var values = [Value](repeating: 0, count: column.count)
    try read(SegmentSection(kind), count: column.count, into: &values, nothing: 0)
    return values
  }

  private func resize<Value>(_ values: inout [Value], to count: Int, with filler: Value) {
    if values.count > count { values.removeLast(values.count - count) }
    if values.count < count { values.append(contentsOf: repeatElement(filler, count: count - values.count)) }
  }
}

extension Segment.CodeColumn {
  fileprivate var section: SegmentSection {
    switch self {
    case .events: SegmentSection(.events)
    case .channels: SegmentSection(.channels)
    case .screens: SegmentSection(.screens)
    case .sessions: SegmentSection(.sessions)
    case .orders: SegmentSection(.orders)
    case .currencies: SegmentSection(.currencies)
    case .sets: SegmentSection(.sets)
    case .property(let index): SegmentSection(.textProperty, index: index)
    }
  }
}

extension Segment.NumberColumn {
  fileprivate var section: SegmentSection {
    switch self {
    case .times: SegmentSection(.times)
    case .amounts: SegmentSection(.amounts)
    case .versions: SegmentSection(.versions)
    case .property(let index): SegmentSection(.numberProperty, index: index)
    }
  }
}
