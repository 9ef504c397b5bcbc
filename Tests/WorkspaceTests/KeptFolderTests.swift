// What a workspace keeps for itself is never reached through a link.

import Persona
import Testing

@testable import Workspace

@Suite("The tool's own folder")
struct KeptFolderTests {
  @Test(
    "a link in its place is refused before anything is written", arguments: ["", "/segments", "/settings"])
  func links(below: String) throws {
    let home = try TemporaryRepository.make()
    try home.run(["mkdir", "-p", "elsewhere"])
    if !below.isEmpty { try home.run(["mkdir", ".persona-sync"]) }
    try home.run(["ln", "-s", home.path + "/elsewhere", ".persona-sync" + below])
    let failure = #expect(throws: Failure.self) { _ = try WorkspaceLock.acquire(in: home.path) }
    #expect(failure?.summary == "refusing to use .persona-sync\(below): it is a symbolic link")
    #expect(try home.run(["ls", "-A", "elsewhere"]).output == "")
  }

  @Test(
    "no path leads to what is git's",
    arguments: [".git/config", "personas/.Git/x", "link/config", "personas/link"])
  func git(path: String) throws {
    let home = try TemporaryRepository.make()
    try home.run(["mkdir", "personas"])
    try home.run(["ln", "-s", ".git", "link"])
    try home.run(["ln", "-s", "../.git/config", "personas/link"])
    let files = try FileStore(root: home.path)
    let config = try home.read(".git/config")
    #expect(throws: Failure.self) { try files.replace(path, with: .text("x"), expecting: .text(config)) }
    #expect(throws: Failure.self) { try files.replace(path, with: .text("x"), expecting: nil) }
    #expect(try home.read(".git/config") == config)
  }
}
