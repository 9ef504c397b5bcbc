// The real program, ended at every system call of an apply by a signal, and with such calls failing: strace is the hand
// that kills and the disk that fails, git the judge.

import Foundation
import Persona
import PersonaSync
import SharedData
import Testing

@Suite("A sync that is ended")
struct KilledSyncTests {
  /// A call of the program as strace counts them: the n-th of its name.
  private struct Call {
    var name: String
    var number: Int
  }

  enum Injection: String, CaseIterable {
    case kill = "signal=KILL"
    case faultyDisk = "error=EIO"
    case fullDisk = "error=ENOSPC"
  }

  /// Whatever changes something on the disk, or makes sure of it, by the names of any architecture.
  private static let names =
    "/^(open|openat|write|pwrite64|fsync|fdatasync|rename|renameat|renameat2|unlink|unlinkat|mkdir|mkdirat|rmdir"
    + "|link|linkat|fchmod|ftruncate)$"

  @Test(
    "at every call: nothing is lost or left over, and a sync ends as an undisturbed one",
    .needs("strace"), .enabled(if: canTrace, "strace may not trace here"), arguments: Injection.allCases)
  func everyCall(injection: Injection) throws {
    let template = try DisturbedWorkspace.make(isFirst: injection == .fullDisk)
    let undisturbed = try template.copy()
    let calls = try calls(of: undisturbed)
    let tree = try undisturbed.tree()
    #expect(calls.count > 100, "the calls of an apply are seen")
    var recoveries = 0
    for call in calls {
      let disturbed = try template.copy()
      let trace = try disturbed.tracedSync(
        calls: Self.names, ["-e", "inject=\(call.name):\(injection.rawValue):when=\(call.number)"])
      let comment: Comment = "\(injection) at \(call.name) \(call.number)"
      let isDone = trace.contains(injection == .kill ? "+++ killed by SIGKILL +++" : "(INJECTED)")
      #expect(isDone, comment)
      disturbed.requireSoundRepository(comment)
      try disturbed.requireWords(comment)
      if try disturbed.sync().recovery != nil { recoveries += 1 }
      try disturbed.requireNoDebris(comment)
      #expect(try disturbed.tree(comment) == tree, comment)
    }
    // What is killed leaves its journal from when it is whole to the last call; what fails takes it away itself.
    #expect(injection == .kill ? recoveries >= calls.count - 9 : recoveries <= 2, "\(recoveries) recoveries")
  }

  /// The calls of an undisturbed sync from where it begins to write what it was asked for.
  private func calls(of disturbed: DisturbedWorkspace) throws -> [Call] {
    var counts: [Substring: Int] = [:]
    var calls: [Call] = []
    for line in try disturbed.tracedSync(calls: Self.names).split(separator: "\n") {
      // `openat(AT_FDCWD, "/...", O_WRONLY|O_CREAT, 0600) = 4`
      guard let bracket = line.firstIndex(of: "(") else { continue }
      let name = line[..<bracket]
      let number = (counts[name] ?? 0) + 1
      counts[name] = number
      let isReading = name.hasPrefix("open") && !["O_WRONLY", "O_RDWR"].contains { line.contains($0) }
      let isFirst = line.contains("/.persona-sync/journal-draft\", O_WRONLY")
      if isFirst || (!calls.isEmpty && !isReading) { calls.append(Call(name: String(name), number: number)) }
    }
    return calls
  }
}
