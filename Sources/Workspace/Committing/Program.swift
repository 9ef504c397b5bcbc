// Programs that git would run for a commit: hooks, and those that sign. What goes in and comes out stands in files without
// a name, so that nobody waits for a pipe, and nothing that a program leaves running can keep us waiting.

internal import CChildProcess
internal import Persona

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// A program to be run to its end.
struct Program {
  /// The program's name or path, then what it is given.
  var arguments: [String]
  var folder: String
  var environment: [String: String]
  /// Whether a text without `#!` is given to the shell, as git does with hooks.
  var mayBeScript = false

  struct Outcome {
    /// The exit code; 128 and the signal, as a shell has it, where one ended the program.
    var status: Int32
    var output: [UInt8]
    var errors: [UInt8]

    /// What it printed, errors last, as lines for a person; the end of it where it is long.
    var lines: [String] {
      let text = String(decoding: output + errors, as: UTF8.self)
      let lines = text.split(whereSeparator: \.isNewline).map(String.init)
      return lines.count <= Limits.programLines
        ? lines : ["(\(lines.count - Limits.programLines) lines before)"] + lines.suffix(Limits.programLines)
    }
  }

  /// Runs the program with `input` on its standard input, or nothing.
  ///
  /// - Throws: the system's error where it cannot be started.
  func run(input: [UInt8]? = nil) throws(SystemError) -> Outcome {
    let place = environment["TMPDIR"] ?? "/tmp"
    let given = try Scratch(in: place)
    try given.write(input ?? [])
    let output = try Scratch(in: place)
    let errors = try Scratch(in: place)
    guard let path = path else { throw SystemError(number: ENOENT) }
    var id: pid_t = 0
    let streams = [input == nil ? -1 : given.descriptor, output.descriptor, errors.descriptor]
    var fault = start(&id, [path] + arguments.dropFirst(), streams)
    if fault == ENOEXEC, mayBeScript {
      fault = start(&id, ["/bin/sh", path] + arguments.dropFirst(), streams)
    }
    guard fault == 0 else { throw SystemError(number: fault) }
    var status: Int32 = 0
    try system { unsafe waitpid(id, &status, 0) }
    // The signal stands in the low seven bits, the status in the next eight.
    let signal = status & 0x7f
    return try Outcome(
      status: signal == 0 ? status >> 8 & 0xff : 128 + signal, output: output.contents(),
      errors: errors.contents())
  }

  private func start(_ id: inout pid_t, _ arguments: [String], _ streams: [Int32]) -> Int32 {
    let variables = environment.map { "\($0.key)=\($0.value)" }.sorted()
    let texts = (arguments.flatMap(\.utf8CString), variables.flatMap(\.utf8CString))
    // The texts live until the call returns; the system copies them before it does.
    return unsafe texts.0.withUnsafeBytes { argumentBytes in
      unsafe texts.1.withUnsafeBytes { variableBytes in
        unsafe persona_start_program(
          &id, persona_texts(bytes: argumentBytes.baseAddress, count: Int32(arguments.count)),
          persona_texts(bytes: variableBytes.baseAddress, count: Int32(variables.count)), folder, streams, 0)
      }
    }
  }

  /// Where the program is: a name without a slash is looked for in PATH.
  private var path: String? {
    guard let name = arguments.first else { return nil }
    if name.contains("/") { return name }
    let folders = (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
    return folders.lazy.map { "\($0)/\(name)" }.first { isExecutable($0) }
  }
}

/// Whether a path is a file that may be run.
func isExecutable(_ path: String) -> Bool {
  var status = stat()
  return unsafe (stat(path, &status) == 0 && status.isRegularFile && access(path, X_OK) == 0)
}

/// A file without a name, for what one program hands to another.
private struct Scratch: ~Copyable {
  /// Greater than 2, so that it can be made a standard stream.
  let descriptor: Int32

  init(in folder: String) throws(SystemError) {
    var template = Array("\(folder)/persona-sync-XXXXXX".utf8CString)
    let made = try system { unsafe mkstemp(&template) }
    unsafe unlink(template)
    defer { close(made) }
    descriptor = try system { fcntl(made, F_DUPFD_CLOEXEC, 3) }
  }

  deinit { close(descriptor) }

  func write(_ bytes: [UInt8]) throws(SystemError) {
    var written = 0
    while written < bytes.count {
      // The range [written, count) lies inside the array, which outlives the call.
      let count = try system {
        unsafe bytes.withUnsafeBytes { all in
          let rest = unsafe UnsafeRawBufferPointer(rebasing: all[written...])
          return unsafe pwrite(descriptor, rest.baseAddress, rest.count, off_t(written))
        }
      }
      written += count
    }
  }

  func contents() throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while bytes.count < Limits.programBytes {
      let count = try system { unsafe pread(descriptor, &chunk, chunk.count, off_t(bytes.count)) }
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    return bytes
  }
}
