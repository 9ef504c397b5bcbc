// Taking evolutions back: the tool's part becomes what it was, byte for byte, people's words stay, and nobody can be
// found by subtracting what was taken back. git is the judge of what was.

import Foundation
import Persona
import PersonaSync
import Testing

@Suite("Undo")
struct UndoTests {
  private let files = ["personas/regular.md", "evidence/regular.json", "evidence/regular.svg"]

  @discardableResult
  private func undo(
    _ workspace: TestWorkspace, _ ids: [String] = [], isDryRun: Bool = false
  ) throws -> UndoOutcome {
    try undoEvolutions(of: ids, in: workspace.folder, isDryRun: isDryRun, tool: "persona-sync test")
  }

  /// What a commit holds of the persona.
  private func state(_ workspace: TestWorkspace, at commit: String) throws -> [String] {
    try files.map { file in
      let names = try workspace.git("ls-tree", "--name-only", commit, file)
      return names.isEmpty ? "" : try workspace.git("show", "\(commit):\(file)")
    }
  }

  private func edit(_ workspace: TestWorkspace, _ old: String, _ new: String) throws {
    let text = String(decoding: try workspace.read("personas/regular.md"), as: UTF8.self)
    #expect(text.contains(old))
    try workspace.write(text.replacing(old, with: new), to: "personas/regular.md")
  }

