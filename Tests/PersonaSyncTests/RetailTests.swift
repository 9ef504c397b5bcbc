// The online-retail export: twenty daily files of a wholesaler, against DuckDB (`Oracle/uci.py`), and against itself
// in every order and split.

import Foundation
import PersonaSync
import SharedData
import Testing

@Suite("Online retail", .needsSharedData)
struct RetailTests {
  static let folder = RealDataTests.data + "/uci-online-retail-2010-12/by-day"

  static func settings(files: String) -> String {
    """
    timezone: Europe/London
    window: 30 days
    purchases: [Purchase]
    privacy: { minimum_group: 5, round_people: 5 }
    rejects: { limit: 1% }
    metrics:
      refunds: { count: events, where: { event: Refund } }
    sources:
      retail:
        files: \(files)
        time: InvoiceDate
        event: { cases: [{ when: { field: Quantity, less_than: 0 }, then: Refund }], otherwise: Purchase }
        identifiers: { user: CustomerID }
        order: InvoiceNo
        revenue: { product: [Quantity, UnitPrice] }
        currency: { constant: GBP }
        traits: { country: Country }
    """
  }

  static let persona = """
    ---
    name: Wilma, the wholesaler
    match:
      metric: purchases
      at_least: 1
    claims:
      - says: Orders twice a month
        median: purchases_per_month
        at_least: 2
      - says: Orders during office hours
        share: events
        where: { hours: [9-17], days: [mon-fri] }
        at_least: 60%
    ---
    # Wilma
    """

  static var days: [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder))?.filter { $0.hasSuffix(".csv") }.sorted()
      ?? []
  }

  @Test("rows, invoices, refunds and net revenue of every customer equal DuckDB's")
  func customers() throws {
    let workspace = try TestWorkspace(settings: Self.settings(files: "\(Self.folder)/*.csv"))
    let found = Dictionary(uniqueKeysWithValues: try workspace.profiles().map { ($0["user"] ?? "", $0) })
    let oracle = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Oracle/uci-per-customer.csv")
    let lines = try String(contentsOf: oracle, encoding: .utf8).split(whereSeparator: \.isNewline)
    #expect(found.count == lines.count - 1)
    for line in lines.dropFirst() {
      let cells = line.split(separator: ",").map(String.init)
      let profile = try #require(found[cells[0]], "\(cells[0])")
      #expect(profile["events"] == cells[1])
      #expect(profile["purchases"] == cells[2])
      #expect(profile["refunds"] == cells[3])
      #expect(Decimal(string: profile["revenue_gbp"] ?? "") == Decimal(string: cells[4]))
    }
  }

  /// What one sync of all files in one go commits.
  private func treeOfOneSync(_ workspace: TestWorkspace) throws -> String {
    let outcome = try workspace.sync()
    #expect(outcome.personas.map(\.result) == [.evolved])
    return try workspace.git("rev-parse", "HEAD^{tree}")
  }

  private func workspace() throws -> TestWorkspace {
    try TestWorkspace(
      settings: Self.settings(files: "data/*.csv"), files: ["personas/wilma.md": Self.persona])
  }

  @Test("twenty growing syncs end in the same bytes as one sync of all files")
  func growing() throws {
    let all = try workspace()
    let growing = try workspace()
    for day in Self.days {
      let bytes = try Data(contentsOf: URL(filePath: Self.folder + "/" + day))
      try all.write(bytes, to: "data/" + day)
      try growing.write(bytes, to: "data/" + day)
      try growing.sync()
    }
    #expect(try treeOfOneSync(all) == growing.git("rev-parse", "HEAD^{tree}"))
    #expect(try growing.git("status", "--porcelain") == "")
    #expect(try growing.git("fsck", "--strict") == "")
  }

  @Test(
    "order of files and rows, split into files, block size and threads change no byte", arguments: [1, 2, 7])
  func permuted(threads: Int) throws {
    let plain = try workspace()
    var rows: [Substring] = []
    var header: Substring = ""
    for day in Self.days {
      let bytes = try Data(contentsOf: URL(filePath: Self.folder + "/" + day))
      try plain.write(bytes, to: "data/" + day)
      let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
      header = lines[0]
      rows += lines.dropFirst()
    }
    let expected = try treeOfOneSync(plain)
    var random = SplitMix64(state: UInt64(threads))
    let shuffled = try workspace()
    rows.shuffle(using: &random)
    var start = 0
    var number = 0
    while start < rows.count {
      let end = min(rows.count, start + 1 + Int(random.next() % 9_000))
      let text = ([header] + rows[start..<end]).joined(separator: "\n") + "\n"
      try shuffled.write(text, to: "data/part-\(random.next() % 100)-\(number).csv")
      (start, number) = (end, number + 1)
    }
    try shuffled.sync(threads: threads)
    #expect(try shuffled.git("rev-parse", "HEAD^{tree}") == expected, "seed \(threads)")
  }
}

/// Steele, Lea and Flood's SplitMix64: a seeded source of random numbers for tests.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
