// Documentation/Security.md names a test for each promise, or what `make` runs: they must be there.

import Foundation
import Testing

@Suite("The page on security")
struct SecurityPageTests {
  @Test("names tests that there are")
  func tests() throws {
    let page = Stage.package.appending(path: "Documentation/Security.md")
    let text = try String(contentsOf: page, encoding: .utf8)
    let makefile = try String(contentsOf: Stage.package.appending(path: "Makefile"), encoding: .utf8)
    let walk = FileManager.default.enumerator(atPath: Stage.package.appending(path: "Tests").path())
    let files = Set(
      (walk?.compactMap { $0 as? String } ?? []).compactMap { $0.split(separator: "/").last.map(String.init) }
    )
    let rows = text.split(separator: "\n").filter { $0.hasPrefix("| ") && !$0.hasPrefix("| promised") }
    #expect(rows.count > 5)
    for row in rows {
      let names = row.matches(of: /`(\w+Tests)`/).map { String($0.1) }
      let targets = row.matches(of: /`make (\w+)`/).map { String($0.1) }
      #expect(!names.isEmpty || !targets.isEmpty, "no test shows this: \(row)")
      for target in targets { #expect(makefile.contains("\n\(target): "), "\(target)") }
      for name in names { #expect(files.contains(name + ".swift"), "\(name)") }
    }
  }
}
