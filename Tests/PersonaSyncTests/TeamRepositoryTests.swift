// Repositories as teams have them: clones that leave something out, names that some file systems take for one, repositories
// inside others. git is the judge of what a sync leaves behind.

import Foundation
import Persona
import PersonaSync
import Testing

@Suite("A sync in the repository of a team")
struct TeamRepositoryTests {
  private static let other = Shop.persona.replacing("Rita", with: "Otto")

  /// A clone of a workspace with two personas in folders of their own, and its events.
  private func clone(_ options: String...) throws -> (origin: TestWorkspace, clone: TestWorkspace) {
    let origin = try Shop.workspace(files: [
      "personas/near/regular.md": Shop.persona, "personas/far/otto.md": Self.other,
      "docs/plan.md": "# Plan\n",
    ])
    try origin.sync(asOf: "2026-05-14")
    try origin.git("config", "uploadpack.allowFilter", "true")
    let clone = try TestWorkspace { root in
      _ = try TestWorkspace.run(
        ["git", "clone", "-q"] + options + ["file://" + origin.root, root], home: origin.root)
    }
    try clone.write(Shop.events(), to: "data/shop.csv")
    return (origin, clone)
  }

  private func names(_ workspace: TestWorkspace, _ commit: String = "HEAD") throws -> [String] {
    try workspace.git("show", "--format=", "--name-only", commit).split(separator: "\n").map(String.init)
  }

