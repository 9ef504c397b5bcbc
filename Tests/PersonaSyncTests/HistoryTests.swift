// What is read back of the life of personas, with commits that the real git made, moved and cut off.

import Foundation
import Persona
import PersonaSync
import Testing

@Suite("The history of personas")
struct HistoryTests {
  private static let path = "personas/regular.md"

  /// Two evolutions with an edit by hand between them.
  private func workspace() throws -> TestWorkspace {
    let workspace = try Shop.workspace()
    try workspace.sync(asOf: "2026-05-10")
    let text = String(decoding: try workspace.read(Self.path), as: UTF8.self)
    try workspace.write(text.replacing("Comes several", with: "She comes several"), to: Self.path)
    try workspace.sync()
    return workspace
  }

  private func regular(_ workspace: TestWorkspace) throws -> PersonaHistory {
    try #require(try History(in: workspace.folder).persona("regular"))
  }

  @Test("a month by its name is no revision, and it is said how it is written")
  func monthByName() throws {
    let workspace = try Shop.workspace()
    try workspace.sync()
    for word in ["march", "Mar"] {
      let failure = try #require(throws: Failure.self) {
        try persona("regular@\(word)", in: workspace.folder) { $0 }
      }
      #expect(failure.hint == "a month of the data is written 2026-03")
    }
    let failure = try #require(throws: Failure.self) {
      try persona("regular@ma", in: workspace.folder) { $0 }
    }
    #expect(failure.hint?.contains("a branch or a tag") == true)
  }

  @Test("evolutions and hand edits are told newest first, in one order")
  func order() throws {
    let workspace = try workspace()
    let history = try regular(workspace)
    #expect(history.file == Self.path)
    #expect(history.evolutions.map(\.commit.position) == [0, 2])
    #expect(history.edits.map(\.commit.position) == [1, 3])
    #expect(history.edits.map(\.commit.subject) == ["regular: edited by hand", "workspace"])
    let ids = (history.evolutions.map(\.commit) + history.edits.map(\.commit))
      .sorted { $0.position < $1.position }.map { $0.id + "\n" }
    #expect(ids.joined() == (try workspace.git("log", "--format=%H")))
  }

  @Test(
    "the hint about a persona without evidence leads to its words and its figures, whatever took them away",
    arguments: ["removed", "removed and back", "removed at once", "without a match"])
  func blameHint(how: String) throws {
    let workspace = try workspace()
    let committed = try workspace.read(Self.path)
    switch how {
    case "removed at once":
      try workspace.git("rm", "-q", Self.path, "evidence/regular.json", "evidence/regular.svg")
      try workspace.git("commit", "-qm", "gone")
    case "without a match":
      let text = String(decoding: committed, as: UTF8.self)
      try workspace.write(text.replacing("at_least: 5 }", with: "at_least: 5000 }"), to: Self.path)
      try workspace.sync()
    default:
      try FileManager.default.removeItem(atPath: workspace.root + "/" + Self.path)
      try workspace.sync()
    }
    if how == "removed and back" {
      try workspace.write(Shop.persona, to: Self.path)
      try workspace.git("add", ".")
      try workspace.git("commit", "-qm", "back")
    }
    let refused = #expect(throws: Failure.self) {
      try blame("regular", in: workspace.folder, safe: { $0 })
    }
    let written = try #require(refused?.hint?.split(separator: "`").first?.split(separator: " ").last)
    let shown = try persona(String(written), in: workspace.folder, safe: { $0 })
    #expect(shown.prose.contains("She comes several times a week"))
    #expect(shown.evidence.contains("40 of 80 people"))
  }

  @Test("an evolution says what its commit says")
  func evolution() throws {
    let workspace = try workspace()
    let newest = try #require(try regular(workspace).evolutions.first)
    #expect(newest.commit.author == "Ada Muster")
    #expect(newest.commit.time == "2026-06-01T12:00:00+00:00")
    #expect(newest.commit.id.hasPrefix(newest.commit.shortID))
    #expect(newest.commit.subject + "\n" == (try workspace.git("log", "-1", "--format=%s")))
    #expect(newest.window == Evidence.Window(from: "2026-04-21", to: "2026-05-20", days: 30))
  }

  @Test("a commit's time is its author's own, on either side of Greenwich")
  func localTimes() throws {
    let workspace = try Shop.workspace()
    for date in ["@1795163400 +0530", "@1795163400 -0330", "@3600 -0100"] {
      try workspace.write(Shop.persona + date + "\n", to: Self.path)
      try workspace.git("commit", "-q", "--date", date, "-am", "a word")
      let time = try #require(try regular(workspace).edits.first?.commit.time)
      #expect(time + "\n" == (try workspace.git("log", "-1", "--format=%ad", "--date=iso-strict")))
    }
  }

  @Test("the evidence of every evolution is what its commit holds")
  func evidence() throws {
    let workspace = try workspace()
    let reader = try History(in: workspace.folder)
    let history = try #require(reader.persona("regular"))
    let evidences = try reader.evidences(of: history)
    #expect(evidences.map { $0?.window.to } == ["2026-05-20", "2026-05-10"])
    for (evolution, evidence) in zip(history.evolutions, evidences) {
      #expect(try reader.evidence(of: evolution) == evidence)
    }
  }

  @Test("evidence that cannot be read stops none of the others")
  func unreadable() throws {
    let workspace = try workspace()
    let path = "evidence/regular.json"
    let good = try workspace.read(path)
    for text in ["{}\n", "not JSON\n", "\0\u{1}"] {
      try workspace.write(text, to: path)
      try workspace.git("commit", "-q", "-am", "broken")
    }
    try workspace.write(good, to: path)
    try workspace.git("commit", "-q", "-am", "mended")
    let reader = try History(in: workspace.folder)
    let history = try #require(reader.persona("regular"))
    #expect(
      try reader.evidences(of: history).map { $0?.window.to } == [
        "2026-05-20", nil, nil, nil, "2026-05-20", "2026-05-10",
      ])
    #expect(history.evolutions.map(\.hasEvidence) == [true, true, true, true, true, true])
    #expect(throws: Failure.self) { try reader.evidence(of: history.evolutions[1]) }
  }

  @Test("a persona that was renamed keeps its history under the old name and carries it on under the new")
  func renamed() throws {
    let workspace = try workspace()
    try workspace.git("mv", Self.path, "personas/rita.md")
    try workspace.sync()
    let reader = try History(in: workspace.folder)
    #expect(reader.personas.map(\.id) == ["regular", "rita"])
    let (old, new) = (reader.personas[0], reader.personas[1])
    #expect(old.file == nil)
    #expect(old.evolutions.map(\.hasEvidence) == [false, true, true])
    #expect(old.edits.first?.isRemoval == true)
    #expect(new.file == "personas/rita.md")
    #expect(new.formerIDs == ["regular"])
    #expect(new.evolutions.map(\.persona) == ["rita", "regular", "regular"])
    #expect(new.evolutions.dropFirst().map(\.commit) == old.evolutions.dropFirst().map(\.commit))
    #expect(new.edits.map(\.file).last == Self.path && !new.edits.contains(where: \.isRemoval))
    #expect(try reader.evidences(of: old).map { $0?.persona } == [nil, "regular", "regular"])
  }

  @Test("a file that moves to another folder keeps its persona's history; the move is one edit")
  func moved() throws {
    let workspace = try workspace()
    try FileManager.default.createDirectory(
      atPath: workspace.root + "/personas/shop", withIntermediateDirectories: true)
    try workspace.git("mv", Self.path, "personas/shop/regular.md")
    try workspace.git("commit", "-q", "-m", "into a folder")
    let history = try regular(workspace)
    #expect(history.file == "personas/shop/regular.md")
    #expect(history.evolutions.count == 2)
    #expect(
      history.edits.map(\.commit.subject) == ["into a folder", "regular: edited by hand", "workspace"])
    #expect(history.edits.map(\.file) == ["personas/shop/regular.md", Self.path, Self.path])
    #expect(history.edits.first?.isRemoval == false)
  }

  @Test("a merge is an evolution only where it made evidence that no branch had")
  func merges() throws {
    let workspace = try Shop.workspace()
    try workspace.sync(asOf: "2026-05-10")
    try workspace.git("switch", "-q", "-c", "side")
    try workspace.write("# Other\n", to: "personas/other.md")
    try workspace.git("add", ".")
    try workspace.git("commit", "-q", "-m", "another persona")
    try workspace.git("switch", "-q", "main")
    try workspace.sync()
    try workspace.git("merge", "-q", "--no-edit", "side")
    let history = try regular(workspace)
    #expect(history.evolutions.map(\.commit.subject).allSatisfy { $0.hasPrefix("regular: ") })
    #expect(history.evolutions.count == 2)
  }

  @Test("a merge that was settled by hand is an evolution without trailers")
  func settledMerge() throws {
    let workspace = try Shop.workspace()
    try workspace.sync(asOf: "2026-05-10")
    try workspace.git("switch", "-q", "-c", "side")
    try workspace.sync(asOf: "2026-05-14")
    try workspace.git("switch", "-q", "main")
    try workspace.sync()
    #expect(throws: Failure.self) { try workspace.git("merge", "-q", "side") }
    // Neither side's, but the evidence of the evolution before both.
    try workspace.git("checkout", "-q", "main~1", "--", ".")
    try workspace.git("commit", "-q", "-am", "settled by hand")
    let history = try regular(workspace)
    #expect(history.evolutions.first?.commit.subject == "settled by hand")
    #expect(history.evolutions.map { $0.window != nil } == [false, true, true, true])
    #expect(history.edits.first?.commit.subject == "settled by hand")
  }

  @Test("a shallow clone says where it ends")
  func shallow() throws {
    let workspace = try workspace()
    let clone = try TestWorkspace { root in
      try TestWorkspace.run(
        ["git", "clone", "-q", "--depth", "2", "file://" + workspace.root, root], home: workspace.root)
    }
    let history = try regular(clone)
    #expect(history.evolutions.map(\.isCutOff) == [false, true])
    // The commit that the clone ends with was an edit: its words are not the evolution's.
    #expect(history.evolutions.last?.window == nil)
    #expect(
      try History(in: clone.folder).evidences(of: history).map { $0?.window.to } == [
        "2026-05-20", "2026-05-10",
      ])
  }

  @Test("what a replay made can be read from its branch")
  func replayed() throws {
    let workspace = try Shop.workspace()
    try workspace.sync()
    try replay(
      workspace.folder,
      options: ReplayOptions(
        every: .week, from: "2026-05-01", to: nil, branch: "replay", tool: "persona-sync test")
    ) { _ in }
    let reader = try History(in: workspace.folder, upTo: "replay")
    let history = try #require(reader.persona("regular"))
    #expect(history.evolutions.map(\.window?.to) == ["2026-05-17", "2026-05-10"])
    #expect(history.evolutions.map(\.commit.day) == ["2026-05-17", "2026-05-10"])
    #expect(try regular(workspace).evolutions.count == 1)
  }

  @Test("a workspace below the root, and one without a commit, are read alike")
  func places() throws {
    let below = try Shop.workspace(below: "research/people")
    try below.sync()
    #expect(try regular(below).evolutions.count == 1)
    #expect(try regular(below).file == Self.path)
    let empty = try TestWorkspace { root in
      try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
      try TestWorkspace.run(["git", "init", "-q", root], home: root)
    }
    #expect(try History(in: empty.folder).personas == [])
  }

  @Test("files of somebody else beside the evidence are no personas")
  func strangers() throws {
    let workspace = try Shop.workspace(files: [
      Self.path: Shop.persona, "evidence/ours.json": "{}\n", "personas/notes.txt": "x\n",
    ])
    try workspace.sync()
    #expect(try History(in: workspace.folder).personas.map(\.id) == ["regular"])
    #expect(try History(in: workspace.folder, of: []).personas == [])
  }

  @Test("a persona is named with a point of its history, also where its id holds an @")
  func atSigns() throws {
    let workspace = try Shop.workspace(files: ["personas/a.md": "# A\n", "personas/a@b.md": "# B\n"])
    func prose(_ written: String) throws -> String {
      try persona(written, in: workspace.folder) { $0 }.prose
    }
    for written in ["a", "a@HEAD", "a@", "a@main"] { #expect(try prose(written) == "# A\n", "\(written)") }
    for written in ["a@b", "a@b@HEAD", "a@b@@"] { #expect(try prose(written) == "# B\n", "\(written)") }
    #expect(throws: Failure.self) { try prose("a@none") }
    try workspace.write("# A again\n", to: "personas/a.md")
    try workspace.git("commit", "-q", "-am", "again")
    #expect(try prose("a") == "# A again\n")
    #expect(try prose("a@{1}") == "# A\n")
    #expect(try prose("a@:/workspace") == "# A\n")
  }

  @Test("a difference of all personas begins where each of them began")
  func differenceOfAll() throws {
    let workspace = try workspace()
    try workspace.write("# Late\n", to: "personas/late.md")
    try workspace.git("add", ".")
    try workspace.git("commit", "-q", "-m", "late")
    let text = try differences(of: nil, revisions: "2026-05-10", in: workspace.folder) { $0 }
    #expect(text.contains("late: 2026-05-10 -> your files\n  The persona file is new\n"))
    #expect(text.contains("regular: "))
    #expect(throws: Failure.self) {
      try differences(of: "late", revisions: "2026-05-10", in: workspace.folder) { $0 }
    }
  }

  @Test(
    "a workspace that was moved within its repository keeps its history, and an undo leads behind the move")
  func movedWorkspace() throws {
    let workspace = try workspace()
    let commits = try workspace.git("log", "--format=%H", "--", "evidence")
    let evidence = try workspace.git("show", "HEAD~2:evidence/regular.json")
    try workspace.write("x\n", to: "other/notes.txt")
    for place in ["products/shop", "shop"] {
      try FileManager.default.createDirectory(
        atPath: workspace.root + "/" + place, withIntermediateDirectories: true)
      for name in ["persona-sync.yml", "personas", "evidence", ".gitignore"] {
        let old = place == "shop" ? "products/shop/" : ""
        try workspace.git("mv", old + name, place + "/" + name)
      }
      try workspace.git("add", "other")
      try workspace.git("commit", "-q", "-m", "moved to \(place)")
    }
    let folder = WorkspaceFolder(root: workspace.root + "/shop", surroundings: workspace.folder.surroundings)
    let told = try evolutions(of: "regular", in: folder).map { $0.commit.id + "\n" }
    #expect(told.joined() == commits)
    let life = try #require(try History(in: folder).persona("regular"))
    #expect(life.edits.map(\.commit.subject) == ["regular: edited by hand", "workspace"])
    #expect(
      try differences(of: "regular", revisions: "HEAD~4..HEAD", in: folder) { $0 }.contains("She comes"))
    _ = try undoEvolutions(of: [], in: folder, isDryRun: false, tool: "persona-sync test")
    #expect(try workspace.git("show", "HEAD:shop/evidence/regular.json") == evidence)
    #expect(try workspace.git("status", "--porcelain", "shop") == "")
  }
}
