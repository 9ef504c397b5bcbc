// A program that runs beside the tool. Its own file because starting, waiting and ending need the operating system
// and nothing of sources.

internal import CChildProcess

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A running program with everything that it started, in a session of its own.
///
/// The session has no terminal: the program cannot wait for somebody to type, and what is typed to interrupt the
/// tool does not reach it. It ends with its owner at the latest, and leaves no zombie.
struct ChildProcess: ~Copyable {
  /// How a program ended.
  enum Ending: Equatable {
    case status(Int32)
    case signal(Int32)
    /// Nobody can tell: the process has SIGCHLD ignored, so the system keeps no status.
    case unknown
  }

  /// The id of the process, of its session and of its process group.
  let id: pid_t
  private var ending: Ending?

  /// How long a program that was asked to end is waited for.
  private static let patience = (lookEveryMicroseconds: UInt32(5_000), looks: 400)

  /// Starts the program `arguments[0]`, a path. Its standard streams lead to these descriptors, or nowhere.
  init(
    _ arguments: [String], in folder: String, environment: [String: String], input: Int32 = -1,
    output: Int32 = -1, errors: Int32 = -1
  ) throws(StartFault) {
    var id: pid_t = 0
    let variables = environment.map { "\($0.key)=\($0.value)" }.sorted()
    let streams = [input, output, errors]
    let texts = (arguments.flatMap(\.utf8CString), variables.flatMap(\.utf8CString))
    // The texts live until the call returns; the system copies them before it does.
    let fault = unsafe texts.0.withUnsafeBytes { argumentBytes in
      unsafe texts.1.withUnsafeBytes { variableBytes in
        unsafe persona_start_program(
          &id, persona_texts(bytes: argumentBytes.baseAddress, count: Int32(arguments.count)),
          persona_texts(bytes: variableBytes.baseAddress, count: Int32(variables.count)), folder, streams, 1)
      }
    }
    guard fault == 0 else { throw StartFault(number: fault) }
    self.id = id
  }

  deinit {
    if ending == nil { end() }
  }

  /// Whether the program has ended. Its id stays taken until `wait`.
  func hasEnded() -> Bool { isOver(WNOHANG) }

  /// Waits until the program ends, and ends what it leaves running.
  mutating func wait() -> Ending {
    if let ending { return ending }
    _ = isOver(0)
    let ending = reap()
    self.ending = ending
    return ending
  }

  /// Asks the program and all that it started to end, and insists when it has not done so after two seconds.
  private func end() {
    kill(-id, SIGTERM)
    var looks = 0
    while looks < Self.patience.looks, !hasEnded() {
      usleep(Self.patience.lookEveryMicroseconds)
      looks += 1
    }
    _ = reap()
  }

  private func isOver(_ option: Int32) -> Bool {
    while true {
      // With WNOHANG the number of the signal stays 0 while the program runs.
      var state = unsafe siginfo_t()
      let result = unsafe waitid(P_PID, id_t(id), &state, WEXITED | WNOWAIT | option)
      if result == 0 { return unsafe state.si_signo != 0 }
      if errno != EINTR { return true }
    }
  }

  /// Ends whatever is left of the group and takes the status.
  private func reap() -> Ending {
    // Before the status is taken: until then no other group can have this id.
    kill(-id, SIGKILL)
    var status: Int32 = 0
    while unsafe waitpid(id, &status, 0) != id {
      if errno != EINTR { return .unknown }
    }
    // The signal stands in the low seven bits, the status in the next eight.
    let signal = status & 0x7f
    return signal == 0 ? .status(status >> 8 & 0xff) : .signal(signal)
  }
}

/// The error number with which a program could not be started.
struct StartFault: Error {
  var number: Int32
}

/// A descriptor that is closed with its owner.
struct Descriptor: ~Copyable {
  let number: Int32

  init(_ number: Int32) { self.number = number }

  deinit { close(number) }
}

/// A pipe whose ends are handed on to a program only where it is started with them.
struct PipeEnds: ~Copyable {
  let reading: Descriptor
  let writing: Descriptor

  init() throws(StartFault) {
    var ends: [Int32] = [-1, -1]
    let fault = unsafe persona_make_pipe(&ends)
    guard fault == 0 else { throw StartFault(number: fault) }
    reading = Descriptor(ends[0])
    writing = Descriptor(ends[1])
  }
}
