// The inputs are always the same, down to the byte.

import Foundation
import Testing

@testable import benchmark

@Suite("Generator")
struct GeneratorTests {
  /// Digests of what the first version of the generator wrote, a program in C++.
  @Test(
    "a seed has one file",
    arguments: [
      (InputKind.jsonLines, 1_023_571, "42317216355b9cad"), (.csv, 982_103, "b54e530b84b32657"),
    ])
  func sameBytes(kind: InputKind, count: Int, expected: String) throws {
    try withFile { path in
      try generate(kind, bytes: 1_000_000, seed: 1, to: path)
      #expect(try fileSize(path) == count)
      #expect(try digest(path) == expected)
    }
  }

  @Test("without broken lines, the others stay as they are", arguments: InputKind.allCases)
  func brokenLines(kind: InputKind) throws {
    let lines = try BrokenLines.allCases.map { brokenLines in
      try withFile { path in
        try generate(kind, bytes: 8_000_000, seed: 3, brokenLines: brokenLines, to: path)
        return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
      }
    }
    let removed = lines[1].difference(from: lines[0])
    #expect(removed.insertions.isEmpty)
    #expect(!removed.removals.isEmpty)
  }

  private func withFile<Result>(_ body: (String) throws -> Result) throws -> Result {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(path)
  }
}
