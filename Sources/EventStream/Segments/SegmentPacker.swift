// From a batch to the bytes of a segment. One for each thread, because its memory is used again and again.

/// Packs batches, one after the other, into memory that it keeps. A class, because closures share it.
@safe final class SegmentPacker {
  /// The header's place, then the columns.
  private var buffer: UnsafeMutableRawBufferPointer
  /// Where the columns begin, and the end of those that are packed.
  private var start = 0
  private var end = 0
  private var columns: [PackedColumn] = []
  /// The rows of a sparse column.
  private var rows: [UInt32] = []
  /// Lengths and differences: what is packed instead of ends.
  private var lengths: [UInt32] = []

  init() { unsafe buffer = .allocate(byteCount: 1 << 16, alignment: 16) }

  deinit { unsafe buffer.deallocate() }

  /// Packs the batch, whose records all come from the file with this index: places are written without it.
  /// Gives what `body` makes of the segment's bytes.
  func pack<Result, Fault: Error>(
    _ batch: borrowing EventBatch, file: Int,
    _ body: (SegmentHeader, UnsafeRawBufferPointer) throws(Fault) -> Result
  ) throws(Fault) -> Result {
    columns.removeAll(keepingCapacity: true)
    start = SegmentHeader.byteCount(columns: SegmentSection.Kind.fixedCount + batch.properties.count)
    end = start
    packRows(of: batch)
    packTraits(of: batch)
    packTexts(of: batch.strings)
    packIdentifiers(of: batch.identifiers, file: file)
    let header = SegmentHeader(rowCount: batch.rowCount, columns: columns, dataBytes: end - start)
    let headerBytes = header.bytes
    let first = start - headerBytes.count
    // Room for the longest header was kept in front of the columns.
    unsafe headerBytes.withUnsafeBytes { bytes in
      unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[first..<start]).copyMemory(from: bytes)
    }
    return try unsafe body(header, UnsafeRawBufferPointer(rebasing: buffer[first..<end]))
  }

  private func packRows(of batch: borrowing EventBatch) {
    add(.init(.times), batch.times, nothing: EventBatch.noTime)
    add(.init(.events), batch.events, nothing: EventBatch.none)
    add(.init(.channels), batch.channels, nothing: EventBatch.none)
    add(.init(.screens), batch.screens, nothing: EventBatch.none)
    add(.init(.sessions), batch.sessions, nothing: EventBatch.none)
    add(.init(.orders), batch.orders, nothing: EventBatch.none)
    add(.init(.currencies), batch.currencies, nothing: EventBatch.none)
    add(.init(.amounts), batch.amounts, nothing: EventBatch.noAmount)
    add(.init(.versions), batch.versions, nothing: EventBatch.noTime)
    add(.init(.sets), batch.sets, nothing: 0)
    if batch.ids.contains(where: { $0 != .none }) {
      unsafe batch.ids.withUnsafeBytes { unsafe addRaw(.init(.ids), $0, width: 16) }
    }
    for (index, property) in batch.properties.enumerated() {
      switch property {
      case .text(let codes): add(.init(.textProperty, index: index), codes, nothing: EventBatch.none)
      case .number(let numbers):
        add(.init(.numberProperty, index: index), numbers, nothing: EventBatch.noAmount)
      }
    }
  }

  private func packTraits(of batch: borrowing EventBatch) {
    guard !batch.traitRows.isEmpty else { return }
    lengths.removeAll(keepingCapacity: true)
    var last: UInt32 = 0
    for row in batch.traitRows {
      lengths.append(row &- last)
      last = row
    }
    add(.init(.traitRows), lengths, encoding: .running)
    add(.init(.traitNames), batch.traitNames)
    add(.init(.traitValues), batch.traitValues)
  }

  private func packTexts(of strings: borrowing StringPool) {
    guard strings.count > 0 else { return }
    unsafe strings.bytes.withUnsafeBytes { unsafe addRaw(.init(.texts), $0, width: 1) }
    addLengths(.init(.textLengths), ends: strings.ends)
  }

  /// Set 0, the empty one, goes without saying.
  private func packIdentifiers(of pool: borrowing IdentifierPool, file: Int) {
    guard pool.setCount > 1 else { return }
    add(.init(.identifierKinds), pool.kinds)
    add(.init(.identifierValues), pool.values)
    addLengths(.init(.setSizes), ends: Array(pool.setEnds.dropFirst()))
    add(.init(.setMembers), pool.members)
    add(.init(.setTimes), Array(pool.setTimes.dropFirst()), nothing: EventBatch.noTime)
    let base = UInt64(file) << 40
    add(.init(.setLocations), pool.setLocations.dropFirst().map { $0 &- base })
  }

  private func addLengths(_ section: SegmentSection, ends: [UInt32]) {
    lengths.removeAll(keepingCapacity: true)
    var last: UInt32 = 0
    for end in ends {
      lengths.append(end &- last)
      last = end
    }
    add(section, lengths, encoding: .running)
  }

  // MARK: Columns

  /// Packs values of which `nothing`, where there is one, stands for none; a column of nothing else is left out.
  private func add<Value: ColumnValue>(
    _ section: SegmentSection, _ values: [Value], nothing: Value? = nil,
    encoding: PackedColumn.Encoding = .dense
  ) {
    let extent = ColumnExtent(of: values, nothing: nothing)
    guard extent.present > 0 else { return addAbsent(section) }
    let hasGaps = extent.present < values.count
    let divisor = extent.likelyDivisor(of: values, nothing: nothing)
    let width = storedWidth(of: extent.range / divisor)
    let gapWidth = storedWidth(of: extent.range / divisor + 1)
    if hasGaps, extent.present * (MemoryLayout<UInt32>.stride + Int(width)) < values.count * Int(gapWidth) {
      return addSparse(section, values, nothing: nothing, extent: extent, divisor: divisor)
    }
    var column = PackedColumn(section: section, encoding: hasGaps ? .gaps : encoding, count: values.count)
    column.range = (end - start)..<(end - start)
    addStored(&column, values, nothing: hasGaps ? nothing : nil, extent: extent, divisor: divisor)
    finish(column)
  }

  /// A property is listed also where no row has it: which ones there are does not depend on the batch.
  private func addAbsent(_ section: SegmentSection) {
    guard section.kind == .textProperty || section.kind == .numberProperty else { return }
    var column = PackedColumn(section: section, encoding: .sparse)
    column.range = (end - start)..<(end - start)
    finish(column)
  }

  private func addSparse<Value: ColumnValue>(
    _ section: SegmentSection, _ values: [Value], nothing: Value?, extent: ColumnExtent<Value>,
    divisor: UInt64
  ) {
    rows.removeAll(keepingCapacity: true)
    var present: [Value] = []
    present.reserveCapacity(extent.present)
    for index in values.indices where values[index] != nothing {
      rows.append(UInt32(index))
      present.append(values[index])
    }
    var column = PackedColumn(section: section, encoding: .sparse, count: present.count)
    column.range = (end - start)..<(end - start)
    // `rowBytes` is the size of the rows or some bytes more.
    unsafe rows.withUnsafeBytes { rows in
      unsafe reserve(column.rowBytes).copyMemory(from: rows)
    }
    addStored(&column, present, nothing: nil, extent: extent, divisor: divisor)
    finish(column)
  }

  private func addRaw(_ section: SegmentSection, _ bytes: UnsafeRawBufferPointer, width: Int) {
    var column = PackedColumn(
      section: section, encoding: .raw, width: UInt8(width), count: bytes.count / width)
    column.range = (end - start)..<(end - start)
    unsafe reserve(bytes.count).copyMemory(from: bytes)
    finish(column)
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
  private func finish(_ column: PackedColumn) {
    var column = column
    let first = start + column.range.lowerBound
    column.range = column.range.lowerBound..<(end - start)
    column.checksum = unsafe hash64(of: UnsafeRawBufferPointer(rebasing: buffer[first..<end]))
    columns.append(column)
    while end % 8 != 0 {
      unsafe buffer[end] = 0
      end += 1
    }
  }
}
