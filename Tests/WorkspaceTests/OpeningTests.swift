import Foundation
import Persona
import Testing

@testable import Workspace

@Suite struct OpeningTests {
  @Test("a folder without git is told how to become a workspace")
  func notARepository() throws {
    let home = try TemporaryRepository.make(initialised: false)
    let failure = try failure { _ = try home.open() }
    #expect(failure.summary == "cannot open the repository of \(home.path)")
    #expect(failure.causes == ["neither this folder nor one above it is a git repository"])
    #expect(failure.hint == "to make a workspace here, run: persona-sync init")
  }

  @Test("a folder that does not exist is named")
  func missingFolder() throws {
    let home = try TemporaryRepository.make()
    let failure = try failure { _ = try home.open("gone") }
    #expect(failure.summary == "cannot open the folder \(home.path)/gone")
    #expect(failure.causes == ["No such file or directory"])
  }

  @Test("a bare repository is refused")
  func bare() throws {
    let home = try TemporaryRepository.make(initialised: false)
    try home.git("init", "--quiet", "--bare")
    let failure = try failure { _ = try home.open() }
    #expect(failure.causes == ["it is bare: it has no files to work on"])
    #expect(failure.hint == "clone it, and run persona-sync in the clone")
  }

  @Test("git's own folder is refused as a workspace")
  func insideGitFolder() throws {
    let home = try TemporaryRepository.make()
    let failure = try failure { _ = try home.open(".git/refs") }
    #expect(failure.causes == ["it lies inside git's own folder"])
  }

  @Test("a HEAD that cannot be read is refused", arguments: ["garbage\n", ""])
  func brokenHead(content: String) throws {
    let home = try TemporaryRepository.make()
    try home.commit(["a.md": "a\n"])
    try home.write(".git/HEAD", content)
    let failure = try failure { _ = try home.open() }
    #expect(failure.summary.hasPrefix("cannot read"))
    #expect(failure.hint?.contains("git fsck") == true)
  }

  @Test("a commit or a tree that is missing is refused", arguments: ["HEAD", "HEAD^{tree}"])
  func missingObject(name: String) throws {
    let home = try TemporaryRepository.make()
    try home.commit(["a.md": "a\n"])
    let id = try home.git("rev-parse", name).dropLast()
    try home.run(["rm", "-f", ".git/objects/\(id.prefix(2))/\(id.dropFirst(2))"])
    let failure = try failure { _ = try home.open() }
    #expect(failure.hint == "the repository may be damaged; see what git says: git fsck")
  }

  @Test("a blob that is damaged is refused when it is read")
  func damagedBlob() throws {
    let home = try TemporaryRepository.make()
    try home.commit(["a.md": "a\n"])
    let id = try home.git("rev-parse", "HEAD:a.md").dropLast()
    try home.run(["chmod", "u+w", ".git/objects/\(id.prefix(2))/\(id.dropFirst(2))"])
    try home.write(".git/objects/\(id.prefix(2))/\(id.dropFirst(2))", "rubbish")
    let repository = try home.open()
    let failure = try failure { _ = try repository.bytes(of: "a.md") }
    #expect(failure.summary.hasPrefix("cannot read the object "))
    #expect(failure.hint == "the repository may be damaged; see what git says: git fsck")
  }

  @Test("a .git folder without its parts is called incomplete")
  func incomplete() throws {
    let home = try TemporaryRepository.make()
    try home.run(["rm", "-r", ".git/objects"])
    let failure = try failure { _ = try home.open() }
    #expect(failure.causes.first == "\(home.path)/.git is there, but it is not a whole repository")
  }

  @Test("names by SHA-256 are refused by name")
  func sha256() throws {
    let home = try TemporaryRepository.make(initialised: false)
    try home.git("init", "--quiet", "--object-format=sha256")
    try home.commit(["a.md": "a\n"])
    let failure = try failure { _ = try home.open() }
    #expect(failure.causes == ["it names its objects by SHA256, which persona-sync cannot read"])
  }

