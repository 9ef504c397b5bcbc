// Committed evidence against what the sources give.

import Foundation
import Persona
import PersonaSync
import Testing

@Suite("Verification of evidence")
struct VerifyTests {
  private func verify(_ workspace: TestWorkspace, _ ids: [String] = []) throws -> [VerifiedPersona] {
    try verifyEvidence(of: ids, in: workspace.folder, tool: "persona-sync test", safe: { $0 }).personas
  }

  @Test("what a sync committed is the same, whenever and wherever it is worked out again")
  func same() throws {
    let workspace = try Shop.workspace(files: [
      "personas/regular.md": Shop.persona,
      "personas/otto.md": Shop.persona.replacing("at_least: 5", with: "at_least: 4"),
    ])
    for asOf in ["2026-05-14", "2026-05-16T12:34:56Z", nil] {
      try workspace.sync(asOf: asOf)
      #expect(try verify(workspace).map(\.result) == [.same, .same], "\(asOf ?? "newest")")
    }
    // Newer data do not touch what was said up to then, nor does a cache that is gone.
    try workspace.write(Shop.events(people: 1...80, days: 11...14), to: "data/later.csv")
    try FileManager.default.removeItem(atPath: workspace.root + "/.persona-sync")
    #expect(try verify(workspace).map(\.result) == [.same, .same])
    let clone = try TestWorkspace { root in try workspace.git("clone", "-q", workspace.root, root) }
    for name in ["shop.csv", "later.csv"] {
      try clone.write(workspace.read("data/" + name), to: "data/" + name)
    }
    #expect(try verify(clone).map(\.result) == [.same, .same])
  }

  @Test("a figure that somebody changed is found")
  func tampered() throws {
    let workspace = try Shop.workspace()
    try workspace.sync()
    let evidence = String(decoding: try workspace.read("evidence/regular.json"), as: UTF8.self)
    let share = try #require(evidence.firstMatch(of: /"median": ([0-9.]+)/))
    try workspace.write(
      evidence.replacing(share.0, with: "\"median\": 99", maxReplacements: 1), to: "evidence/regular.json")
    try workspace.git("commit", "-qam", "a better figure")
    let found = try verify(workspace, ["regular"])
    #expect(found.map(\.result) == [.differs])
    #expect(found[0].details.contains { $0.hasPrefix("-") && $0.contains("99") }, "\(found[0].details)")
    #expect(found[0].details.count == 2)
    // It is what is committed that counts.
    try workspace.write(evidence, to: "evidence/regular.json")
    #expect(try verify(workspace).map(\.result) == [.differs])
  }

  @Test("a block or a picture that its evidence does not make is found, be its checksum right or not")
  func shown() throws {
    let workspace = try Shop.workspace()
    try workspace.sync()
    let file = String(decoding: try workspace.read("personas/regular.md"), as: UTF8.self)
    let block = try #require(
      file.firstMatch(of: /(?s)<!-- persona-sync:begin -->\n(.*?)<!-- persona-sync:end/)
    ).1
    let people = try #require(block.firstMatch(of: /[0-9,]+ of [0-9,]+ people/)).0
    let forged = block.replacing(people, with: "7 of 8 people", maxReplacements: 1)
    let text = file.replacing(block, with: forged)
    // As whoever edits it leaves it.
    try workspace.write(text, to: "personas/regular.md")
    try workspace.git("commit", "-qam", "edited")
    var found = try verify(workspace)
    #expect(found.map(\.result) == [.same])
    #expect(found[0].details == ["its block was edited by hand, and is not compared"])
    // As the tool would.
    let digest = try TestWorkspace.run(["sha256sum"], home: workspace.root, input: Data(forged.utf8)).prefix(
      64)
    try workspace.write(
      text.replacing(/sha256:[0-9a-f]+/, with: "sha256:" + digest), to: "personas/regular.md")
    try workspace.git("commit", "-qam", "forged")
    found = try verify(workspace)
    #expect(found.map(\.result) == [.differs])
    #expect(found[0].details.contains { $0.hasPrefix("-") && $0.contains("7 of 8 people") })
    // Nor does it help that nothing can be repeated.
    try workspace.write(Shop.events(people: 1...79), to: "data/shop.csv")
    #expect(try verify(workspace).map(\.result) == [.differs])
    try workspace.write(Shop.events(), to: "data/shop.csv")

