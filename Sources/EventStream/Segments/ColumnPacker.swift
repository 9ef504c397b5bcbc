// Columns to bytes, one after the other, in memory that is used again and again.

/// Packs columns, each in the smallest of a few encodings. A class, because closures share it and it owns its memory.
@safe final class ColumnPacker {
  /// Room for what will stand before the columns, then the columns.
  private var buffer: UnsafeMutableRawBufferPointer
  /// Where the columns begin, and the end of those that are packed.
  private var start = 0
  private var end = 0
  /// The rows of a sparse column.
  private var rows: [UInt32] = []

  init() { unsafe buffer = .allocate(byteCount: 1 << 16, alignment: 16) }

  deinit { unsafe buffer.deallocate() }

  /// Begins anew, with room for so many bytes before the columns; a multiple of 8.
  func begin(behind headerBytes: Int) {
    start = headerBytes
    end = start
  }

  /// Bytes of all columns so far.
  var byteCount: Int { end - start }

  /// Gives what `body` makes of a header, no longer than there was room for, and the columns.
  func withBytes<Result, Fault: Error>(
    behind header: [UInt8], _ body: (UnsafeRawBufferPointer) throws(Fault) -> Result
  ) throws(Fault) -> Result {
    let first = start - header.count
    precondition(first >= 0, "a header has the room that was kept for it")
    unsafe header.withUnsafeBytes { bytes in
      unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[first..<start]).copyMemory(from: bytes)
    }
    return try unsafe body(UnsafeRawBufferPointer(rebasing: buffer[first..<end]))
  }

  /// Packs values of which `nothing`, where there is one, stands for none. A column of nothing else has a count of 0.
  func add<Value: ColumnValue>(
    _ values: [Value], nothing: Value?, encoding: PackedColumn.Encoding = .dense
  ) -> PackedColumn {
    let extent = ColumnExtent(of: values, nothing: nothing)
    guard extent.present > 0 else {
      return PackedColumn(encoding: .sparse, range: byteCount..<byteCount, checksum: hash64(of: [UInt8]()))
    }
    let hasGaps = extent.present < values.count
    let divisor = extent.likelyDivisor(of: values, nothing: nothing)
    let width = storedWidth(of: extent.range / divisor)
    let gapWidth = storedWidth(of: extent.range / divisor + 1)
    if hasGaps, extent.present * (MemoryLayout<UInt32>.stride + Int(width)) < values.count * Int(gapWidth) {
      return addSparse(values, nothing: nothing, extent: extent, divisor: divisor)
    }
    var column = PackedColumn(encoding: hasGaps ? .gaps : encoding, count: values.count)
    column.range = byteCount..<byteCount
    addStored(&column, values, nothing: hasGaps ? nothing : nil, extent: extent, divisor: divisor)
    return finished(column)
  }

  private func addSparse<Value: ColumnValue>(
    _ values: [Value], nothing: Value?, extent: ColumnExtent<Value>, divisor: UInt64
  ) -> PackedColumn {
    rows.removeAll(keepingCapacity: true)
    var present: [Value] = []
    present.reserveCapacity(extent.present)
    for index in values.indices where values[index] != nothing {
      rows.append(UInt32(index))
      present.append(values[index])
    }
    var column = PackedColumn(encoding: .sparse, count: present.count)
    column.range = byteCount..<byteCount
    // An even number of rows takes whole words, as the values behind them need.
    if rows.count % 2 != 0 { rows.append(0) }
    unsafe rows.withUnsafeBytes { rows in
      unsafe reserve(column.rowBytes).copyMemory(from: rows)
    }
    addStored(&column, present, nothing: nil, extent: extent, divisor: divisor)
    return finished(column)
  }

  /// Puts bytes there as they are, `width` of them for each value.
  func addRaw(_ bytes: UnsafeRawBufferPointer, width: Int) -> PackedColumn {
    var column = PackedColumn(encoding: .raw, width: UInt8(width), count: bytes.count / width)
    column.range = byteCount..<byteCount
    unsafe reserve(bytes.count).copyMemory(from: bytes)
    return finished(column)
  }

  /// Writes the stored values behind what is there; a divisor that divides only most of them is mended.
  private func addStored<Value: ColumnValue>(
    _ column: inout PackedColumn, _ values: [Value], nothing: Value?, extent: ColumnExtent<Value>,
    divisor: UInt64
  ) {
    column.base = extent.base
    column.divisor = divisor
    column.width = storedWidth(of: extent.range / divisor + (nothing == nil ? 0 : 1))
    let place = end
    let isExact = unsafe writeStored(
      values, nothing: nothing, scale: Scale(base: extent.base, divisor: divisor), width: column.width,
      to: reserve(column.valueBytes))
    guard !isExact else { return }
    end = place
    addStored(
      &column, values, nothing: nothing, extent: extent,
      divisor: extent.divisor(of: values, nothing: nothing))
  }

  /// The next bytes of the buffer; valid until the next call.
  private func reserve(_ count: Int) -> UnsafeMutableRawBufferPointer {
    if unsafe end + aligned(count) > buffer.count { grow(to: end + aligned(count)) }
    defer { end += count }
    return unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[end..<(end + count)])
  }

  private func grow(to count: Int) {
    let larger = unsafe UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(count, 2 * buffer.count), alignment: 16)
    // The larger one holds at least as many bytes.
    unsafe larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[..<end]))
    unsafe buffer.deallocate()
    unsafe buffer = larger
  }

  /// Ends a column at what was written last, and fills up to where the next begins.
  private func finished(_ column: PackedColumn) -> PackedColumn {
    var column = column
    let first = start + column.range.lowerBound
    column.range = column.range.lowerBound..<byteCount
    column.checksum = unsafe hash64(of: UnsafeRawBufferPointer(rebasing: buffer[first..<end]))
    while end % 8 != 0 {
      unsafe buffer[end] = 0
      end += 1
    }
    return column
  }
}
