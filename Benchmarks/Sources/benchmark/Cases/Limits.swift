// What the machine allows: reading a file and memory, and simdjson when nothing is done with what it finds.

import CLimits
import Foundation

struct Limit {
  let words: String
  let bytesPerSecond: Double
}

extension Site {
  func limits(of inputs: [Input], rounds: Int) throws -> [Limit] {
    note("limits of the machine")
    let threads = Set([1, ProcessInfo.processInfo.activeProcessorCount]).sorted()
    var limits = try inputs.map { input in
      let cat = Command(["cat", input.path], in: work)
      let samples = try pairedRuns(of: [Contestant(name: "cat", run: cat.run)], rounds: rounds)[0]
      return Limit(
        words: "`cat` \(input.words)", bytesPerSecond: Double(try input.bytes) / samples.median(\.wallSeconds)
      )
    }
    for count in threads {
      limits.append(
        Limit(words: "memory, \(words(count))", bytesPerSecond: try measured("memory", threads: count, nil)))
    }
    if let input = inputs.last(where: { $0.kind == .jsonLines }) {
      for count in threads {
        let rates = try (0..<rounds).map { _ in try measured("simdjson", threads: count, input) }
        limits.append(
          Limit(words: "simdjson alone, \(input.words), \(words(count))", bytesPerSecond: median(rates)))
      }
    }
    return limits
  }

  private func words(_ threads: Int) -> String { threads == 1 ? "1 thread" : "\(threads) threads" }

  private func measured(_ limit: String, threads: Int, _ input: Input?) throws -> Double {
    let file = input.map { [$0.path] } ?? []
    let text = try ourselves(["--limit", limit, "--threads", String(threads)] + file).read()
    guard let rate = Double(text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
      throw Failure("the limit \(limit) is “\(text)”")
    }
    return rate
  }
}

/// Prints bytes a second: in a process of its own, whose memory is nobody else's.
func printLimit(_ limit: String, threads: Int, path: String?) throws {
  guard limit == "simdjson" else {
    print(limit_memory_bytes_per_second(Int32(threads)))
    return
  }
  guard let path else { throw Failure("of which file?", hint: Arguments.usage) }
  var lines: Int64 = 0
  var broken: Int64 = 0
  // The path and both counts live as long as the call.
  let seconds = unsafe limit_simdjson_seconds(path, Int32(threads), &lines, &broken)
  guard seconds > 0, lines > broken else { throw Failure("simdjson cannot read \(path)") }
  print(Double(try fileSize(path)) / seconds)
}
