// Files below `personas/` that the tool cannot read: where nobody ever gave them rules they are somebody else's, and
// must not keep a team from syncing the rest.

import Foundation
import Persona
import PersonaSync
import Testing

@Suite("Strange files beside personas")
struct StrangeFilesTests {
  static let strange: [String: Data] = [
    "utf16.md": Data([0xFF, 0xFE, 0x68, 0, 0x69, 0]),
    "nul.md": Data("a\u{0}b\n".utf8),
    "latin1.md": Data([0x4A, 0xE9, 0x0A]),
    "open.md": Data("---\ntitle: x\n".utf8),
    "list.json": Data("[1, 2]\n".utf8),
    "broken.json": Data("{\n".utf8),
    "empty.md": Data(),
    "empty.json": Data(),
    "picture.png": Data([0x89, 0x50, 0x4E, 0x47, 0, 1]),
    "sub/README": Data("notes\n".utf8),
  ]

  @Test("files without rules that cannot be read are warned of and left alone")
  func withoutRules() throws {
    let workspace = try Shop.workspace()
    for (name, bytes) in Self.strange { try workspace.write(bytes, to: "personas/\(name)") }
    try workspace.git("add", "personas")
    try workspace.git("commit", "-q", "-m", "strange files")
    let outcome = try workspace.sync()
    #expect(outcome.personas.filter { $0.result == .evolved }.map(\.id) == ["regular"])
    for name in ["utf16.md", "nul.md", "latin1.md", "open.md", "list.json", "broken.json"] {
      #expect(outcome.notes.contains { $0.hasPrefix("personas/\(name):") }, "\(name): \(outcome.notes)")
    }
    for (name, bytes) in Self.strange { #expect(try workspace.read("personas/\(name)") == bytes) }
    #expect(try workspace.git("status", "--porcelain") == "")
    let problems = try check(workspace.folder).problems
    #expect(!problems.contains { $0.severity == .error }, "\(problems)")
  }

  @Test("a file with the tool's marker or a match of its own that cannot be read stops the sync")
  func withRules() throws {
    for text in [
      "---\nname: x\nmatch: { metric: events, at_least: 1 }\n", "x\n\n<!-- persona-sync:begin -->\n",
      "{\"name\": \"x\", \"match\": {\"metric\": \"events\", \"at_least\": 1}\n",
    ] {
      let workspace = try Shop.workspace()
      try workspace.write(text, to: "personas/open.\(text.hasPrefix("{") ? "json" : "md")")
      let problems = #expect(throws: WrittenProblems.self) { try workspace.sync() }?.problems ?? []
      #expect(problems.count { $0.severity == .error } == 1, "\(text)")
    }
  }

  @Test("a persona with evidence that became unreadable stops the sync")
  func withEvidence() throws {
    let workspace = try Shop.workspace()
    try workspace.sync()
    try workspace.write(Data([0xFF, 0xFE, 0x68, 0, 0x69, 0]), to: "personas/regular.md")
    let problems = #expect(throws: WrittenProblems.self) { try workspace.sync() }?.problems ?? []
    #expect(problems.map(\.location.file) == ["personas/regular.md"])
    #expect(try workspace.git("status", "--porcelain") == " M personas/regular.md\n")
  }

  @Test("large files, links that lead nowhere and folders with endings of personas do no harm")
  func notFiles() throws {
    let workspace = try Shop.workspace()
    let personas = workspace.root + "/personas"
    try workspace.write(Data(count: 17 << 20), to: "personas/video.mp4")
    try workspace.write("inside\n", to: "personas/folder.md/note.txt")
    try FileManager.default.createSymbolicLink(
      atPath: personas + "/dead.md", withDestinationPath: "nowhere.md")
    try FileManager.default.createSymbolicLink(
      atPath: personas + "/out.md", withDestinationPath: "/etc/hostname")
    try workspace.git("add", "personas")
    try workspace.git("commit", "-q", "-m", "no personas")
    #expect(try workspace.sync().personas.first { $0.id == "regular" }?.result == .evolved)
    #expect(try workspace.git("status", "--porcelain") == "")
    // Only personas are committed as hand edits; whatever else lies beside them is for its owner to add.
    try workspace.write(Data(count: 18 << 20), to: "personas/video.mp4")
    try workspace.write("user,email\n", to: "personas/export.csv")
    try workspace.write("draft\n", to: "personas/.regular.md.swp")
    #expect(try workspace.sync().edits == [])
    #expect(
      try workspace.git("status", "--porcelain")
        == " M personas/video.mp4\n?? personas/.regular.md.swp\n?? personas/export.csv\n")
  }
}
