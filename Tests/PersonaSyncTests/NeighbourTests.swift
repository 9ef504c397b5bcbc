// Two workspaces in one repository, as the personas of two products: each is synced as if the other were not there.

import Foundation
import Persona
import PersonaSync
import SharedData
import Testing

@testable import Workspace

@Suite("Workspaces that share a repository")
struct NeighbourTests {
  private static let names = ["apps", "games", "shop"]

  /// A repository with several workspaces.
  private func repository() throws -> TestWorkspace {
    var files: [String: String] = [:]
    for name in Self.names {
      files["\(name)/persona-sync.yml"] = Shop.settings
      files["\(name)/personas/regular.md"] = Shop.persona
      files["\(name)/.gitignore"] = "/data/\n/.persona-sync/\n"
    }
    let repository = try TestWorkspace(settings: Shop.settings, files: files)
    for name in Self.names { try repository.write(Shop.events(), to: "\(name)/data/shop.csv") }
    return repository
  }

  @Test("syncs at the same time all succeed, and each makes its commit")
  func atTheSameTime() throws {
    let template = try repository()
    let program = BuiltProducts.folder.appending(path: "persona-sync").path()
    let command =
      "printf '%s\\n' \(Self.names.joined(separator: " ")) | xargs -P \(Self.names.count) -I NAME '\(program)' -C NAME sync"
    for _ in 1...10 {
      let repository = try TestWorkspace(copying: template)
      _ = try TestWorkspace.run(["sh", "-c", command], home: repository.root)
      #expect(try repository.git("rev-list", "--count", "HEAD") == "\(Self.names.count + 1)\n")
      #expect(try repository.git("fsck", "--strict") == "")
      #expect(try repository.git("status", "--porcelain") == "")
      for name in Self.names { #expect(try repository.git("ls-files", name + "/evidence") != "") }
      let left = try FileManager.default.contentsOfDirectory(atPath: repository.root + "/.git")
      #expect(!left.contains { $0.contains("persona-sync") }, "\(left)")
    }
  }

  @Test("a commit elsewhere in the repository, made while a run is going on, is what its commits stand on")
  func commitElsewhere() throws {
    let repository = try repository()
    let run = try Repository.open(
      workspace: repository.root + "/apps", surroundings: repository.folder.surroundings)
    try repository.write("a note\n", to: "games/note.txt")
    try repository.git("add", "games/note.txt")
    try repository.git("commit", "-q", "-m", "note")
    try repository.write("words\n", to: "apps/personas/regular.md")
    _ = try run.commit([("personas/regular.md", Array("words\n".utf8))], message: "regular: words")
    #expect(try repository.git("log", "--format=%s") == "regular: words\nnote\nworkspace\n")
    #expect(try repository.git("show", "HEAD:games/note.txt") == "a note\n")
    #expect(try repository.git("status", "--porcelain") == "")
  }

  @Test("a commit to the workspace itself, made while a run is going on, is not built over")
  func commitHere() throws {
    let repository = try repository()
    let run = try Repository.open(
      workspace: repository.root + "/apps", surroundings: repository.folder.surroundings)
    try repository.write("a note\n", to: "apps/note.txt")
    try repository.git("add", "apps/note.txt")
    try repository.git("commit", "-q", "-m", "note")
    let failure = #expect(throws: Failure.self) {
      _ = try run.commit([("personas/regular.md", Array("words\n".utf8))], message: "regular: words")
    }
    #expect(failure?.kind == .overtaken)
    #expect(try repository.git("log", "--format=%s") == "note\nworkspace\n")
  }
}
