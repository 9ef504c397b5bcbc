import Foundation
import Persona
import Testing

@testable import Workspace

@Suite struct WorkspaceLockTests {
  @Test("a second run is refused while the first holds the lock, and not after")
  func oneAtATime() throws {
    let home = try TemporaryRepository.make()
    do {
      let lock = try WorkspaceLock.acquire(in: home.path)
      let refused = try failure { _ = try WorkspaceLock.acquire(in: home.path) }
      #expect(refused.summary == "cannot lock the workspace")
      #expect(refused.causes.first?.hasPrefix("another run holds it (pid \(getpid()) on ") == true)
      // Another process sees the same.
      #expect(try home.run(["flock", "--nonblock", ".persona-sync/lock", "true"]).status == 1)
      _ = lock
    }
    _ = try WorkspaceLock.acquire(in: home.path)
    #expect(try home.run(["flock", "--nonblock", ".persona-sync/lock", "true"]).status == 0)
  }

  @Test("the lock of another process counts, and a killed process leaves nothing behind")
  func anotherProcess() throws {
    let home = try TemporaryRepository.make()
    _ = try WorkspaceLock.acquire(in: home.path)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "flock", "--no-fork", ".persona-sync/lock", "sh", "-c",
      "echo pid 1 on earth > .persona-sync/lock; echo held; exec cat",
    ]
    process.currentDirectoryURL = URL(fileURLWithPath: home.path)
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    #expect(try output.fileHandleForReading.read(upToCount: 5) == Data("held\n".utf8))
    let refused = try failure { _ = try WorkspaceLock.acquire(in: home.path) }
    #expect(refused.causes == ["another run holds it (pid 1 on earth)"])
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    _ = try WorkspaceLock.acquire(in: home.path)
  }

  @Test("git never sees the folder of the lock")
  func ignored() throws {
    let home = try TemporaryRepository.make()
    try home.commit(["a.md": "a\n"])
    let lock = try WorkspaceLock.acquire(in: home.path)
    #expect(try home.git("status", "--porcelain", "--untracked-files=all") == "")
    _ = lock
  }
}
