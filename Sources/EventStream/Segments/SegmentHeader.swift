// What stands before the columns of a segment: what it is, and where each column is.

/// The columns of a segment; a property's column is told by its index.
struct SegmentSection: Sendable, Hashable {
  enum Kind: UInt8, Sendable {
    case times = 1
    case amounts, versions, events, channels, screens, sessions, orders, currencies, sets, ids
    case texts, textLengths
    case identifierKinds, identifierValues, setSizes, setMembers, setTimes, setLocations
    case traitRows, traitNames, traitValues
    case textProperty, numberProperty

    /// Columns of a segment besides those of properties.
    static let fixedCount = Int(textProperty.rawValue) - 1
  }

  var kind: Kind
  var index: UInt16 = 0

  init(_ kind: Kind, index: Int = 0) {
    self.kind = kind
    self.index = UInt16(index)
  }
}

/// A column of a segment.
struct SegmentColumn: Sendable, Equatable {
  var section: SegmentSection
  var packed: PackedColumn
}

/// The header of a segment. The columns follow it; their places are counted from its end.
struct SegmentHeader: Sendable, Equatable {
  var rowCount: Int
  var columns: [SegmentColumn]
  /// Bytes of all columns.
  var dataBytes: Int

  /// Raised when a segment of the same records would have other bytes, or when the same bytes of a source would
  /// give other records: everything that is kept is then read from the sources anew.
  static let version: UInt32 = 6
  /// Read as a number it has this value only on a machine with the byte order of the one that wrote it.
  static let byteOrder: UInt32 = 0x0102_0304
  private static let magic: [UInt8] = Array("PSYNCSEG".utf8)

  private static let fixedBytes = 48
  private static let columnBytes = 56
  /// A header has at least so many bytes behind its end that it and these are read at once.
  static let firstReadBytes = 4096

  var byteCount: Int { Self.fixedBytes + columns.count * Self.columnBytes }

  /// Bytes of a header with so many columns.
  static func byteCount(columns: Int) -> Int { fixedBytes + columns * columnBytes }

  func column(_ section: SegmentSection) -> PackedColumn? { columns.first { $0.section == section }?.packed }

  /// The header as it is written: a multiple of 8 bytes.
  var bytes: [UInt8] {
    var writer = ByteWriter()
    writer.write(Self.magic)
    writer.write(Self.byteOrder)
    writer.write(Self.version)
    writer.write(Int64(rowCount))
    writer.write(Int64(columns.count))
    writer.write(Int64(dataBytes))
    for (section, column) in columns.lazy.map({ ($0.section, $0.packed) }) {
      writer.write(section.kind.rawValue)
      writer.write(column.encoding.rawValue)
      writer.write(section.index)
      writer.write(UInt32(column.width))
      writer.write(Int64(column.count))
      writer.write(column.base)
      writer.write(column.divisor)
      writer.write(Int64(column.range.lowerBound))
      writer.write(Int64(column.range.count))
      writer.write(column.checksum)
    }
    writer.write(hash64(of: writer.bytes))
    return writer.bytes
  }

  /// Bytes of the header that `start` begins with, as far as it says so.
  static func byteCount(announcedBy start: [UInt8]) throws(DamagedBytes) -> Int {
    var reader = ByteReader(start)
    guard Array(try reader.raw(magic.count)) == magic, try reader.number(UInt32.self) == byteOrder,
      try reader.number(UInt32.self) == version
    else { throw DamagedBytes() }
    _ = try reader.count()
    let columns = try reader.count()
    guard columns <= 1 << 17 else { throw DamagedBytes() }
    return byteCount(columns: columns)
  }

  /// The header of exactly these bytes.
  init(_ bytes: [UInt8]) throws(DamagedBytes) {
    guard try Self.byteCount(announcedBy: bytes) == bytes.count else { throw DamagedBytes() }
    var trailer = ByteReader(bytes, from: bytes.count - 8)
    guard try trailer.number(UInt64.self) == hash64(of: Array(bytes.dropLast(8))) else {
      throw DamagedBytes()
    }
    var reader = ByteReader(bytes, from: 16)
    rowCount = try reader.count()
    let count = try reader.count()
    dataBytes = try reader.count()
    columns = []
    for _ in 0..<count {
      let column = try SegmentColumn(&reader)
      guard column.packed.isConsistent(dataBytes: dataBytes) else { throw DamagedBytes() }
      columns.append(column)
    }
  }

  init(rowCount: Int, columns: [SegmentColumn], dataBytes: Int) {
    self.rowCount = rowCount
    self.columns = columns
    self.dataBytes = dataBytes
  }
}

extension SegmentColumn {
  fileprivate init(_ reader: inout ByteReader) throws(DamagedBytes) {
    let kind = SegmentSection.Kind(rawValue: try reader.number())
    let encoding = PackedColumn.Encoding(rawValue: try reader.number())
    let index = try reader.number(UInt16.self)
    guard let kind, let encoding, let width = UInt8(exactly: try reader.number(UInt32.self)) else {
      throw DamagedBytes()
    }
    section = SegmentSection(kind, index: Int(index))
    packed = PackedColumn(encoding: encoding, width: width)
    packed.count = try reader.count()
    packed.base = try reader.number()
    packed.divisor = try reader.number()
    let start = try reader.count()
    let bytes = try reader.count()
    guard packed.count <= UInt32.max, start <= Int.max - bytes else { throw DamagedBytes() }
    packed.range = start..<(start + bytes)
    packed.checksum = try reader.number()
  }
}
