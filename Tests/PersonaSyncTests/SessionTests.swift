// What is a visit: tickets and payments are events, but no sessions.

import PersonaSync
import Testing

@Suite("Sessions of several sources")
struct SessionTests {
  private static func settings(_ more: String) -> String {
    """
    timezone: UTC
    window: 10 days
    sources:
      app:
        files: data/app.csv
        time: time
        event: event
        screen: screen
        identifiers: { user: user }
    \(more)

    """
  }

  private static let tickets = """
      help:
        files: data/tickets.csv
        time: time
        event: { constant: Ticket }
        screen: { constant: Form }
        identifiers: { user: user }
    """

  private func row(_ settings: String, _ user: String) throws -> [String: String] {
    let workspace = try TestWorkspace(settings: settings)
    var visits = "user,time,event,screen\n"
    var tickets = "user,time\n"
    for user in ["ada", "bob"] {
      for day in [11, 14, 18] {
        visits += "\(user),2026-05-\(day) 10:00:00,Open,Home\n\(user),2026-05-\(day) 10:20:00,Read,Page\n"
      }
    }
    // One within a visit, between its events; one on the same day as another; one on a day of its own.
    for time in ["11 10:10:00", "14 20:00:00", "19 09:00:00"] { tickets += "ada,2026-05-\(time)\n" }
    tickets += "eve,2026-05-12 10:00:00\n"
    try workspace.write(visits, to: "data/app.csv")
    try workspace.write(tickets, to: "data/tickets.csv")
    return try #require(try workspace.profiles().first { $0["user"] == user })
  }

  @Test("what is outside of sessions counts as events and days, and leaves the sessions as they are")
  func outside() throws {
    let alone = try row(Self.settings(""), "ada")
    let with = try row(Self.settings(Self.tickets + "\n    session: none"), "ada")
    for metric in ["sessions", "events_per_session", "session_minutes"] {
      #expect(with[metric] == alone[metric], "\(metric)")
    }
    #expect(with["sessions"] == "3" && with["events_per_session"] == "2" && with["session_minutes"] == "20")
    #expect(with["events"] == "9" && with["active_days"] == "4")
  }

  @Test("somebody of whom only such events are known has no session, of no length")
  func onlyOutside() throws {
    let eve = try row(Self.settings(Self.tickets + "\n    session: none"), "eve")
    #expect(eve["events"] == "1" && eve["sessions"] == "0")
    #expect(eve["events_per_session"] == "" && eve["session_minutes"] == "" && eve["intensity"] == "")
  }

  @Test("without the word they are sessions, or part of one")
  func inside() throws {
    let ada = try row(Self.settings(Self.tickets), "ada")
    #expect(ada["sessions"] == "5" && ada["events_per_session"] == "1.8" && ada["session_minutes"] == "20")
  }

  @Test("a preset's tickets are outside, unless the settings take that back", arguments: [true, false])
  func preset(isTakenBack: Bool) throws {
    let workspace = try TestWorkspace(
      settings: """
        timezone: UTC
        sources:
          help: { files: data/z.ndjson, preset: zendesk\(isTakenBack ? ", session: null" : "") }

        """)
    try workspace.write(
      #"{"id":1,"requester_id":7,"created_at":"2026-05-11T10:00:00Z","status":"open","via":{"channel":"web"}}"#
        + "\n", to: "data/z.ndjson")
    let row = try #require(try workspace.profiles().first)
    #expect(row["events"] == "1")
    #expect(row["sessions"] == (isTakenBack ? "1" : nil))
  }

  @Test("the last screen before leaving is one of a session")
  func lastScreen() throws {
    let workspace = try TestWorkspace(
      settings: Self.settings(Self.tickets + "\n    session: none"),
      files: ["personas/all.md": "---\nmatch: { metric: events, at_least: 1 }\n---\nAll.\n"])
    var visits = "user,time,event,screen\n"
    var tickets = "user,time\n"
    for user in 1...40 {
      visits += "u\(user),2026-05-18 10:00:00,Open,Home\n"
      tickets += "u\(user),2026-05-18 10:05:00\n"
    }
    try workspace.write(visits, to: "data/app.csv")
    try workspace.write(tickets, to: "data/tickets.csv")
    try workspace.sync()
    let evidence = String(decoding: try workspace.read("evidence/all.json"), as: UTF8.self)
    let last = try #require(evidence.firstRange(of: /"last_before_leaving": \[[^\]]*\]/))
    #expect(evidence[last].contains("Home") && !evidence[last].contains("Form"))
  }
}
