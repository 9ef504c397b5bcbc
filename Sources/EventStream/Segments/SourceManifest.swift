// What is kept of a source, as one small file.

/// The files of a source as they were parsed by one mapping.
struct SourceManifest: Sendable {
  /// Tells mappings apart as far as parsing depends on them.
  var mapping: UInt128
  var files: [KeptFile]

  private static let magic: [UInt8] = Array("PSYNCSRC".utf8)

  var segments: [SegmentName] { files.flatMap { $0.stretches.flatMap(\.segments) } }

  var bytes: [UInt8] {
    var writer = ByteWriter()
    writer.write(Self.magic)
    writer.write(SegmentHeader.byteOrder)
    writer.write(SegmentHeader.version)
    writer.write(mapping)
    // First of all, because cleaning up needs nothing else.
    writer.write(segments) { $1.write($0) }
    writer.write(files) { $0.write(to: &$1) }
    writer.write(hash64(of: writer.bytes))
    return writer.bytes
  }

  init(mapping: UInt128, files: [KeptFile]) {
    self.mapping = mapping
    self.files = files
  }

  init(_ bytes: [UInt8]) throws(DamagedBytes) {
    var reader = try Self.reader(of: bytes)
    mapping = try reader.number()
    _ = try reader.list { reader throws(DamagedBytes) in try reader.number(SegmentName.self) }
    files = try reader.list { reader throws(DamagedBytes) in try KeptFile(&reader) }
    guard reader.isAtEnd else { throw DamagedBytes() }
  }

  /// The segments that a manifest names.
  static func segments(namedBy bytes: [UInt8]) throws(DamagedBytes) -> [SegmentName] {
    var reader = try reader(of: bytes)
    _ = try reader.number(UInt128.self)
    return try reader.list { reader throws(DamagedBytes) in try reader.number() }
  }

  /// Behind the magic and the version, once the checksum is known to be right; it ends before the checksum.
  private static func reader(of bytes: [UInt8]) throws(DamagedBytes) -> ByteReader {
    guard bytes.count >= magic.count + 16 else { throw DamagedBytes() }
    let content = Array(bytes.dropLast(8))
    var trailer = ByteReader(bytes, from: content.count)
    guard try trailer.number(UInt64.self) == hash64(of: content) else { throw DamagedBytes() }
    var reader = ByteReader(content)
    guard Array(try reader.raw(magic.count)) == magic,
      try reader.number(UInt32.self) == SegmentHeader.byteOrder,
      try reader.number(UInt32.self) == SegmentHeader.version
    else { throw DamagedBytes() }
    return reader
  }
}

extension KeptFile {
  fileprivate func write(to writer: inout ByteWriter) {
    writer.write(path)
    writer.write(stamp != nil)
    if let stamp {
      for number in [stamp.size, stamp.modified, stamp.changed] { writer.write(Int64(number)) }
      for number in [stamp.inode, stamp.device] { writer.write(number) }
    }
    writer.write(identity != nil)
    if let identity { for number in [identity.inode, identity.device] { writer.write(number) } }
    writer.write(isPlain)
    form.write(to: &writer)
    writer.write(stretches) { $0.write(to: &$1) }
    end.write(to: &writer)
  }

  fileprivate init(_ reader: inout ByteReader) throws(DamagedBytes) {
    path = try reader.text()
    if try reader.flag() {
      stamp = FileStamp(
        size: Int(try reader.number(Int64.self)), modified: Int(try reader.number(Int64.self)),
        changed: Int(try reader.number(Int64.self)), inode: try reader.number(), device: try reader.number())
    }
    if try reader.flag() {
      identity = FileIdentity(inode: try reader.number(), device: try reader.number())
    }
    isPlain = try reader.flag()
    form = try FileForm(&reader)
    stretches = try reader.list { reader throws(DamagedBytes) in try KeptStretch(&reader) }
    end = try ResumePoint(&reader)
  }
}

extension KeptStretch {
  fileprivate func write(to writer: inout ByteWriter) {
    start.write(to: &writer)
    writer.write(isFirm)
    writer.write(Int64(rowCount))
    writer.write(segments) { $1.write($0) }
    writer.write(blocks) { block, writer in
      writer.write(Int64(block.end))
      writer.write(block.hash)
    }
    tally.write(to: &writer)
  }

  fileprivate init(_ reader: inout ByteReader) throws(DamagedBytes) {
    start = try ResumePoint(&reader)
    isFirm = try reader.flag()
    rowCount = try reader.count()
    segments = try reader.list { reader throws(DamagedBytes) in try reader.number() }
    blocks = try reader.list { reader throws(DamagedBytes) in
      BlockHash(end: try reader.count(), hash: try reader.number())
    }
    tally = try RecordTally(&reader)
  }
}

extension ResumePoint {
  fileprivate func write(to writer: inout ByteWriter) {
    writer.write(Int64(offset))
    writer.write(Int64(line))
    writer.write(skipsLine)
  }

  fileprivate init(_ reader: inout ByteReader) throws(DamagedBytes) {
    offset = try reader.count()
    line = try reader.count()
    skipsLine = try reader.flag()
  }
}

extension FileForm {
  fileprivate func write(to writer: inout ByteWriter) {
    switch shape {
    case .blanks(let end): for byte in [0, end, 0] { writer.write(byte) }
    case .lines(let end): for byte in [1, end, 0] { writer.write(byte) }
    case .quoted(let delimiter, let end): for byte in [2, end, delimiter] { writer.write(byte) }
    case .elements(let end): for byte in [3, end, 0] { writer.write(byte) }
    }
    writer.write(Int64(start.offset))
    writer.write(Int64(start.line))
    writer.write(columns != nil)
    if let columns { writer.write(columns) { $1.write($0) } }
  }

  fileprivate init(_ reader: inout ByteReader) throws(DamagedBytes) {
    let kind = try reader.number(UInt8.self)
    let end = try reader.number(UInt8.self)
    let delimiter = try reader.number(UInt8.self)
    switch kind {
    case 0: shape = .blanks(end: end)
    case 1: shape = .lines(end: end)
    case 2: shape = .quoted(delimiter: delimiter, end: end)
    case 3: shape = .elements(end: end)
    default: throw DamagedBytes()
    }
    start = ResumePoint(offset: try reader.count(), line: try reader.count())
    columns =
      try reader.flag()
      ? try reader.list { reader throws(DamagedBytes) in try reader.text() } : nil
  }
}
