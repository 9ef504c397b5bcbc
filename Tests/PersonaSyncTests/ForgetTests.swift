// People who are left out. The judge is a workspace whose sources never had them; Python makes the codes anew.

import Foundation
import Persona
import PersonaSync
import Testing

@Suite("Forgotten people")
struct ForgetTests {
  private let file = ".git/persona-sync/forgotten.json"

  private func profiles(_ workspace: TestWorkspace) throws -> String {
    var text = ""
    // Scores say how somebody stands among all others, so they are others'.
    let metrics = ["purchases", "revenue", "active_days"]
    let selection = ProfileSelection(persona: nil, metrics: metrics, format: .csv, asOf: nil)
    try listProfiles(selection, in: workspace.folder) { text += $0 }
    return text
  }

  /// The evidence without what it says of the sources.
  private func evidence(_ workspace: TestWorkspace) throws -> [String: NSObject] {
    let json = try JSONSerialization.jsonObject(with: workspace.read("evidence/regular.json"))
    var members = try #require(json as? [String: NSObject])
    members["sources"] = nil
    return members
  }

  @Test(
    "evidence and profiles are those of sources that never had them",
    arguments: ["u7", "email:U7@Example.com "])
  func leftOut(name: String) throws {
    let workspace = try Shop.workspace()
    let outcome = try forget([name], in: workspace.folder)
    #expect((outcome.people, outcome.identifiers, outcome.known) == (1, 2, 0))
    let without = try Shop.workspace()
    try without.write(
      Shop.events().split(separator: "\n").filter { !$0.hasPrefix("u7,") }.joined(separator: "\n") + "\n",
      to: "data/shop.csv")
    let synced = try workspace.sync()
    try without.sync()
    #expect(try evidence(workspace) == evidence(without))
    #expect(try profiles(workspace) == profiles(without))
    #expect(synced.notes == ["1 person is forgotten, and left out"])
    // What the sources hold is no matter of who is left out.
    #expect(synced.sources.map(\.events) == [440])
    #expect(synced.sources.map(\.unidentified) == [0])
    #expect(try forget(["user:u7"], in: workspace.folder).known == 1)
    let failure = try #require(throws: Failure.self) {
      try explainProfile("user:u7", in: workspace.folder, asOf: nil)
    }
    #expect(failure.summary == "the identifier that was asked for is forgotten")
  }

  @Test("what is linked with them later is theirs, and so is what comes with an identifier that nobody had")
  func later() throws {
    let workspace = try Shop.workspace()
    try forget(["u7"], in: workspace.folder)
    #expect(try forget(["email:new@example.com"], in: workspace.folder).unseen == 1)
    try workspace.write(
      """
      user,email,time,event,channel,page,amount
      other,u7@example.com,2026-05-20 10:00:00,Product Viewed,web,/product,
      someone,new@example.com,2026-05-20 10:00:00,Product Viewed,web,/product,
      stays,stays@example.com,2026-05-20 10:00:00,Product Viewed,web,/product,

      """, to: "data/later.csv")
    let text = try profiles(workspace)
    #expect(!text.contains("u7@") && !text.contains("new@"))
    #expect(text.contains("stays"))
    // A profile has one value of the first kind only, so an address that two share belongs to the one or the other.
    #expect(!text.contains("other,u7@example.com"))
  }

  @Test("their identifiers are kept as codes under a random key, for the owner of the file only")
  func codes() throws {
    let workspace = try Shop.workspace()
    try forget(["u7", "user:u70"], in: workspace.folder)
    let text = String(decoding: try workspace.read(file), as: UTF8.self)
    #expect(!text.contains("u7"))
    let script = """
      import hashlib, hmac, json, sys
      kept = json.load(open(sys.argv[1]))
      def code(kind, value):
          return hmac.new(bytes.fromhex(kept["key"]), f"{kind}\\0{value}".encode(), hashlib.sha256).hexdigest()
      people = [[code("user", u), code("email", u + "@example.com")] for u in ("u7", "u70")]
      print(sorted(map(sorted, people)) == [person["codes"] for person in kept["people"]],
            {person["since"] for person in kept["people"]}, kept["format"])
      """
    let answer = try TestWorkspace.run(
      ["python3", "-c", script, workspace.root + "/" + file], home: workspace.root)
    #expect(answer == "True {'2026-06-01T12:00:00Z'} persona-sync/forgotten/1\n")
    let attributes = try FileManager.default.attributesOfItem(atPath: workspace.root + "/" + file)
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    // Another list has other codes of the same people.
    let other = try Shop.workspace()
    try forget(["u7", "user:u70"], in: other.folder)
    #expect(try other.read(file) != workspace.read(file))
    #expect(try workspace.git("status", "--porcelain") == "")
  }

  @Test("nor does it under another name of the persona, or on the branch of a replay")
  func otherNames() throws {
    let workspace = try Shop.workspace()
    try workspace.sync(asOf: "2026-05-14")
    // A new name by itself shows nobody.
    try workspace.git("mv", "personas/regular.md", "personas/rita.md")
    #expect(try workspace.sync(asOf: "2026-05-14").personas.map(\.result) == [.evolved])
    try forget(["u7"], in: workspace.folder)
    try workspace.git("mv", "personas/rita.md", "personas/ruth.md")
    let outcome = try workspace.sync(asOf: "2026-05-14")
    #expect(outcome.personas.map(\.result) == [.heldBack])
    #expect(
      outcome.personas[0].details.first?.hasPrefix(
        "its people are those of regular but for fewer than 20: it could be subtracted from the evidence up to 2026-05-14, and "
          + "the difference would show what fewer than 20 people did") ?? false, "\(outcome.personas)")
    #expect(try workspace.git("ls-files", "evidence") == "")
    #expect(throws: Failure.self) {
      try replay(
        workspace.folder,
        options: ReplayOptions(
          every: .week, from: "2026-05", to: nil, branch: "replay", tool: "test"),
        report: { _ in })
    }
    #expect(try workspace.sync().personas.map(\.result) == [.evolved])
  }

  @Test("evidence that was told does not change by them alone, nor by what settings say of the list")
  func heldBack() throws {
    let workspace = try Shop.workspace()
    try workspace.sync(asOf: "2026-05-14")
    let told = try workspace.read("evidence/regular.json")
    try forget(["u7"], in: workspace.folder)
    try workspace.write(Shop.settings + "privacy: { forgotten: required }\n", to: "persona-sync.yml")
    try workspace.git("commit", "-qam", "a list of forgotten people is needed")
    let outcome = try workspace.sync(asOf: "2026-05-14")
    #expect(outcome.personas.map(\.result) == [.heldBack])
    #expect(try workspace.read("evidence/regular.json") == told)
    // Who verifies is told that it cannot be told, and is not shown by how much it differs.
    let verified = try verifyEvidence(of: [], in: workspace.folder, tool: "persona-sync test", safe: { $0 })
      .personas
    #expect(verified.map(\.result) == [.notRepeatable])
    #expect(verified.map(\.details) == [["who is forgotten changed since, on this computer"]])
    // As soon as enough people did something new, nobody can tell who is missing.
    #expect(try workspace.sync().personas.map(\.result) == [.evolved])
  }

  @Test("a list that is needed and not there can be begun")
  func begun() throws {
    let workspace = try Shop.workspace()
    try workspace.write(Shop.settings + "privacy: { forgotten: required }\n", to: "persona-sync.yml")
    try workspace.git("commit", "-qam", "a list of forgotten people is needed")
    #expect(throws: Failure.self) { try workspace.sync() }
    // Whoever is on it elsewhere would be counted again.
    let failure = try #require(throws: Failure.self) { try forget(["u7"], in: workspace.folder) }
    #expect(failure.summary == "people asked to be forgotten, and who they are is not known here")
    #expect(throws: Failure.self) { try remember(["u7"], in: workspace.folder) }
    #expect(try forget(["u7"], in: workspace.folder, beginsList: true).people == 1)
    #expect(try workspace.sync().notes == ["1 person is forgotten, and left out"])
    #expect(try forget(["u8"], in: workspace.folder).people == 1)
  }

  @Test("evidence by other rules does not tell of them either, whoever was forgotten before")
  func otherRules() throws {
    let workspace = try Shop.workspace()
    // More than the minimum group, before anything is told.
    try forget((41...65).map { "user:u\($0)" }, in: workspace.folder)
    try workspace.sync(asOf: "2026-05-14")
    try forget(["u7"], in: workspace.folder)
    try workspace.write(
      Shop.settings + "metrics: { views: { count: events, where: { event: Product Viewed } } }\n",
      to: "persona-sync.yml")
    #expect(try workspace.sync(asOf: "2026-05-14").personas.map(\.result) == [.heldBack])
    try remember(["u7"], in: workspace.folder)
    // Whom the evidence was made without cannot be told any more.
    #expect(try workspace.sync(asOf: "2026-05-14").personas.map(\.result) == [.heldBack])
  }

  @Test("evidence by other rules waits where somebody was taken back whom the last was made without")
  func takenBackBetween() throws {
    let workspace = try Shop.workspace()
    try forget(["u7"], in: workspace.folder)
    try workspace.sync(asOf: "2026-05-14")
    try remember(["u7"], in: workspace.folder)
    try workspace.write(
      Shop.settings + "metrics: { views: { count: events, where: { event: Product Viewed } } }\n",
      to: "persona-sync.yml")
    #expect(try workspace.sync(asOf: "2026-05-14").personas.map(\.result) == [.heldBack])
  }

  @Test("who is taken back counts again, with every identifier that was forgotten")
  func takenBack() throws {
    let workspace = try Shop.workspace()
    let before = try profiles(workspace)
    try forget(["u7", "u8", "user:unseen"], in: workspace.folder)
    #expect(try remember(["u7@example.com", "user:unseen"], in: workspace.folder).people == 2)
    #expect(try profiles(workspace) == before.replacing(/u8,.*\n/, with: ""))
    let failure = try #require(throws: Failure.self) { try remember(["u8", "u9"], in: workspace.folder) }
    #expect(failure.summary == "nobody with the identifier that was named is forgotten")
    #expect(failure.causes == ["it is number 2 of those that were named; nothing was changed"])
    // Nothing was written.
    #expect(try !profiles(workspace).contains("u8,"))
    #expect(try remember(["u8"], in: workspace.folder).people == 1)
    #expect(try profiles(workspace) == before)
  }

  @Test("a name that is nobody's stops the whole list")
  func unknown() throws {
    let workspace = try Shop.workspace()
    let failure = try #require(throws: Failure.self) { try forget(["u7", "u700"], in: workspace.folder) }
    #expect(failure.summary == "no profile has the identifier that was asked for")
    #expect(!FileManager.default.fileExists(atPath: workspace.root + "/" + file))
  }

  @Test("a list that is full takes nobody more, and stays what it is")
  func full() throws {
    let workspace = try Shop.workspace()
    try forget(["u7"], in: workspace.folder)
    let begun = String(decoding: try workspace.read(file), as: UTF8.self)
    // One person with very many identifiers, to within less than one more of 16 MiB.
    let count = ((16 << 20) - begun.utf8.count - 40) / 68
    let codes = (0..<count).map {
      "\"" + String(repeating: "0", count: 56) + String($0 + 1 << 28, radix: 16) + "\""
    }
    let full = begun.replacing(
      "\"people\": [\n",
      with: "\"people\": [\n    { \"codes\": [" + codes.joined(separator: ", ") + "], \"since\": \"\" },\n")
    try workspace.write(full, to: file)
    let failure = try #require(throws: Failure.self) { try forget(["u8"], in: workspace.folder) }
    #expect(failure.summary == "too many people are forgotten")
    #expect(try workspace.read(file) == Data(full.utf8))
    #expect(try forget(["u7"], in: workspace.folder).known == 1)
  }

  @Test("work trees share the list, clones do not have it, and two workspaces of a repository have their own")
  func places() throws {
    let workspace = try Shop.workspace(below: "research/shop")
    let top = URL(filePath: workspace.root).deletingLastPathComponent().deletingLastPathComponent().path()
    // A file where a folder is needed.
    try FileManager.default.createDirectory(
      atPath: top + ".git/persona-sync", withIntermediateDirectories: true)
    try Data().write(to: URL(filePath: top + ".git/persona-sync/research"))
    let refusal = try #require(throws: Failure.self) { try forget(["u7"], in: workspace.folder) }
    #expect(refusal.summary == "cannot make the folder \(top).git/persona-sync/research/shop")
    try FileManager.default.removeItem(atPath: top + ".git/persona-sync/research")
    try forget(["u7"], in: workspace.folder)
    #expect(FileManager.default.fileExists(atPath: top + ".git/persona-sync/research/shop/forgotten.json"))
    let tree = try TestWorkspace { root in try workspace.git("worktree", "add", "-q", "--detach", root) }
    let linked = WorkspaceFolder(root: tree.root + "/research/shop", surroundings: tree.folder.surroundings)
    try tree.write(Shop.events(), to: "research/shop/data/shop.csv")
    let failure = try #require(throws: Failure.self) { try explainProfile("user:u7", in: linked, asOf: nil) }
    #expect(failure.summary == "the identifier that was asked for is forgotten")
    let clone = try TestWorkspace { root in try workspace.git("clone", "-q", top, root) }
    let cloned = WorkspaceFolder(root: clone.root + "/research/shop", surroundings: clone.folder.surroundings)
    try clone.write(Shop.events(), to: "research/shop/data/shop.csv")
    #expect(try explainProfile("user:u7", in: cloned, asOf: nil).contains("u7@example.com"))
  }

  @Test(
    "a list that is needed and missing, or damaged, stops every run that counts people",
    arguments: [true, false])
  func unreadable(isDamaged: Bool) throws {
    let settings = Shop.settings + (isDamaged ? "" : "privacy: { forgotten: required }\n")
    let workspace = try Shop.workspace(settings: settings)
    if isDamaged {
      try forget(["u7"], in: workspace.folder)
      let text = String(decoding: try workspace.read(file), as: UTF8.self)
      // A code that lost a digit.
      try workspace.write(text.replacing(/[0-9a-f]"\]/, with: "\"]"), to: file)
    }
    let head = try workspace.git("rev-parse", "HEAD")
    for run in [{ _ = try workspace.sync() }, { _ = try self.profiles(workspace) }] {
      let failure = try #require(throws: Failure.self) { try run() }
      #expect(
        failure.summary
          == (isDamaged
            ? "cannot read who is forgotten"
            : "people asked to be forgotten, and who they are is not known here"))
    }
    #expect(try workspace.git("rev-parse", "HEAD") == head)
    if isDamaged {
      #expect(throws: Failure.self) { try forget(["u8"], in: workspace.folder) }
    } else {
      // The list is begun here.
      try forget(["u7"], in: workspace.folder, beginsList: true)
      #expect(try workspace.sync().personas.map(\.result) == [.evolved])
    }
  }
}
