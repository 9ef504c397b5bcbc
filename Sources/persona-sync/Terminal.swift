// Where words go: standard output is data, standard error is talk. Knows whether somebody is watching.

import Foundation
import Persona

/// The two output streams, and how they may be written to.
struct Terminal: Sendable {
  static let standard = Terminal()

  /// Whether standard error is a terminal: only then is there a progress line.
  let isWatched = isatty(STDERR_FILENO) == 1

  /// Writes data to standard output.
  func write(_ text: String) { Self.write(text, to: STDOUT_FILENO) }

  /// Writes a line to standard output.
  func say(_ line: String) { write(line + "\n") }

  /// Writes a line to standard error.
  func complain(_ line: String) { Self.write(line + "\n", to: STDERR_FILENO) }

  /// Shows or replaces the progress line; empty text removes it.
  func progress(_ text: String) {
    if isWatched { Self.write("\r\u{1B}[2K" + text, to: STDERR_FILENO) }
  }

  /// `error:`, `caused by:`, `hint:`, with the place first, as compilers print it.
  func print(_ failure: Failure) {
    complain(escapedLines("error: " + (failure.location.map { "\($0): " } ?? "") + failure.summary))
    for cause in failure.causes { complain(escapedLines("caused by: " + cause)) }
    if let hint = failure.hint { complain(escapedLines("hint: " + hint)) }
    if failure.kind == .bug { complain("This is a bug in persona-sync; nothing was written after it.") }
  }

  /// A problem in one or two lines: place, severity, message; then the hint.
  func print(_ problem: Problem) {
    complain(escapedLines("\(problem.location): \(problem.severity.rawValue): \(problem.message)"))
    if let hint = problem.hint { complain(escapedLines("  hint: " + hint)) }
  }

  private static func write(_ text: String, to descriptor: Int32) {
    var bytes = ArraySlice(Array(text.utf8))
    while !bytes.isEmpty {
      let written = unsafe bytes.withUnsafeBytes { buffer in
        // The buffer lives as long as the call; write reads no further than its count.
        unsafe Foundation.write(descriptor, buffer.baseAddress, buffer.count)
      }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { return }
      bytes = bytes.dropFirst(written)
    }
  }
}
