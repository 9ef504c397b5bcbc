import Persona
import Testing

@testable import Workspace

@Suite struct SignatureTests {
  /// Forms that git itself accepts; git is asked for the answer.
  @Test(
    "dates in the environment are read as git reads them",
    arguments: [
      "@1795163400 +0100", "1795163400 -0330", "@1795163400", "1795163400", "@0 +0000",
      "2026-11-20T09:30:00+01:00",
      "2026-11-20 09:30:00 -0800",
      "2026-11-20T09:30:00Z", "2026-11-20T09:30:00.123456+05:30", "2024-02-29T23:59:59+0000",
      "2026-11-20T09:30:00",
      "2026-11-20 09:30", "Fri, 20 Nov 2026 09:30:00 +0100", "20 Nov 2026 09:30:00 GMT",
      "Fri, 1 Jan 1971 00:00:00 -0500",
    ])
  func dates(text: String) throws {
    var home = try TemporaryRepository.make()
    home.surroundings.environment["GIT_AUTHOR_DATE"] = text
    // git runs in the zone UTC here.
    home.surroundings.now = { .init(seconds: 1, offsetMinutes: 0) }
    let expected = try home.git("var", "GIT_AUTHOR_IDENT")
    let signature = try home.open().defaultSignature()
    let zone = abs(signature.offsetMinutes) / 60 * 100 + abs(signature.offsetMinutes) % 60
    let digits = String(repeating: "0", count: 4 - String(zone).count) + String(zone)
    let sign = signature.offsetMinutes < 0 ? "-" : "+"
    #expect("\(signature.name) <\(signature.email)> \(signature.seconds) \(sign)\(digits)\n" == expected)
  }

  @Test(
    "a date in no known form is refused",
    arguments: [
      "yesterday", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z", "2026-11-20T25:00:00Z", "@", "@5",
      "@x +0100",
      "1 2 3",
    ])
  func badDates(text: String) throws {
    var home = try TemporaryRepository.make()
    home.surroundings.environment["GIT_AUTHOR_DATE"] = text
    let refused = try failure { _ = try home.open().defaultSignature() }
    #expect(refused.causes == ["GIT_AUTHOR_DATE holds a date in an unknown form"])
  }

  @Test("without a date, the time is the clock's")
  func clock() throws {
    var home = try TemporaryRepository.make()
    home.surroundings.environment["GIT_AUTHOR_DATE"] = nil
    home.surroundings.now = { .init(seconds: 1_700_000_000, offsetMinutes: -210) }
    let signature = try home.open().defaultSignature()
    #expect(signature.seconds == 1_700_000_000)
    #expect(signature.offsetMinutes == -210)
  }

  @Test("names come from the environment, then the role's settings, then the user's")
  func order() throws {
    var home = try TemporaryRepository.make()
    for name in ["AUTHOR", "COMMITTER"] {
      home.surroundings.environment["GIT_\(name)_NAME"] = nil
      home.surroundings.environment["GIT_\(name)_EMAIL"] = nil
    }
    try home.git("config", "user.name", "User Name")
    try home.git("config", "user.email", "user@example.com")
    try home.git("config", "author.name", "Author Name")
    let repository = try home.open()
    _ = try repository.commit([("a.md", .text("a\n"))], message: "a")
    #expect(
      try home.git("log", "-1", "--format=%an <%ae> %cn <%ce>")
        == "Author Name <user@example.com> User Name <user@example.com>\n")
  }

  @Test("without a name the two commands that set one are given")
  func unknownPerson() throws {
    var home = try TemporaryRepository.make()
    home.surroundings.environment["GIT_AUTHOR_NAME"] = nil
    let refused = try failure { _ = try home.open().defaultSignature() }
    #expect(refused.causes == ["git does not know who you are"])
    #expect(refused.hint?.contains(#"git config --global user.name "Your Name""#) == true)
    #expect(refused.hint?.contains("git config --global user.email you@example.com") == true)
  }

  @Test(
    "what would break a commit is left out of a name, as git does",
    arguments: ["A <b>\nC", " .Dot, ", "O'Neil;"])
  func crud(name: String) throws {
    var home = try TemporaryRepository.make()
    home.surroundings.environment["GIT_AUTHOR_NAME"] = name
    let expected = try home.git("var", "GIT_AUTHOR_IDENT")
    #expect(try expected.hasPrefix(home.open().defaultSignature().name + " <ada@example.com>"))
  }
}
