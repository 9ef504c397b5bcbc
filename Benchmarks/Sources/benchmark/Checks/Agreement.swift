// Whether the answers are those of plain Python: exactly, in everything that does not depend on who is linked with
// whom. persona-sync's totals come from a workspace with a metric for each event, channel and hour of the week.

import Foundation

/// What every program must find in one file.
struct Totals: Equatable {
  var valid: Int
  var events: Int
  var byEvent: [String: Int]?
  var byChannel: [String: Int]
  var byHour: [Int]
  var cents: Int

  /// One line for each thing that differs.
  func differences(from reference: Totals, of program: String) -> [String] {
    var lines: [String] = []
    func compare<T: Equatable>(_ what: String, _ ours: T, _ theirs: T) {
      if ours != theirs { lines.append("\(program): \(what): \(ours), not \(theirs)") }
    }
    compare("valid records", valid, reference.valid)
    compare("events", events, reference.events)
    compare("revenue in cents", cents, reference.cents)
    for (what, ours, theirs) in [
      ("event", byEvent, reference.byEvent), ("channel", byChannel, reference.byChannel),
    ] {
      guard let ours, let theirs else { continue }
      for name in Set(ours.keys).union(theirs.keys).sorted() {
        compare("events of \(what) “\(name)”", ours[name] ?? 0, theirs[name] ?? 0)
      }
    }
    for (hour, (ours, theirs)) in zip(byHour, reference.byHour).enumerated() {
      compare("events in hour \(hour) of the week", ours, theirs)
    }
    return lines
  }
}

extension Site {
  func checkAgreement(at sizes: [InputSize]) throws {
    var differences: [String] = []
    for size in sizes {
      for kind in InputKind.allCases {
        note("agreement, \(size.words) of \(kind.words)")
        differences += try checkAgreement(on: input(kind, size))
      }
    }
    guard differences.isEmpty else {
      throw Failure("the answers differ\n" + differences.joined(separator: "\n"))
    }
    print("persona-sync's answers are those of the reference")
  }

  private func checkAgreement(on input: Input) throws -> [String] {
    var python = Command(["python3", job("reference.py"), input.path], in: work)
    python.output = answer("reference.json")
    try python.run()
    let reference = try peerAnswer("reference.json", JobAnswer.self)
    guard let totals = reference.totals(isComplete: true) else {
      throw Failure("the reference has no totals")
    }

    var differences = try ourTotals(of: input, as: totals).flatMap {
      $0.totals.differences(from: totals, of: "persona-sync \($0.circumstances), \(input.words)")
    }
    for (name, job, file) in [("DuckDB", duckDBJob, "duckdb.json"), ("polars", polarsJob, "polars.json")] {
      guard let command = try? job(input) else {
        note("  \(name) is not here")
        continue
      }
      try command.run()
      let peer = try peerAnswer(file, JobAnswer.self)
      guard let found = peer.totals(isComplete: false) else { throw Failure("\(name) has no answer") }
      differences += found.differences(from: totals, of: "\(name), \(input.words)")
      differences += peer.personaDifferences(from: reference).map { "\(name), \(input.words): \($0)" }
    }
    return differences
  }

  /// persona-sync's totals: the second time with what the first left in the cache.
  private func ourTotals(
    of input: Input, as reference: Totals
  ) throws -> [(circumstances: String, totals: Totals)] {
    let metrics = TotalMetrics(reference)
    let workspace = try JobWorkspace(
      at: "\(work)/workspaces/agree-\(input.kind.rawValue)",
      settings: "window: 100 days\n" + metrics.settings + jobText("source-\(input.kind.rawValue).yml"),
      personas: [], input: input)
    defer { try? workspace.remove() }
    return try ["without a cache", "with a cache"].map { circumstances in
      var sync = personaSync(["sync", "--json"], in: workspace)
      sync.output = answer("persona-sync.json")
      try sync.run()
      let table = try personaSync(
        ["profiles", "--format", "csv", "--metrics", metrics.names.joined(separator: ",")], in: workspace
      ).read()
      return (circumstances, try metrics.totals(table, ourAnswer()))
    }
  }
}
