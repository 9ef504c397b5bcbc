// Paths and globs against small trees of files.

import Foundation
import Persona
import Testing

@testable import EventStream

/// A new temporary folder with these empty files.
private func tree(_ files: [String]) throws -> URL {
  let root = URL(fileURLWithPath: NSTemporaryDirectory()).appendingPathComponent(UUID().uuidString)
  try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
  for file in files {
    let url = root.appendingPathComponent(file)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data().write(to: url)
  }
  return root
}

private func remove(_ root: URL) { try? FileManager.default.removeItem(at: root) }

private func found(_ patterns: String..., in root: URL) throws -> [String] {
  try files(of: SourceMapping(name: "app", files: patterns), root: root.path)
}

private func failure(_ patterns: String..., in root: URL) -> Failure? {
  #expect(throws: Failure.self) {
    try files(of: SourceMapping(name: "app", files: patterns), root: root.path)
  }
}

@Suite("Files of a source")
struct FilesTests {
  private static let all = [
    "data/app-2.ndjson", "data/app-10.ndjson", "data/app-1.ndjson.gz", "data/tickets.csv", "data/.hidden.csv",
    "data/2026/01/app.csv", "data/2026/02/app.csv", "data/2026/app.csv", "data/.cache/app.csv", "top.csv",
    "data/[odd].csv", "data/ä.csv",
  ]

  @Test(
    "a pattern finds its files, sorted bytewise",
    arguments: [
      ("top.csv", ["top.csv"]),
      ("./data//tickets.csv", ["data/tickets.csv"]),
      ("data/app-*.ndjson", ["data/app-10.ndjson", "data/app-2.ndjson"]),
      ("data/app-*", ["data/app-1.ndjson.gz", "data/app-10.ndjson", "data/app-2.ndjson"]),
      ("data/app-?.ndjson", ["data/app-2.ndjson"]),
      ("data/app-[0-9].ndjson", ["data/app-2.ndjson"]),
      ("data/app-[!2]*.ndjson", ["data/app-10.ndjson"]),
      ("data/*.csv", ["data/[odd].csv", "data/tickets.csv", "data/ä.csv"]),
      ("data/?.csv", ["data/ä.csv"]),
      ("data/.*.csv", ["data/.hidden.csv"]),
      ("data/[odd].csv", ["data/[odd].csv"]),
      ("data/[[]odd].csv", ["data/[odd].csv"]),
      ("data/*/app.csv", ["data/2026/app.csv"]),
      ("data/**/app.csv", ["data/2026/01/app.csv", "data/2026/02/app.csv", "data/2026/app.csv"]),
      ("**/app.csv", ["data/2026/01/app.csv", "data/2026/02/app.csv", "data/2026/app.csv"]),
      ("data/2026/**", ["data/2026/01/app.csv", "data/2026/02/app.csv", "data/2026/app.csv"]),
      ("data/20*/0[12]/*", ["data/2026/01/app.csv", "data/2026/02/app.csv"]),
      ("data/2026/../tickets.csv", ["data/2026/../tickets.csv"]),
      ("-", ["-"]),
    ])
  func patterns(pattern: String, expected: [String]) throws {
    let root = try tree(Self.all)
    defer { remove(root) }
    #expect(try found(pattern, in: root) == expected)
  }

  @Test("a file that several patterns name is there once")
  func once() throws {
    let root = try tree(Self.all)
    defer { remove(root) }
    let absolute = root.appendingPathComponent("data/tickets.csv").path
    #expect(
      try found("data/t*.csv", "data/tickets.csv", absolute, "top.csv", in: root)
        == ["data/tickets.csv", "top.csv"])
  }

  @Test("a file outside the workspace keeps its absolute path")
  func outside() throws {
    let root = try tree(["inside/a.csv", "outside/b.csv"])
    defer { remove(root) }
    let inside = root.appendingPathComponent("inside")
    let absolute = root.appendingPathComponent("outside/b.csv").path
    #expect(try found(absolute, in: inside) == [absolute])
    #expect(try found("../outside/*.csv", in: inside) == ["../outside/b.csv"])
  }

  @Test("a link to a folder above does not catch a search")
  func linkLoop() throws {
    let root = try tree(["data/a.csv", "data/deep/b.csv"])
    defer { remove(root) }
    try FileManager.default.createSymbolicLink(
      at: root.appendingPathComponent("data/deep/loop"), withDestinationURL: root)
    try FileManager.default.createSymbolicLink(
      at: root.appendingPathComponent("data/linked.csv"),
      withDestinationURL: root.appendingPathComponent("data/a.csv"))
    #expect(try found("**/*.csv", in: root) == ["data/a.csv", "data/deep/b.csv", "data/linked.csv"])
    #expect(try found("data/deep/*/data/a.csv", in: root) == ["data/deep/loop/data/a.csv"])
  }

  @Test("what is not there is said, with what stands there instead")
  func missing() throws {
    let root = try tree(["data/app.ndjson", "data/crm.csv", "data/tickets.csv", "data/users.csv"])
    defer { remove(root) }
    let mistyped = failure("data/ticket.csv", in: root)
    #expect(mistyped?.summary == "there is no file data/ticket.csv")
    #expect(mistyped?.hint == "did you mean data/tickets.csv?")

    let elsewhere = failure("data/purchases-2026.json", in: root)
    #expect(elsewhere?.hint == "data holds app.ndjson, crm.csv, tickets.csv and 1 more")

    let glob = failure("data/*.tsv", in: root)
    #expect(glob?.summary == "no file matches data/*.tsv")
    #expect(glob?.hint == "data holds app.ndjson, crm.csv, tickets.csv and 1 more")

    #expect(failure("dta/app.ndjson", in: root)?.hint == "did you mean data?")
    #expect(failure("data/app.ndjson/x", in: root)?.summary == "there is no file data/app.ndjson/x")
  }

  @Test("a folder is no source")
  func folder() throws {
    let root = try tree(["data/app.ndjson"])
    defer { remove(root) }
    #expect(failure("data", in: root)?.summary == "data is a folder")
    #expect(failure("data", in: root)?.hint == "name the files in it, for example `data/*.csv`")
    #expect(failure("dat?", in: root)?.summary == "no file matches dat?")
    #expect(failure(in: root)?.summary == "the source app names no files")
  }
}

@Suite("Name patterns")
struct NamePatternTests {
  @Test(
    "a name matches as in a shell",
    arguments: [
      ("*", "abc", true), ("*", "", true), ("*", ".a", false), (".*", ".a", true), ("a*c", "abbc", true),
      ("a*c", "abbd", false), ("*a*b", "xaxbxb", true), ("[a-c]x", "bx", true), ("[a-c]x", "dx", false),
      ("[!a-c]x", "dx", true), ("[^a-c]x", "ax", false), ("[]]", "]", true), ("[!]]", "]", false),
      ("[a-]", "-", true), ("[", "[", true), ("[a", "[a", true), ("?", "ä", true), ("?", "", false),
      ("[!x]*", ".a", false), ("?a", ".a", false), ("a**b", "ab", true),
    ])
  func matches(pattern: String, name: String, expected: Bool) {
    #expect(NamePattern(pattern).matches(name) == expected)
  }

  @Test("many stars end quickly")
  func stars() {
    let pattern = NamePattern(String(repeating: "a*", count: 30) + "b")
    #expect(!pattern.matches(String(repeating: "a", count: 200)))
  }
}
