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
