import Persona
import Testing

@testable import Workspace

/// What is stored is what `git add` would store, and what is read is what `git checkout` would write.
@Suite struct FilterTests {
  @Test(
    "line endings are converted as git converts them",
    arguments: [
      ("core.autocrlf=true", nil, "one\r\ntwo\r\n"), ("core.autocrlf=input", nil, "one\r\ntwo\r\n"),
      ("core.autocrlf=false", "*.md text eol=crlf\n", "one\r\ntwo\r\n"),
      ("core.autocrlf=true", "*.md -text\n", "one\r\ntwo\r\n"), ("core.autocrlf=true", nil, "one\ntwo\n"),
      ("core.autocrlf=true", nil, "mixed\r\nlines\n"), ("core.eol=crlf", "*.md text=auto\n", "one\ntwo\n"),
    ])
  func lineEndings(setting: String, attributes: String?, text: String) throws {
    let home = try TemporaryRepository.make()
    let parts = setting.split(separator: "=").map(String.init)
    try home.git("config", parts[0], parts[1])
    try home.write(".gitattributes", attributes ?? "")
    try home.git("add", ".gitattributes")
    try home.git("commit", "--quiet", "--message", "attributes")
    try home.write("jen.md", text)
    let repository = try home.open()
    _ = try repository.commit([("jen.md", .text(text))], message: "jen")
    // git's own answer to the same question.
    let expected = try home.git("hash-object", "-w", "--path=jen.md", "jen.md")
    #expect(try home.git("rev-parse", "HEAD:jen.md") == expected)
    #expect(try home.git("status", "--porcelain") == "")
    let checkedOut = try home.git("cat-file", "--filters", "HEAD:jen.md")
    #expect(try repository.bytes(of: "jen.md") == .text(checkedOut))
  }

  @Test("carriage returns that are stored already stay stored")
  func storedCarriageReturns() throws {
    let home = try TemporaryRepository.make()
    try home.commit(["jen.md": "one\r\n"])
    try home.git("config", "core.autocrlf", "true")
    try home.write("jen.md", "one\r\ntwo\r\n")
    _ = try home.open().commit([("jen.md", .text("one\r\ntwo\r\n"))], message: "jen")
    #expect(try home.git("status", "--porcelain") == "")
    try home.write("jen.md", "one\r\ntwo\r\n")
    try home.git("add", "jen.md")
    #expect(try home.git("write-tree") == home.git("rev-parse", "HEAD^{tree}"))
    #expect(try home.git("cat-file", "blob", "HEAD:jen.md") == "one\r\ntwo\r\n")
  }

  @Test(
    "a conversion that core.safecrlf forbids is refused as git refuses it, and the hint says what helps",
    arguments: [("true", "one\ntwo\n"), ("true", "mixed\r\nlines\n"), ("input", "one\r\n")])
  func safeConversion(conversion: String, text: String) throws {
    let home = try TemporaryRepository.make()
    try home.commit(["other.md": "other\n"])
    try home.git("config", "core.autocrlf", conversion)
    try home.git("config", "core.safecrlf", "true")
    try home.write("jen.md", text)
    let gits = try home.run(["git", "add", "jen.md"])
    #expect(gits.status != 0)
    let refused = try failure { _ = try home.open().commit([("jen.md", .text(text))], message: "jen") }
    let cause = try #require(refused.causes.first)
    #expect(gits.errors == "fatal: \(cause.replacing("'", with: ""))\n")
    let words = try #require(refused.hint?.split(separator: " ").suffix(4).map(String.init))
    #expect(words == ["git", "config", "core.safecrlf", "warn"])
    try home.run(words)
    _ = try home.open().commit([("jen.md", .text(text))], message: "jen")
    try home.git("add", "jen.md")
    #expect(try home.git("status", "--porcelain") == "")
  }

  @Test("a filter that only the git program can run is refused, not skipped")
  func foreignFilter() throws {
    let home = try TemporaryRepository.make()
    try home.commit([".gitattributes": "personas/** filter=secret\n"])
    try home.git("config", "filter.secret.clean", "rot13")
    let refused = try failure {
      _ = try home.open().commit([("personas/jen.md", .text("# Jen\n"))], message: "jen")
    }
    #expect(
      refused.causes == [
        ".gitattributes sends it through the filter 'secret', which only the git program can run"
      ])
    #expect(try home.git("log", "--format=%s") == "by hand\n")
  }

  @Test("another encoding in the work tree is refused, not stored as it is")
  func foreignEncoding() throws {
    let home = try TemporaryRepository.make()
    try home.commit([".gitattributes": "*.md working-tree-encoding=UTF-16\n"])
    let refused = try failure {
      _ = try home.open().commit([("jen.md", .text("# Jen\n"))], message: "jen")
    }
    #expect(refused.causes.first?.contains("working-tree-encoding=UTF-16") == true)
  }
}
