// A thousand made-up records of whom is known who is who: the settings, the linking and the listing together give
// the precision and recall that another program computed (baseline_deterministic_rules.csv).

import Foundation
import PersonaSync
import SharedData
import Testing

@Suite("Known duplicates through the settings", .needsSharedData)
struct KnownDuplicatesTests {
  static let folder = RealDataTests.data + "/identity-fake-1000"

  /// Every rule of the oracle for this data set: `email OR first_name+surname+dob`.
  static let rules = [
    "email", "first_name+surname+dob", "email OR first_name+surname+dob", "first_name+surname", "dob",
    "email OR dob",
  ]

  /// The rule as a source's identifiers, beside one of a kind of its own for each record.
  private func settings(_ rule: String) -> String {
    let fields = rule.components(separatedBy: " OR ").map { $0.components(separatedBy: "+") }
    // A kind `email` would be compared without case, as no other program does; the records have none in capitals.
    let kinds = fields.map { (name: $0.joined(separator: "_"), fields: $0) }
    let identifiers = kinds.map { kind in
      let value =
        kind.fields.count == 1 ? kind.fields[0] : "{ joined: [\(kind.fields.joined(separator: ", "))] }"
      return "\(kind.name): \(value)"
    }
    let limits = (["record"] + kinds.map(\.name)).map { "\($0): 1000" }
    return """
      timezone: UTC
      identity:
        kinds: { \(limits.joined(separator: ", ")) }
        maximum_neighbours: 1000
      sources:
        people:
          files: \(Self.folder)/fake_1000.csv
          identifiers: { record: { joined: [{ constant: r }, unique_id] }, \(identifiers.joined(separator: ", ")) }
      """
  }

  @Test("linking gives the oracle's clusters, precision and recall", arguments: rules)
  func figures(rule: String) throws {
    let baseline = try CSVTable(contentsOf: Self.folder + "/baseline_deterministic_rules.csv").rows
    let ofThisSet = baseline.filter { $0["dataset"] == "fake_1000" }
    #expect(ofThisSet.compactMap { $0["rule"] } == Self.rules)
    let expected = try #require(ofThisSet.first { $0["rule"] == rule })

    let profiles = try TestWorkspace(settings: settings(rule)).profiles()
    let truth = try CSVTable(contentsOf: Self.folder + "/fake_1000.csv").byKey("unique_id").mapValues {
      $0["cluster"] ?? ""
    }
    func pairs(_ sizes: some Sequence<Int>) -> Int { sizes.reduce(0) { $0 + $1 * ($1 - 1) / 2 } }
    func sizes(_ keys: [String]) -> [Int] { Array(Dictionary(grouping: keys) { $0 }.values.map(\.count)) }
    let groups = profiles.map { profile in
      (profile["record"] ?? "").components(separatedBy: "; ").compactMap { record in
        truth[String(record.drop { !$0.isNumber })]
      }
    }
    #expect(groups.reduce(0) { $0 + $1.count } == 1000)
    let found = pairs(groups.map(\.count))
    let agreed = groups.reduce(0) { $0 + pairs(sizes($1)) }
    let known = pairs(sizes(Array(truth.values)))
    #expect("\(groups.count)" == expected["clusters"])
    #expect("\(found)" == expected["pred_pairs"])
    #expect("\(known)" == expected["true_pairs"])
    #expect("\(agreed)" == expected["tp"])
    // The oracle's figures have four digits.
    let precision = try #require(expected["precision"].flatMap(Double.init))
    let recall = try #require(expected["recall"].flatMap(Double.init))
    #expect(abs(Double(agreed) / Double(found) - precision) < 0.00006)
    #expect(abs(Double(agreed) / Double(known) - recall) < 0.00006)
    if rule == "email" { #expect(precision == 1 && abs(recall - 0.336) < 0.0005) }
  }
}
