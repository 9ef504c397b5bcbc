// Every metric and score against a second, independent program: Oracle/measures.py, run once, its answer
// stored.

import Foundation
import Persona
import Profiles
import Testing

@Suite("Measures")
struct MeasuresTests {
  private static func rows(_ file: String) throws -> [[String]] {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
      "Oracle/\(file)")
    return try String(contentsOf: path, encoding: .utf8).split(separator: "\n").dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  private static func events() throws -> [Record] {
    func text(_ cell: String) -> String? { cell.isEmpty ? nil : cell }
    return try rows("events.csv").map { cells in
      Record(
        time: Int64(cells[0]), event: cells[2], session: text(cells[3]), order: text(cells[4]),
        currency: text(cells[5]), amount: Int64(cells[6]), identifiers: [("user", cells[1])])
    }
  }

  @Test("every metric and score agrees with a second program", arguments: ["days", "noon", "long"])
  func agreesWithOracle(run: String) throws {
    let graph = try graph(Self.events())
    let answers = try Self.rows("measures.csv").filter { $0[0] == run }
    let first = try #require(answers.first)
    let span = Span(from: try #require(Int64(first[1])), to: try #require(Int64(first[2])))
    let table = try graph.measured(
      over: span,
      by: MeasureRules(
        timeZone: "Europe/Berlin", purchaseEvents: Set(first[3].split(separator: " ").map(String.init))))

    var expected: [String: Double] = [:]
    for answer in answers { expected["\(answer[4]) \(answer[5])"] = Double(answer[6]) }
    var found: [String: Double] = [:]
    for profile in 0..<graph.count {
      let user = try graph.identifiers(of: profile)[0].value
      for (name, column) in table.metrics.merging(table.scores, uniquingKeysWith: { a, _ in a })
      where !column[profile].isNaN {
        found["\(user) \(name)"] = column[profile]
      }
    }
    #expect(Set(found.keys) == Set(expected.keys))
    for (name, value) in expected {
      let other = found[name] ?? .nan
      #expect(abs(other - value) <= 1e-9 * max(1, abs(value)), "\(run): \(name) is \(other), not \(value)")
    }
  }

  @Test("the documentation and the lists say the same of every metric and score")
  func documented() throws {
    let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Documentation/Metrics.md")
    let lines = Set(try String(contentsOf: page, encoding: .utf8).split(separator: "\n").map(String.init))
    for measure in builtInMetrics + scoreList {
      let line = "| `\(measure.name)` | \(measure.unit) | \(measure.formula) |"
      #expect(lines.contains(line), "the page lacks: \(line)")
    }
    #expect(
      lines.filter { $0.hasPrefix("| `") && $0.hasSuffix(". |") }.count == builtInMetrics.count
        + scoreList.count)
  }
}