    try workspace.write(file, to: "personas/regular.md")
    let picture = String(decoding: try workspace.read("evidence/regular.svg"), as: UTF8.self)
    try workspace.write(picture.replacing(people, with: "7 of 8 people"), to: "evidence/regular.svg")
    try workspace.git("commit", "-qam", "another picture")
    found = try verify(workspace)
    #expect(found.map(\.result) == [.differs])
    #expect(
      found[0].details.allSatisfy { $0.contains("of ") && $0.contains("people") }, "\(found[0].details)")
  }

  @Test("words of another version, and a name that people changed since, are no forgery")
  func words() throws {
    let workspace = try Shop.workspace()
    try workspace.sync()
    try workspace.write(
      String(decoding: try workspace.read("personas/regular.md"), as: UTF8.self)
        .replacing("Rita", with: "Rosa"), to: "personas/regular.md")
    try workspace.git("commit", "-qam", "another name")
    #expect(try verify(workspace).map(\.result) == [.same])
    let found = try verifyEvidence(of: [], in: workspace.folder, tool: "persona-sync 99", safe: { $0 })
      .personas
    #expect(found.map(\.result) == [.same])
    #expect(
      found[0].details == [
        "its block and picture are those of persona-sync test, and not compared by persona-sync 99"
      ])
  }

  @Test("evidence whose rules or sources changed since cannot be repeated, and it is said which")
  func changed() throws {
    let workspace = try Shop.workspace()
    try workspace.sync(asOf: "2026-05-14")
    try workspace.write(Shop.events(people: 1...79), to: "data/shop.csv")
    var found = try verify(workspace)
    #expect(found.map(\.result) == [.notRepeatable])
    #expect(found[0].details == ["the source shop changed since, in what it holds up to 2026-05-14"])
    try workspace.write(Shop.events(), to: "data/shop.csv")
    #expect(try verify(workspace).map(\.result) == [.same])

    try workspace.write(Shop.persona.replacing("at_least: 5", with: "at_least: 6"), to: "personas/regular.md")
    found = try verify(workspace)
    #expect(found.map(\.result) == [.notRepeatable])
    #expect(found[0].details == ["the settings, or the rules of the persona, changed since"])
    try workspace.git("checkout", "-q", "--", ".")
    try workspace.write(
      Shop.settings.replacing("window: 30 days", with: "window: 20 days"), to: "persona-sync.yml")
    #expect(try verify(workspace).map(\.result) == [.notRepeatable])
  }

  @Test("personas that come and go beside it make evidence neither another nor unrepeatable")
  func others() throws {
    let workspace = try Shop.workspace(files: [
      "personas/regular.md": Shop.persona,
      "personas/guest.md": Shop.persona.replacing("at_least: 5", with: "at_most: 4"),
    ])
    try workspace.sync()
    try workspace.write(Shop.persona.replacing("at_least: 5", with: "at_least: 1"), to: "personas/all.md")
    #expect(try workspace.sync().personas.map(\.result) == [.evolved, .unchanged, .unchanged])
    #expect(try verify(workspace).map(\.result) == [.same, .same, .same])
    try FileManager.default.removeItem(atPath: workspace.root + "/personas/guest.md")
    #expect(try workspace.sync().personas.map(\.result) == [.unchanged, .unchanged])
    #expect(try verify(workspace).map(\.result) == [.same, .same])
    // A figure that somebody changed is not among them.
    let evidence = String(decoding: try workspace.read("evidence/regular.json"), as: UTF8.self)
    try workspace.write(evidence.replacing("\"n\": 40", with: "\"n\": 50"), to: "evidence/regular.json")
    try workspace.git("commit", "-qam", "more people")
    let found = try verify(workspace)
    #expect(found.map(\.result) == [.same, .differs], "\(found)")
  }

  @Test("evidence that went out of date after another persona changed is the same")
  func outOfDate() throws {
    let others = Shop.persona.replacing("at_least: 5", with: "at_most: 4")
    let workspace = try Shop.workspace(
      settings: Shop.settings + "stages: { stale_after: 3 days }\n",
      files: ["personas/regular.md": Shop.persona, "personas/guest.md": others])
    try workspace.sync()
    // Of the coverage that regular was told with, guest was a half.
    try workspace.write(
      others.replacing("at_most: 4 }", with: "between: [2, 4] }"), to: "personas/guest.md")
    let later = (1...3).flatMap { day in
      (101...140).map { "n\($0),,2026-05-2\(3 + day) 10:00:00,Product Viewed,web,/product,\n" }
    }
    try workspace.write("user,email,time,event,channel,page,amount\n" + later.joined(), to: "data/new.csv")
    try workspace.sync()
    let evidence = String(decoding: try workspace.read("evidence/regular.json"), as: UTF8.self)
    #expect(evidence.contains("\"stale\"") && evidence.contains("2026-05-20"))
    #expect(try verify(workspace, ["regular"]).map(\.result) == [.same])
  }

  @Test("what is committed in the place of evidence and is none is named by check and status as well")
  func unreadable() throws {
    let workspace = try Shop.workspace()
    try workspace.sync()
    let evidence = String(decoding: try workspace.read("evidence/regular.json"), as: UTF8.self)
    try workspace.write("<<<<<<< HEAD\n" + evidence, to: "evidence/regular.json")
    try workspace.git("commit", "-qam", "merged")
    #expect(try verify(workspace).map(\.result) == [.unreadable])
    for problems in [
      try check(workspace.folder).problems,
      try status(of: workspace.folder, tool: "persona-sync test").problems,
    ] {
      #expect(problems.map(\.severity) == [.error])
      #expect(problems.map(\.location.description) == ["evidence/regular.json:1:1"])
      #expect(problems.first?.hint == "restore the file from git, or delete it and sync again")
    }
    #expect(
      try status(of: workspace.folder, tool: "persona-sync test").personas.map(\.missing)
        == ["evidence that can be read: a sync makes it anew"])
    // No reason to stop a sync: it makes the same evidence anew.
    #expect(try workspace.sync().personas.map(\.result) == [.evolved])
    #expect(try check(workspace.folder).problems.isEmpty)
  }

  @Test("evidence by newer formulas is left to newer programs")
  func newer() throws {
    let workspace = try Shop.workspace()
    try workspace.sync(asOf: "2026-05-14")
    let evidence = String(decoding: try workspace.read("evidence/regular.json"), as: UTF8.self)
    try workspace.write(
      evidence.replacing("formulas\": \(Evidence.currentFormulas)", with: "formulas\": 99"),
      to: "evidence/regular.json")
    try workspace.git("commit", "-qam", "by a newer program")
    let head = try workspace.git("rev-parse", "HEAD")
    for attempt in [{ _ = try workspace.sync() }, { _ = try verify(workspace) }] {
      let failure = try #require(throws: WrittenProblems.self) { try attempt() }
      let problem = try #require(failure.problems.first)
      #expect(problem.location.file == "evidence/regular.json")
      #expect(problem.message.contains("it was made by version 99 of the formulas"), "\(problem.message)")
      #expect(problem.hint == "update persona-sync")
    }
    // Not even once it is taken back: git still has it.
    try workspace.write(evidence, to: "evidence/regular.json")
    try workspace.git("commit", "-qam", "taken back")
    let failure = try #require(throws: Failure.self) { try workspace.sync() }
    #expect(failure.hint == "update persona-sync")
    #expect(try workspace.git("rev-parse", "HEAD~1") == head)
  }

  @Test("a persona without evidence cannot be verified")
  func without() throws {
    let workspace = try Shop.workspace()
    #expect(try verify(workspace).isEmpty)
    let failure = #expect(throws: Failure.self) { try verify(workspace, ["regular"]) }
    #expect(failure?.summary == "regular has no committed evidence that can be read")
  }
}
