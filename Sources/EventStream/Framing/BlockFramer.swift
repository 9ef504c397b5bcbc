// Cuts the files of a source, one after the other, into blocks of whole records.

internal import Persona

/// Reads the bytes of a source in file order, and finds where its records end.
///
/// It is sequential, and one thread at a time uses it. No result depends on where blocks are cut: a record goes into
/// a block whole, and whether it is too long or broken is judged with more than `Limits.recordBytes` bytes in sight.
struct BlockFramer: ~Copyable {
  private let mapping: SourceMapping
  private let columns: ColumnPlan
  private let files: [String]
  private let steps: [FileStep]
  private let root: String
  private let standardInput: Int32
  private let environment: [String: String]
  /// Ends the wait for a command, from another thread.
  let interruption = Interruption()
  private let sizes: BufferSizes

  private var input: ByteInput?
  private var file = -1
  /// What was found of the files that were opened so far.
  private(set) var readings: [FileReading] = []
  /// Stretches that were begun, of all files.
  private(set) var stretchCount = 0
  /// Bytes taken from the files so far, as they are stored.
  private(set) var bytesRead = 0
  private var finishedBytes = 0
  private var header: HeaderCheck

  // The file at hand.
  private var isAtStart = true
  private var form = FileForm.unknown
  private var layout = TableLayout()
  private var quotedFraming = QuotedFraming(delimiter: 0, lineEnd: newline)
  private var elementFraming = ElementFraming(lineEnd: newline)
  /// Where the next block starts. `skipsLine`: the file goes on in the middle of a line that is passed over.
  private var point = ResumePoint()
  /// Bytes that were read and belong to the next block.
  private var carried: [UInt8] = []
  /// Whether the stretch at hand is made of records that the end of the file has judged.
  private var isInTail = false

  /// - Parameter steps: what is to be done with each of the files.
  init(
    mapping: SourceMapping, columns: ColumnPlan, files: [String], steps: [FileStep], root: String,
    standardInput: Int32, environment: [String: String], sizes: BufferSizes
  ) {
    self.mapping = mapping
    self.columns = columns
    self.files = files
    self.steps = steps
    self.root = root
    self.standardInput = standardInput
    self.environment = environment
    self.sizes = sizes
    header = HeaderCheck(columns: columns)
  }

  /// Puts the next block into the buffer and describes it; `false` when the files are at their end. A block may be
  /// without records.
  mutating func next(into buffer: inout [UInt8], describedBy block: inout Block) throws(Failure) -> Bool {
    while true {
      if input == nil {
        guard try openNextFile() else { return false }
      }
      var end = carried.count
      buffer.replaceSubrange(0..<end, with: carried)
      var isLast = try fill(&buffer, &end, to: isAtStart || !form.canGrow ? sizes.data : sizes.block)
      var start = 0
      if isAtStart { start = try startFile(buffer, to: end) }
      let cut: Int
      if point.skipsLine {
        start = endOfSkippedLine(in: buffer.span, to: end)
      }
      if point.skipsLine {
        describe(&block, start..<start)
        cut = end
      } else {
        var found = try frame(buffer.span, from: start, to: end, isLast: isLast, describedBy: &block)
        if found == nil {
          isLast = try fill(&buffer, &end, to: sizes.data)
          found = try frame(buffer.span, from: start, to: end, isLast: isLast, describedBy: &block)
        }
        guard let found else { preconditionFailure("the buffer has room for a record and more") }
        cut = found
      }
      block.raw = readings.last?.isPlain == true ? 0..<cut : 0..<0
      point.offset += cut
      block.rawEnd = point.offset
      carried.replaceSubrange(0..<carried.count, with: buffer[cut..<end])
      quotedFraming.drop(cut)
      if isLast, cut == end { closeFile() }
      if cut > 0 || !block.elements.isEmpty { return true }
    }
  }

  /// Behind the line that is passed over; `end` when it goes on.
  private mutating func endOfSkippedLine(in bytes: Span<UInt8>, to end: Int) -> Int {
    guard let lineBreak = firstIndex(of: form.lineEnd, in: bytes, from: 0, to: end) else { return end }
    point.skipsLine = false
    point.line += 1
    return lineBreak + 1
  }

  /// What files lack that others have, as far as they were opened.
  var lacking: [LackingColumns] { header.lacking }

  /// Opens the next file that is to be read.
  private mutating func openNextFile() throws(Failure) -> Bool {
    while true {
      file += 1
      guard file < files.count else {
        if let failure = header.failure ?? header.failure(of: filesWithRecords) { throw failure }
        return false
      }
      switch steps[file] {
      case .keep(let kept):
        _ = try layout(of: kept.form)
        continue
      case .resume(let kept):
        input = try ByteInput(
          path: path(of: files[file], root: root), shownAs: files[file], from: kept.end.offset)
        try resume(kept)
      case .parse:
        input = try newInput(files[file])
        isAtStart = true
        point = ResumePoint()
      }
      carried.removeAll(keepingCapacity: true)
      readings.append(
        FileReading(
          file: file, isPlain: input?.isPlain ?? false, form: form, stamp: input?.stamp,
          identity: input?.stamp?.identity, stretches: [], end: point))
      beginStretch(isFirm: true)
      return true
    }
  }

  private func newInput(_ name: String) throws(Failure) -> ByteInput {
    if let command = mapping.command {
      let output = try CommandOutput.start(
        command, of: mapping.name, in: root, environment: environment, interruption: interruption)
      return try ByteInput(output, shownAs: name)
    }
    return name == "-"
      ? try ByteInput(standardInput: standardInput)
      : try ByteInput(path: path(of: name, root: root), shownAs: name)
  }

