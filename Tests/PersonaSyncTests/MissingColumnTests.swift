// A source of many files, of which some lack columns that others have.

import Persona
import PersonaSync
import Testing

@Suite("A column that single files lack")
struct MissingColumnTests {
  /// The shop with a second file whose header differs.
  private func workspace(_ replacements: [(of: String, with: String)]) throws -> TestWorkspace {
    let workspace = try Shop.workspace()
    var header = "user,email,time,event,channel,page,amount"
    for replacement in replacements { header = header.replacing(replacement.of, with: replacement.with) }
    let rows = Shop.events().split(separator: "\n", maxSplits: 1)[1].replacing("2026-05-", with: "2026-04-")
    try workspace.write(header + "\n" + rows, to: "data/april.csv")
    return workspace
  }

  @Test(
    "stops every run when nothing of the file would count",
    arguments: [
      ([("time", "when")], "there is no column `time`"), ([("event", "name")], "there is no column `event`"),
      ([("user", "customer"), ("email", "mail")], "there are no columns `email`, `user`"),
    ] as [([(String, String)], String)])
  func needed(_ replacements: [(String, String)], _ summary: String) throws {
    let workspace = try workspace(replacements)
    let failure = try #require(throws: Failure.self) { try workspace.sync() }
    #expect(failure.summary == summary)
    #expect(failure.location == SourceLocation(file: "data/april.csv", line: 1))
    let problems = try check(workspace.folder).problems
    #expect(problems.map(\.severity) == [.error])
    // With what was kept of the other file as well.
    try workspace.write("user,email,time,event,channel,page,amount\n", to: "data/april.csv")
    try workspace.sync()
    let kept = try self.workspace(replacements)
    try workspace.write(kept.read("data/april.csv"), to: "data/april.csv")
    #expect(throws: Failure.self) { try workspace.sync() }
  }

  @Test("is no mistake where another tells the same, or it is no more than a screen; check warns of it once")
  func optional() throws {
    let workspace = try workspace([("email", "mail"), ("page", "view")])
    try workspace.sync()
    let april = try workspace.read("data/april.csv")
    for name in ["february", "march"] { try workspace.write(april, to: "data/\(name).csv") }
    try workspace.sync()
    let problems = try check(workspace.folder).problems
    #expect(problems.map(\.severity) == [.warning])
    #expect(
      problems.map(\.message) == [
        "there are no columns `email`, `page` here and in 2 more files, which other files have"
      ])
    #expect(problems.map(\.location) == [SourceLocation(file: "data/april.csv", line: 1)])
  }
}