  @Test("a persona whose file is gone is not unknown, and it is said how to bring it back")
  func goneFile() throws {
    let workspace = try Shop.workspace()
    try workspace.sync()
    try FileManager.default.removeItem(atPath: workspace.root + "/personas/regular.md")
    for isCommitted in [false, true] {
      if isCommitted { try workspace.sync() }
      let failure = try #require(throws: Failure.self) {
        try undoEvolutions(of: ["regular"], in: workspace.folder, isDryRun: false, tool: "test")
      }
      let command = try #require(failure.hint?.split(separator: ": ").last)
      try TestWorkspace.run(["sh", "-c", String(command)], home: workspace.root)
      #expect(try workspace.read("personas/regular.md").isEmpty == false)
      if !isCommitted { try FileManager.default.removeItem(atPath: workspace.root + "/personas/regular.md") }
    }
    #expect(throws: Failure.self) {
      try undoEvolutions(of: ["nobody"], in: workspace.folder, isDryRun: false, tool: "test")
    }
  }

  @Test("each undo goes back one evolution, to the same bytes, until there is none")
  func backToTheBeginning() throws {
    let workspace = try Shop.workspace()
    for day in ["2026-05-10", "2026-05-14", "2026-05-20"] { try workspace.sync(asOf: day) }
    let states = try (0...3).map { try state(workspace, at: "HEAD~\($0)") }
    for expected in states.dropFirst() {
      #expect(try undo(workspace).hasConflicts == false)
      #expect(try state(workspace, at: "HEAD") == expected)
      #expect(try workspace.git("status", "--porcelain") == "")
    }
    #expect(try workspace.git("rev-list", "--count", "HEAD") == "7\n")
    #expect(try workspace.git("fsck", "--strict") == "")
    let failure = #expect(throws: Failure.self) { try undo(workspace, ["regular"]) }
    #expect(failure?.summary == "regular has no evolution that could be taken back")
  }

  @Test("an evolution after an undo is the next to be taken back")
  func undoneAndGrown() throws {
    let workspace = try Shop.workspace()
    for day in ["2026-05-10", "2026-05-12"] { try workspace.sync(asOf: day) }
    try undo(workspace)
    let first = try state(workspace, at: "HEAD")
    try workspace.sync(asOf: "2026-05-16")
    try undo(workspace)
    #expect(try state(workspace, at: "HEAD") == first)
    try undo(workspace)
    #expect(try state(workspace, at: "HEAD")[1...] == ["", ""])
  }

  @Test("words written since stay, committed or not, and so does everything else in the work tree")
  func words() throws {
    let workspace = try Shop.workspace()
    for day in ["2026-05-10", "2026-05-14"] { try workspace.sync(asOf: day) }
    let before = try state(workspace, at: "HEAD~1")
    try edit(workspace, "Comes several", "She comes several")
    try workspace.git("commit", "-qam", "regular: a word")
    try edit(workspace, "in the evening.", "in the late evening.")
    try workspace.write("staged\n", to: "plan.txt")
    try workspace.git("add", "plan.txt")
    let outcome = try undo(workspace, ["regular"])
    #expect(outcome.edits == ["regular: edited by hand"])
    let expected = before[0].replacing("Comes several", with: "She comes several")
      .replacing("in the evening.", with: "in the late evening.")
    #expect(try state(workspace, at: "HEAD") == [expected] + before[1...])
    #expect(try String(decoding: workspace.read("personas/regular.md"), as: UTF8.self) == expected)
    #expect(try workspace.git("status", "--porcelain") == "A  plan.txt\n")
    #expect(
      try workspace.git("show", "--format=", "--name-only", "HEAD")
        == "evidence/regular.json\nevidence/regular.svg\npersonas/regular.md\n")
  }

  @Test("a note inside the block is merged; one that cannot be stops the undo of that persona")
  func notesInTheBlock() throws {
    let workspace = try Shop.workspace()
    for day in ["2026-05-10", "2026-05-14"] { try workspace.sync(asOf: day) }
    let before = try state(workspace, at: "HEAD~1")
    try edit(workspace, "\n### Claims\n", "\n### Claims\n\nAda says so too.\n")
    #expect(try undo(workspace).hasConflicts == false)
    let after = try state(workspace, at: "HEAD")
    #expect(after[0].contains("Ada says so too."))
    #expect(after[1...] == before[1...])
    // Before the first evolution there is no block that could hold it.
    let head = try workspace.git("rev-parse", "HEAD")
    #expect(try undo(workspace).hasConflicts)
    #expect(try workspace.git("rev-parse", "HEAD") == head)
  }

  @Test("a dry run shows the difference and writes nothing")
  func dryRun() throws {
    let workspace = try Shop.workspace()
    for day in ["2026-05-10", "2026-05-14"] { try workspace.sync(asOf: day) }
    let head = try workspace.git("rev-parse", "HEAD")
    let outcome = try undo(workspace, isDryRun: true)
    #expect(try workspace.git("rev-parse", "HEAD") == head)
    #expect(try workspace.git("status", "--porcelain") == "")
    // git applies it, and that is what an undo does.
    let patch = Data(outcome.diffs.joined().utf8)
    _ = try TestWorkspace.run(
      ["git", "-C", workspace.root, "apply", "-"], home: workspace.root, input: patch)
    try workspace.git("commit", "-qam", "by hand")
    let byHand = try state(workspace, at: "HEAD")
    try workspace.git("reset", "-q", "--hard", "HEAD~1")
    try undo(workspace)
    #expect(try state(workspace, at: "HEAD") == byHand)
  }

  @Test("undo takes back one persona and leaves the others", arguments: [true, false])
  func onePersona(isNamed: Bool) throws {
    let other = Shop.persona.replacing("Rita", with: "Otto")
    let workspace = try Shop.workspace(files: [
      "personas/regular.md": Shop.persona, "personas/otto.md": other, "personas/alone.md": "# Alone\n",
    ])
    try workspace.sync()
    try undo(workspace, isNamed ? ["otto"] : [])
    #expect(
      try workspace.git("ls-files", "evidence")
        == (isNamed ? "evidence/regular.json\nevidence/regular.svg\n" : ""))
    #expect(try String(decoding: workspace.read("personas/otto.md"), as: UTF8.self) == other)
  }

  @Test("a rebase and a merge do not make undo forget what was taken back")
  func movedCommits() throws {
    let workspace = try Shop.workspace()
    for day in ["2026-05-10", "2026-05-12", "2026-05-14"] { try workspace.sync(asOf: day) }
    let first = try state(workspace, at: "HEAD~2")
    try undo(workspace)
    try workspace.git("switch", "-qc", "other", "HEAD~4")
    try workspace.write("x\n", to: "other.txt")
    try workspace.git("add", "other.txt")
    try workspace.git("commit", "-qm", "other")
    try workspace.git("switch", "-q", "main")
    try workspace.git("rebase", "-q", "other")
    try undo(workspace)
    #expect(try state(workspace, at: "HEAD") == first)
  }

  /// The other branch's evolution is the newest commit, after the first of three, and the merge takes nothing of it.
  @Test("after a merge that kept our side, our own evolution is taken back")
  func mergedAsOurs() throws {
    let workspace = try Shop.workspace()
    try workspace.sync(asOf: "2026-05-10")
    try workspace.git("switch", "-qc", "other")
    try workspace.sync(asOf: "2026-05-14")
    _ = try TestWorkspace.run(
      ["git", "-C", workspace.root, "commit", "-q", "--amend", "--no-edit"], home: workspace.root,
      environment: ["GIT_COMMITTER_DATE": "2026-06-02T12:00:00+00:00"])
    try workspace.git("switch", "-q", "main")
    for day in ["2026-05-12", "2026-05-20"] { try workspace.sync(asOf: day) }
    let (before, ours) = (try state(workspace, at: "HEAD~1"), try state(workspace, at: "HEAD"))
    try workspace.git("merge", "-q", "-s", "ours", "-m", "ours", "other")
    #expect(try state(workspace, at: "HEAD") == ours)
    try undo(workspace)
    #expect(try state(workspace, at: "HEAD") == before)
  }

  /// What people do to commits with git, and how many evolutions further back an undo leads then than without.
  private static let deeds: [(deed: String, back: Int)] = [
    ("git commit -q --amend -m 'better words'", 0),
    ("git reset -q --soft HEAD~2 && git commit -q -m 'both in one'", 1),
    ("git revert --no-edit HEAD", 1),
    ("git revert --no-edit HEAD && git revert --no-edit HEAD", 0),
    ("git checkout -q HEAD~1 -- personas evidence && git commit -q -m 'as it was'", 1),
  ]

  @Test("takes back what stands, whatever git did to the commits, and the log lists that", arguments: deeds)
  func otherCommits(deed: String, back: Int) throws {
    let workspace = try Shop.workspace()
    for day in ["2026-05-10", "2026-05-14", "2026-05-20"] { try workspace.sync(asOf: day) }
    let states = try (0...3).map { try state(workspace, at: "HEAD~\($0)") }
    _ = try TestWorkspace.run(["sh", "-c", deed], home: workspace.root)
    let newest = try workspace.git("log", "-1", "--format=%H", "--", "evidence")
    #expect(try evolutions(of: "regular", in: workspace.folder).first.map { $0.commit.id + "\n" } == newest)
    try undo(workspace)
    #expect(try state(workspace, at: "HEAD") == states[1 + back])
    try undo(workspace)
    if back == 0 { #expect(try state(workspace, at: "HEAD") == states[2]) }
    #expect(try workspace.git("status", "--porcelain") == "")
  }

  @Test("after an undo was reverted, the evolution stands again and can be taken back")
  func revertedUndo() throws {
    let workspace = try Shop.workspace()
    for day in ["2026-05-10", "2026-05-14"] { try workspace.sync(asOf: day) }
    let (evolved, before) = (try state(workspace, at: "HEAD"), try state(workspace, at: "HEAD~1"))
    try undo(workspace)
    for _ in 1...2 {
      try workspace.git("revert", "--no-edit", "HEAD")
      #expect(try state(workspace, at: "HEAD") == evolved)
      try undo(workspace)
      #expect(try state(workspace, at: "HEAD") == before)
    }
  }

  // Forty people came up to the 10th; then three of them on the 13th, then all of them on the 16th.
  private func attacked(takeBack: (TestWorkspace) throws -> Void) throws -> (TestWorkspace, SyncOutcome) {
    let workspace = try Shop.workspace()
    try workspace.write(Shop.events(days: 1...5), to: "data/shop.csv")
    try workspace.sync()
    try workspace.write(Shop.events(days: 1...6), to: "data/shop.csv")
    #expect(try workspace.sync().personas.map(\.result) == [.evolved])
    try takeBack(workspace)
    let few = Shop.events(people: 1...3, days: 7...7).split(separator: "\n").dropFirst().joined(
      separator: "\n")
    try workspace.write(Shop.events(days: 1...6) + few + "\n", to: "data/shop.csv")
    return (workspace, try workspace.sync())
  }

  @Test("evidence that was taken back counts against subtracting two evolutions")
  func subtraction() throws {
    for takeBack in [
      { try undo($0) }, { try $0.git("revert", "--no-edit", "HEAD") },
      { workspace in
        try undo(workspace)
        try undo(workspace)
      },
    ] as [(TestWorkspace) throws -> Void] {
      let (workspace, outcome) = try attacked(takeBack: takeBack)
      #expect(outcome.personas.map(\.result) == [.heldBack], "\(outcome.personas)")
      // As soon as enough of them did something since, they are shown again.
      try workspace.write(Shop.events(days: 1...8), to: "data/shop.csv")
      #expect(try workspace.sync().personas.map(\.result) == [.evolved])
    }
  }

  @Test("the same data evolve the persona again, to the same bytes")
  func again() throws {
    let workspace = try Shop.workspace()
    for day in ["2026-05-10", "2026-05-14"] { try workspace.sync(asOf: day) }
    let evolved = try state(workspace, at: "HEAD")
    try undo(workspace)
    #expect(try workspace.sync(asOf: "2026-05-14").personas.map(\.result) == [.evolved])
    #expect(try state(workspace, at: "HEAD") == evolved)
  }
}
