// Figures that do not depend on the machine's speed: instructions, and allocations for a million rows. They are kept
// in `Benchmarks/thresholds.json`, and more than a tenth above them is a failure.

import Foundation

/// What valgrind's callgrind counted of one command.
struct Counters: Codable, Equatable {
  var instructions: Int
  var allocationsPerMillionRows: Int
  /// A change of the input changes everything else: its digest tells.
  var input: String
}

/// How a counter may change.
enum CounterChange: Equatable {
  case grown, shrunk, same

  init(from recorded: Int, to now: Int) {
    let ratio = Double(now) / Double(max(1, recorded))
    self = ratio > 1.1 ? .grown : ratio < 0.9 ? .shrunk : .same
  }
}

extension Site {
  private var thresholdsFile: String { repository + "/Benchmarks/thresholds.json" }

  func checkCounters(areRecorded: Bool) throws {
    let counted = try countAll()
    if areRecorded {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      try (encoder.encode(counted) + Data("\n".utf8)).write(to: URL(fileURLWithPath: thresholdsFile))
      note("recorded in \(thresholdsFile)")
      return
    }
    let recorded = try JSONDecoder().decode(
      [String: Counters].self, from: Data(contentsOf: URL(fileURLWithPath: thresholdsFile)))
    var grown: [String] = []
    for (work, now) in counted.sorted(by: { $0.key < $1.key }) {
      guard let before = recorded[work], before.input == now.input else {
        throw Failure(
          "\(work): nothing is recorded of this input",
          hint: "make counters RECORD=1, if it was meant to change")
      }
      for (what, before, now) in [
        ("instructions", before.instructions, now.instructions),
        ("allocations for a million rows", before.allocationsPerMillionRows, now.allocationsPerMillionRows),
      ] {
        let line =
          "\(work): \(Figures.count(now)) \(what), \(Figures.ratio(Double(now) / Double(before))) of "
          + "\(Figures.count(before))"
        print(line)
        switch CounterChange(from: before, to: now) {
        case .grown: grown.append(line)
        case .shrunk: print("  better by more than a tenth: keep it with `make counters RECORD=1`")
        case .same: break
        }
      }
    }
    guard grown.isEmpty else {
      throw Failure(
        "more than a tenth above what is recorded\n" + grown.joined(separator: "\n"),
        hint: "if it is worth it, say why in the commit and record it: make counters RECORD=1")
    }
  }

  /// One counter for each work, by its name.
  private func countAll() throws -> [String: Counters] {
    let size = try InputSize("10MB")
    let program = try programWithoutDebugInformation()
    var counted: [String: Counters] = [:]
    for kind in InputKind.allCases {
      let input = try input(kind, size)
      let workspace = try jobWorkspace("counters", input)
      defer { try? workspace.remove() }
      waitUntilSettled(input.path)
      counted["first sync, \(input.words)"] = try count(program, in: workspace, input)
      counted["nothing new, \(input.words)"] = try count(program, in: workspace, input)
    }
    return counted
  }

  /// Runs one sync under callgrind, on one thread and with Swift's dictionaries in the same order each time.
  private func count(_ program: String, in workspace: JobWorkspace, _ input: Input) throws -> Counters {
    let profile = answer("callgrind.out")
    var command = Command(
      [
        "valgrind", "--tool=callgrind", "--callgrind-out-file=" + profile, program, "sync", "--json",
        "--threads",
        "1",
      ], in: workspace.folder)
    command.environment = ["SWIFT_DETERMINISTIC_HASHING": "1"]
    command.output = answer("persona-sync.json")
    note("counting: \(input.words)")
    try command.run()
    let calls = CallgrindProfile(try String(contentsOfFile: profile, encoding: .utf8))
    guard let instructions = calls.instructions else { throw Failure("callgrind left no total") }
    let rows = max(1, try ourAnswer().valid)
    return Counters(
      instructions: instructions,
      allocationsPerMillionRows: calls.calls(of: CallgrindProfile.allocators) * 1_000_000 / rows,
      input: try digest(input.path))
  }

  /// Valgrind 3.19 gives up at Swift's DWARF 5; the names of functions stand in the symbol table as well.
  private func programWithoutDebugInformation() throws -> String {
    let copy = work + "/persona-sync-without-debug-information"
    try Command(["strip", "--strip-debug", "-o", copy, program], in: work).run()
    return copy
  }
}

/// FNV-1a of a file, 64 bits: enough to notice that it is another one.
func digest(_ path: String) throws -> String {
  let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
  let hash = bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0100_0000_01B3 }
  return String(hash, radix: 16)
}
