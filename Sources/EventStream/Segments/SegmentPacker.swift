// From a batch to the bytes of a segment. One for each thread, because its memory is used again and again.

/// Packs batches, one after the other, into memory that it keeps. A class, because closures share it.
final class SegmentPacker {
  private let packer = ColumnPacker()
  private var columns: [SegmentColumn] = []
  /// Lengths and differences: what is packed instead of ends.
  private var lengths: [UInt32] = []

  /// Packs the batch, whose records all come from the file with this index: places are written without it.
  /// Gives what `body` makes of the segment's bytes.
  func pack<Result, Fault: Error>(
    _ batch: borrowing EventBatch, file: Int,
    _ body: (SegmentHeader, UnsafeRawBufferPointer) throws(Fault) -> Result
  ) throws(Fault) -> Result {
    columns.removeAll(keepingCapacity: true)
    packer.begin(
      behind: SegmentHeader.byteCount(columns: SegmentSection.Kind.fixedCount + batch.properties.count))
    packRows(of: batch)
    packTraits(of: batch)
    packTexts(of: batch.strings)
    packIdentifiers(of: batch.identifiers, file: file)
    let header = SegmentHeader(rowCount: batch.rowCount, columns: columns, dataBytes: packer.byteCount)
    return try unsafe packer.withBytes(behind: header.bytes) { bytes throws(Fault) in
      try unsafe body(header, bytes)
    }
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

  /// Packs values of which `nothing`, where there is one, stands for none; a column of nothing else is left out. A property
  /// is listed also where no row has it: which ones there are does not depend on the batch.
  private func add<Value: ColumnValue>(
    _ section: SegmentSection, _ values: [Value], nothing: Value? = nil,
    encoding: PackedColumn.Encoding = .dense
  ) {
    let column = packer.add(values, nothing: nothing, encoding: encoding)
    guard column.count > 0 || section.kind == .textProperty || section.kind == .numberProperty else { return }
    columns.append(SegmentColumn(section: section, packed: column))
  }

  private func addRaw(_ section: SegmentSection, _ bytes: UnsafeRawBufferPointer, width: Int) {
    columns.append(SegmentColumn(section: section, packed: unsafe packer.addRaw(bytes, width: width)))
  }
}
