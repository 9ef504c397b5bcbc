// Cuts the files of a source, one after the other, into blocks of whole records.

internal import Persona

/// Reads the bytes of a source in file order, and finds where its records end.
///
/// It is sequential, and one thread at a time uses it. Every record that starts before `blockBytes` is judged
/// with more than `Limits.recordBytes` bytes in sight, so no result depends on where blocks are cut.
struct BlockFramer: ~Copyable {
  private let mapping: SourceMapping
  private let columns: ColumnPlan
  private let files: [String]
  private let root: String
  private let standardInput: Int32
  private let environment: [String: String]
  /// Ends the wait for a command, from another thread.
  let interruption = Interruption()
  private let sizes: BufferSizes

  private var input: ByteInput?
  private var file = -1
  /// Bytes taken from the files so far, as they are stored.
  private(set) var bytesRead = 0
  private var finishedBytes = 0
  private var header: HeaderCheck

  // The file at hand.
  private var isAtStart = true
  private var line = 1
  private var shape = RecordShape.lines(end: newline)
  private var layout = TableLayout()
  private var quotedFraming = QuotedFraming(delimiter: 0, lineEnd: newline)
  private var elementFraming = ElementFraming(lineEnd: newline)
  /// Bytes that were read and belong to the next block.
  private var carried: [UInt8] = []
  /// Whether the file goes on in the middle of a line that is passed over.
  private var skipsLine = false

  init(
    mapping: SourceMapping, columns: ColumnPlan, files: [String], root: String, standardInput: Int32,
    environment: [String: String], sizes: BufferSizes
  ) {
    self.mapping = mapping
    self.columns = columns
    self.files = files
    self.root = root
    self.standardInput = standardInput
    self.environment = environment
    self.sizes = sizes
    header = HeaderCheck(columns: columns)
  }

  /// Puts the next block into the buffer and describes it; `false` when the files are at their end.
  mutating func next(into buffer: inout [UInt8], describedBy block: inout Block) throws(Failure) -> Bool {
    while true {
      if input == nil {
        guard try openNextFile() else { return false }
      }
      let (end, isLast) = try fill(&buffer)
      var start = 0
      if isAtStart {
        start = try startFile(buffer, to: end)
        isAtStart = false
      }
      if skipsLine {
        guard let lineBreak = firstIndex(of: lineEnd, in: buffer.span, from: start, to: end) else {
          carried.removeAll(keepingCapacity: true)
          if isLast { closeFile() }
          continue
        }
        start = lineBreak + 1
        line += 1
      }
      let cut = try frame(buffer.span, from: start, to: end, isLast: isLast, describedBy: &block)
      carried.replaceSubrange(0..<carried.count, with: buffer[cut..<end])
      quotedFraming.drop(cut)
      if isLast, cut == end { closeFile() }
      if !block.range.isEmpty || !block.elements.isEmpty { return true }
    }
  }

  private mutating func openNextFile() throws(Failure) -> Bool {
    file += 1
    guard file < files.count else {
      if let failure = header.failure { throw failure }
      return false
    }
    let name = files[file]
    if let command = mapping.command {
      let output = try CommandOutput.start(
        command, of: mapping.name, in: root, environment: environment, interruption: interruption)
      input = try ByteInput(output, shownAs: name)
    } else if name == "-" {
      input = try ByteInput(standardInput: standardInput)
    } else {
      input = try ByteInput(path: path(of: name, root: root), shownAs: name)
    }
    isAtStart = true
    skipsLine = false
    line = 1
    carried.removeAll(keepingCapacity: true)
    return true
  }

  private mutating func closeFile() {
    finishedBytes = bytesRead
    input = nil
  }

  /// Fills the buffer behind the bytes that were carried over; whether the file ends with it.
  private mutating func fill(_ buffer: inout [UInt8]) throws(Failure) -> (end: Int, isLast: Bool) {
    var end = carried.count
    buffer.replaceSubrange(0..<end, with: carried)
    while end < sizes.data {
      let count = try input?.read(into: &buffer, end..<sizes.data) ?? 0
      bytesRead = finishedBytes + (input?.bytesRead ?? 0)
      if count == 0 { return (end, true) }
      end += count
    }
    return (end, false)
  }

  private var lineEnd: UInt8 {
    switch shape {
    case .blanks(let end), .lines(let end), .quoted(_, let end), .elements(let end): end
    }
  }

