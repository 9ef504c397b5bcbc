// A sync commits nothing while git tracks what the sources hold of people.

import Foundation
import Persona
import PersonaSync
import Testing

@Suite("Tracked data")
struct TrackedDataTests {
  private func refusal(_ workspace: TestWorkspace) throws -> Failure {
    let head = try workspace.git("rev-parse", "HEAD")
    let failure = try #require(throws: Failure.self) { try workspace.sync() }
    #expect(failure.summary.hasPrefix("refusing to commit"))
    #expect(try workspace.git("rev-parse", "HEAD") == head)
    return failure
  }

  @Test("stop a sync: in the index, and in the last commit")
  func source() throws {
    let workspace = try Shop.workspace()
    try workspace.git("add", "-f", "data/shop.csv")
    #expect(try refusal(workspace).causes == ["git tracks data/shop.csv"])
    try workspace.git("commit", "-qm", "data")
    #expect(try refusal(workspace).causes == ["git tracks data/shop.csv"])
    // What the hint says helps, and the history still has it.
    try workspace.git("rm", "-r", "-q", "--cached", "data/shop.csv")
    #expect(try refusal(workspace).causes == ["git tracks data/shop.csv"])
    try workspace.git("commit", "-qm", "data are not ours to keep")
    #expect(try workspace.sync().personas.map(\.result) == [.evolved])
    #expect(try !audit(workspace.folder, showsValues: false).isClean)
  }

  @Test("stop a replay, and are told by a check")
  func otherRuns() throws {
    let workspace = try Shop.workspace()
    try workspace.git("add", "-f", "data/shop.csv")
    let problems = try check(workspace.folder).problems.filter { $0.severity == .error }
    #expect(problems.map(\.location.file) == ["data/shop.csv"])
    let options = ReplayOptions(
      every: .month, from: "2026-05", to: nil, branch: "replayed", tool: "persona-sync test")
    let failure = try #require(throws: Failure.self) {
      try replay(workspace.folder, options: options) { _ in }
    }
    #expect(failure.causes == ["git tracks data/shop.csv"])
    #expect(try workspace.git("branch", "--list", "replayed") == "")
  }

  @Test("are told when the workspace is a folder of the repository")
  func below() throws {
    let workspace = try Shop.workspace(below: "research/personas")
    try workspace.git("add", "-f", "data/shop.csv")
    #expect(try refusal(workspace).causes == ["git tracks data/shop.csv"])
  }

  @Test("are the tool's own folder as well, but for rules of git in it")
  func ownFolder() throws {
    let workspace = try Shop.workspace()
    try workspace.sync()
    try workspace.git("add", "-f", ".persona-sync/.gitignore")
    try workspace.sync()
    try workspace.git("add", "-f", ".persona-sync/lock")
    #expect(try refusal(workspace).causes == ["git tracks .persona-sync/lock"])
  }

  @Test("are not files of `data` that no source reads")
  func others() throws {
    let workspace = try Shop.workspace()
    try workspace.write("What lies here.\n", to: "data/README.md")
    try workspace.git("add", "-f", "data/README.md")
    #expect(try workspace.sync().personas.map(\.result) == [.evolved])
  }

  @Test("cannot come about after `init`: what is dropped into data is ignored from the first commit on")
  func ignored() throws {
    let workspace = try TestWorkspace { root in
      _ = try initialise(folder: root, example: false)
    }
    try workspace.write("user\nu1\n", to: "data/x.csv")
    try workspace.write("x", to: ".persona-sync/x")
    #expect(try workspace.git("status", "--porcelain", "--untracked-files=all").contains("data/") == false)
    #expect(
      try workspace.git("check-ignore", "data/x.csv", ".persona-sync/x") == "data/x.csv\n.persona-sync/x\n")
  }
}
