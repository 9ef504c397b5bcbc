// Linking people of whom is known who is who, against the figures of another program:
// baseline_deterministic_rules.csv.

import Foundation
import Persona
import Profiles
import SharedData
import Testing

@Suite("Known duplicates", .needsSharedData)
struct KnownDuplicatesTests {
  /// One record of a data set, the group it truly belongs to, and its fields by name.
  private struct Person {
    var truth: String
    var fields: [String: String]
  }

  private func people(_ path: String, truth: ([String: String]) -> String) throws -> [Person] {
    let folder = try #require(SharedData.folder)
    let text = try String(contentsOfFile: folder + "/" + path, encoding: .utf8)
    let lines = text.split(whereSeparator: \.isNewline)
    func cells(_ line: Substring) -> [String] {
      line.split(separator: ",", omittingEmptySubsequences: false).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
    }
    let header = cells(lines[0])
    return lines.dropFirst().map { line in
      let fields = Dictionary(uniqueKeysWithValues: zip(header, cells(line)))
      return Person(truth: truth(fields), fields: fields)
    }
  }

  /// Precision and recall over pairs, linking on each of the combinations of fields.
  private func figures(_ people: [Person], rules: [[String]]) throws -> (precision: Double, recall: Double) {
    let names = rules.map { $0.joined(separator: "+") }
    let records = people.enumerated().map { index, person in
      var identifiers = [(kind: "record", value: "r\(index)")]
      for (name, fields) in zip(names, rules) {
        let values = fields.compactMap { person.fields[$0] }.filter { !$0.isEmpty }
        if values.count == fields.count {
          identifiers.append((kind: name, value: values.joined(separator: "\u{1F}")))
        }
      }
      return Record(identifiers: identifiers)
    }
    let identity = IdentityRules(
      kinds: (["record"] + names).map { IdentityRules.Kind(name: $0, limit: 100) }, maximumNeighbours: 100)
    let graph = try graph(records, identity: identity)
    #expect(graph.graph.stoppedLinkCount == 0)

    func pairs(_ groups: [String: Int]) -> Int { groups.values.reduce(0) { $0 + $1 * ($1 - 1) / 2 } }
    func count(_ keys: [String]) -> [String: Int] { keys.reduce(into: [:]) { $0[$1, default: 0] += 1 } }
    let found = try people.indices.map { index in
      try #require(graph.profile(of: Identifier(kind: "record", value: "r\(index)")))
    }
    let agreed = pairs(count(zip(people, found).map { "\($0.truth) \($1)" }))
    return (
      Double(agreed) / Double(pairs(count(found.map { "\($0)" }))),
      Double(agreed) / Double(pairs(count(people.map(\.truth))))
    )
  }

  private func expect(
    _ people: [Person], _ rules: [[String]], _ precision: Double, _ recall: Double,
    _ location: Testing.SourceLocation = #_sourceLocation
  ) throws {
    let (foundPrecision, foundRecall) = try figures(people, rules: rules)
    // The figures are stored with four digits.
    #expect(
      abs(foundPrecision - precision) < 0.00006, "precision \(foundPrecision)", sourceLocation: location)
    #expect(abs(foundRecall - recall) < 0.00006, "recall \(foundRecall)", sourceLocation: location)
  }

  @Test("linking the thousand made-up people gives the known precision and recall")
  func fake1000() throws {
    let people = try people("identity-fake-1000/fake_1000.csv") { $0["cluster"] ?? "" }
    try expect(people, [["email"]], 1.0, 0.3358)
    try expect(people, [["first_name", "surname", "dob"]], 1.0, 0.0542)
    try expect(people, [["email"], ["first_name", "surname", "dob"]], 1.0, 0.4052)
    try expect(people, [["first_name", "surname"]], 0.9861, 0.1393)
    try expect(people, [["dob"]], 0.9805, 0.4215)
    try expect(people, [["email"], ["dob"]], 0.9667, 0.7154)
  }

  @Test("linking FEBRL's third data set gives the known precision and recall")
  func febrl3() throws {
    let people = try people("identity-febrl3/dataset3.csv") { fields in
      (fields["rec_id"] ?? "").split(separator: "-").prefix(2).joined(separator: "-")
    }
    let name = ["given_name", "surname"]
    try expect(people, [["soc_sec_id"]], 1.0, 0.8567)
    try expect(people, [name + ["date_of_birth"]], 1.0, 0.2921)
    try expect(people, [["soc_sec_id"], name + ["date_of_birth"]], 1.0, 0.9266)
    try expect(people, [name], 0.9443, 0.3399)
  }
}
