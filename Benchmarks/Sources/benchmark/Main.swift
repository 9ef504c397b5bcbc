// Measures persona-sync against programs that do the same job; checks its answers and its counters.

import Foundation

@main
struct Benchmark {
  static func main() {
    do {
      try run(Arguments(Array(CommandLine.arguments.dropFirst())))
    } catch let failure as Failure {
      note("error: \(failure.summary)")
      if let hint = failure.hint { note("hint: \(hint)") }
      exit(1)
    } catch {
      note("error: \(error)")
      exit(1)
    }
  }

  private static func run(_ arguments: Arguments) throws {
    switch arguments.mode {
    case .help: print(Arguments.usage)
    case .generate(let kind, let bytes, let seed, let brokenLines, let path):
      try generate(kind, bytes: bytes, seed: seed, brokenLines: brokenLines, to: path)
    case .limit(let limit, let threads, let path):
      try printLimit(limit, threads: threads, path: path)
    case .agree:
      try Site(arguments).checkAgreement(at: arguments.sizes.isEmpty ? [InputSize("20MB")] : arguments.sizes)
    case .counters(let areRecorded):
      try Site(arguments).checkCounters(areRecorded: areRecorded)
    case .measure:
      let results = try Site(arguments).measure(arguments)
      if let page = arguments.page { try results.write(to: page) } else { print(results.text) }
    }
  }
}
