import Foundation
import Persona
import Testing

@testable import Workspace

@Suite("Versions of files")
struct FileVersionsTests {
  /// Files that come, move, go, and turn into folders; on two branches that are merged.
  private func history(_ home: borrowing TemporaryRepository) throws {
    try home.commit(["p/a": "1\n", "p/b": "1\n", "other": "1\n"], "root")
    try home.commit(["p/deep/er/a": "1\n", "q/a.b": "1\n", "q/a": "1\n"], "folders")
    try home.git("switch", "--quiet", "-c", "side")
    try home.commit(["p/a": "side\n", "q/new": "side\n"], "side")
    try home.git("switch", "--quiet", "main")
    try home.commit(["p/b": "main\n", "other": "2\n"], "main")
    try home.git("merge", "--quiet", "--no-edit", "side")
    try home.git("mv", "p/b", "q/b")
    try home.git("commit", "--quiet", "--message", "moved")
    try home.git("rm", "--quiet", "q/a")
    try home.commit(["q/a/inside": "a folder now\n"], "a folder in place of a file")
    try home.git("rm", "--quiet", "-r", "p/deep")
    try home.git("commit", "--quiet", "--message", "less deep")
    try home.commit(["other": "3\n"], "elsewhere")
  }

  @Test("every version of every file is in the commit that git lists for it, as the blob that git names")
  func sameAsGit() throws {
    let home = try TemporaryRepository.make()
    try history(home)
    let versions = try home.open().fileVersions(below: ["p", "q"])
    let paths = Set(versions.flatMap(\.blobs.keys))
    #expect(
      paths == ["p/a", "p/b", "p/deep/er/a", "q/a", "q/a.b", "q/a/inside", "q/b", "q/new"], "\(paths)")
    for path in paths {
      let found = versions.filter { $0.blobs.keys.contains(path) }.map { "\($0.commit.id)\n" }.joined()
      #expect(
        try home.git("log", "--full-history", "--no-merges", "--format=%H", "--", path) == found, "\(path)")
      for version in versions {
        guard let blob = version.blobs[path] else { continue }
        let named = try home.run(["git", "rev-parse", "--verify", "--quiet", "\(version.commit.id):\(path)"])
        let isFile = try home.run(["git", "cat-file", "blob", "\(version.commit.id):\(path)"]).status == 0
        #expect(
          blob.map { "\($0)\n" } == (isFile ? named.output : nil), "\(path) in \(version.commit.subject)")
      }
    }
  }

  @Test("the files of a commit are those that git lists")
  func filesOfCommit() throws {
    let home = try TemporaryRepository.make()
    try history(home)
    let repository = try home.open()
    for revision in ["HEAD", "HEAD~3", "side"] {
      let files = try repository.files(below: "q", at: repository.commit(named: revision))
      #expect(
        files.keys.sorted().map { $0 + "\n" }.joined()
          == (try home.git("ls-tree", "-r", "--name-only", revision, "q/")))
    }
  }

  @Test("a walk can begin at any commit")
  func upTo() throws {
    let home = try TemporaryRepository.make()
    try history(home)
    let repository = try home.open()
    let side = try repository.commit(named: "side")
    #expect(
      try repository.fileVersions(below: ["p", "q"], upTo: side).map(\.commit.subject) == [
        "side", "folders", "root",
      ])
  }

  @Test("links are no files")
  func links() throws {
    let home = try TemporaryRepository.make()
    try home.commit(["p/a": "1\n"])
    try FileManager.default.createSymbolicLink(atPath: home.path + "/p/b", withDestinationPath: "a")
    try home.git("add", "p/b")
    try home.git("commit", "--quiet", "--message", "link")
    let versions = try home.open().fileVersions(below: ["p"])
    #expect(versions.flatMap(\.blobs.keys) == ["p/a"])
  }
}
