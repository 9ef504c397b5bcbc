// A program that is run and measured, and what it took.

import CChild
import Foundation

/// A command line with its surroundings. The program sees a home without settings of its own.
struct Command {
  var arguments: [String]
  var folder: String
  var environment: [String: String] = [:]
  /// Files for its standard input and output; none: nothing.
  var input: String?
  var output: String?

  init(_ arguments: [String], in folder: String) {
    self.arguments = arguments
    self.folder = folder
  }

  /// Runs the command to its end. Fails when the exit code is another than 0.
  @discardableResult
  func run() throws -> Usage {
    let errors = Self.temporaryFile()
    let streams = [
      try open(input ?? "/dev/null", O_RDONLY), try open(output ?? "/dev/null", O_WRONLY | O_CREAT | O_TRUNC),
      try open(errors, O_RDWR | O_CREAT | O_TRUNC),
    ]
    defer {
      for stream in streams { close(stream) }
      try? FileManager.default.removeItem(atPath: errors)
    }
    var usage = child_usage()
    // Both arrays end with nil and live as long as the call, which keeps neither.
    let error = unsafe Self.withCStrings(arguments) { arguments in
      unsafe Self.withCStrings(surroundings.map { "\($0)=\($1)" }) { environment in
        unsafe child_run(arguments, environment, folder, streams[0], streams[1], streams[2], &usage)
      }
    }
    guard error == 0 else {
      throw Failure("cannot run \(arguments[0]): \(unsafe String(cString: strerror(error)))")
    }
    guard usage.exit_code == 0 else {
      let said = (try? String(contentsOfFile: errors, encoding: .utf8)) ?? ""
      throw Failure(
        "\(arguments.joined(separator: " ")) ended with \(usage.exit_code)\n\(said.suffix(2000))")
    }
    return Usage(
      wallSeconds: usage.wall_seconds, cpuSeconds: usage.cpu_seconds, peakBytes: Double(usage.peak_bytes))
  }

  /// Runs the command and returns what it printed.
  func read() throws -> String {
    var command = self
    let file = Self.temporaryFile()
    defer { try? FileManager.default.removeItem(atPath: file) }
    command.output = file
    try command.run()
    return try String(contentsOfFile: file, encoding: .utf8)
  }

  /// No settings of the person who measures, and commits that are the same each time.
  private var surroundings: [String: String] {
    ProcessInfo.processInfo.environment
      .merging([
        "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_COUNT": "2",
        // What libgit2 syncs as well; git alone leaves loose objects and references to the kernel.
        "GIT_CONFIG_KEY_0": "core.fsync", "GIT_CONFIG_VALUE_0": "all",
        "GIT_CONFIG_KEY_1": "gc.auto", "GIT_CONFIG_VALUE_1": "0",
        "GIT_AUTHOR_NAME": "Benchmark", "GIT_AUTHOR_EMAIL": "benchmark@example.com",
        "GIT_COMMITTER_NAME": "Benchmark", "GIT_COMMITTER_EMAIL": "benchmark@example.com",
      ]) { $1 }
      .merging(environment) { $1 }
  }

  private static func temporaryFile() -> String {
    FileManager.default.temporaryDirectory.appendingPathComponent("benchmark-" + UUID().uuidString).path
  }

  private func open(_ path: String, _ flags: Int32) throws -> Int32 {
    // The path is copied for the call.
    let descriptor = unsafe Foundation.open(path, flags | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Failure("cannot open \(path)") }
    return descriptor
  }

  private static func withCStrings<Result>(
    _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result
  ) -> Result {
    // The copies are freed after the body has returned; the array ends with nil.
    let copies = unsafe strings.map { unsafe UnsafePointer<CChar>?(strdup($0)) } + [nil]
    defer {
      for index in unsafe copies.indices { unsafe free(UnsafeMutablePointer(mutating: copies[index])) }
    }
    return unsafe copies.withUnsafeBufferPointer { unsafe body($0.baseAddress!) }
  }
}

/// What one run took: of all its threads, and of nothing else on the machine.
struct Usage {
  var wallSeconds: Double
  var cpuSeconds: Double
  /// The most resident memory at any time.
  var peakBytes: Double
}
