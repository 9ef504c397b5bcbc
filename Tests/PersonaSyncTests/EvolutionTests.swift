// One persona through its life: hand edits, typed stages, too few people, the way back.

import Foundation
import Persona
import PersonaSync
import Testing

@Suite("A persona's evolution")
struct EvolutionTests {
  private static let path = "personas/regular.md"
  private static let nobodysEvents =
    "no event in the window belongs to anybody who is known: are the exports of these days there, and is who did what?"

  private func text(_ workspace: TestWorkspace) throws -> String {
    String(decoding: try workspace.read(Self.path), as: UTF8.self)
  }

  private func subjects(_ workspace: TestWorkspace, _ count: Int) throws -> [String] {
    try workspace.git("log", "-\(count)", "--format=%s").split(separator: "\n").map(String.init)
  }

  @Test("an edit that is left alone stays uncommitted, under the tool's new part")
  func leavesEdits() throws {
    let workspace = try Shop.workspace()
    try workspace.sync(asOf: "2026-05-10")
    let edited = try text(workspace).replacing("Comes several", with: "She comes several")
    try workspace.write(edited, to: Self.path)
    let outcome = try workspace.sync(leavesEdits: true)
    #expect(outcome.edits == [])
    #expect(outcome.personas.map(\.result) == [.evolved])
    #expect(try workspace.git("status", "--porcelain") == " M personas/regular.md\n")
    let diff = try workspace.git("diff", "--unified=0", "--", Self.path).split(separator: "\n")
    #expect(
      diff.filter { $0.hasPrefix("+") || $0.hasPrefix("-") }.dropFirst(2) == [
        "-Comes several times a week, mostly in the evening.",
        "+She comes several times a week, mostly in the evening.",
      ])
    let head = try workspace.git("rev-parse", "HEAD")
    #expect(try workspace.sync(leavesEdits: true).personas.map(\.result) == [.unchanged])
    #expect(try workspace.git("rev-parse", "HEAD") == head)
    // The next plain sync commits it as it is.
    #expect(try workspace.sync().edits == ["regular: edited by hand"])
    #expect(try workspace.git("status", "--porcelain") == "")
  }

  @Test("the picture bears the persona's name: a new name makes a new picture, once, and no new figures")
  func picture() throws {
    let workspace = try Shop.workspace()
    try workspace.sync()
    let evidence = try workspace.read("evidence/regular.json")
    func picture() throws -> String {
      String(decoding: try workspace.read("evidence/regular.svg"), as: UTF8.self)
    }
    #expect(try picture().contains(">Rita, the regular</text>"))
    try workspace.write(
      text(workspace).replacing("name: Rita, the regular", with: "name: Rita Habitué"), to: Self.path)
    try workspace.sync()
    #expect(try picture().contains(">Rita Habitué</text>"))
    #expect(try workspace.read("evidence/regular.json") == evidence)
    let found = try verifyEvidence(of: [], in: workspace.folder, tool: "persona-sync test", safe: { $0 })
    #expect(found.isSame)
    let head = try workspace.git("rev-parse", "HEAD")
    #expect(try workspace.sync().personas.map(\.result) == [.unchanged])
    #expect(try workspace.git("rev-parse", "HEAD") == head)
  }

  @Test("a persona that is new and uncommitted is left alone with the edits")
  func leavesNewPersonas() throws {
    let workspace = try Shop.workspace()
    try workspace.write(Shop.persona, to: "personas/second.md")
    let outcome = try workspace.sync(leavesEdits: true)
    #expect(outcome.personas.map(\.id) == ["regular"])
    #expect(try workspace.git("status", "--porcelain") == "?? personas/second.md\n")
    #expect(String(decoding: try workspace.read("personas/second.md"), as: UTF8.self) == Shop.persona)
  }

  @Test("a persona that was removed by hand is removed, and its evidence goes with it")
  func removed() throws {
    let workspace = try Shop.workspace(files: [
      Self.path: Shop.persona, "personas/other.md": Shop.persona, "evidence/ours.json": "{}\n",
    ])
    try workspace.sync()
    try FileManager.default.removeItem(atPath: workspace.root + "/" + Self.path)
    let outcome = try workspace.sync()
    #expect(outcome.edits == ["regular: removed by hand", "regular: evidence removed with the persona"])
    #expect(
      try subjects(workspace, 2) == [
        "regular: evidence removed with the persona", "regular: removed by hand",
      ])
    #expect(try workspace.git("status", "--porcelain") == "")
    #expect(
      try workspace.git("ls-files", "evidence")
        == "evidence/other.json\nevidence/other.svg\nevidence/ours.json\n")
    let head = try workspace.git("rev-parse", "HEAD")
    try workspace.sync()
    #expect(try workspace.git("rev-parse", "HEAD") == head)
  }

  @Test("a persona whose file goes into another folder is moved, and keeps its evidence")
  func moved() throws {
    let workspace = try Shop.workspace()
    try workspace.sync()
    try FileManager.default.createDirectory(
      atPath: workspace.root + "/personas/team", withIntermediateDirectories: true)
    try workspace.git("mv", Self.path, "personas/team/regular.md")
    #expect(try workspace.sync().edits == ["regular: moved by hand"])
    #expect(try workspace.git("status", "--porcelain") == "")
    #expect(try workspace.git("ls-files", "evidence") == "evidence/regular.json\nevidence/regular.svg\n")
  }

  @Test("a renamed persona keeps its words and gains evidence under its new name")
  func renamed() throws {
    let workspace = try Shop.workspace()
    try workspace.sync()
    try workspace.git("mv", Self.path, "personas/rita.md")
    let outcome = try workspace.sync()
    #expect(
      outcome.edits == [
        "regular: removed by hand", "rita: added by hand", "regular: evidence removed with the persona",
      ])
    #expect(try workspace.git("status", "--porcelain") == "")
    #expect(try workspace.git("ls-files", "evidence") == "evidence/rita.json\nevidence/rita.svg\n")
    let text = String(decoding: try workspace.read("personas/rita.md"), as: UTF8.self)
    #expect(text.contains("../evidence/rita.svg"))
    #expect(!text.contains("evidence/regular"))
    #expect(text.hasPrefix(Shop.persona.replacing("research-driven", with: "data-augmented")))
  }

  @Test("words inside the block are kept when the file is renamed too", arguments: [false, true])
  func renamedAndEdited(isCommitted: Bool) throws {
    let workspace = try Shop.workspace()
    try workspace.sync()
    try workspace.git("mv", Self.path, "personas/rita.md")
    let text = String(decoding: try workspace.read("personas/rita.md"), as: UTF8.self)
    let edited = text.replacing("- Channels:", with: "- Ada: ask her again.\n- Channels:")
    #expect(edited != text)
    try workspace.write(edited, to: "personas/rita.md")
    if isCommitted { try workspace.git("commit", "-qam", "Rita") }
    #expect(try workspace.sync().personas.map(\.result) == [.evolved])
    let merged = String(decoding: try workspace.read("personas/rita.md"), as: UTF8.self)
    #expect(merged.contains("Ada: ask her again.\n"))
    #expect(merged.contains("../evidence/rita.svg"))
    #expect(!merged.contains("evidence/regular"))
  }

  @Test("a removed persona keeps its evidence while edits are left alone")
  func removedButLeft() throws {
    let workspace = try Shop.workspace()
    try workspace.sync()
    let head = try workspace.git("rev-parse", "HEAD")
    try FileManager.default.removeItem(atPath: workspace.root + "/" + Self.path)
    try workspace.sync(leavesEdits: true)
    #expect(try workspace.git("rev-parse", "HEAD") == head)
    #expect(try workspace.git("status", "--porcelain") == " D personas/regular.md\n")
  }

  @Test("a note inside the block survives when the data change elsewhere in it")
  func editInsideBlock() throws {
    let workspace = try Shop.workspace()
    try workspace.sync(asOf: "2026-05-10")
    let note = "**Ada:** is this about the spring sale?"
    let before = try text(workspace)
    let end = try #require(before.range(of: "<!-- persona-sync:end"))
    let edited = before[..<end.lowerBound] + "\n\(note)\n\n" + before[end.lowerBound...]
    try workspace.write(String(edited), to: Self.path)
    let outcome = try workspace.sync()
    #expect(outcome.edits == ["regular: edited by hand"])
    #expect(outcome.personas.map(\.result) == [.evolved], "\(outcome.personas)")
    let after = try text(workspace)
    #expect(after.contains(note))
    #expect(after.contains("to 20 May 2026"))
    #expect(!after.contains("to 10 May 2026"))
    let head = try workspace.git("rev-parse", "HEAD")
    #expect(try workspace.sync().personas.map(\.result) == [.unchanged])
    #expect(try workspace.git("rev-parse", "HEAD") == head)
  }

  @Test("a run that ended before its commits is ended by the next, with the note inside the block")
  func interruptedEdit() throws {
    let workspace = try Shop.workspace()
    try workspace.sync(asOf: "2026-05-10")
    let before = try text(workspace)
    let end = try #require(before.range(of: "<!-- persona-sync:end"))
    let edited = before[..<end.lowerBound] + "\n**Ada:** really?\n\n" + before[end.lowerBound...]
    try workspace.write(String(edited), to: Self.path)
    try workspace.sync()
    let after = try text(workspace)
    let tree = try workspace.git("rev-parse", "HEAD^{tree}")
    try workspace.git("reset", "-q", "--soft", "HEAD~2")
    try workspace.git("reset", "-q")
    #expect(try workspace.sync().personas.map(\.result) == [.evolved])
    #expect(try text(workspace) == after)
    #expect(try workspace.git("rev-parse", "HEAD^{tree}") == tree)
    #expect(try workspace.git("status", "--porcelain") == "")
  }

  @Test("a stage that a person typed is corrected, and nothing else on its line")
  func typedStage() throws {
    let workspace = try Shop.workspace()
    try workspace.sync()
    let right = try text(workspace)
    #expect(right.contains("\nstage: data-augmented   # by the tool\n"))
    try workspace.write(right.replacing("stage: data-augmented", with: "stage: data-first"), to: Self.path)
    try workspace.sync()
    #expect(try text(workspace) == right)
    #expect(try workspace.git("show", "HEAD:\(Self.path)") == right)
    #expect(try workspace.git("status", "--porcelain") == "")
  }

  @Test("a block that was deleted comes back where the tool puts it")
  func deletedBlock() throws {
    let workspace = try Shop.workspace()
    try workspace.sync()
    let right = try text(workspace)
    try workspace.write(Shop.persona.replacing("research-driven", with: "data-augmented"), to: Self.path)
    try workspace.sync()
    #expect(try text(workspace) == right)
    #expect(try workspace.git("status", "--porcelain") == "")
  }

  @Test("a window in which nobody did anything takes no evidence away")
  func emptyWindow() throws {
    let workspace = try Shop.workspace()
    try workspace.sync()
    let head = try workspace.git("rev-parse", "HEAD")
    let outcome = try workspace.sync(asOf: "2062-05-31")
    #expect(outcome.everyone == 0)
    #expect(outcome.personas.map(\.result) == [.heldBack])
    #expect(outcome.personas.map(\.details) == [[Self.nobodysEvents]])
    #expect(try workspace.git("rev-parse", "HEAD") == head)
    #expect(try workspace.git("status", "--porcelain") == "")
  }

  @Test("nor does it where somebody is forgotten who did nothing in it either")
  func emptyWindowAndForgotten() throws {
    let workspace = try Shop.workspace()
    try workspace.sync()
    try forget(["user:u7"], in: workspace.folder)
    let outcome = try workspace.sync(asOf: "2062-05-31")
    #expect(outcome.personas.map(\.details) == [[Self.nobodysEvents]])
  }

  @Test("who comes back from being stale is told of as little as anybody else")
  func backFromStale() throws {
    let workspace = try Shop.workspace(settings: Shop.settings + "stages: { stale_after: 3 days }\n")
    try workspace.sync(asOf: "2026-05-12")
    #expect(try workspace.sync(asOf: "2026-05-30").personas.map(\.stage) == ["research-driven"])
    let head = try workspace.git("rev-parse", "HEAD")
    // A day after the first evidence nobody did anything new.
    let outcome = try workspace.sync(asOf: "2026-05-13")
    #expect(outcome.personas.map(\.details) == [["its evidence reaches to 2026-05-30 already"]])
    #expect(try workspace.git("rev-parse", "HEAD") == head)
    // Nor where the stale evidence is of an earlier day.
    try workspace.git("reset", "-q", "--hard", "HEAD~2")
    try workspace.sync(asOf: "2026-05-14")
    try workspace.write(Shop.events(days: 1...5), to: "data/shop.csv")
    #expect(
      try workspace.sync(asOf: "2026-05-13").personas.map(\.details) == [
        ["its evidence reaches to 2026-05-14 already"]
      ])
    try workspace.write(Shop.events(), to: "data/shop.csv")
    let again = try workspace.sync(asOf: "2026-05-15")
    #expect(
      again.personas.map(\.details) == [["fewer than 20 of its people did something new since 2026-05-14"]])
  }

  @Test("a few stragglers keep no persona alive, and nothing is told of them", arguments: [0, 19])
  func stragglers(count: Int) throws {
    let workspace = try Shop.workspace(settings: Shop.settings + "stages: { stale_after: 3 days }\n")
    try workspace.write(Shop.events(days: 1...6), to: "data/shop.csv")
    try workspace.sync(asOf: "2026-05-12")
    let before = try workspace.read("evidence/regular.json")
    if count > 0 { try workspace.write(Shop.events(people: 1...count, days: 7...10), to: "data/later.csv") }
    #expect(try workspace.sync(asOf: "2026-05-20").personas.map(\.stage) == ["research-driven"])
    let after = try workspace.read("evidence/regular.json")
    let words: (Data) -> [Substring] = { bytes in
      String(decoding: bytes, as: UTF8.self).split(separator: "\n").filter {
        !$0.contains("\"verdict\"") && !$0.contains("\"stage\"")
      }
    }
    #expect(words(after) == words(before))
    #expect(before != after)
    #expect(try text(workspace).contains("**Out of date:**"))
    #expect(try workspace.sync(asOf: "2026-05-20").personas.map(\.result) == [.unchanged])
    let verified = try verifyEvidence(of: [], in: workspace.folder, tool: "persona-sync test", safe: { $0 })
      .personas
    #expect(verified.map(\.result) == [.same])
  }

  @Test(
    "evidence by other rules or formulas than those of now is not called out of date",
    arguments: [true, false])
  func outdatedByOtherRules(rules: Bool) throws {
    let workspace = try Shop.workspace(settings: Shop.settings + "stages: { stale_after: 3 days }\n")
    // Five people come on fewer days, and are others' people by either match.
    try workspace.write(Shop.events(people: 1...35, days: 1...6), to: "data/shop.csv")
    try workspace.write(Shop.events(people: 36...80, days: 1...4), to: "data/more.csv")
    try workspace.sync(asOf: "2026-05-12")
    if rules {
      try workspace.write(Shop.persona.replacing("at_least: 5 }", with: "at_least: 4 }"), to: Self.path)
    } else {
      let evidence = String(decoding: try workspace.read("evidence/regular.json"), as: UTF8.self)
      let older = evidence.replacing(
        "\"formulas\": \(Evidence.currentFormulas)", with: "\"formulas\": \(Evidence.currentFormulas - 1)")
      #expect(older != evidence)
      try workspace.write(older, to: "evidence/regular.json")
      try workspace.git("commit", "-q", "-a", "-m", "by an older version")
    }
    let before = try workspace.read("evidence/regular.json")
    #expect(try workspace.sync(asOf: "2026-05-20").personas.map(\.result) == [.heldBack])
    #expect(try workspace.read("evidence/regular.json") == before)
  }

  @Test("with nobody of it left in the window a persona goes back to research-driven, in words")
  func wayBack() throws {
    let workspace = try Shop.workspace()
    try workspace.sync()
    // Only others came later.
    let later = Shop.events(people: 41...80, days: 1...1).replacing("2026-05-", with: "2026-09-2")
      .replacing("2026-09-20", with: "2026-09-2")
    try workspace.write(later, to: "data/later.csv")
    let outcome = try workspace.sync(asOf: "2026-09-30")
    #expect(outcome.personas.map(\.result) == [.tooFew])
    #expect(outcome.personas.map(\.stage) == ["research-driven"])
    let text = try text(workspace)
    #expect(text.hasPrefix(Shop.persona))
    #expect(!text.contains("40 of 80"))
    #expect(try workspace.git("ls-files", "evidence") == "")
    #expect(try workspace.git("status", "--porcelain") == "")
    #expect(try subjects(workspace, 1) == ["regular: back to research-driven"])
    let parsed = try TestWorkspace.run(
      ["git", "interpret-trailers", "--parse"], home: workspace.root,
      input: Data(try workspace.git("log", "-1", "--format=%B").utf8))
    #expect(parsed.hasPrefix("Persona: regular\nStage: research-driven\n"))
    #expect(
      try evolutions(of: "regular", in: workspace.folder).first?.commit.subject
        == "regular: back to research-driven")
    let head = try workspace.git("rev-parse", "HEAD")
    try workspace.sync(asOf: "2026-09-30")
    #expect(try workspace.git("rev-parse", "HEAD") == head)
    // And forward again.
    #expect(try workspace.sync(asOf: "2026-05-20").personas.map(\.result) == [.evolved])
    #expect(try subjects(workspace, 1) == ["regular: evidence again, 40 people; 2 claims confirmed"])
    #expect(try workspace.git("status", "--porcelain") == "")
  }

  @Test("over fewer people than the minimum group nothing is written at all")
  func tooFew() throws {
    let workspace = try Shop.workspace()
    try workspace.write(Shop.events(people: 1...19), to: "data/shop.csv")
    let head = try workspace.git("rev-parse", "HEAD")
    let outcome = try workspace.sync()
    #expect(outcome.personas.map(\.result) == [.tooFew])
    #expect(outcome.personas.map(\.people) == [nil])
    #expect(try text(workspace) == Shop.persona)
    #expect(try workspace.git("rev-parse", "HEAD") == head)
    #expect(try workspace.git("status", "--porcelain") == "")
    #expect(!FileManager.default.fileExists(atPath: workspace.root + "/evidence"))
  }

  @Test("an evolution waits until enough of its people did something new")
  func heldBack() throws {
    let workspace = try Shop.workspace()
    try workspace.write(Shop.events(days: 1...8), to: "data/shop.csv")
    try workspace.sync()
    let before = try text(workspace)
    let head = try workspace.git("rev-parse", "HEAD")
    try workspace.write(Shop.events(people: 1...19, days: 9...9), to: "data/more.csv")
    let outcome = try workspace.sync()
    #expect(outcome.personas.map(\.result) == [.heldBack])
    #expect(outcome.personas.flatMap(\.details).first?.contains("fewer than 20") ?? false)
    #expect(try text(workspace) == before)
    #expect(try workspace.git("rev-parse", "HEAD") == head)
    #expect(try workspace.git("status", "--porcelain") == "")
    try workspace.write(Shop.events(people: 1...20, days: 9...9), to: "data/more.csv")
    #expect(try workspace.sync().personas.map(\.result) == [.evolved])
  }

  @Test("while an evolution waits, the tool's part of the last one is still kept right")
  func heldBackButMended() throws {
    let workspace = try Shop.workspace()
    try workspace.write(Shop.events(days: 1...8), to: "data/shop.csv")
    try workspace.sync()
    let right = try text(workspace)
    try workspace.write(Shop.events(people: 1...5, days: 9...9), to: "data/more.csv")
    try workspace.write(right.replacing("stage: data-augmented", with: "stage: data-first"), to: Self.path)
    try FileManager.default.removeItem(atPath: workspace.root + "/evidence/regular.svg")
    #expect(try workspace.sync().personas.map(\.result) == [.heldBack])
    #expect(try text(workspace) == right)
    #expect(try workspace.git("status", "--porcelain") == "")
  }

  @Test(
    "pictures and evidence are linked from sub-folders of any depth", arguments: ["", "sub/", "sub/deep er/"])
  func links(folder: String) throws {
    let path = "personas/\(folder)x.md"
    let workspace = try Shop.workspace(files: [path: Shop.persona])
    try workspace.sync()
    let text = String(decoding: try workspace.read(path), as: UTF8.self)
    let up = String(repeating: "../", count: path.split(separator: "/").count - 1)
    #expect(text.contains("](\(up)evidence/x.svg)"))
    #expect(text.contains("](\(up)evidence/x.json)"))
    #expect(try workspace.git("ls-files", "evidence") == "evidence/x.json\nevidence/x.svg\n")
  }

  @Test("a source whose events end before the window is named, as long as others go on")
  func silentSource() throws {
    let workspace = try Shop.workspace(
      settings: Shop.settings.replacing("data/*.csv", with: "data/shop.csv")
        + "  tickets: { files: data/tickets.csv, time: time, event: { constant: Ticket }, identifiers: { user: user } }\n"
    )
    try workspace.write("user,time\nu1,2026-03-01\nu2,2026-03-02\n", to: "data/tickets.csv")
    let notes = try workspace.sync().notes
    #expect(
      notes.contains(
        "the source tickets has no event in the window, its newest is of 2026-03-02: is an export missing?"),
      "\(notes)")
    try workspace.write("user,time\nu1,2026-03-01\nu2,2026-05-02\n", to: "data/tickets.csv")
    #expect(try workspace.sync().notes.allSatisfy { !$0.contains("tickets") })
  }

  @Test(
    "a persona that goes back because the settings ask for more people says so, even for more than there are",
    arguments: [50, 100])
  func strictSettings(minimum: Int) throws {
    let workspace = try Shop.workspace()
    try workspace.sync()
    try workspace.write(Shop.settings + "privacy: { minimum_group: \(minimum) }\n", to: "persona-sync.yml")
    try workspace.sync()
    #expect(
      try workspace.git("log", "-1", "--format=%B").hasPrefix(
        """
        regular: back to research-driven

        - Fewer than \(minimum) people match now
        - The settings or the persona's rules changed

        """))
  }

  @Test(
    "a sync rounds everyone as its evidence does, halves to the even step", arguments: [(25, 20), (35, 40)])
  func everyone(count: Int, rounded: Int) throws {
    let workspace = try TestWorkspace(
      settings: Shop.settings,
      files: [
        Self.path: Shop.persona.replacing(Shop.match, with: "match: { metric: events, at_least: 1 }"),
        "data/shop.csv": Shop.events(people: 1...count, days: 1...1),
      ])
    let outcome = try workspace.sync()
    #expect(outcome.everyone == rounded)
    #expect(outcome.personas.map(\.people) == [rounded])
  }
}
