// Pages that are served: those of now, those of an earlier evolution, and two beside each other.

import Foundation
import PageServer
import Persona
import Testing

@testable import PersonaSync

@Suite("The served pages")
struct ServeTests {
  private let workspace: TestWorkspace
  private let site: LiveSite

  /// A persona with two evolutions and an edit between them.
  init() throws {
    workspace = try Shop.workspace()
    try workspace.sync(asOf: "2026-05-10")
    try workspace.write(Shop.persona.replacing("in the evening.", with: "late."), to: "personas/regular.md")
    try workspace.sync()
    site = LiveSite(workspace.folder)
  }

  private func text(_ path: String, _ query: [String: String] = [:], of other: LiveSite? = nil) throws
    -> String
  {
    let answer = try #require(try (other ?? site).answer(PageRequest(path: path, query: query)), "\(path)")
    return String(decoding: answer.bytes, as: UTF8.self)
  }

  @Test("are those of the report, and no others")
  func pages() throws {
    for path in [
      "/", "/index.html", "/coverage.html", "/sources.html", "/handouts/regular.html", "/compare.html",
    ] {
      #expect(try text(path).hasPrefix("<!DOCTYPE html>"), "\(path)")
    }
    #expect(try text("/personas/regular.html").contains("id=\"at\""))
    #expect(try text("/live.js").contains("'use strict'"))
    for path in [
      "/personas/other.html", "/persona-sync.yml", "/../persona-sync.yml", "//index.html", "/data/shop.csv",
      "/.git/config", "/personas/../index.html", "/personas/regular.md",
    ] {
      #expect(try site.answer(PageRequest(path: path)) == nil, "\(path)")
    }
  }

  @Test("show an earlier evolution with its words and its figures")
  func earlier() throws {
    let now = try text("/personas/regular.html")
    let then = try text("/personas/regular.html", ["at": "1"])
    #expect(now.contains("mostly late.") && now.contains("30 days to 20 May 2026"))
    #expect(then.contains("mostly in the evening.") && then.contains("30 days to 10 May 2026"))
    #expect(then.contains("aria-valuetext=\"10 May 2026, 1 of 2\""))
    #expect(!then.contains("20 May 2026"))
    #expect(try text("/personas/regular.html", ["at": "2"]) == now)
    for number in ["0", "3", "-1"] {
      #expect(try site.answer(PageRequest(path: "/personas/regular.html", query: ["at": number])) == nil)
    }
  }

  @Test("show what was saved, and have another version then")
  func saved() throws {
    let version = try text("/version")
    #expect(try text("/version") == version)
    #expect(try text("/personas/regular.html").contains("data-version=\"\(version)\""))
    try workspace.write(
      Shop.persona + "\nNew: <script>alert(1)</script> she walks.\n", to: "personas/regular.md")
    try workspace.write("# Nobody yet\n\nJust an idea.\n", to: "personas/idea.md")
    #expect(try text("/version") != version)
    let page = try text("/personas/regular.html")
    #expect(page.contains("she walks.") && !page.contains("<script>alert"))
    #expect(try text("/").contains("personas/idea.html"))
    #expect(try text("/personas/idea.html").contains("Just an idea."))
    let saved = try text("/version")
    try workspace.git("add", "personas")
    try workspace.git("commit", "-q", "-m", "an idea")
    #expect(try text("/version") != saved)
  }

  @Test("compare two evolutions, or two personas, and nothing that is not there")
  func comparison() throws {
    let plain = try text("/compare.html")
    #expect(plain.contains("30 days to 10 May 2026") && plain.contains("30 days to 20 May 2026"))
    #expect(plain.contains("What changed"))
    try workspace.write("# Nobody yet\n", to: "personas/idea.md")
    let two = try text(
      "/compare.html", ["left": "idea", "left-at": "7", "right": "regular", "right-at": "1"])
    #expect(two.contains("Nobody yet") && two.contains("30 days to 10 May 2026"))
    #expect(!two.contains("What changed"))
    #expect(try site.answer(PageRequest(path: "/compare.html", query: ["left": "nobody"])) == nil)
  }

  @Test("of a workspace without a commit or a persona are there too")
  func empty() throws {
    let workspace = try TestWorkspace { root in
      try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
      try TestWorkspace.run(["git", "init", "-q", "-b", "main", root], home: root)
      try Data("timezone: UTC\n".utf8).write(to: URL(filePath: root + "/persona-sync.yml"))
    }
    let site = LiveSite(workspace.folder)
    #expect(try text("/", of: site).contains("No persona yet"))
    #expect(try text("/compare.html", of: site).contains("There is no persona to compare yet."))
  }

  @Test("go on when files cannot be read, and say which and why, as `check` does")
  func broken() throws {
    let words = String(decoding: try workspace.read("personas/regular.md"), as: UTF8.self)
    try workspace.write("---\nname: Broken\n# Broken\n", to: "personas/sub/<b>.md")
    try workspace.write("# Fine\n", to: "personas/fine.md")
    try workspace.write(words.replacing("\n---\n", with: "\n"), to: "personas/regular.md")
    let problems = try check(workspace.folder).problems
    #expect(problems.map(\.location.file) == ["personas/regular.md", "personas/sub/<b>.md"])
    let index = try text("/")
    #expect(index.contains("personas/fine.html") && !index.contains("personas/regular.html"))
    for problem in problems {
      let place = problem.location.description.replacing("<b>", with: "&lt;b&gt;")
      #expect(index.contains("<code>\(place)</code> \(problem.severity.rawValue): "), "\(problem)")
    }
    // Its own page waits for it to be mended.
    let page = try text("/personas/regular.html")
    #expect(page.contains("<code>personas/regular.md:") && !page.contains("<code>personas/sub/"))
    try workspace.write(words, to: "personas/regular.md")
    #expect(try text("/personas/regular.html").contains("mostly late."))
    #expect(try !text("/").contains("personas/regular.md:"))
  }
}
