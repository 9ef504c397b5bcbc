// Parses a block into a batch: walks its records, fills the slots, counts what is rejected.

internal import Persona

/// Parses blocks. One for each thread.
struct BlockParser: ~Copyable {
  private var rows: RowBuilder
  private let sizes: BufferSizes
  private let json: JSONExtractor
  /// The records of a document that holds an array of them.
  private var inner: [Block.Element] = []

  init(plan: RecordPlan, sizes: BufferSizes) {
    self.sizes = sizes
    rows = RowBuilder(plan: plan, sizes: sizes)
    json = JSONExtractor(fields: plan.fields, array: plan.array)
  }

  /// Empties the workspace's batch for new records.
  mutating func begin(_ work: inout Workspace) { rows.begin(&work.batch) }

  /// Parses the workspace's block; adds to its batch and tally.
  mutating func parse(_ work: inout Workspace) {
    switch work.block.shape {
    case .lines(let lineEnd): parseLines(&work, lineEnd: lineEnd)
    case .elements: parseElements(&work)
    case .blanks(let lineEnd): parseBlanks(&work, lineEnd: lineEnd)
    case .quoted(let delimiter, let lineEnd): parseQuoted(&work, delimiter: delimiter, lineEnd: lineEnd)
    }
  }

  private func location(_ block: borrowing Block, line: Int) -> UInt64 {
    UInt64(block.file) << 40 | UInt64(min(line, Limits.linesPerFile - 1))
  }

  /// Rejects a record; its digest is of its bytes up to the limit.
  private func reject(_ reason: RejectReason, _ range: Range<Int>, _ work: inout Workspace, line: Int) {
    let kept = range.prefix(Limits.recordBytes)
    if !kept.isEmpty { work.count(kept, time: EventBatch.noTime) }
    work.tally.reject(reason, time: EventBatch.noTime, at: location(work.block, line: line))
  }

  /// Makes a row of the record whose fields are in the slots.
  private mutating func finish(_ range: Range<Int>, _ work: inout Workspace, line: Int) {
    let place = location(work.block, line: line)
    let outcome = rows.append(to: &work.batch, from: &work.bytes, location: place)
    switch outcome.kind {
    case .passedOver: break
    case .rejected(let reason): work.tally.reject(reason, time: outcome.time, at: place)
    case .accepted(let isEvent): work.tally.accept(time: outcome.time, isEvent: isEvent, at: place)
    }
    work.count(range, time: outcome.time)
  }

  // MARK: JSON

  private mutating func parseLines(_ work: inout Workspace, lineEnd: UInt8) {
    var index = work.block.range.lowerBound
    let end = work.block.range.upperBound
    var line = work.block.firstLine
    while index < end {
      let lineBreak = firstIndex(of: lineEnd, in: work.bytes.span, from: index, to: end) ?? end
      defer {
        index = lineBreak + 1
        line += 1
      }
      if lineBreak - index > Limits.recordBytes {
        reject(.tooLong, index..<lineBreak, &work, line: line)
        continue
      }
      var recordEnd = lineBreak
      if lineBreak < end, lineEnd == newline, recordEnd > index, work.bytes[recordEnd - 1] == carriageReturn {
        recordEnd -= 1
      }
      if isBlank(work.bytes.span, index..<recordEnd) { continue }
      parseDocument(index..<recordEnd, &work, line: line)
    }
  }

  private mutating func parseElements(_ work: inout Workspace) {
    for index in work.block.elements.indices {
      let element = work.block.elements[index]
      let line = work.block.firstLine + element.line
      if let reason = element.reason {
        reject(reason, element.range, &work, line: line)
      } else {
        parseDocument(element.range, &work, line: line)
      }
    }
  }

  /// Parses one object: a record, or an array of records in the member that the mapping names.
  private mutating func parseDocument(_ range: Range<Int>, _ work: inout Workspace, line: Int) {
    if let reason = extract(range, &work) { return reject(reason, range, &work, line: line) }
    guard rows.evaluator.plan.array != nil, let array = rows.evaluator.slots.last, !array.isNothing else {
      return finish(range, &work, line: line)
    }
    inner.removeAll(keepingCapacity: true)
    var framing = ElementFraming(lineEnd: newline)
    _ = framing.blockEnd(
      in: work.bytes.span, from: array.range.lowerBound, to: array.range.upperBound, isLast: true,
      target: array.range.upperBound, elements: &inner)
    for element in inner {
      if let reason = element.reason ?? extract(element.range, &work) {
        reject(reason, element.range, &work, line: line + element.line)
      } else {
        finish(element.range, &work, line: line + element.line)
      }
    }
  }

