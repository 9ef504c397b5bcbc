// git's settings wherever they stand: git is asked for the answer.

import Foundation
import Persona
import Testing

@testable import Workspace

@Suite struct SettingsTests {
  /// A repository with a remote, and `work.inc` beside the user's settings.
  private func repository(remote: String? = nil) throws -> TemporaryRepository {
    let home = try TemporaryRepository.make()
    try home.git("config", "--global", "user.name", "Private")
    try home.write("work.inc", "[user]\n\tname = Work\n", in: home.home)
    if let remote { try home.git("remote", "add", "upstream", remote) }
    return home
  }

  /// The name that git would use.
  private func expected(_ home: borrowing TemporaryRepository) throws -> String {
    String(try home.git("config", "user.name").dropLast())
  }

  @Test(
    "what is included under a condition counts where git says so",
    arguments: [
      "gitdir:PARENT/", "gitdir:PARENT/**", "gitdir:work/", "gitdir:work/.git", "gitdir:elsewhere/",
      "gitdir/i:PARENT/WORK/", "gitdir:PARENT/WORK/", "onbranch:main", "onbranch:m*", "onbranch:other",
    ])
  func includes(condition: String) throws {
    let home = try repository()
    let condition = condition.replacing("PARENT", with: (home.path as NSString).deletingLastPathComponent)
    try home.git("config", "--global", "includeIf.\(condition).path", "work.inc")
    #expect(try home.open().value(ofSetting: "user.name") == expected(home))
  }

  @Test(
    "what is included where a remote has a URL counts where git says so",
    arguments: [
      "https://git.example.com/**", "https://git.example.com/", "https://git.example.com/team/*",
      "https://git.example.com/*", "https://**/shop.git", "**/team/**",
      "https://git.example.??m/team/shop.git",
      "https://git.example.com/team/shop.git", "https://git.example.com/team/shop.git/**",
      "https://other.example/**",
      "**",
    ])
  func includesByRemote(pattern: String) throws {
    let home = try repository(remote: "https://git.example.com/team/shop.git")
    try home.git("config", "--global", "includeIf.hasconfig:remote.*.url:\(pattern).path", "work.inc")
    #expect(try home.open().value(ofSetting: "user.name") == expected(home))
    // What the repository itself says is stronger.
    try home.git("config", "user.name", "Own")
    #expect(try home.open().value(ofSetting: "user.name") == "Own")
  }

  @Test("settings in variables are stronger than those of files")
  func variables() throws {
    var home = try repository()
    try home.git("config", "user.name", "Own")
    home.surroundings.environment["GIT_CONFIG_PARAMETERS"] = #"'user.name'='It'\''s "me"' 'core.bare=false'"#
    #expect(try home.open().value(ofSetting: "user.name") == #"It's "me""#)
    #expect(try expected(home) == #"It's "me""#)
    for (name, value) in [
      ("COUNT", "2"), ("KEY_0", "user.name"), ("VALUE_0", #"A \ "B" # ; "#),
      ("KEY_1", "branch.a b\".c.remote"),
      ("VALUE_1", ""),
    ] {
      home.surroundings.environment["GIT_CONFIG_" + name] = value
    }
    // What `git -c` says is stronger still.
    #expect(try home.open().value(ofSetting: "user.name") == #"It's "me""#)
    home.surroundings.environment["GIT_CONFIG_PARAMETERS"] = nil
    #expect(try home.open().value(ofSetting: "user.name") == #"A \ "B" # ; "#)
    #expect(try expected(home) == #"A \ "B" # ; "#)
    #expect(try home.open().value(ofSetting: "branch.a b\".c.remote")?.isEmpty == true)
  }

  @Test(
    "a list of settings in variables that is broken is refused, as git does",
    arguments: [
      ["GIT_CONFIG_COUNT": "x"], ["GIT_CONFIG_COUNT": "1"],
      ["GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "user.name"],
      ["GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "name", "GIT_CONFIG_VALUE_0": "A"],
      ["GIT_CONFIG_PARAMETERS": "user.name=A"],
    ])
  func brokenVariables(variables: [String: String]) throws {
    var home = try repository()
    home.surroundings.environment.merge(variables) { $1 }
    #expect(try failure { _ = try home.open() }.summary.hasPrefix("cannot read the settings of git in "))
    #expect(try home.run(["git", "var", "GIT_AUTHOR_IDENT"]).status != 0)
  }

  @Test("settings of one work tree count in that one only")
  func workTrees() throws {
    let home = try repository()
    try home.commit(["a.md": "a\n"])
    try home.git("config", "extensions.worktreeConfig", "true")
    try home.git("worktree", "add", "--quiet", "-b", "other", "../linked")
    let linked = (home.path as NSString).deletingLastPathComponent + "/linked"
    try home.git("config", "--worktree", "user.name", "Here")
    try home.git("config", "--worktree", "user.name", "There", in: linked)
    #expect(try home.open().value(ofSetting: "user.name") == "Here")
    let other = try Repository.open(workspace: linked, surroundings: home.surroundings)
    #expect(try other.value(ofSetting: "user.name") == "There")
  }

  @Test("line ends are stored as git stores them, wherever core.autocrlf stands", arguments: [true, false])
  func lineEnds(isIncluded: Bool) throws {
    var home = try repository()
    try home.commit(["a.md": "a\n"])
    if isIncluded {
      try home.write("work.inc", "[core]\n\tautocrlf = true\n", in: home.home)
      try home.git("config", "--global", "includeIf.onbranch:main.path", "work.inc")
    } else {
      for (name, value) in [("COUNT", "1"), ("KEY_0", "core.autocrlf"), ("VALUE_0", "true")] {
        home.surroundings.environment["GIT_CONFIG_" + name] = value
      }
    }
    let repository = try home.open()
    #expect(try repository.bytes(of: "a.md") == .text("a\r\n"))
    _ = try repository.commit([("a.md", .text("a\r\nb\r\n"))], message: "more")
    #expect(try home.git("show", "HEAD:a.md") == "a\nb\n")
  }
}
