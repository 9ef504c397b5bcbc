// The syncs after the first: nothing is new, a little is new, or the rules are new. Each beside a first sync.

import Foundation

struct LaterSyncs {
  let input: Input
  let first: Samples
  let nothingNew: Samples
  let appended: Samples
  let rulesChanged: Samples
  /// `status`, where everything is known.
  let status: Samples
}

extension Site {
  func laterSyncs(of input: Input, rounds: Int) throws -> LaterSyncs {
    note("later syncs, \(input.words)")
    let workspace = try jobWorkspace("later", input, copiesInput: true)
    defer { try? workspace.remove() }
    let growth = try Growth(of: workspace.data)
    let sync = personaSync(["sync"], in: workspace)
    var rules = try ChangingRules(settings: jobSettings(input.kind))

    let samples = try pairedRuns(
      of: [
        Contestant(name: "first sync", prepare: workspace.reset, run: sync.run),
        Contestant(
          name: "nothing new",
          prepare: {
            growth.settle()
            try sync.run()
          }, run: sync.run),
        Contestant(
          name: "1% appended",
          prepare: {
            try growth.shorten()
            try workspace.reset()
            growth.settle()
            try sync.run()
            try growth.append()
          }, run: sync.run),
        Contestant(
          name: "rules changed",
          prepare: {
            growth.settle()
            try sync.run()
            try workspace.write(rules.next(), to: "persona-sync.yml")
          }, run: sync.run),
      ], rounds: rounds)
    for one in samples { if let failure = one.failure { throw Failure(failure) } }
    try sync.run()
    let status = try pairedRuns(
      of: [Contestant(name: "status", run: personaSync(["status"], in: workspace).run)], rounds: 4 * rounds)
    return LaterSyncs(
      input: input, first: samples[0], nothingNew: samples[1], appended: samples[2], rulesChanged: samples[3],
      status: status[0])
  }
}

/// Waits until nobody can be writing the file still: a younger one is compared byte by byte in the run after.
func waitUntilSettled(_ path: String) {
  var status = stat()
  guard unsafe stat(path, &status) == 0 else { return }
  #if canImport(Darwin)
    let changed = max(status.st_ctimespec.tv_sec, status.st_mtimespec.tv_sec)
  #else
    let changed = max(status.st_ctim.tv_sec, status.st_mtim.tv_sec)
  #endif
  while time(nil) < changed + 4 { usleep(100_000) }
}

/// The last hundredth of a file, taken off and put back.
private struct Growth {
  let path: String
  let tail: Data
  let shortCount: UInt64

  init(of path: String) throws {
    self.path = path
    let file = try Self.open(path)
    defer { try? file.close() }
    let count = try file.seekToEnd()
    try file.seek(toOffset: count - count / 100)
    let last = try file.readToEnd() ?? Data()
    guard let newline = last.firstIndex(of: UInt8(ascii: "\n")) else { throw Failure("\(path) has no lines") }
    tail = Data(last[(newline + 1)...])
    shortCount = count - UInt64(tail.count)
  }

  func shorten() throws {
    let file = try Self.open(path)
    try file.truncate(atOffset: shortCount)
    try file.close()
  }

  func append() throws {
    let file = try Self.open(path)
    try file.seekToEnd()
    try file.write(contentsOf: tail)
    try file.close()
  }

  func settle() { waitUntilSettled(path) }

  private static func open(_ path: String) throws -> FileHandle {
    guard let file = FileHandle(forUpdatingAtPath: path) else { throw Failure("cannot open \(path)") }
    return file
  }
}

/// Settings with another rule and another metric each time: no round can use what the one before worked out.
private struct ChangingRules {
  let settings: String
  private var number = 2

  init(settings: String) { self.settings = settings }

  mutating func next() throws -> String {
    number += 1
    let metric = "  signed_in_\(number): { count: events, where: { event: Signed In } }\n"
    let changed =
      settings
      .replacingOccurrences(
        of: "{ metric: orders, at_least: 2 }", with: "{ metric: orders, at_least: \(number) }"
      )
      .replacingOccurrences(of: "metrics:\n", with: "metrics:\n" + metric)
    guard changed != settings else { throw Failure("the settings have no rule to change") }
    return changed
  }
}