  private mutating func extract(_ range: Range<Int>, _ work: inout Workspace) -> RejectReason? {
    rows.evaluator.scratch = sizes.scratch
    return json.extract(
      range, of: &work.bytes, scratch: &rows.evaluator.scratch, into: &rows.evaluator.slots)
  }

  // MARK: Tables

  private mutating func parseQuoted(_ work: inout Workspace, delimiter: UInt8, lineEnd: UInt8) {
    var record = TableRecord(delimiter: delimiter, lineEnd: lineEnd)
    let end = work.block.range.upperBound
    var index = work.block.range.lowerBound
    var line = work.block.firstLine
    let isAllUTF8 = isUTF8(work.bytes.span.extracting(work.block.range))
    var broken = 0
    var cursor = StructuralCursor(quote, lineEnd, delimiter, from: index, to: end)
    while index < end {
      if broken < work.block.broken.count, work.block.broken[broken].range.lowerBound == index {
        let description = work.block.broken[broken]
        reject(description.reason, description.range, &work, line: line)
        broken += 1
        line += 1
        index = description.next
        cursor = StructuralCursor(quote, lineEnd, delimiter, from: index, to: end)
        continue
      }
      let next = record.split(
        work.bytes.span, from: index, to: end, delimiter: delimiter, cursor: &cursor)
      finish(record, index..<record.end, &work, line: line, isAllUTF8: isAllUTF8)
      line += 1 + record.innerLines
      index = next
    }
  }

  private mutating func parseBlanks(_ work: inout Workspace, lineEnd: UInt8) {
    var record = TableRecord(delimiter: nil, lineEnd: lineEnd)
    let end = work.block.range.upperBound
    var index = work.block.range.lowerBound
    var line = work.block.firstLine
    let isAllUTF8 = isUTF8(work.bytes.span.extracting(work.block.range))
    while index < end {
      let next = record.split(work.bytes.span, from: index, to: end)
      let lineBreak = next > index && work.bytes[next - 1] == lineEnd ? next - 1 : next
      if lineBreak - index > Limits.recordBytes {
        reject(.tooLong, index..<lineBreak, &work, line: line)
      } else {
        finish(record, index..<record.end, &work, line: line, isAllUTF8: isAllUTF8)
      }
      line += 1
      index = next
    }
  }

  /// Makes a row of a split record, unless it is empty, ragged or not UTF-8.
  private mutating func finish(
    _ record: borrowing TableRecord, _ range: Range<Int>, _ work: inout Workspace, line: Int, isAllUTF8: Bool
  ) {
    if record.isEmpty { return }
    if !isAllUTF8, !isUTF8(work.bytes.span.extracting(range)) {
      return reject(.notUTF8, range, &work, line: line)
    }
    let columns = work.block.layout.slots.count
    if record.fields.count != columns {
      return reject(record.fields.count < columns ? .fewerFields : .moreFields, range, &work, line: line)
    }
    rows.evaluator.scratch = sizes.scratch
    for slot in rows.evaluator.slots.indices { rows.evaluator.slots[slot] = .nothing }
    for column in 0..<columns {
      let slot = work.block.layout.slots[column]
      if slot == TableLayout.unmapped { continue }
      rows.evaluator.slots[Int(slot)] = text(of: record.fields[column], &work.bytes)
    }
    finish(range, &work, line: line)
  }

  /// The field's text, made in the scratch space if it has quotes in it.
  private mutating func text(of field: TableRecord.Field, _ bytes: inout [UInt8]) -> FieldRange {
    guard field.isEscaped else { return FieldRange(field.range) }
    let start = rows.evaluator.scratch
    var target = start
    unescape(&bytes, field.range, to: &target)
    rows.evaluator.scratch = target
    return FieldRange(start..<target)
  }
}

/// Whether a line holds nothing but JSON white space.
private func isBlank(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
  for index in range where !isJSONBlank(bytes[index]) { return false }
  return true
}
