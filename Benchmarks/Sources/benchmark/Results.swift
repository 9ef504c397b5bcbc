// Everything that was measured in one run.

import Foundation

struct Results {
  var heading: String
  var firstSyncs: [FirstSync] = []
  var laterSyncs: [LaterSyncs] = []
  var personaCounts: [PersonaCount] = []
  var commits: Commits?
  var startUp: Samples?
  var limits: [Limit] = []
}

extension Site {
  func measure(_ arguments: Arguments) throws -> Results {
    let sizes = (arguments.sizes.isEmpty ? try [InputSize("100MB"), InputSize("1GB")] : arguments.sizes)
      .sorted()
    let rounds = arguments.rounds
    var results = Results(heading: try heading(date: arguments.date, rounds: rounds))
    if arguments.cases.contains(.first) { _ = (try duckDB(), try polarsPython()) }
    for size in sizes {
      for kind in InputKind.allCases {
        if arguments.cases.contains(.first) {
          results.firstSyncs.append(try firstSync(of: input(kind, size), rounds: rounds))
        }
        if arguments.cases.contains(.later) {
          results.laterSyncs.append(try laterSyncs(of: input(kind, size), rounds: rounds))
        }
      }
    }
    if arguments.cases.contains(.personas) {
      results.personaCounts = try personaCounts(of: input(.jsonLines, sizes[0]), rounds: rounds)
    }
    if arguments.cases.contains(.commits) { results.commits = try commits(rounds: rounds) }
    if arguments.cases.contains(.startup) { results.startUp = try startUp() }
    if arguments.cases.contains(.limits) {
      // The largest files may not stay in memory beside each other; the smaller ones tell the same.
      let ofLimits = sizes.last { $0.bytes <= 1_000_000_000 } ?? sizes[0]
      results.limits = try limits(of: InputKind.allCases.map { try input($0, ofLimits) }, rounds: rounds)
    }
    return results
  }

  /// When, on what, and with which versions.
  private func heading(date: String?, rounds: Int) throws -> String {
    let version = try Command([program, "--version"], in: work).read()
      .trimmingCharacters(in: .whitespacesAndNewlines)
    let commit = try Command(["git", "describe", "--always", "--dirty"], in: repository).read()
      .trimmingCharacters(in: .whitespacesAndNewlines)
    return """
      \(date ?? Self.today()), \(Machine.words).
      persona-sync \(version) (\(commit)), \(peerVersions()). \(rounds) rounds\(Machine.loadWords).
      """
  }

  private static func today() -> String {
    let parts = Calendar(identifier: .gregorian).dateComponents(
      in: TimeZone(identifier: "UTC") ?? .current, from: Date())
    return String(format: "%04d-%02d-%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
  }
}

/// What the figures were measured on.
enum Machine {
  static var words: String {
    let process = ProcessInfo.processInfo
    let memory = Double(process.physicalMemory) / 1e9
    return
      "\(processor), \(process.activeProcessorCount) cores, \(Int(memory.rounded())) GB of memory, \(kernel)"
  }

  /// How busy the machine was with other work just before; nothing where the kernel does not say.
  static var loadWords: String {
    guard let load = try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8).split(separator: " ").first
    else { return "" }
    return ", begun at a load of \(load)"
  }

  private static var processor: String {
    let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.split(separator: "\n") ?? []
    if let line = lines.first(where: { $0.hasPrefix("model name") }),
      let name = line.split(separator: ":").last
    {
      return name.trimmingCharacters(in: .whitespaces)
    }
    let name = try? Command(["sysctl", "-n", "machdep.cpu.brand_string"], in: "/").read()
    return name?.trimmingCharacters(in: .whitespacesAndNewlines) ?? "an unknown processor"
  }

  private static var kernel: String {
    ((try? Command(["uname", "-s", "-r"], in: "/").read()) ?? "an unknown kernel")
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
