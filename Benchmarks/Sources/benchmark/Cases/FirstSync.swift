// The first sync: no cache, nothing known. Against programs that do the same job.

import Foundation

/// What everybody took for one input, and how many events they found.
struct FirstSync {
  let input: Input
  /// persona-sync first.
  let samples: [Samples]
  let answers: [Answer?]

  var ours: Samples { samples[0] }
}

/// What two programs must agree on before their times can be compared.
struct Answer: Decodable, Equatable {
  /// Records that could be read, and those among them that are not repeated.
  var valid: Int
  var events: Int
}

extension Site {
  func firstSync(of input: Input, rounds: Int) throws -> FirstSync {
    note("first sync, \(input.words)")
    let workspace = try jobWorkspace("first", input)
    defer { try? workspace.remove() }
    var sync = personaSync(["sync", "--json"], in: workspace)
    sync.output = answer("persona-sync.json")
    let duckDB = try duckDBJob(on: input)
    var contestants = [
      Contestant(name: "persona-sync", prepare: workspace.reset, run: sync.run),
      Contestant(name: "DuckDB", run: duckDB.run),
    ]
    // It holds eight times a file of CSV in memory. A machine without the room would tell of its disk.
    if 8 * UInt64(input.size.bytes) < ProcessInfo.processInfo.physicalMemory || input.kind == .jsonLines {
      contestants.append(Contestant(name: "polars", run: try polarsJob(on: input).run))
    }
    let samples = try pairedRuns(of: contestants, rounds: rounds)
    let peerAnswers = try zip(samples.dropFirst(), ["duckdb.json", "polars.json"])
      .map { samples, file in samples.failure == nil ? try peerAnswer(file, Answer.self) : nil }
    return FirstSync(input: input, samples: samples, answers: [try ourAnswer()] + peerAnswers)
  }

  func peerAnswer<A: Decodable>(_ file: String, _ type: A.Type) throws -> A {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(type, from: Data(contentsOf: URL(fileURLWithPath: answer(file))))
  }

  /// What `sync --json` said last.
  func ourAnswer() throws -> Answer {
    struct Outcome: Decodable {
      struct Source: Decodable {
        var records: Int
        var events: Int
      }
      var sources: [Source]
    }
    let outcome = try peerAnswer("persona-sync.json", Outcome.self)
    return Answer(
      valid: outcome.sources.map(\.records).reduce(0, +), events: outcome.sources.map(\.events).reduce(0, +))
  }
}
