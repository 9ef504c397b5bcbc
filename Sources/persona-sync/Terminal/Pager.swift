// Long output goes through the person's pager, as git has it: only where standard output is a terminal.

import Foundation

/// The program that shows long output page by page.
enum Pager {
  /// The command to run: the first of `PERSONA_SYNC_PAGER` and `PAGER` that is set, else `less`; `nil` for none.
  static func command(environment: [String: String]) -> String? {
    if let wanted = environment["PERSONA_SYNC_PAGER"] ?? environment["PAGER"] {
      return ["", "cat"].contains(wanted) ? nil : wanted
    }
    // Asked for by nobody, so it must not fail for want of it, or of a terminal that it can move about on.
    guard !["", "dumb"].contains(environment["TERM"] ?? "") else { return nil }
    let folders = (environment["PATH"] ?? "").split(separator: ":")
    return folders.contains { unsafe access("\($0)/less", X_OK) == 0 } ? "less" : nil
  }

  /// The pager's input, once it runs. Set once, before anything is written, on the thread that writes.
  nonisolated(unsafe) private static var input: UnsafeMutablePointer<FILE>?

  /// Sends standard output, and standard error where that is a terminal, to the pager until the program ends.
  static func start(_ command: String) {
    guard unsafe input == nil else { return }
    // Quit when all fits on a page, keep colours, leave the text on the screen.
    unsafe setenv("LESS", "FRX", 0)
    unsafe setenv("LV", "-c", 0)
    // The stream is kept and closed by the handler below; nothing else uses it.
    guard let stream = unsafe popen(command, "w") else { return }
    unsafe input = stream
    let isErrorWatched = isatty(STDERR_FILENO) == 1
    unsafe dup2(fileno(stream), STDOUT_FILENO)
    if isErrorWatched { unsafe dup2(fileno(stream), STDERR_FILENO) }
    // The keyboard is the pager's: an interrupt is for it, and when it quits early a write must say so to us.
    signal(SIGINT, SIG_IGN)
    signal(SIGPIPE, SIG_IGN)
    atexit { Pager.wait() }
  }

  /// Ends the pager's input, and waits until the person has seen enough.
  private static func wait() {
    guard let stream = unsafe input else { return }
    close(STDOUT_FILENO)
    close(STDERR_FILENO)
    unsafe pclose(stream)
  }
}
