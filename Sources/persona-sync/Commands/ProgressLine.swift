// The progress line of a long step: how much of it is done, rate and time left; only on a terminal, after a second.

import Persona
import PersonaSync
import Synchronization

/// Shows one line that replaces itself. Only here and in `Timings` is the clock read for anything but a commit's date.
final class ProgressLine: Sendable {
  private let terminal: Terminal
  private let current = Mutex<(step: RunProgress.Step, start: ContinuousClock.Instant)?>(nil)

  init(terminal: Terminal) { self.terminal = terminal }

  /// Shows how far the run is.
  func update(_ progress: RunProgress) {
    guard terminal.isWatched else { return }
    let now = ContinuousClock.now
    let start = current.withLock { current in
      if let current, current.step == progress.step { return current.start }
      current = (progress.step, now)
      return now
    }
    let seconds = (now - start) / .seconds(1)
    if seconds >= 1 { terminal.progress(Self.words(progress, seconds: seconds)) }
  }

  /// `reading app, 120 MB of 1,000 MB, 80,000 records, 40,000/s, 3 s left`
  private static func words(_ progress: RunProgress, seconds: Double) -> String {
    var parts = [progress.step.words]
    var share = progress.share
    if progress.bytes > 0 { parts.append(megabytes(progress.bytes)) }
    if let total = progress.totalBytes, total > progress.bytes {
      parts[parts.count - 1] += " of " + megabytes(total)
      share = Double(progress.bytes) / Double(total)
    }
    if progress.count > 0 {
      parts.append("\(grouped(progress.count)) \(progress.unit.rawValue)")
      parts.append("\(grouped(Int(Double(progress.count) / seconds)))/s")
    }
    if let share, share > 0, share < 1 {
      parts.append("\(Int((seconds * (1 - share) / share).rounded(.up))) s left")
    }
    return parts.joined(separator: ", ")
  }

  /// Does something long and removes the line when that ends, however it ends.
  func during<Result>(_ work: () throws -> Result) rethrows -> Result {
    defer { end() }
    return try work()
  }

  /// Removes the line.
  func end() { terminal.progress("") }
}

extension RunProgress.Step {
  var words: String {
    switch self {
    case .opening: "opening the workspace"
    case .reading(let source): "reading \(escapedForTerminal(source))"
    case .linking: "linking identifiers"
    case .measuring: "measuring profiles"
    case .matching: "matching personas"
    case .comparing: "comparing with everyone"
    case .grouping: "looking for groups"
    case .committing: "committing"
    }
  }
}

/// `1,234 MB`
func megabytes(_ bytes: Int) -> String { "\(grouped(bytes / 1_000_000)) MB" }

/// `1,234,567`
func grouped(_ number: Int) -> String {
  let digits = Array(String(abs(number)))
  let groups = stride(from: digits.count, to: 0, by: -3).map { String(digits[max(0, $0 - 3)..<$0]) }
  return (number < 0 ? "-" : "") + groups.reversed().joined(separator: ",")
}
