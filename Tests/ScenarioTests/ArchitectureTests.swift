// ARCHITECTURE.md against the package: a map that is not true leads nobody.

import Foundation
import Testing

@Suite("The map of the code")
struct ArchitectureTests {
  private func text(_ path: String) throws -> String {
    try String(contentsOf: Stage.package.appending(path: path), encoding: .utf8)
  }

  @Test("its lines are the dependencies that the package declares")
  func lines() throws {
    // `part("Markdown", uses: ["Markup", "CCmarkGFM"])`; products of other packages have no quotes.
    let declared = try text("Package.swift").matches(of: /part\(\s*"(\w+)",\s*uses: \[([^\]]*)\]/).map {
      part in
      String(part.1) + ": "
        + String(part.2).matches(of: /"(\w+)"/).map { String($0.1) }.sorted().joined(separator: " ")
    }
    let drawn = try text("ARCHITECTURE.md").matches(of: /(?m)^(\w+) +-> ([\w, ]+)$/).map { line in
      String(line.1) + ": "
        + line.2.split(separator: ", ").map(String.init).sorted().joined(separator: " ")
    }
    #expect(declared.count > 10)
    #expect(Set(drawn) == Set(declared))
  }

  @Test("it has a row for each folder of the sources")
  func folders() throws {
    let map = try text("ARCHITECTURE.md")
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: Stage.package.appending(path: "Sources").path()
    ).filter { !$0.hasPrefix("C") && !$0.hasPrefix(".") }
    #expect(folders.count > 10)
    for folder in folders { #expect(map.contains("| `\(folder)` |"), "\(folder)") }
  }

  @Test(
    "files that it and other pages name are there",
    arguments: [
      "ARCHITECTURE.md", "CONTRIBUTING.md", "Benchmarks/README.md", "Documentation/Limits.md",
      "Documentation/Statistics.md",
    ])
  func paths(page: String) throws {
    let manager = FileManager.default
    let all =
      try ["Sources", "Tests", "Benchmarks/Sources"].flatMap { folder in
        try manager.subpathsOfDirectory(atPath: Stage.package.appending(path: folder).path())
      } + ["Package.swift"]
    for match in try text(page).matches(of: /`([A-Za-z+\/-]+\.swift)`/) {
      let path = String(match.1)
      #expect(all.contains { $0 == path || $0.hasSuffix("/" + path) }, "\(path)")
    }
  }

  @Test("the list of decisions has each of them, by its heading")
  func decisions() throws {
    let folder = Stage.package.appending(path: "Documentation/decisions")
    let list = try text("Documentation/decisions/README.md")
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path()) where file != "README.md" {
      let heading = try text("Documentation/decisions/" + file).prefix { $0 != "\n" }
      let title = heading.replacing(/^# (\d+[.:] )?/, with: "")
      let words = title.prefix(1).uppercased() + title.dropFirst()
      #expect(list.contains("- [\(file.prefix(4))](\(file)) \(words)\n"), "\(file)")
    }
  }
}
