// What an audit finds is what git and grep find in the same repository.

import Foundation
import Persona
import PersonaSync
import Testing

@Suite("An audit")
struct AuditTests {
  private static let settings = """
    sources:
      crm:
        files: data/crm.csv
        identifiers: { user: user, email: email }
        traits: { phone: phone, plan: plan, full_name: name, note: note }

    """

  /// Sixty people; every one has a value of each kind.
  private static let table =
    "user,email,phone,plan,name,note\n"
    + (1...60).map { index in
      "user-\(1000 + index),person\(index)@example.com,+1 202 555 01\(index + 10),gold,Nora Test\(index),"
        + "call 202-555-01\(index + 10)\n"
    }.joined()

  /// What is looked for of them, and how it is written.
  private static let values = (1...60).flatMap { index in
    ["user-\(1000 + index)", "person\(index)@example.com", "Nora Test\(index)", "1 202 555 01\(index + 10)"]
  }

  private func workspace() throws -> TestWorkspace {
    let workspace = try TestWorkspace(settings: Self.settings)
    try workspace.write(Self.table, to: "data/crm.csv")
    return workspace
  }

  private func found(_ workspace: TestWorkspace) throws -> AuditOutcome {
    try audit(workspace.folder, showsValues: true)
  }

  /// `PATH:LINE VALUE` of all commits of all references, as `git grep` finds them.
  private func grepped(_ workspace: TestWorkspace) throws -> Set<String> {
    try workspace.write(Self.values.joined(separator: "\n") + "\n", to: "data/values")
    let commits = try workspace.git("rev-list", "--all").split(separator: "\n").map(String.init)
    let lines = try TestWorkspace.run(
      ["git", "-C", workspace.root, "grep", "-Fwino", "-f", "data/values"] + commits, home: workspace.root)
    return Set(
      lines.split(separator: "\n").map { line in
        let parts = line.split(separator: ":", maxSplits: 3)
        return "\(parts[1]):\(parts[2]) \(parts[3].lowercased())"
      })
  }

  private func places(_ outcome: AuditOutcome) -> Set<String> {
    Set(outcome.findings.map { "\($0.place) \($0.value ?? "")" })
  }

  @Test("finds nothing where nothing is, and says what it looked through")
  func clean() throws {
    let workspace = try workspace()
    let outcome = try found(workspace)
    #expect(outcome.isClean)
    #expect(outcome.sought == 300)
    #expect(outcome.commits == 1)
    #expect(outcome.contents == 2)
    // A plan is nobody's, and a domain's name is not an address.
    try workspace.write("gold example.com user-10 person1 person1@example.org\n", to: "notes.md")
    try workspace.git("add", ".")
    try workspace.git("commit", "-qm", "notes")
    #expect(try found(workspace).isClean)
  }

  @Test("finds what git grep finds in every commit of every branch", arguments: 1...6)
  func contents(seed: UInt64) throws {
    let workspace = try workspace()
    var dice = Dice(seed: seed)
    func words() -> String {
      (0..<6).map { _ in
        let value = Self.values[Int(dice.next() % UInt64(Self.values.count))]
        return [
          "nobody", "x" + value, value + "9", value.uppercased(), "(\(value))", "2026", "user-", "a@b",
        ][Int(dice.next() % 40) % 8 * (dice.next() % 3 == 0 ? 1 : 0)]
      }.joined(separator: " ")
    }
    for branch in ["main", "other", "third"] {
      if branch != "main" { try workspace.git("switch", "-qc", branch) }
      for commit in 0..<4 {
        let path = "docs/\(branch)-\(commit).md"
        try workspace.write((0..<30).map { _ in words() + "\n" }.joined(), to: path)
        try workspace.git("add", ".")
        try workspace.git("commit", "-qm", "commit \(commit)")
        if commit == 2 {
          try workspace.git("rm", "-q", path)
          try workspace.git("commit", "-qm", "removed")
        }
      }
    }
    try workspace.git("switch", "-q", "main")
    let expected = try grepped(workspace)
    #expect(expected.count > 20, "seed \(seed)")
    let found = places(try found(workspace))
    #expect(found == expected, "seed \(seed): \(found.symmetricDifference(expected).sorted())")
    // The same from a pack, in which most contents are differences from others.
    try workspace.git("gc", "-q", "--aggressive", "--prune=now")
    #expect(places(try self.found(workspace)) == expected, "seed \(seed)")
  }

