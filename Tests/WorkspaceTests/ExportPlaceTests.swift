import Foundation
import Persona
import Testing

@testable import Workspace

@Suite("The place of an export")
struct ExportPlaceTests {
  private func place(
    _ path: String, of repository: borrowing TemporaryRepository, isPrivate: Bool = true,
    overwrites: Bool = false
  ) throws -> ExportPlace {
    try ExportPlace(
      path, from: repository.home, overwrites: overwrites, isPrivate: isPrivate,
      workspace: try .open(workspace: repository.path, surroundings: repository.surroundings))
  }

  @Test("a private file is its owner's alone, whatever the umask, and nothing is left beside it")
  func mode() throws {
    let repository = try TemporaryRepository.make()
    try place("people.csv", of: repository).write(Array("user\n".utf8))
    let attributes = try FileManager.default.attributesOfItem(atPath: repository.home + "/people.csv")
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    let names = try FileManager.default.contentsOfDirectory(atPath: repository.home).sorted()
    #expect(names == [".gitconfig", "people.csv"])
  }

  @Test("a private file never lies in a repository: the workspace's, another, or one behind a link")
  func repositories() throws {
    let repository = try TemporaryRepository.make()
    let other = repository.home + "/other"
    try repository.git("init", "--quiet", other)
    try repository.git("init", "--quiet", "--bare", repository.home + "/bare.git")
    try FileManager.default.createDirectory(atPath: other + "/deep/er", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: repository.home + "/link", withDestinationPath: other + "/deep")
    for path in [
      repository.path + "/x", "../work/x", "other/x", "other/deep/er/x", "link/er/x", "bare.git/x",
    ] {
      let failure = #expect(throws: Failure.self) { try place(path, of: repository) }
      #expect(failure?.causes.first?.contains("git repository") == true, "\(path)")
    }
    // What names nobody may lie there.
    try place("other/card.svg", of: repository, isPrivate: false).write([])
  }

  @Test("a file that is there stays, unless it is to be replaced")
  func taken() throws {
    let repository = try TemporaryRepository.make()
    let file = URL(filePath: repository.home + "/people.csv")
    let early = try place("people.csv", of: repository)
    try Data("mine".utf8).write(to: file)
    // It came after the place was looked at.
    #expect(throws: Failure.self) { try early.write([]) }
    #expect(throws: Failure.self) { try place("people.csv", of: repository) }
    #expect(try Data(contentsOf: file) == Data("mine".utf8))
    try place("people.csv", of: repository, overwrites: true).write(Array("new".utf8))
    #expect(try Data(contentsOf: file) == Data("new".utf8))
    let attributes = try FileManager.default.attributesOfItem(atPath: file.path())
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }
}
