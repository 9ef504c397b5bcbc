// A source of many files, of which some lack columns that others have.

import Foundation
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
      ([("time", "when")], "there is no column `time`"),
      ([("user", "customer"), ("email", "mail"), ("event", "name")], "there are no columns `email`, `user`"),
      ([("user", "customer"), ("email", "mail")], "there are no columns `email`, `user`"),
    ] as [([(String, String)], String)])
  func needed(_ replacements: [(String, String)], _ summary: String) throws {
    let workspace = try workspace(replacements)
    let failure = try #require(throws: Failure.self) { try workspace.sync() }
    #expect(failure.summary == summary)
    #expect(failure.location == SourceLocation(file: "data/april.csv", line: 1))
    let problems = try check(workspace.folder).problems
    #expect(problems.map(\.severity) == [.error])
    // The other file is kept by now; a file without a record is no matter.
    let april = try workspace.read("data/april.csv")
    let header = april.prefix { $0 != UInt8(ascii: "\n") } + [UInt8(ascii: "\n")]
    try workspace.write(header, to: "data/april.csv")
    try workspace.sync()
    try workspace.write(april, to: "data/april.csv")
    #expect(throws: Failure.self) { try workspace.sync() }
    // Nor is it when it is kept itself, and a good file comes.
    try workspace.write(Shop.events(), to: "data/may.csv")
    #expect(throws: Failure.self) { try workspace.sync() }
  }

  @Test("a file that gives traits or links needs no event, and one of several columns is enough")
  func traitsOnly() throws {
    let settings = Shop.settings.replacing(
      "channel: channel", with: "channel: { first_of: [channel, platform] }")
    let workspace = try Shop.workspace(settings: settings)
    try workspace.write(
      Shop.events().replacing("event,channel", with: "event,platform"), to: "data/april.csv")
    // Two identifiers that are linked.
    try workspace.write("user,email,time\nu1,u1@example.org,2026-05-02\n", to: "data/links.csv")
    // Whose events are missing is told all the same.
    #expect(
      try workspace.sync().notes == [
        "data/links.csv:1: there are no columns `amount`, `channel`, `event`, `page`, `platform`, which other files have"
      ])
    #expect(
      try check(workspace.folder).problems.map(\.message) == [
        "there are no columns `amount`, `channel`, `event`, `page`, `platform`, which other files have"
      ])
  }

  @Test("a text that is joined needs all its columns")
  func joined() throws {
    let settings = Shop.settings.replacing("event: event", with: "event: [event, page]")
      .replacing("user: user, email: email", with: "user: user")
    let workspace = try Shop.workspace(settings: settings)
    try workspace.write(Shop.events().replacing("page,amount", with: "view,amount"), to: "data/april.csv")
    #expect(
      try #require(throws: Failure.self) { try workspace.sync() }.summary == "there is no column `page`")
    try workspace.write(Shop.events().replacing("time,event", with: "time,name"), to: "data/april.csv")
    #expect(
      try #require(throws: Failure.self) { try workspace.sync() }.summary == "there is no column `event`")
  }

  @Test("is no mistake where another tells the same, or it is no more than a screen; check warns of it once")
  func optional() throws {
    let workspace = try workspace([("email", "mail"), ("page", "view")])
    try workspace.sync()
    let april = try workspace.read("data/april.csv")
    for (less, name) in ["february", "march"].enumerated() {
      let lines = april.split(separator: UInt8(ascii: "\n")).dropLast(less + 1)
      try workspace.write(Data(lines.joined(separator: [UInt8(ascii: "\n")])), to: "data/\(name).csv")
    }
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