  private mutating func resume(_ kept: KeptFile) throws(Failure) {
    isAtStart = false
    point = kept.end
    try take(kept.form)
  }

  private mutating func beginStretch(isFirm: Bool) {
    isInTail = !isFirm
    readings[readings.count - 1].stretches.append(
      FileReading.Stretch(number: stretchCount, start: point, isFirm: isFirm))
    stretchCount += 1
  }

  private mutating func closeFile() {
    finishedBytes = bytesRead
    readings[readings.count - 1].end = point
    // A file that changed meanwhile is known by its bytes only.
    if input?.stamp != readings[readings.count - 1].stamp { readings[readings.count - 1].stamp = nil }
    input = nil
  }

  /// Fills the buffer from `end`, which moves on, up to a place; whether it is known that the file ends there.
  private mutating func fill(
    _ buffer: inout [UInt8], _ end: inout Int, to limit: Int
  ) throws(Failure) -> Bool {
    while end < limit {
      let count = try input?.read(into: &buffer, end..<limit) ?? 0
      bytesRead = finishedBytes + (input?.bytesRead ?? 0)
      if count == 0 { return true }
      end += count
    }
    return false
  }

  /// Cuts a block; gives where it ends, or `nil` when more bytes are needed to know.
  private mutating func frame(
    _ bytes: Span<UInt8>, from start: Int, to end: Int, isLast: Bool, describedBy block: inout Block
  ) throws(Failure) -> Int? {
    describe(&block, start..<start)
    var found: BlockEnd? = BlockEnd(cut: start)
    if start < min(sizes.block, end) || isLast {
      switch form.shape {
      case .blanks(let lineEnd), .lines(let lineEnd):
        found = lineBlockEnd(
          in: bytes, from: start, to: end, isLast: isLast, target: sizes.block, lineEnd: lineEnd)
      case .quoted:
        found = quotedFraming.blockEnd(
          in: bytes, from: start, to: end, isLast: isLast, target: sizes.block, broken: &block.broken)
      case .elements:
        let cut = elementFraming.blockEnd(
          in: bytes, from: start, to: end, isLast: isLast, target: sizes.block, elements: &block.elements)
        found = BlockEnd(cut: cut)
        if elementFraming.isNoArray {
          throw Failure(
            "\(files[file]) is not a JSON array", at: SourceLocation(file: files[file], line: 1),
            hint: "one JSON object a line is the format `ndjson`")
        }
      }
    }
    guard var result = found else { return nil }
    if let tail = result.tail, !isInTail {
      // What the end of the file has judged becomes a stretch of its own, at the start of the next buffer.
      if tail == 0 {
        beginStretch(isFirm: false)
        block.stretch = stretchCount - 1
      } else {
        result = BlockEnd(cut: tail)
        block.broken.removeAll { $0.range.lowerBound >= tail }
      }
    }
    block.range = start..<result.cut
    point.skipsLine = result.skipsLine
    point.line += count(of: form.lineEnd, in: bytes, from: start, to: result.cut)
    return result.cut
  }

  /// A block without records so far.
  private func describe(_ block: inout Block, _ range: Range<Int>) {
    block.range = range
    block.file = file
    block.stretch = stretchCount - 1
    block.firstLine = point.line
    block.shape = form.shape
    block.layout = layout
    block.broken.removeAll(keepingCapacity: true)
    block.elements.removeAll(keepingCapacity: true)
  }

  /// Finds out what kind of file it is; gives where its records start.
  private mutating func startFile(_ buffer: borrowing [UInt8], to end: Int) throws(Failure) -> Int {
    isAtStart = false
    let found = try FileForm(buffer.span, to: end, of: files[file], mapping: mapping)
    readings[readings.count - 1].form = found
    point.line = found.start.line
    try take(found)
    return found.start.offset
  }

  private mutating func take(_ form: FileForm) throws(Failure) {
    self.form = form
    elementFraming = ElementFraming(lineEnd: form.lineEnd)
    quotedFraming = QuotedFraming(delimiter: form.delimiter ?? 0, lineEnd: form.lineEnd)
    layout = try layout(of: form)
    if form.columns != nil, file == files.count - 1, let failure = header.failure { throw failure }
  }

  /// Where the fields of a file's records go.
  private mutating func layout(of form: FileForm) throws(Failure) -> TableLayout {
    guard let columns = form.columns else { return TableLayout() }
    return try header.layout(
      of: columns, at: SourceLocation(file: files[file], line: 1), delimiter: form.delimiter, file: file)
  }

  /// The files that were read, or are kept, with anything behind their header.
  private var filesWithRecords: Set<Int> {
    var found: Set<Int> = []
    for reading in readings where reading.end.offset > reading.form.start.offset {
      found.insert(reading.file)
    }
    for (file, step) in steps.enumerated() {
      if case .keep(let kept) = step, kept.end.offset > kept.form.start.offset { found.insert(file) }
    }
    return found
  }
}

/// What is to be done with a file of a source.
enum FileStep: Sendable {
  case parse
  /// It is known up to where `end` of what is kept says.
  case resume(KeptFile)
  /// Nothing of it is read.
  case keep(KeptFile)
}

/// What was found of a file while it was read.
struct FileReading: Sendable {
  var file: Int
  var isPlain: Bool
  var form: FileForm
  /// From before and after the reading; `nil` when they differ, and for what is no file.
  var stamp: FileStamp?
  var identity: FileIdentity?
  var stretches: [Stretch]
  var end: ResumePoint

  struct Stretch: Sendable {
    /// Counted over all files.
    var number: Int
    var start: ResumePoint
    /// As in `KeptStretch`.
    var isFirm: Bool
  }
}
