// Where a workspace is, from wherever in it somebody stands.

import Foundation
import Persona
import PersonaSync
import Testing
import Workspace

@Suite("Finding the workspace")
struct WorkspaceFolderTests {
  @Test("a folder with blanks, percent signs and letters of any script is found from below")
  func folderOfAnyName() throws {
    let base = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appending(path: "persona-sync-find-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: base) }
    let root = base.path(percentEncoded: false) + "/my shop%20 日本ü"
    try FileManager.default.createDirectory(atPath: root + "/personas", withIntermediateDirectories: true)
    try Data().write(to: URL(filePath: root + "/persona-sync.yml"))
    #expect(try WorkspaceFolder.find(from: root + "/personas").root == root)
    #expect(try WorkspaceFolder.find(from: root + "/personas").standing == "personas")
    #expect(try WorkspaceFolder.find(from: root).standing == "")
  }

  @Test("init waits for nobody in a new folder, and writes to no workspace in which a run is at work")
  func initBesideRun() throws {
    let workspace = try TestWorkspace(settings: Shop.settings)
    let lock = try WorkspaceLock.acquire(in: workspace.root)
    let failure = #expect(throws: Failure.self) { try initialise(folder: workspace.root, example: false) }
    #expect(failure?.summary == "cannot lock the workspace")
    #expect(try workspace.git("status", "--porcelain") == "")
    _ = consume lock
    #expect(try initialise(folder: workspace.root, example: false).created == [".gitattributes"])
    let other = workspace.root + "-new"
    defer { try? FileManager.default.removeItem(atPath: other) }
    #expect(try initialise(folder: other, example: false).createdRepository)
    #expect(!FileManager.default.fileExists(atPath: other + "/.persona-sync"))
  }

  @Test(
    "a folder that is not there is refused as git refuses it, whatever lies above",
    arguments: ["no/such/folder", "personas/regular.md", "persona-sync.yml"])
  func missingFolder(path: String) throws {
    let workspace = try Shop.workspace()
    let folder = workspace.root + "/" + path
    #expect(throws: Failure.self) {
      try TestWorkspace.run(["git", "-C", folder, "rev-parse"], home: workspace.root)
    }
    let refused = #expect(throws: Failure.self) { try WorkspaceFolder.find(from: folder) }
    #expect(refused?.summary == "cannot work in \(folder)")
    #expect(refused?.hint != nil)
  }

  @Test(
    "a path is taken from where the person stands",
    arguments: [
      ("", ".//data/shop.csv", "data/shop.csv"), ("data", "..//shop.csv", "shop.csv"),
      ("", "data/a.csv", "data/a.csv"), ("", "./a.csv", "a.csv"), ("", "../a.csv", "../a.csv"),
      ("data", "a.csv", "data/a.csv"), ("data", "./a.csv", "data/a.csv"), ("data", "*.csv", "data/*.csv"),
      ("personas", "../data/a.csv", "data/a.csv"), ("a/b", "../../c.csv", "c.csv"),
      ("a", "../../c.csv", "../c.csv"),
      ("a/b", "../link/../c.csv", "a/link/../c.csv"), ("data", "/tmp/a.csv", "/tmp/a.csv"),
      ("data", "-", "-"),
    ])
  func pathFromRoot(standing: String, written: String, path: String) {
    var folder = WorkspaceFolder(root: "/workspace")
    folder.standing = standing
    #expect(folder.pathFromRoot(written) == path)
  }

  @Test("exports are asked for only where no source is named")
  func nextSteps() throws {
    func asksForExports(_ settings: String) throws -> Bool {
      let workspace = try TestWorkspace(settings: settings)
      return try initialise(folder: workspace.root, example: false).next.contains {
        $0.hasPrefix("put exports")
      }
    }
    #expect(try asksForExports("timezone: UTC\n"))
    #expect(try !asksForExports(Shop.settings))
  }
}