  private mutating func frame(
    _ bytes: Span<UInt8>, from start: Int, to end: Int, isLast: Bool, describedBy block: inout Block
  ) throws(Failure) -> Int {
    block.file = file
    block.firstLine = line
    block.shape = shape
    block.layout = layout
    block.broken.removeAll(keepingCapacity: true)
    block.elements.removeAll(keepingCapacity: true)
    var result = BlockEnd(cut: start)
    if start < min(sizes.block, end) || isLast {
      switch shape {
      case .blanks(let lineEnd), .lines(let lineEnd):
        result = lineBlockEnd(
          in: bytes, from: start, to: end, isLast: isLast, target: sizes.block, lineEnd: lineEnd)
      case .quoted:
        result = quotedFraming.blockEnd(
          in: bytes, from: start, to: end, isLast: isLast, target: sizes.block, broken: &block.broken)
      case .elements:
        result.cut = elementFraming.blockEnd(
          in: bytes, from: start, to: end, isLast: isLast, target: sizes.block, elements: &block.elements)
        if elementFraming.isNoArray {
          throw Failure(
            "\(files[file]) is not a JSON array", at: SourceLocation(file: files[file], line: 1),
            hint: "one JSON object a line is the format `ndjson`")
        }
      }
    }
    block.range = start..<result.cut
    skipsLine = result.skipsLine
    line += count(of: lineEnd, in: bytes, from: start, to: result.cut)
    return result.cut
  }

  /// Finds out what kind of file it is, and reads the header of a table; gives where its records start.
  private mutating func startFile(_ buffer: borrowing [UInt8], to end: Int) throws(Failure) -> Int {
    let name = files[file]
    let bytes = buffer.span
    let start = try FileStart(bytes.extracting(0..<end), file: name)
    // What stands for a command's file is a name that people chose, and no file name.
    let format =
      mapping.format
      ?? recognizedFormat(
        of: bytes.extracting(start.markBytes..<end), file: mapping.command == nil ? name : "")
    switch format {
    case .jsonLines: shape = .lines(end: start.lineEnd)
    case .jsonArray: shape = .elements(end: start.lineEnd)
    case .whitespace: shape = .blanks(end: start.lineEnd)
    case .delimited(let delimiter): shape = .quoted(delimiter: delimiter, end: start.lineEnd)
    }
    elementFraming = ElementFraming(lineEnd: start.lineEnd)
    layout = TableLayout()
    guard case .quoted(let delimiter, let lineEnd) = shape else {
      guard case .blanks(let lineEnd) = shape else { return start.markBytes }
      return try readHeader(bytes, from: start.markBytes, to: end, delimiter: nil, lineEnd: lineEnd)
    }
    quotedFraming = QuotedFraming(delimiter: delimiter, lineEnd: lineEnd)
    return try readHeader(bytes, from: start.markBytes, to: end, delimiter: delimiter, lineEnd: lineEnd)
  }

  /// Maps the columns by the first record that is not empty, or by the settings; gives where the records start.
  private mutating func readHeader(
    _ bytes: Span<UInt8>, from start: Int, to end: Int, delimiter: UInt8?, lineEnd: UInt8
  ) throws(Failure) -> Int {
    let place = SourceLocation(file: files[file], line: 1)
    if let names = mapping.columns {
      layout = try header.layout(of: names, at: place, delimiter: delimiter)
      return start
    }
    var record = TableRecord(delimiter: delimiter, lineEnd: lineEnd)
    var index = start
    while index < end {
      var next = firstIndex(of: lineEnd, in: bytes, from: index, to: end).map { $0 + 1 } ?? end
      if delimiter != nil {
        // Nothing is read beyond the limit, so the header is judged as if the file went on.
        switch quotedFraming.recordEnd(in: bytes, from: index, to: end, isLast: true) {
        case .ends(let recordEnd): next = recordEnd
        case .broken(let record, _) where record.reason == .tooLong: next = end
        case .broken:
          throw Failure("a quote in the header is not closed", at: place, hint: "is this a table?")
        }
      }
      guard next - index <= Limits.recordBytes else {
        throw Failure("the header is longer than 1 MiB", at: place, hint: "is this a table?")
      }
      line += count(of: lineEnd, in: bytes, from: index, to: next)
      record.split(bytes, from: index, to: next)
      index = next
      if record.isEmpty { continue }
      let names = record.names(in: bytes)
      layout = try header.layout(of: names, at: place, delimiter: delimiter)
      break
    }
    if file == files.count - 1, let failure = header.failure { throw failure }
    return index
  }
}
