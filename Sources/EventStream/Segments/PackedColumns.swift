// Columns of numbers in as few bytes as their values need, outside any segment: what lies somewhere between two uses.

/// Some columns, packed.
public struct PackedColumns: Sendable {
  /// All columns, as 64-bit words. They may be taken out and put in again.
  public var words: [UInt64] = []
  private var columns: [Column] = []

  private struct Column {
    var packed: PackedColumn
    var rowCount: Int
    /// What its values take in memory.
    var valueBytes: Int
  }

  /// What all values take in memory.
  public var valueBytes: Int { columns.reduce(0) { $0 + $1.valueBytes } }

  private init() {}

  /// Packs what `add` is given, one column after the other.
  public static func packing(_ add: (inout Writer) -> Void) -> PackedColumns {
    var writer = Writer()
    add(&writer)
    return writer.finished()
  }

  /// Takes columns. `nothing` stands for no value; it takes little room where it is frequent.
  public struct Writer {
    private let packer = ColumnPacker()
    private var columns = PackedColumns()

    // One for each type: a generic one would not be made for its type in another module, and cost tenfold.
    public mutating func add(_ values: [Int64], nothing: Int64? = nil) { append(values, nothing) }
    public mutating func add(_ values: [UInt64], nothing: UInt64? = nil) { append(values, nothing) }
    public mutating func add(_ values: [UInt32], nothing: UInt32? = nil) { append(values, nothing) }
    public mutating func add(_ values: [UInt16], nothing: UInt16? = nil) { append(values, nothing) }
    public mutating func add(_ values: [UInt8]) { append(values, nil) }

    private mutating func append<Value: ColumnValue>(_ values: [Value], _ nothing: Value?) {
      columns.columns.append(
        Column(
          packed: packer.add(values, nothing: nothing), rowCount: values.count,
          valueBytes: values.count * MemoryLayout<Value>.stride))
    }

    fileprivate func finished() -> PackedColumns {
      var columns = columns
      columns.words = Array(repeating: 0, count: packer.byteCount / 8)
      // The columns take whole words; the copy is as long as what it is made into.
      unsafe packer.withBytes(behind: []) { bytes in
        unsafe columns.words.withUnsafeMutableBytes { unsafe $0.copyMemory(from: bytes) }
      }
      return columns
    }
  }

  /// Gives the columns back, in the order in which they were added.
  public struct Reader {
    private let packed: PackedColumns
    private var next = 0

    fileprivate init(_ packed: PackedColumns) { self.packed = packed }

    public mutating func read(nothing: Int64 = 0) -> [Int64] { column(nothing) }
    public mutating func read(nothing: UInt64 = 0) -> [UInt64] { column(nothing) }
    public mutating func read(nothing: UInt32 = 0) -> [UInt32] { column(nothing) }
    public mutating func read(nothing: UInt16 = 0) -> [UInt16] { column(nothing) }
    public mutating func read() -> [UInt8] { column(0) }

    /// The next column.
    private mutating func column<Value: ColumnValue>(_ nothing: Value) -> [Value] {
      let (column, rowCount) = (packed.columns[next].packed, packed.columns[next].rowCount)
      next += 1
      var values = [Value](repeating: nothing, count: rowCount)
      let isRead = unsafe packed.words.withUnsafeBytes { bytes in
        guard column.range.upperBound <= bytes.count else { return false }
        do throws(DamagedBytes) {
          // The column's own bytes.
          try unsafe column.unpack(
            UnsafeRawBufferPointer(rebasing: bytes[column.range]), into: &values, nothing: nothing)
          return true
        } catch {
          return false
        }
      }
      precondition(isRead, "columns are read with the words and the types that they were packed with")
      return values
    }
  }

  public var reader: Reader { Reader(self) }

  /// Whether the words are those that were packed.
  public var isIntact: Bool {
    unsafe words.withUnsafeBytes { bytes in
      columns.allSatisfy { column in
        let range = column.packed.range
        guard range.upperBound <= bytes.count else { return false }
        return unsafe hash64(of: UnsafeRawBufferPointer(rebasing: bytes[range])) == column.packed.checksum
      }
    }
  }

  /// Writes what is needed beside the words.
  public func writeForm(to writer: inout ByteWriter) {
    writer.write(columns) { column, writer in
      writer.write(Int64(column.rowCount))
      writer.write(Int64(column.valueBytes))
      column.packed.write(to: &writer)
    }
  }

  /// Columns without their words, as `writeForm` wrote them.
  public init(formFrom reader: inout ByteReader) throws(DamagedBytes) {
    columns = try reader.list { reader throws(DamagedBytes) in
      let (rowCount, valueBytes) = (try reader.count(), try reader.count())
      return Column(packed: try PackedColumn(&reader), rowCount: rowCount, valueBytes: valueBytes)
    }
  }
}

extension PackedColumn {
  fileprivate func write(to writer: inout ByteWriter) {
    writer.write(encoding.rawValue)
    writer.write(width)
    writer.write(Int64(count))
    writer.write(base)
    writer.write(divisor)
    writer.write(Int64(range.lowerBound))
    writer.write(Int64(range.count))
    writer.write(checksum)
  }

  fileprivate init(_ reader: inout ByteReader) throws(DamagedBytes) {
    guard let encoding = Encoding(rawValue: try reader.number()) else { throw DamagedBytes() }
    self.init(encoding: encoding, width: try reader.number())
    count = try reader.count()
    base = try reader.number()
    divisor = try reader.number()
    let (start, bytes) = (try reader.count(), try reader.count())
    guard count <= UInt32.max, start <= Int.max - bytes else { throw DamagedBytes() }
    range = start..<(start + bytes)
    checksum = try reader.number()
    guard isConsistent(dataBytes: range.upperBound), encoding != .raw else { throw DamagedBytes() }
  }
}
