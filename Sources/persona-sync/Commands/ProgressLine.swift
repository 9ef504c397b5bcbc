// The progress line of a long run: what it is at, how much of it is done, rate and time left; only on a terminal, after
// a second. It is drawn by a timer of its own, so that a step that says nothing for long is seen to go on.

import Dispatch
import Persona
import PersonaSync
import Synchronization

/// Shows one line that replaces itself. Only here and in `Timings` is the clock read for anything but a commit's date.
final class ProgressLine: Sendable {
  private struct State {
    /// When the run began, or went on after its last output.
    var start: ContinuousClock.Instant
    var stepStart: ContinuousClock.Instant
    var progress: RunProgress
  }

  private let terminal: Terminal
  private let current = Mutex<State?>(nil)
  /// Whether there is a line to remove; changed within the lock of `current` only.
  private let isShown = Atomic(false)

  init(terminal: Terminal) { self.terminal = terminal }

  /// Takes note of how far the run is.
  func update(_ progress: RunProgress) {
    if case .recovered(let words) = progress.step {
      return terminal.complain("note: " + escapedForTerminal(words))
    }
    guard terminal.isWatched else { return }
    let now = ContinuousClock.now
    current.withLock { current in
      let isSame = current?.progress.step == progress.step
      let stepStart = isSame ? current?.stepStart : nil
      current = State(start: current?.start ?? now, stepStart: stepStart ?? now, progress: progress)
    }
  }

  /// Draws the line, once the run has taken a second.
  private func draw() {
    let now = ContinuousClock.now
    current.withLock { current in
      guard let current, now - current.start >= .seconds(1) else { return }
      // Within the lock, so that no line comes after it was removed.
      isShown.store(true, ordering: .relaxed)
      terminal.progress(Self.words(current.progress, seconds: (now - current.stepStart) / .seconds(1)))
    }
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
      // Of what takes longer than a second each, a rate says nothing.
      if seconds >= 1, Double(progress.count) >= seconds {
        parts.append("\(grouped(Int(Double(progress.count) / seconds)))/s")
      }
    }
    if let share, share > 0, share < 1 {
      if seconds >= 1 { parts.append("\(Int((seconds * (1 - share) / share).rounded(.up))) s left") }
    } else if progress.count == 0, seconds >= 1 {
      // Nobody knows how much there is to do; that it goes on is all there is to tell.
      parts.append("\(Int(seconds)) s")
    }
    return parts.joined(separator: ", ")
  }

  /// Does something long and removes the line when that ends, however it ends.
  func during<Result>(_ work: () throws -> Result) rethrows -> Result {
    guard terminal.isWatched else { return try work() }
    let timer = DispatchSource.makeTimerSource()
    timer.setEventHandler { [self] in draw() }
    timer.schedule(deadline: .now() + .seconds(1), repeating: .milliseconds(200))
    timer.activate()
    defer {
      timer.cancel()
      end()
    }
    return try work()
  }

  /// Removes the line; the next step begins another, after a second.
  func end() {
    current.withLock { current in
      current = nil
      if isShown.exchange(false, ordering: .relaxed) { terminal.progress("") }
    }
  }
}

extension RunProgress.Step {
  var words: String {
    switch self {
    case .opening: "opening the workspace"
    case .recovered(let words): words
    case .reading(let source): "reading \(escapedForTerminal(source))"
    case .linking: "linking identifiers"
    case .measuring: "measuring profiles"
    case .matching: "matching personas"
    case .comparing: "comparing with everyone"
    case .grouping: "looking for groups"
    case .committing: "committing"
    case .showing: "making pages"
    case .searching: "searching the repository"
    }
  }
}

/// `1,234 MB`
func megabytes(_ bytes: Int) -> String { "\(grouped(bytes / 1_000_000)) MB" }
