// No result depends on the order in which records arrive, or on how they are cut into batches.

import EventStream
import Persona
import Profiles
import Testing

@Suite("Order of the input")
struct OrderTests {
  @Test("permuting rows and splitting batches changes nothing", arguments: 0..<60 as Range<UInt64>)
  func permutations(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let records = TangledRecords.records(&random)
    func answers(_ records: [Record], batchSizes: [Int] = []) throws -> String {
      try TangledRecords.answers(
        graph(
          records, identity: TangledRecords.identity, properties: TangledRecords.properties,
          batchSizes: batchSizes))
    }
    let expected = try answers(records)
    for _ in 0..<3 {
      let shuffled = records.shuffled(using: &random)
      let sizes = (0..<4).map { _ in Int.random(in: 0..<30, using: &random) }
      #expect(try answers(shuffled, batchSizes: sizes) == expected, "seed \(seed)")
    }
  }

  @Test("threads, memory and what goes to disk change nothing", arguments: [200, 201] as [UInt64])
  func resources(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    // Enough that partitions fill the chunks in which they go to disk.
    let records = (0..<40).flatMap { _ in TangledRecords.records(&random) }
    let expected = try TangledRecords.answers(
      graph(records, properties: TangledRecords.properties, resources: Resources(threads: 1)))
    for threads in [1, 2, 7] {
      for memory in [0, 64 << 20] {
        let other = try TangledRecords.answers(
          graph(
            records, properties: TangledRecords.properties, batchSizes: [500, 500, 500],
            resources: Resources(threads: threads, memoryBytes: memory)))
        #expect(other == expected, "seed \(seed), \(threads) threads, \(memory) bytes")
      }
    }
  }

  @Test("where a temporary folder is missing the next one serves, and without any a run says so")
  func missingFolder() throws {
    var random = SeededGenerator(seed: 202)
    let records = (0..<40).flatMap { _ in TangledRecords.records(&random) }
    func answers(_ folders: [String]) throws -> String {
      try TangledRecords.answers(
        graph(
          records, properties: TangledRecords.properties,
          resources: Resources(memoryBytes: 0, temporaryFolders: folders)))
    }
    #expect(try answers(["/none", "/tmp"]) == answers(["/tmp"]))
    let failure = #expect(throws: Failure.self) { try answers(["/none"]) }
    #expect(failure?.summary == "cannot write a temporary file")
    #expect(failure?.causes == ["No such file or directory"])
  }

  @Test(
    "no profile has more values of a kind than its limit, and cut identifiers are apart",
    arguments: 100..<160 as Range<UInt64>)
  func limitsHold(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let cut = (Identifier(kind: "user", value: "user3"), Identifier(kind: "device", value: "device4"))
    let limits = ["user": 1, "email": 2, "device": 3, "anonymous": 5]
    let kinds = ["user", "email", "device", "anonymous"].map {
      IdentityRules.Kind(name: $0, limit: limits[$0] ?? 5)
    }
    let graph = try graph(
      TangledRecords.records(&random), identity: IdentityRules(kinds: kinds, cuts: [.init(cut.0, cut.1)]),
      properties: TangledRecords.properties)
    for profile in 0..<graph.count {
      let counts = Dictionary(grouping: try graph.identifiers(of: profile), by: \.kind).mapValues(\.count)
      #expect(counts.allSatisfy { $0.value <= limits[$0.key] ?? 5 }, "seed \(seed)")
    }
    if let a = graph.profile(of: cut.0), let b = graph.profile(of: cut.1) { #expect(a != b, "seed \(seed)") }
  }
}
