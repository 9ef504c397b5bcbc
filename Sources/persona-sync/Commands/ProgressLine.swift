// The progress line of a long read: bytes, records, rate and time left; only on a terminal, after a second.

import PersonaSync

/// Shows one line that replaces itself. The only place where the clock is read for anything but a commit's date.
final class ProgressLine: Sendable {
  private let terminal: Terminal
  private let start = ContinuousClock.now

  init(terminal: Terminal) { self.terminal = terminal }

  /// Shows how far the reading is.
  func update(_ progress: ReadingProgress) {
    guard terminal.isWatched else { return }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    guard seconds >= 1 else { return }
    var parts = [
      "reading \(progress.source)", megabytes(progress.bytes), "\(grouped(progress.records)) records",
      "\(grouped(Int(Double(progress.records) / seconds)))/s",
    ]
    if let total = progress.totalBytes, progress.bytes > 0, total > progress.bytes {
      let left = seconds * Double(total - progress.bytes) / Double(progress.bytes)
      parts[1] += " of " + megabytes(total)
      parts.append("\(Int(left.rounded(.up))) s left")
    }
    terminal.progress(parts.joined(separator: ", "))
  }

  /// Does something long and removes the line when that ends, however it ends.
  func during<Result>(_ work: () throws -> Result) rethrows -> Result {
    defer { end() }
    return try work()
  }

  /// Removes the line.
  func end() { terminal.progress("") }

  private func megabytes(_ bytes: Int) -> String { "\(grouped(bytes / 1_000_000)) MB" }
}

/// `1,234,567`
func grouped(_ number: Int) -> String {
  let digits = Array(String(abs(number)))
  let groups = stride(from: digits.count, to: 0, by: -3).map { String(digits[max(0, $0 - 3)..<$0]) }
  return (number < 0 ? "-" : "") + groups.reversed().joined(separator: ",")
}
