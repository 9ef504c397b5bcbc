// Evidence that somebody else committed: whatever its texts hold, nothing of it moves the cursor of whoever looks at it.

import Foundation
import Testing

@Suite("Hostile evidence")
struct HostileEvidenceTests {
  /// Titles a window, colours, goes back over what stands there; each in a way of its own.
  private static let hostile = #"x\u001b]0;owned\u0007\u001b[31m\u009b1A\r\b\u007f\u0085"#

  /// A text of a place in JSON, replaced by the hostile one.
  private struct Variant {
    var place: [String]
    var value: Any
  }

  /// The maps whose keys may have any name.
  private static let named = ["metrics", "scores", "traits", "funnels"]

  /// One variant for each text of a value, keys that may have any name included.
  private static func variants(of value: Any, at place: [String] = []) -> [Variant] {
    switch value {
    case is String: return [Variant(place: place, value: "HOSTILE")]
    case let list as [Any]:
      return list.enumerated().flatMap { index, item in
        variants(of: item, at: place + ["\(index)"]).map { variant in
          var changed = list
          changed[index] = variant.value
          return Variant(place: variant.place, value: changed)
        }
      }
    case let map as [String: Any]:
      return map.flatMap { key, item -> [Variant] in
        var renamed = map
        renamed[key] = nil
        renamed["HOSTILE"] = item
        let name = named.contains(place.last ?? "") ? [Variant(place: place + [key], value: renamed)] : []
        return name
          + variants(of: item, at: place + [key]).map { variant in
            Variant(place: variant.place, value: map.merging([key: variant.value]) { $1 })
          }
      }
    default: return []
    }
  }

  /// A workspace with a persona for each variant: its evidence is committed as it should be, then as it should not.
  private func workspace() throws -> (Stage, [String: Variant]) {
    let stage = try Stage()
    _ = try stage.run(#". "$PACKAGE/Tests/ScenarioTests/Setup/shop.sh""#)
    let url = Stage.package.appending(path: "Tests/ScenarioTests/Setup/evidence.json")
    let good = try JSONSerialization.jsonObject(with: Data(contentsOf: url))
    var variants: [String: Variant] = [:]
    for variant in Self.variants(of: good) { variants["p\(100 + variants.count)"] = variant }
    for id in variants.keys {
      try stage.write("---\nmatch: { metric: events, at_least: 1 }\n---\nPeople.\n", to: "personas/\(id).md")
      try stage.write(Self.text(of: good), to: "evidence/\(id).json")
    }
    let commit =
      "git add . && git commit -qm evidence && persona-sync init >/dev/null && git add . && git commit -qm drivers"
    _ = try stage.run(commit)
    for (id, variant) in variants { try stage.write(Self.text(of: variant.value), to: "evidence/\(id).json") }
    _ = try stage.run("git add . && git commit -qm more")
    return (stage, variants)
  }

  private static func text(of evidence: Any) throws -> String {
    let data = try JSONSerialization.data(withJSONObject: evidence, options: [.prettyPrinted])
    return String(decoding: data, as: UTF8.self).replacing("HOSTILE", with: hostile)
  }

  @Test("no command lets a control character of it through")
  func commands() throws {
    let (stage, variants) = try workspace()
    #expect(variants.count > 40)
    let forEach = "for evidence in evidence/*.json; do id=$(basename $evidence .json);"
    for command in [
      "git log -p", "persona-sync diff", "persona-sync diff HEAD~1", "persona-sync log",
      "persona-sync log --graph",
      "persona-sync status", "persona-sync check", "persona-sync verify", "persona-sync verify --json",
      "persona-sync sync --dry-run",
      "persona-sync report --output out && cat out/*.html out/*/*.html",
      "\(forEach) persona-sync textconv $evidence; done", "\(forEach) persona-sync show $id; done",
      "\(forEach) persona-sync blame $id; done", "\(forEach) persona-sync export $id --format json; done",
      "\(forEach) persona-sync export $id --format card; done",
    ] {
      let output = try stage.run(command)
      let lines = output.split(separator: "\n").filter { line in
        line.unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != "\n" }
      }
      #expect(lines.isEmpty, "\(command): \(lines.prefix(3))")
      #expect(!output.isEmpty, "\(command)")
    }
  }
}