  @Test(
    "a sparse checkout evolves the personas that it has, and takes none of the others for removed",
    arguments: [true, false])
  func sparse(isCone: Bool) throws {
    let (_, clone) = try clone("--no-checkout")
    let patterns = isCone ? ["personas/near", "evidence"] : ["/*", "!/personas/far", "!/docs"]
    _ = try TestWorkspace.run(
      [
        "git", "-C", clone.root, "sparse-checkout", "set", isCone ? "--cone" : "--no-cone",
        "--no-sparse-index",
      ]
        + patterns, home: clone.root)
    try clone.git("checkout", "-q", "main")
    #expect(!FileManager.default.fileExists(atPath: clone.root + "/personas/far"))
    let leftOut = try clone.git("ls-files", "-t").split(separator: "\n").filter { $0.hasPrefix("S ") }
    #expect(leftOut.contains("S personas/far/otto.md"))
    let outcome = try clone.sync()
    #expect(outcome.edits == [])
    #expect(outcome.personas.map(\.id) == ["regular"])
    #expect(
      try names(clone) == ["evidence/regular.json", "evidence/regular.svg", "personas/near/regular.md"])
    #expect(try clone.git("status", "--porcelain") == "")
    #expect(try clone.git("ls-files", "-t").split(separator: "\n").filter { $0.hasPrefix("S ") } == leftOut)
    #expect(try clone.git("fsck", "--strict") == "")
    // All of it, again.
    try clone.git("sparse-checkout", "disable")
    #expect(try clone.sync().personas.first?.result == .evolved)
    #expect(try clone.git("status", "--porcelain") == "")
  }

  private static let composed = "personas/len\u{e4}.md"
  private static let decomposed = "personas/lena\u{308}.md"

  @Test("a file whose accents came back in another form of Unicode is not taken for removed")
  func respelled() throws {
    let workspace = try Shop.workspace(files: [Self.composed: Shop.persona])
    try workspace.sync(asOf: "2026-05-14")
    let head = try workspace.git("rev-parse", "HEAD")
    let text = String(decoding: try workspace.read(Self.composed), as: UTF8.self)
    try FileManager.default.removeItem(atPath: workspace.root + "/" + Self.composed)
    try workspace.write(text + "\nReads a lot.\n", to: Self.decomposed)
    let words = "git has this name with its accents in another form of Unicode"
    #expect(try check(workspace.folder).problems.map(\.message) == [words])
    let error = #expect(throws: WrittenProblems.self) { try workspace.sync() }
    #expect(error?.problems.map(\.message) == [words])
    #expect(try workspace.git("rev-parse", "HEAD") == head)
    // As the hint says.
    try workspace.git("add", "-A", "personas")
    try workspace.git("commit", "-q", "-m", "Spelled anew")
    let outcome = try workspace.sync()
    #expect(outcome.personas.map(\.result) == [.evolved])
    #expect(try workspace.git("status", "--porcelain") == "")
    #expect(try workspace.git("fsck", "--strict") == "")
    let files = try workspace.git("-c", "core.quotePath=false", "ls-files", "evidence", "personas")
    #expect(
      files.utf8.elementsEqual(
        "evidence/lena\u{308}.json\nevidence/lena\u{308}.svg\npersonas/lena\u{308}.md\n".utf8), "\(files)")
    #expect(String(decoding: try workspace.read(Self.decomposed), as: UTF8.self).contains("Reads a lot."))
  }

  @Test("two files whose names differ in the form of their accents are two, and one too many")
  func bothForms() throws {
    let workspace = try Shop.workspace(files: [Self.composed: Shop.persona])
    try workspace.write(Shop.persona, to: Self.decomposed)
    let outcome = try check(workspace.folder)
    #expect(outcome.personas == 2)
    #expect(
      outcome.problems.map(\.message).contains(
        "two personas have names that some file systems take for one: \(Self.decomposed) and \(Self.composed)"
      ))
    #expect(throws: WrittenProblems.self) { try workspace.sync() }
  }

  @Test("names that differ in case are a warning where they are two files, and `add` makes none")
  func upperCase() throws {
    let workspace = try Shop.workspace(files: [
      "personas/rita.md": Shop.persona, "personas/far/Rita.md": Self.other,
    ])
    let problems = try check(workspace.folder).problems.filter { $0.message.contains("take for one") }
    #expect(problems.map(\.severity) == [.warning])
    #expect(
      problems.map(\.message) == [
        "two personas have names that some file systems take for one: personas/far/Rita.md and personas/rita.md"
      ])
    try workspace.git("config", "core.ignorecase", "true")
    #expect(
      try check(workspace.folder).problems.filter { $0.message.contains("take for one") }.map(\.severity) == [
        .error
      ])
    try FileManager.default.removeItem(atPath: workspace.root + "/personas/rita.md")
    let error = #expect(throws: Failure.self) { try addPersona(named: "RITA", in: workspace.folder) }
    #expect(error?.summary == "there is already a persona rita: personas/far/Rita.md")
  }

  @Test("a persona that is not on disk and not removed counts beside the others", arguments: [true, false])
  func leftOutOfSight(isSparse: Bool) throws {
    // Its people are those of the other persona but for the few who bought on their only day.
    let near = Shop.persona.replacing(
      Shop.match,
      with: "match: { any: [{ metric: active_days, at_least: 5 }, { metric: purchases, at_least: 1 }] }")
    let workspace = try Shop.workspace(
      files: ["personas/regular.md": Shop.persona, "personas/far/otto.md": near])
    #expect(try workspace.sync(asOf: "2026-05-14").personas.map(\.result) == [.evolved, .heldBack])
    try workspace.git("checkout", "-q", "-B", "main", "HEAD~1")
    if isSparse {
      try workspace.git("sparse-checkout", "set", "--no-cone", "/*", "!/personas/far/")
    } else {
      try FileManager.default.removeItem(atPath: workspace.root + "/personas/far/otto.md")
    }
    try workspace.sync(asOf: "2026-05-14", leavesEdits: !isSparse)
    #expect(try workspace.git("ls-files", "evidence") == "")
  }

  @Test("a sparse index is refused by name, and nothing is different")
  func sparseIndex() throws {
    let (_, clone) = try clone()
    try clone.git("sparse-checkout", "set", "--cone", "--sparse-index", "personas/near")
    let head = try clone.git("rev-parse", "HEAD")
    let failure = #expect(throws: Failure.self) { try clone.sync() }
    #expect(failure?.hint?.contains("--no-sparse-index") ?? false, "\(String(describing: failure))")
    #expect(try clone.git("rev-parse", "HEAD") == head)
    #expect(try clone.git("status", "--porcelain") == "")
    // What the hint says helps.
    try clone.git("sparse-checkout", "reapply", "--no-sparse-index")
    #expect(try clone.sync().personas.map(\.id) == ["regular"])
  }

  @Test("a partial clone evolves with what it has, and says what to fetch where that is not enough")
  func partial() throws {
    let (origin, clone) = try clone("--filter=blob:none")
    #expect(try clone.sync().personas.map(\.result) == [.evolved, .evolved])
    #expect(try clone.git("status", "--porcelain") == "")
    // Taking back twice asks for evidence that was never fetched.
    try origin.sync(asOf: "2026-05-16")
    let behind = try TestWorkspace { root in
      _ = try TestWorkspace.run(
        ["git", "clone", "-q", "--filter=blob:none", "file://" + origin.root, root], home: origin.root)
    }
    let failure = #expect(throws: Failure.self) {
      try undoEvolutions(of: [], in: behind.folder, isDryRun: false, tool: "test")
    }
    #expect(
      failure?.hint?.contains("git fetch --refetch --no-filter") ?? false, "\(String(describing: failure))")
    #expect(try behind.git("status", "--porcelain") == "")
    try behind.git("fetch", "-q", "--refetch", "--no-filter")
    #expect(try undoEvolutions(of: [], in: behind.folder, isDryRun: false, tool: "test").personas.count == 2)
  }

  @Test(
    "a shallow clone does not evolve while it may lack what was taken back, and else its history is whole for git"
  )
  func shallow() throws {
    let (origin, clone) = try clone("--depth", "1")
    let head = try clone.git("rev-parse", "HEAD")
    let failure = #expect(throws: Failure.self) { try clone.sync() }
    #expect(failure?.hint?.contains("git fetch --unshallow") ?? false, "\(String(describing: failure))")
    #expect(try clone.git("rev-parse", "HEAD") == head)
    #expect(try clone.git("status", "--porcelain") == "")
    // With the commits of both personas nothing can be hidden.
    try clone.git("fetch", "-q", "--depth", "2")
    #expect(try clone.sync().personas.map(\.result) == [.evolved, .evolved])
    #expect(try clone.git("fsck", "--strict") == "")
    try clone.git("fetch", "-q", "--unshallow")
    #expect(try clone.git("rev-list", "--count", "HEAD") == "5\n")
    withExtendedLifetime(origin) {}
  }

  @Test(
    "what was taken back before a shallow clone begins counts: nothing is told beside it",
    arguments: [true, false])
  func takenBack(byUndo: Bool) throws {
    let origin = try Shop.workspace()
    try origin.sync(asOf: "2026-05-10")
    try origin.sync(asOf: "2026-05-14")
    if byUndo {
      _ = try undoEvolutions(of: ["regular"], in: origin.folder, isDryRun: false, tool: "test")
    } else {
      try origin.git("revert", "--no-edit", "HEAD")
    }
    let clone = try TestWorkspace { root in
      _ = try TestWorkspace.run(
        ["git", "clone", "-q", "--depth", "1", "file://" + origin.root, root], home: origin.root)
    }
    try clone.write(Shop.events().replacing("u7,", with: "u7x,"), to: "data/shop.csv")
    #expect(throws: Failure.self) { try clone.sync(asOf: "2026-05-14") }
    try clone.git("fetch", "-q", "--unshallow")
    #expect(try clone.sync(asOf: "2026-05-14").personas.map(\.result) == [.heldBack])
  }

  @Test("a workspace that is a submodule commits to itself, and one beside a submodule leaves it alone")
  func submodule() throws {
    let library = try Shop.workspace()
    let top = try TestWorkspace(settings: Shop.settings, files: ["personas/otto.md": Self.other])
    _ = try TestWorkspace.run(
      [
        "git", "-C", top.root, "-c", "protocol.file.allow=always", "submodule", "add", "-q",
        "file://" + library.root,
        "library",
      ], home: top.root)
    try top.git("commit", "-qm", "submodule")
    try top.write(Shop.events(), to: "data/shop.csv")
    #expect(try top.sync().personas.map(\.id) == ["otto"])
    #expect(try names(top) == ["evidence/otto.json", "evidence/otto.svg", "personas/otto.md"])
    #expect(try top.git("status", "--porcelain") == "")

    let inner = WorkspaceFolder(root: top.root + "/library", surroundings: top.folder.surroundings)
    try top.write(Shop.events(), to: "library/data/shop.csv")
    let options = SyncOptions(asOf: nil, isDryRun: false, leavesEdits: false, tool: "test")
    #expect(try PersonaSync.sync(inner, options: options).personas.map(\.result) == [.evolved])
    #expect(try top.git("-C", "library", "status", "--porcelain") == "")
    #expect(try top.git("-C", "library", "log", "-1", "--format=%s").hasPrefix("regular: first evidence"))
    // For the repository around it the submodule has a new commit, and nothing more.
    #expect(try top.git("status", "--porcelain") == " M library\n")
  }

  @Test("two personas whose names differ in case only are refused where git takes them for one")
  func upperAndLowerCase() throws {
    let workspace = try Shop.workspace(files: [
      "personas/jen.md": Shop.persona, "personas/Jen.md": Self.other,
    ])
    // Two files, two personas, as long as the file system tells them apart.
    #expect(try workspace.sync().personas.map(\.id) == ["Jen", "jen"])
    #expect(try workspace.git("status", "--porcelain") == "")
    try workspace.git("config", "core.ignorecase", "true")
    let head = try workspace.git("rev-parse", "HEAD")
    #expect(throws: WrittenProblems.self) { try workspace.sync() }
    #expect(try workspace.git("rev-parse", "HEAD") == head)
  }

  @Test("core.ignorecase alone changes nothing")
  func ignoringCase() throws {
    let workspace = try Shop.workspace(files: ["personas/Jen.md": Shop.persona])
    try workspace.git("config", "core.ignorecase", "true")
    #expect(try workspace.sync().personas.map(\.id) == ["Jen"])
    #expect(
      try names(workspace) == ["evidence/Jen.json", "evidence/Jen.svg", "personas/Jen.md"])
    #expect(try workspace.git("status", "--porcelain") == "")
    #expect(try workspace.git("fsck", "--strict") == "")
  }

  @Test("names in two forms of Unicode are refused as one, because some file systems make them one")
  func unicodeForms() throws {
    let decomposed = "o\u{308}st"
    let composed = decomposed.precomposedStringWithCanonicalMapping
    #expect(Array(composed.utf8) != Array(decomposed.utf8))
    for id in [composed, decomposed] {
      let workspace = try Shop.workspace(files: ["personas/\(id).md": Shop.persona])
      #expect(try workspace.sync().personas.map { Array($0.id.utf8) } == [Array(id.utf8)])
      #expect(try workspace.git("status", "--porcelain") == "")
    }
    let both = try Shop.workspace(files: [
      "personas/a/\(composed).md": Shop.persona, "personas/b/\(decomposed).md": Self.other,
    ])
    let head = try both.git("rev-parse", "HEAD")
    #expect(throws: WrittenProblems.self) { try both.sync() }
    #expect(try both.git("rev-parse", "HEAD") == head)
  }

  @Test("attributes of a folder above, of the folder itself and of the copy decide together")
  func attributes() throws {
    let workspace = try Shop.workspace(files: [
      "personas/regular.md": Shop.persona, ".gitattributes": "* text=auto\n*.md text eol=crlf\n",
      "personas/.gitattributes": "regular.md eol=lf\n",
    ])
    try workspace.write("evidence/*.svg -text\n", to: ".git/info/attributes")
    #expect(try workspace.sync().personas.map(\.result) == [.evolved])
    #expect(try workspace.git("status", "--porcelain") == "")
    #expect(try !workspace.read("personas/regular.md").contains(13))
    #expect(try workspace.sync().personas.map(\.result) == [.unchanged])
  }
}
