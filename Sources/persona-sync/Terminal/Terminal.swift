// Where words go: standard output is data, standard error is talk. Knows whether somebody is watching.

import Foundation
import Persona

/// The two output streams, and how they may be written to.
struct Terminal: Sendable {
  static let standard = Terminal(
    typed: CommandLine.arguments.dropFirst(), environment: ProcessInfo.processInfo.environment)

  /// How texts look on standard output, and on standard error.
  let output: Look
  let error: Look
  /// Whether standard error is a terminal: only then is there a progress line.
  let isWatched = isatty(STDERR_FILENO) == 1
  /// What shows long output; `nil` where it is written as it is.
  let pager: String?

  /// - Parameter typed: the words of the command line.
  init(typed words: ArraySlice<String>, environment: [String: String]) {
    let color = ColorChoice.typed(in: words)
    func look(_ descriptor: Int32) -> Look {
      Look(
        isTerminal: isatty(descriptor) == 1, terminalColumns: Self.columns(of: descriptor), color: color,
        environment: environment)
    }
    output = look(STDOUT_FILENO)
    error = look(STDERR_FILENO)
    let isPaged = isatty(STDOUT_FILENO) == 1 && !words.prefix { $0 != "--" }.contains("--no-pager")
    pager = isPaged ? Pager.command(environment: environment) : nil
  }

  /// The text in the look of what it means, for standard output; as it is where there are no colours.
  func styled(_ style: Style, _ text: String) -> String { output.styled(style, text) }

  /// Says that what follows may be long: it goes through the pager, where there is one.
  func page() {
    if let pager { Pager.start(pager) }
  }

  /// Writes data to standard output.
  func write(_ text: String) { Self.write(output.shown(text), to: STDOUT_FILENO) }

  /// Writes bytes as they are to standard output.
  func write(bytes: [UInt8]) { Self.write(bytes, to: STDOUT_FILENO) }

  /// Writes a line to standard output.
  func say(_ line: String) { write(line + "\n") }

  /// Writes a line to standard error, in as many as a terminal needs.
  func complain(_ text: String) {
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let indent = line.prefix { $0 == " " }.count
      for piece in fitted(line, hanging: indent + 2, look: error) {
        Self.write(error.shown(piece) + "\n", to: STDERR_FILENO)
      }
    }
  }

  /// Writes a note to standard error, as long as it is.
  func note(_ text: String) {
    let words = error.styled(.unsure, "note:") + " " + escapedForTerminal(text)
    Self.write(error.shown(wrapped(words, indent: 0, hanging: 2, look: error)), to: STDERR_FILENO)
  }

  /// Shows or replaces the progress line, as much of it as fits; empty text removes it.
  func progress(_ text: String) {
    guard isWatched else { return }
    let room = max((error.columns ?? 80) - 1, 1)
    let shown = text.displayWidth > room ? cut(text, columns: room, look: error) : text
    Self.write("\r\u{1B}[2K" + error.shown(shown), to: STDERR_FILENO)
  }

  /// `error:`, `caused by:`, `hint:`, with the place first, as compilers print it.
  func print(_ failure: Failure) {
    let place = failure.location.map { "\($0): " } ?? ""
    complain(error.styled(.bad, "error:") + escapedLines(" " + place + failure.summary))
    for cause in failure.causes { complain(error.styled(.bad, "caused by:") + escapedLines(" " + cause)) }
    if let hint = failure.hint { complain(error.styled(.hint, "hint:") + escapedLines(" " + hint)) }
    if failure.kind == .bug { complain("This is a bug in persona-sync; nothing was written after it.") }
  }

  /// A problem in one or two lines: place, severity, message; then the hint.
  func print(_ problem: Problem) {
    let severity = error.styled(problem.severity == .error ? .bad : .unsure, problem.severity.rawValue + ":")
    complain(escapedLines("\(problem.location): ") + severity + escapedLines(" " + problem.message))
    if let hint = problem.hint { complain("  " + error.styled(.hint, "hint:") + escapedLines(" " + hint)) }
  }

  private static func write(_ text: String, to descriptor: Int32) { write(Array(text.utf8), to: descriptor) }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) {
    var bytes = ArraySlice(bytes)
    while !bytes.isEmpty {
      let written = unsafe bytes.withUnsafeBytes { buffer in
        // The buffer lives as long as the call; write reads no further than its count.
        unsafe Foundation.write(descriptor, buffer.baseAddress, buffer.count)
      }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { return giveUp(on: descriptor, errno) }
      bytes = bytes.dropFirst(written)
    }
  }

  /// Nobody reads any more: that is no error. Data that could not be written are; talk is not worth one.
  private static func giveUp(on descriptor: Int32, _ code: Int32) {
    guard descriptor == STDOUT_FILENO else { return }
    if code == EPIPE { exit(141) }
    standard.print(
      Failure(
        "cannot write to standard output", causes: [unsafe String(cString: strerror(code))],
        hint: "what was written so far is not whole"))
    exit(1)
  }

  /// The width that the terminal says it has.
  private static func columns(of descriptor: Int32) -> Int? {
    var size = winsize()
    // The call fills the value that it is given.
    let isKnown = unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0
    return isKnown && size.ws_col > 0 ? Int(size.ws_col) : nil
  }
}

extension ColorChoice {
  /// The last choice among words. They are read before the parser does, because its own errors are coloured, too.
  static func typed(in words: some Sequence<String>) -> ColorChoice {
    var choice = ColorChoice.auto
    var isNext = false
    for word in words {
      if word == "--" { break }
      let value = word.hasPrefix("--color=") ? word.dropFirst(8) : isNext ? word[...] : nil
      if let value, let typed = ColorChoice(rawValue: String(value)) { choice = typed }
      isNext = word == "--color"
    }
    return choice
  }
}
