// What a command of the settings prints, as a stream of bytes: the way in for everything that is no file.

internal import Persona
private import Synchronization

#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

/// The standard output of a running command.
///
/// The command runs in a shell in the folder of the workspace, with nothing on its standard input. What it writes to
/// standard error is taken in all the while, so that neither side waits for the other, and its end is kept for the
/// message. The command ends with this value, and with the process, however that ends.
struct CommandOutput: ~Copyable {
  private let source: String
  private let interruption: Interruption
  private var command: ChildProcess
  /// Ends the command when this process is gone: it waits for the end of `lifeline`, whose other end only we hold.
  private let watch: ChildProcess
  private let lifeline: Descriptor
  private let output: Descriptor
  private let errors: Descriptor
  private var errorsAreOpen = true
  private var isOver = false
  private var complaint = Complaint()

  private static let shell = "/bin/sh"
  /// The command begins when its watch stands, so that there is no moment at which it could be left alone.
  private static let gateScript = #"read -r _ && exec /bin/sh -c -- "$1" </dev/null"#
  private static let watchScript = #"read -r _; kill -s TERM -- "-$1"; sleep 2; kill -s KILL -- "-$1""#
  /// How often it is looked whether the reading was interrupted, and whether a command has ended.
  private static let lookEveryMilliseconds: Int32 = 10

  /// Starts the command of a source.
  static func start(
    _ text: String, of source: String, in folder: String, environment: [String: String],
    interruption: Interruption
  ) throws(Failure) -> CommandOutput {
    do throws(StartFault) {
      return try CommandOutput(
        text, of: source, in: folder, environment: environment, interruption: interruption)
    } catch {
      throw Failure(
        "cannot start the command of the source \(source)",
        causes: [unsafe String(cString: strerror(error.number))],
        hint: "look at its `command` in the settings")
    }
  }

  private init(
    _ text: String, of source: String, in folder: String, environment: [String: String],
    interruption: Interruption
  ) throws(StartFault) {
    let printed = try PipeEnds()
    let complained = try PipeEnds()
    let life = try PipeEnds()
    let gate = try PipeEnds()
    let command = try ChildProcess(
      [Self.shell, "-c", Self.gateScript, Self.shell, text], in: folder, environment: environment,
      input: gate.reading.number, output: printed.writing.number, errors: complained.writing.number)
    let watch = try ChildProcess(
      [Self.shell, "-c", Self.watchScript, Self.shell, "\(command.id)"], in: "/", environment: environment,
      input: life.reading.number)
    // We hold the other end as well, so there is always a reader.
    _ = unsafe write(gate.writing.number, "\n", 1)
    self.command = command
    self.watch = watch
    output = printed.reading
    errors = complained.reading
    lifeline = life.writing
    self.source = source
    self.interruption = interruption
  }

  /// Reads into a part of the buffer and gives the number of bytes: 0 only at the end, when the reading was
  /// interrupted, or when the part is empty.
  ///
  /// Fails at the end of the output of a command that ended in any way but with status 0.
  mutating func read(into buffer: inout [UInt8], _ part: Range<Int>) throws(Failure) -> Int {
    if isOver || part.isEmpty { return 0 }
    while !interruption.isAsked {
      let ready = readiness(looksAtOutput: true, milliseconds: Self.lookEveryMilliseconds)
      if ready.errors { try takeErrors() }
      guard ready.output else { continue }
      let count = try readOnce(output.number, into: &buffer, part, shownAs: "the command of \(source)")
      if count == 0 { try finish() }
      return count
    }
    return 0
  }

  /// Waits until the command ends. All that it wrote to standard error by then is taken; what it left running may
  /// hold that open for as long as it likes.
  private mutating func finish() throws(Failure) {
    isOver = true
    while true {
      let hasEnded = command.hasEnded()
      if readiness(looksAtOutput: false, milliseconds: hasEnded ? 0 : Self.lookEveryMilliseconds).errors {
        try takeErrors()
      } else if hasEnded {
        break
      } else if interruption.isAsked {
        return
      }
    }
    if let failure = failure(for: command.wait()) { throw failure }
  }

  private mutating func takeErrors() throws(Failure) {
    var bytes = [UInt8](repeating: 0, count: Limits.complaintBytes)
    let count = try readOnce(
      errors.number, into: &bytes, 0..<bytes.count, shownAs: "the messages of the command of \(source)")
    errorsAreOpen = count > 0
    complaint.add(bytes[..<count])
  }

  /// Waits, at most so long, and tells which streams have something to read or are at their end.
  private func readiness(looksAtOutput: Bool, milliseconds: Int32) -> (output: Bool, errors: Bool) {
    // A negative descriptor is not looked at.
    var states = [looksAtOutput ? output.number : -1, errorsAreOpen ? errors.number : -1].map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    while unsafe poll(&states, 2, milliseconds) < 0, errno == EINTR {}
    return (states[0].revents != 0, states[1].revents != 0)
  }

  private func failure(for ending: ChildProcess.Ending) -> Failure? {
    let command = "the command of the source \(source)"
    let alone = "run it by itself in the folder of the settings and mend what it says"
    switch ending {
    case .status(0):
      return nil
    case .status(let status):
      let hint =
        switch status {
        case 126: "make the program executable, or call its interpreter"
        case 127: "install the program that is missing, or put its folder into the PATH"
        default: alone
        }
      return Failure("\(command) failed with status \(status)", causes: complaint.lines, hint: hint)
    case .signal(let signal):
      // The system never gives NULL here, and the text is copied at once.
      let words = unsafe strsignal(signal).map { unsafe String(cString: $0) } ?? "unknown"
      return Failure(
        "\(command) was ended by signal \(signal) (\(words))", causes: complaint.lines,
        hint: signal == SIGKILL ? "the memory may have run out; " + alone : alone)
    case .unknown:
      return Failure("cannot tell how \(command) ended", causes: complaint.lines, kind: .bug)
    }
  }
}

/// Says to a thread that waits for a command that nobody wants its output any more. A class, because the thread that
/// says it and the one that waits share it.
final class Interruption: Sendable {
  private let flag = Atomic(false)

  var isAsked: Bool { flag.load(ordering: .relaxed) }

  func ask() { flag.store(true, ordering: .relaxed) }
}

/// The end of what a command wrote to standard error.
private struct Complaint {
  private var bytes: [UInt8] = []
  private var isCut = false

  mutating func add(_ more: ArraySlice<UInt8>) {
    bytes += more
    let surplus = bytes.count - Limits.complaintBytes
    if surplus > 0 {
      bytes.removeFirst(surplus)
      isCut = true
    }
  }

  /// The last lines that hold anything.
  var lines: [String] {
    // A progress display ends its lines with CR.
    var lines = bytes.split(omittingEmptySubsequences: false) { $0 == newline || $0 == carriageReturn }
    if isCut { lines.removeFirst() }
    return lines.filter { line in line.contains { !isBlank($0) } }.suffix(Limits.complaintLines)
      .map { String(decoding: $0, as: UTF8.self) }
  }
}