  @Test("references kept as reftable are refused by name")
  func reftable() throws {
    // git 2.45 and later make the same settings with `git init --ref-format=reftable`.
    let home = try TemporaryRepository.make()
    try home.git("config", "core.repositoryFormatVersion", "1")
    try home.git("config", "extensions.refStorage", "reftable")
    let failure = try failure { _ = try home.open() }
    #expect(failure.causes == ["it keeps its references as reftable, which persona-sync cannot read"])
    #expect(failure.hint == "convert them: git refs migrate --ref-format=files")
  }

  @Test("extensions of git that ask for nothing here are no trouble; others are refused by name")
  func extensions() throws {
    let home = try TemporaryRepository.make()
    try home.commit(["a.md": "a\n"])
    try home.git("config", "core.repositoryFormatVersion", "1")
    for name in ["worktreeConfig", "preciousObjects"] { try home.git("config", "extensions.\(name)", "true") }
    try home.git("config", "extensions.partialClone", "origin")
    #expect(try home.open().bytes(of: "a.md") == .text("a\n"))
    try home.git("config", "extensions.relativeWorktrees", "true")
    let failure = try failure { _ = try home.open() }
    #expect(
      failure.causes == [
        "it has git's extension extensions.relativeworktrees, which persona-sync does not know"
      ])
  }

  @Test("a repository that the environment names must be that of the folder")
  func named() throws {
    var home = try TemporaryRepository.make()
    try home.commit(["a.md": "a\n"])
    // As git sets them for a hook.
    home.surroundings.environment["GIT_DIR"] = home.path + "/.git"
    home.surroundings.environment["GIT_WORK_TREE"] = home.path
    home.surroundings.environment["GIT_INDEX_FILE"] = home.path + "/.git/index.lock"
    #expect(try home.open().bytes(of: "a.md") == .text("a\n"))
    home.surroundings.environment["GIT_WORK_TREE"] = home.home
    #expect(try failure { _ = try home.open() }.hint == "unset GIT_WORK_TREE")
    home.surroundings.environment["GIT_DIR"] = home.home
    let refused = try failure { _ = try home.open() }
    #expect(refused.causes.first?.hasPrefix("GIT_DIR names \(home.home), which") == true)
    // Nor is one made beside it.
    let folder = home.home + "/new"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    #expect(
      try failure { _ = try Repository.create(at: folder, surroundings: home.surroundings) }.causes
        == refused.causes)
    #expect(!FileManager.default.fileExists(atPath: folder + "/.git"))
  }

  // Only root can give a folder to somebody else.
  @Test(
    "a repository of another user is refused with the command that trusts it", .enabled(if: geteuid() == 0))
  func foreignOwner() throws {
    let home = try TemporaryRepository.make()
    try home.commit(["a.md": "a\n"])
    try home.run(["chown", "-R", "65534:65534", home.path])
    let failure = try failure { _ = try home.open() }
    #expect(
      failure.causes == ["\(home.path) belongs to another user, and git trusts only your own repositories"])
    #expect(
      failure.hint == "if you trust it, run: git config --global --add safe.directory \(home.path)")
  }

  // Only root can give a folder to somebody else.
  @Test(
    "a repository of another user opens when the settings trust it", .enabled(if: geteuid() == 0),
    arguments: [["*"], ["PATH"], ["/elsewhere", "PATH"], ["PARENT/*"]])
  func trustedOwner(values: [String]) throws {
    let home = try TemporaryRepository.make()
    try home.run(["chown", "-R", "65534:65534", home.path])
    for value in values {
      let parent = (home.path as NSString).deletingLastPathComponent
      let text = value.replacingOccurrences(of: "PATH", with: home.path)
        .replacingOccurrences(of: "PARENT", with: parent)
      try home.git("config", "--global", "--add", "safe.directory", text, in: home.home)
    }
    #expect(try home.open().head() == nil)
  }

  // Only root can give a folder to somebody else.
  @Test("an empty safe.directory takes back those before it", .enabled(if: geteuid() == 0))
  func trustTakenBack() throws {
    let home = try TemporaryRepository.make()
    try home.run(["chown", "-R", "65534:65534", home.path])
    try home.git("config", "--global", "--add", "safe.directory", "*", in: home.home)
    try home.git("config", "--global", "--add", "safe.directory", "", in: home.home)
    #expect(try failure { _ = try home.open() }.hint?.contains("safe.directory") == true)
    #expect(try home.run(["git", "status"]).status == 128)
  }

  @Test("a broken settings file of the user is named")
  func brokenSettings() throws {
    let home = try TemporaryRepository.make()
    try home.write(".gitconfig", "[user\n", in: home.home)
    let failure = try failure { _ = try home.open() }
    #expect(failure.summary == "cannot read the settings of git in \(home.home)/.gitconfig")
  }

  @Test("a workspace below the root of the repository sees paths relative to itself")
  func belowTheRoot() throws {
    let home = try TemporaryRepository.make()
    try home.commit(["team/research/personas/jen.md": "# Jen\n", "personas/other.md": "no\n"])
    try home.write("team/research/personas/jen.md", "# Jen\nedited\n")
    try home.write("personas/other.md", "edited\n")
    let repository = try home.open("team/research")
    #expect(repository.workspace == home.path + "/team/research")
    #expect(try repository.bytes(of: "personas/jen.md") == .text("# Jen\n"))
    #expect(try repository.changedPaths(under: "personas").map(\.path) == ["personas/jen.md"])
    _ = try repository.commit([("personas/jen.md", .text("# Jen\nedited\n"))], message: "jen")
    #expect(try home.git("show", "--format=", "--name-only", "HEAD") == "team/research/personas/jen.md\n")
    #expect(try home.git("status", "--porcelain") == " M personas/other.md\n")
  }

  @Test("a linked work tree commits to its own branch and index")
  func linkedWorkTree() throws {
    let home = try TemporaryRepository.make()
    try home.commit(["personas/jen.md": "# Jen\n"])
    try home.git("worktree", "add", "--quiet", "-b", "evolve", "../linked")
    let linked = (home.path as NSString).deletingLastPathComponent + "/linked"
    try home.write("personas/jen.md", "# Jen\nnew\n", in: linked)
    let repository = try Repository.open(workspace: linked, surroundings: home.surroundings)
    _ = try repository.commit([("personas/jen.md", .text("# Jen\nnew\n"))], message: "jen")
    #expect(try home.git("log", "--format=%s", "evolve") == "jen\nby hand\n")
    #expect(try home.git("log", "--format=%s", "main") == "by hand\n")
    #expect(try home.git("status", "--porcelain", in: linked) == "")
    #expect(try home.git("status", "--porcelain") == "")
    #expect(try home.run(["git", "fsck", "--strict"]).errors == "")
  }

  @Test("a new repository has the branch that the settings name, else main", arguments: ["trunk", nil])
  func create(branch: String?) throws {
    let home = try TemporaryRepository.make(initialised: false)
    try home.write(".gitconfig", branch.map { "[init]\n\tdefaultBranch = \($0)\n" } ?? "", in: home.home)
    let repository = try Repository.create(at: home.path, surroundings: home.surroundings)
    #expect(repository.head() == nil)
    #expect(try home.git("symbolic-ref", "HEAD") == "refs/heads/\(branch ?? "main")\n")
    #expect(try home.run(["git", "fsck", "--strict"]).status == 0)
  }

  @Test("a repository is not created over another")
  func createTwice() throws {
    let home = try TemporaryRepository.make()
    let failure = try failure { _ = try Repository.create(at: home.path, surroundings: home.surroundings) }
    #expect(failure.summary == "cannot create a repository in \(home.path)")
  }
}
