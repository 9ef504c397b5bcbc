// Parses a block into a batch: walks its records, fills their slots, and works on them run by run.

internal import Persona

/// Parses blocks. One for each thread.
struct BlockParser: ~Copyable {
  private let plan: RecordPlan
  private let sizes: BufferSizes
  private let json: JSONExtractor
  private var judge: RecordJudge
  private var builder: BatchBuilder
  /// The records at hand, and where the next text goes that is made of them.
  private var run: RecordRun
  private var scratch: Int
  /// The records of a document that holds an array of them.
  private var inner: [Block.Element] = []

  init(plan: RecordPlan, sizes: BufferSizes) {
    self.plan = plan
    self.sizes = sizes
    json = JSONExtractor(fields: plan.fields, array: plan.array)
    judge = RecordJudge(plan: plan, sizes: sizes)
    builder = BatchBuilder(plan: plan)
    run = RecordRun(plan: plan)
    scratch = sizes.scratch
  }

  /// Empties the workspace's batch for new records.
  mutating func begin(_ work: inout Workspace) { builder.begin(&work.batch) }

  /// Parses the workspace's block; adds to its batch and tally.
  mutating func parse(_ work: inout Workspace) {
    run.clearFields()
    switch work.block.shape {
    case .lines(let lineEnd): parseLines(&work, lineEnd: lineEnd)
    case .elements: parseElements(&work)
    case .blanks(let lineEnd): parseBlanks(&work, lineEnd: lineEnd)
    case .quoted(let delimiter, let lineEnd): parseQuoted(&work, delimiter: delimiter, lineEnd: lineEnd)
    }
    finishRun(&work)
  }

  private func reject(_ reason: RejectReason, _ range: Range<Int>, _ work: inout Workspace, line: Int) {
    let place = RecordRun.location(file: work.block.file, line: line)
    work.tally.reject(reason, range, of: work.bytes, at: place)
  }

  /// Adds the record whose fields are in the run's next slots.
  @inline(__always)
  private mutating func add(_ range: Range<Int>, _ work: inout Workspace, line: Int) {
    run.add(range, at: RecordRun.location(file: work.block.file, line: line))
    if run.isFull { finishRun(&work) }
  }

  /// Makes rows of the records at hand.
  private mutating func finishRun(_ work: inout Workspace) {
    judge.judge(&run, in: &work.bytes, scratch: &scratch)
    builder.append(run, to: &work.batch, work.bytes)
    work.tally.count(run, work.bytes)
    run.removeAll()
    scratch = sizes.scratch
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
    guard plan.array != nil else { return add(range, &work, line: line) }
    let array = run.fields[run.nextSlot + plan.fields.count]
    if array.isNothing { return add(range, &work, line: line) }
    inner.removeAll(keepingCapacity: true)
    var framing = ElementFraming(lineEnd: newline)
    _ = framing.blockEnd(
      in: work.bytes.span, from: array.range.lowerBound, to: array.range.upperBound, isLast: true,
      target: array.range.upperBound, elements: &inner)
    for element in inner {
      if let reason = element.reason ?? extract(element.range, &work) {
        reject(reason, element.range, &work, line: line + element.line)
      } else {
        add(element.range, &work, line: line + element.line)
      }
    }
  }

  private mutating func extract(_ range: Range<Int>, _ work: inout Workspace) -> RejectReason? {
    work.bytes.makeRoom(for: range.count, at: scratch)
    return json.extract(range, of: &work.bytes, scratch: &scratch, into: &run.fields, from: run.nextSlot)
  }

  // MARK: Tables

  private mutating func parseQuoted(_ work: inout Workspace, delimiter: UInt8, lineEnd: UInt8) {
    var record = TableRecord(delimiter: delimiter, lineEnd: lineEnd)
    let end = work.block.range.upperBound
    var scan = TableScan(work.block, delimiter: delimiter, lineEnd: lineEnd)
    let isAllUTF8 = isUTF8(work.bytes.span.extracting(work.block.range))
    var broken = 0
    while scan.index < end {
      let nextBroken = broken < work.block.broken.count ? work.block.broken[broken].range.lowerBound : end
      if isAllUTF8 { parsePlain(&work, &scan, to: nextBroken) }
      if scan.index == end { break }
      if scan.index == nextBroken {
        let description = work.block.broken[broken]
        reject(description.reason, description.range, &work, line: scan.line)
        broken += 1
        scan.skip(to: description.next, lines: 1)
        continue
      }
      let start = scan.index
      let next = record.split(
        work.bytes.span, from: start, to: end, delimiter: delimiter, cursor: &scan.cursor)
      finish(record, start..<record.end, &work, line: scan.line, isAllUTF8: isAllUTF8)
      scan.line += 1 + record.innerLines
      scan.index = next
    }
  }

  /// Adds records as long as they have no quotes and all their fields.
  private mutating func parsePlain(_ work: inout Workspace, _ scan: inout TableScan, to limit: Int) {
    while true {
      run.addPlain(
        &scan, to: limit, of: work.bytes.span, columns: work.block.layout.mapped.span, file: work.block.file)
      guard run.isFull else { return }
      finishRun(&work)
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

  /// Adds a split record, unless it is empty, ragged or not UTF-8.
  @inline(__always)
  private mutating func finish(
    _ record: borrowing TableRecord, _ range: Range<Int>, _ work: inout Workspace, line: Int, isAllUTF8: Bool
  ) {
    if record.isEmpty { return }
    if !isAllUTF8, !isUTF8(work.bytes.span.extracting(range)) {
      return reject(.notUTF8, range, &work, line: line)
    }
    let columns = work.block.layout.columnCount
    if record.fieldCount != columns {
      return reject(record.fieldCount < columns ? .fewerFields : .moreFields, range, &work, line: line)
    }
    if record.hasEscapes {
      for column in work.block.layout.mapped where record.fields[column.index].isEscaped {
        run.fields[run.nextSlot + column.slot] = text(of: record.fields[column.index], &work.bytes)
      }
    }
    fillSlots(record.fields.span, work.block.layout.mapped.span)
    add(range, &work, line: line)
  }

  /// Puts the mapped fields into the run's next slots, but for those with quotes in them.
  @inline(__always)
  private mutating func fillSlots(_ fields: Span<FieldRange>, _ columns: Span<TableLayout.Column>) {
    let first = run.nextSlot
    var slots = run.fields.mutableSpan
    for index in columns.indices {
      let column = columns[index]
      let field = fields[column.index]
      if !field.isEscaped { slots[first + column.slot] = field }
    }
  }

  /// The text of a field with quotes in it, made in the scratch space.
  @inline(never)
  private mutating func text(of field: FieldRange, _ bytes: inout [UInt8]) -> FieldRange {
    let start = scratch
    bytes.makeRoom(for: field.escapedRange.count, at: start)
    unescape(&bytes, field.escapedRange, to: &scratch)
    return FieldRange(start..<scratch)
  }
}

/// Whether a line holds nothing but JSON white space.
private func isBlank(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
  for index in range where !isJSONBlank(bytes[index]) { return false }
  return true
}