  @Test("finds values in paths, messages, names, notes and stashes")
  func places() throws {
    let workspace = try workspace()
    try workspace.write("a\n", to: "mail/person1@example.com/inbox.txt")
    try workspace.git("add", ".")
    try workspace.git("commit", "-qm", "subject", "-m", "asked by user-1002")
    try workspace.git("tag", "-a", "release", "-m", "first\n\nfor person3@example.com")
    try workspace.git("tag", "-a", "for-user-1004", "-m", "x")
    try workspace.git("branch", "try-user-1005")
    try workspace.git("notes", "add", "-m", "said person6@example.com")
    try workspace.write("a\nuser-1007\n", to: "mail/person1@example.com/inbox.txt")
    try workspace.git("stash", "-q")
    // The judge: each is where git shows it.
    #expect(try workspace.git("log", "--all", "--name-only", "--format=").contains("person1@example.com"))
    #expect(try workspace.git("log", "--all", "--format=%B").contains("user-1002"))
    let references = try workspace.git("for-each-ref", "--format=%(refname) %(contents)")
    for value in ["person3@example.com", "for-user-1004", "try-user-1005"] {
      #expect(references.contains(value))
    }
    #expect(try workspace.git("notes", "show").contains("person6@example.com"))
    #expect(try workspace.git("stash", "show", "-p").contains("user-1007"))

    let outcome = try found(workspace)
    let commits = outcome.findings.map { $0.place.contains("/inbox") ? "" : $0.place }
    #expect(
      Set(commits.filter { !$0.isEmpty }).isSuperset(of: [
        "the path mail/person1@example.com", "the message of the commit, line 3",
        "the message of refs/tags/release, line 3", "the message of refs/tags/for-user-1004, its headers",
        "the name of refs/tags/for-user-1004", "the name of refs/heads/try-user-1005",
      ]), "\(commits)")
    let values = Set(outcome.findings.compactMap(\.value))
    #expect(
      values == [
        "person1@example.com", "user-1002", "person3@example.com", "user-1004", "user-1005",
        "person6@example.com", "user-1007",
      ])
    // Nothing of it is shown unasked.
    let hidden = try audit(workspace.folder, showsValues: false)
    #expect(hidden.findings.count == outcome.findings.count)
    for finding in hidden.findings {
      #expect(finding.value == nil)
      for value in values { #expect(!"\(finding)".contains(value)) }
    }
  }

  @Test(
    "sees through what Markdown, URLs and pages make of a value",
    arguments: [
      "person5%40example.com", "person5(at)example.com", "person5&#64;example.com", #"person5\@example.com"#,
    ])
  func hidden(written: String) throws {
    let workspace = try workspace()
    try workspace.write("first\n\n- \(written)\n", to: "page.md")
    try workspace.git("add", ".")
    try workspace.git("commit", "-qm", "page")
    #expect(try found(workspace).findings.map(\.place) == ["page.md:3"])
  }

  @Test(
    "finds in UTF-16 what git grep finds in the same text as UTF-8",
    arguments: [
      ("UTF-16LE", "\u{FEFF}"), ("UTF-16BE", "\u{FEFF}"), ("UTF-16LE", ""), ("UTF-16BE", ""), ("UTF-16", ""),
    ])
  func otherEncoding(encoding: String, mark: String) throws {
    let workspace = try workspace()
    let lines = ["user,email", "user-1007,x", "Müller – 田中,PERSON9@example.com", "", "\"Nora Test3\",nobody"]
    try workspace.write(lines.joined(separator: "\r\n"), to: "plain.csv")
    try workspace.git("add", ".")
    try workspace.git("commit", "-qm", "plain")
    let expected = try grepped(workspace)
    #expect(expected.count == 3)
    try workspace.write(mark + lines.joined(separator: "\r\n"), to: "data/marked.csv")
    try TestWorkspace.run(
      ["sh", "-c", "iconv -f UTF-8 -t \(encoding) data/marked.csv > export.csv"], home: workspace.root)
    try workspace.git("rm", "-q", "plain.csv")
    try workspace.git("add", ".")
    try workspace.git("commit", "-q", "--amend", "-m", "export")
    try workspace.git("reflog", "expire", "--expire=now", "--all")
    let found = places(try found(workspace))
    #expect(found == Set(expected.map { $0.replacing("plain.csv", with: "export.csv") }))
  }

  @Test("a number of an evidence file is a figure, and a text in it is none")
  func figures() throws {
    let workspace = try workspace()
    try workspace.write(
      "user,email,phone,plan,name,note\n20255501,a,b,c,d,e\n", to: "data/crm.csv")
    try workspace.write(
      """
      {
        "a \\" 1": 20255501,
        "b": [20255501, 20255501.5],
        "c": "order 20255501"
      }

      """, to: "evidence/jen.json")
    try workspace.write("20255501\n", to: "other.json")
    try workspace.git("add", ".")
    try workspace.git("commit", "-qm", "evidence")
    #expect(try found(workspace).findings.map(\.place) == ["evidence/jen.json:4", "other.json:1"])
  }

  @Test("what cannot be seen is said, and a shallow clone, of which most cannot, is not looked at")
  func unseen() throws {
    let workspace = try workspace()
    try workspace.write(Data([0x1F, 0x8B, 8, 0]), to: "old.csv.gz")
    try workspace.git("add", ".")
    try workspace.git("commit", "-qm", "export")
    #expect(try found(workspace).notes == ["nobody looked into what is compressed: old.csv.gz"])
    let clone = try TestWorkspace { root in
      try workspace.git("clone", "-q", "--depth", "1", "file://\(workspace.root)", root)
    }
    try clone.write(Self.table, to: "data/crm.csv")
    let failure = #expect(throws: Failure.self) { try found(clone) }
    #expect(failure?.causes == ["this is a shallow clone, and what is older is not in it"])
    try clone.git("fetch", "-q", "--unshallow")
    #expect(try found(clone).commits == 2)
  }
}

/// Numbers that look random and are the same on every run.
private struct Dice {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
