// What a persona leans to among the values of a property, from the settings to the block.

import Foundation
import Persona
import PersonaSync
import Testing

@Suite("Leanings")
struct LeaningTests {
  private static let settings = """
    timezone: UTC
    window: 90 days
    leanings: [category]
    sources:
      shop:
        files: data/shop.csv
        time: time
        event: event
        identifiers: { user: user }
        traits: { fan: fan }
        properties: [category]

    """
  private static let persona = """
    ---
    name: Fay, the fan
    match: { trait: fan, is: "yes" }
    ---
    # Fay

    """

  /// 40 fans and 60 others look at ten things each, and search once, which has no category. So many fans look at so many
  /// books; everyone else looks at one.
  private func workspace(readers: Int, books: Int) throws -> TestWorkspace {
    let workspace = try TestWorkspace(settings: Self.settings, files: ["personas/fay.md": Self.persona])
    var rows = ["user,time,event,fan,category"]
    for person in 0..<100 {
      let isFan = person < 40
      let own = isFan ? (person < readers ? books : 0) : 1
      for view in 0..<10 {
        let category = view < own ? "Books" : "Tools"
        rows.append("u\(person),2026-05-01 10:\(10 + view):00,Viewed,\(isFan ? "yes" : "no"),\(category)")
      }
      rows.append("u\(person),2026-05-01 10:30:00,Searched,\(isFan ? "yes" : "no"),")
    }
    try workspace.write(rows.joined(separator: "\n") + "\n", to: "data/shop.csv")
    try workspace.sync()
    return workspace
  }

  /// 160 of the fans' 400 views and 60 of the others' 600 are of books: 0.4 over 0.22 is 1.818, and as if 20 of 60
  /// people had leaned to nothing (40 x 1.818 + 20) / 60 = 1.5455.
  @Test("the value that a persona leans to stands in its evidence and in its block; what it avoids does not")
  func told() throws {
    let workspace = try workspace(readers: 40, books: 4)
    let evidence = String(decoding: try workspace.read("evidence/fay.json"), as: UTF8.self)
    let line =
      #"{"everyone": 0.22, "kind": "property", "lift": 1.5455, "name": "category=Books", "share": 0.4}"#
    #expect(evidence.contains(line))
    #expect(!evidence.contains("category=Tools"))
    let block = String(decoding: try workspace.read("personas/fay.md"), as: UTF8.self)
    #expect(block.contains("- category “Books”: 40% of what they do that has one, 22% among everyone\n"))
  }

  @Test("a value that too few people chose is not told")
  func fewPeople() throws {
    let workspace = try workspace(readers: 19, books: 9)
    let evidence = String(decoding: try workspace.read("evidence/fay.json"), as: UTF8.self)
    #expect(!evidence.contains("Books"))
  }

  @Test("who has no property of that name is told so, with the nearest one")
  func unknown() throws {
    let workspace = try TestWorkspace(
      settings: Self.settings.replacing("leanings: [category]", with: "leanings: [categroy]"))
    try workspace.write("user,time,event,fan,category\n1,2026-05-01,Viewed,yes,Books\n", to: "data/shop.csv")
    let problems = try check(workspace.folder).problems
    #expect(
      problems.map { "\($0.location) \($0.message)" }.first
        == "persona-sync.yml:3:11 no property with texts is named `categroy`")
    #expect(problems.first?.hint == "did you mean `category`?")
  }
}
