// What each step of a run took: the table of `--timings`.

import Foundation
import Persona
import PersonaSync
import Synchronization

/// Listens to a run and notes when its steps begin and end.
final class Timings: Sendable {
  private struct Row {
    var progress: RunProgress
    var start: Usage
    var end: Usage
  }

  private let rows = Mutex([Row]())

  func update(_ progress: RunProgress) {
    if case .recovered = progress.step { return }
    let now = Usage.now
    rows.withLock { rows in
      if rows.last?.progress.step == progress.step {
        rows[rows.count - 1].progress = progress
      } else {
        if !rows.isEmpty { rows[rows.count - 1].end = now }
        rows.append(Row(progress: progress, start: now, end: now))
      }
      rows[rows.count - 1].end = now
    }
  }

  /// A table with a line for each step and one for all.
  var text: String {
    let rows = rows.withLock(\.self)
    guard let first = rows.first, let last = rows.last else { return "" }
    var lines = [["STEP", "TIME", "CPU", "ROWS", "READ", "PEAK MEMORY"]]
    for row in rows {
      let count = row.progress.count
      lines.append(
        cells(row.progress.step.words, from: row.start, to: row.end)
          + [count == 0 ? "-" : "\(grouped(count)) \(row.progress.unit.rawValue)"]
          + [row.progress.bytes == 0 ? "-" : byteText(row.progress.bytes), megabytes(row.end.memory)])
    }
    lines.append(
      cells("all", from: first.start, to: last.end) + ["", "", megabytes(last.end.memory)])
    return String(table(lines, rightAligned: [1, 2, 3, 4, 5]).dropLast())
  }

  private func cells(_ step: String, from start: Usage, to end: Usage) -> [String] {
    [step, seconds((end.time - start.time) / .seconds(1)), seconds(end.cpu - start.cpu)]
  }

  private func seconds(_ seconds: Double) -> String {
    String(format: "%.3f s", seconds)
  }
}

/// What the process has used by a moment.
private struct Usage {
  var time: ContinuousClock.Instant
  /// Seconds of all threads, in the program and in the system.
  var cpu: Double
  /// The most bytes of memory so far.
  var memory: Int

  static var now: Usage {
    var usage = rusage()
    // The call fills the value that it is given.
    #if canImport(Darwin)
      unsafe getrusage(RUSAGE_SELF, &usage)
    #else
      unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    #endif
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    #if canImport(Darwin)
      let unit = 1
    #else
      let unit = 1024
    #endif
    return Usage(
      time: .now, cpu: seconds(usage.ru_utime) + seconds(usage.ru_stime), memory: unit * Int(usage.ru_maxrss))
  }
}
