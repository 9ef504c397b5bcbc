// Records at hand, side by side: what is done with records is done with a run of them, in one loop a column.

/// Some records of a block with their fields.
///
/// A loop over one column of a run asks once, not for every record, what the mapping says of that column; its steps
/// do not wait for one another; and the bytes of the records are still near.
struct RecordRun: Sendable {
  /// Records of a run at the most, and bytes of records at which it is full.
  static let capacity = 256
  static let fullBytes = 96 << 10

  /// What became of a record.
  enum Fate: Sendable, Hashable {
    case accepted(isEvent: Bool)
    case passedOver
    case rejected(RejectReason)
  }

  /// Slots of a record: its fields, the texts that are made from them, and the record itself.
  let slotCount: Int
  private(set) var count = 0
  private var byteCount = 0
  /// The bytes of the longest record.
  private(set) var longest = 0

  /// The slots of the first record, of the second ...
  var fields: [FieldRange]
  /// Where each record stands, packed as in `EventBatch.locations`.
  private(set) var locations = [UInt64](repeating: 0, count: capacity)

  // What is made of the fields; the columns are as those of an `EventBatch`.
  var fates = [Fate](repeating: .passedOver, count: capacity)
  var times = [Int64](repeating: EventBatch.noTime, count: capacity)
  var versions = [Int64](repeating: EventBatch.noTime, count: capacity)
  var amounts = [Int64](repeating: EventBatch.noAmount, count: capacity)
  /// A column for each of the mapping's properties that are numbers, an empty one for each other.
  var numbers: [[Int64]]

  init(plan: RecordPlan) {
    slotCount = plan.slotCount + 1
    fields = [FieldRange](repeating: .nothing, count: slotCount * Self.capacity)
    numbers = plan.properties.map { property in
      [Int64](repeating: EventBatch.noAmount, count: property.isNumber ? Self.capacity : 0)
    }
  }

  var isFull: Bool { count == Self.capacity || byteCount >= Self.fullBytes }

  /// The first slot of the record that is added next.
  var nextSlot: Int { count * slotCount }

  /// A place as it is packed in `locations`.
  @inline(__always)
  static func location(file: Int, line: Int) -> UInt64 {
    UInt64(file) << 40 | UInt64(min(line, Limits.linesPerFile - 1))
  }

  /// Adds a record whose fields are in its slots.
  @inline(__always)
  mutating func add(_ range: Range<Int>, at location: UInt64) {
    fields[nextSlot + slotCount - 1] = FieldRange(range)
    locations[count] = location
    count += 1
    byteCount += range.count
    longest = max(longest, range.count)
  }

  /// Forgets the records; what is in their slots stays there.
  mutating func removeAll() {
    count = 0
    byteCount = 0
    longest = 0
  }

  /// Empties the slots of all records, for records that do not fill all of theirs.
  mutating func clearFields() {
    for place in fields.indices { fields[place] = .nothing }
  }

  /// The bytes of a record.
  @inline(__always)
  func range(of record: Int) -> Range<Int> { field(slotCount - 1, of: record).range }

  /// The field of a record in a slot.
  @inline(__always)
  func field(_ slot: Int, of record: Int) -> FieldRange { fields[record * slotCount + slot] }

  @inline(__always)
  func isAccepted(_ record: Int) -> Bool {
    if case .accepted = fates[record] { true } else { false }
  }

  @inline(__always)
  func isEvent(_ record: Int) -> Bool {
    if case .accepted(isEvent: true) = fates[record] { true } else { false }
  }

  /// Rejects those of the accepted records with which something is wrong.
  mutating func reject(_ reason: RejectReason, where isWrong: (borrowing RecordRun, Int) -> Bool) {
    for record in 0..<count where isAccepted(record) && isWrong(self, record) {
      fates[record] = .rejected(reason)
    }
  }
}

extension RecordRun {
  /// Adds the records from the place on, up to the first that has quotes or not all its fields, until the run is full
  /// or a record starts at `limit`. Their bytes are UTF-8.
  mutating func addPlain(
    _ scan: inout TableScan, to limit: Int, of bytes: Span<UInt8>, columns: Span<TableLayout.Column>,
    file: Int
  ) {
    // A record of one field may be an empty line, which is none.
    let last = scan.bounds.count - 1
    guard last > 1 else { return }
    let (delimiter, lineEnd) = (scan.delimiter, scan.lineEnd)
    var (index, line, cursor) = (scan.index, scan.line, scan.cursor)
    var (count, byteCount, longest) = (self.count, self.byteCount, self.longest)
    // The loop has the arrays to itself: whether they are shared is not asked for every record.
    var fields: [FieldRange] = []
    var locations: [UInt64] = []
    swap(&fields, &self.fields)
    swap(&locations, &self.locations)
    var slots = fields.mutableSpan
    var places = locations.mutableSpan
    var bounds = scan.bounds.mutableSpan
    while count < Self.capacity, byteCount < Self.fullBytes, index < limit,
      cursor.passPlainRecord(in: bytes, delimiter: delimiter, lineEnd: lineEnd, bounds: &bounds)
    {
      let lineBreak = Int(bounds[last])
      bounds[0] = Int32(truncatingIfNeeded: index &- 1)
      if lineEnd == newline, bytes[lineBreak - 1] == carriageReturn, bounds[last - 1] &+ 1 < lineBreak {
        bounds[last] &-= 1
      }
      let first = count &* slotCount
      for index in columns.indices {
        let column = columns[index]
        let start = bounds[column.index] &+ 1
        slots[first &+ column.slot] = FieldRange(start: start, count: bounds[column.index &+ 1] &- start)
      }
      let range = index..<Int(bounds[last])
      slots[first &+ slotCount &- 1] = FieldRange(range)
      places[count] = Self.location(file: file, line: line)
      count += 1
      byteCount += range.count
      longest = max(longest, range.count)
      line += 1
      index = lineBreak + 1
    }
    swap(&fields, &self.fields)
    swap(&locations, &self.locations)
    (self.count, self.byteCount, self.longest) = (count, byteCount, longest)
    (scan.index, scan.line, scan.cursor) = (index, line, cursor)
  }
}
