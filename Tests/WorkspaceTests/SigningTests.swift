// Signed commits, with git, gpg and ssh-keygen as the judges.

import Foundation
import Persona
import Testing

@testable import Workspace

/// Whether a program is there to judge; without it the test is skipped, visibly.
private func has(_ program: String) -> Bool {
  (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }
}

@Suite struct SigningTests {
  private func signed(_ home: borrowing TemporaryRepository) throws {
    try home.git("config", "commit.gpgsign", "true")
    let made = try home.open().commit([
      CommitDraft([("a.txt", .text("two\n"))], message: "two\n\nPersona: jen\nTool: test\n"),
      CommitDraft([("b.txt", .text("b\n"))], message: "three\n"),
    ])
    #expect(made.count { $0 != nil } == 2)
    for commit in ["HEAD", "HEAD~1"] {
      #expect(try home.run(["git", "verify-commit", commit]).status == 0)
    }
    #expect(try home.git("log", "--format=%G?", "-2") == "G\nG\n")
    #expect(try home.run(["git", "log", "--show-signature", "-1"]).output.contains("Good "))
    #expect(try home.git("log", "-1", "--format=%(trailers:key=Tool,valueonly)", "HEAD~1") == "test\n\n")
    #expect(try home.git("fsck", "--strict") == "")
    // The same headers in the same order as git's own.
    func headers(_ commit: String) throws -> [String] {
      try home.git("cat-file", "commit", commit).split(separator: "\n").prefix { !$0.hasPrefix(" ") }
        .map { String($0.prefix { $0 != " " }) }
    }
    let ours = try headers("HEAD")
    try home.git("commit", "-q", "--allow-empty", "-m", "git's")
    #expect(try headers("HEAD") == ours)
  }

  @Test("gpg signs, and git verifies it", .enabled(if: has("gpg"), "gpg is not installed"))
  func openPGP() throws {
    var home = try TemporaryRepository.make()
    // The agent's socket needs a short path.
    let keys = "/tmp/ps-gpg-\(UUID().uuidString.prefix(8))"
    home.surroundings.environment["GNUPGHOME"] = keys
    try FileManager.default.createDirectory(
      atPath: keys, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(atPath: keys) }
    let identity = "Ada Writer <ada@example.com>"
    let made = try home.run([
      "gpg", "--batch", "--passphrase", "", "--quick-gen-key", identity, "ed25519", "sign", "never",
    ])
    #expect(made.status == 0, "\(made.errors)")
    defer { _ = try? home.run(["gpgconf", "--kill", "gpg-agent"]) }
    try home.commit(["a.txt": "one\n"])
    try signed(home)
    // By its name in the settings as well.
    try home.git("config", "user.signingkey", "ada@example.com")
    #expect(try home.open().commit([("c.txt", .text("c\n"))], message: "four\n") != nil)
    #expect(try home.git("log", "--format=%G?", "-1") == "G\n")
  }

  @Test(
    "ssh-keygen signs, with a key in a file or in the settings",
    .enabled(if: has("ssh-keygen"), "ssh-keygen is not installed"))
  func ssh() throws {
    let home = try TemporaryRepository.make()
    let key = home.home + "/key"
    _ = try home.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key])
    let publicKey = try String(contentsOfFile: key + ".pub", encoding: .utf8)
    try Data("ada@example.com \(publicKey)".utf8).write(to: URL(fileURLWithPath: home.home + "/signers"))
    try home.commit(["a.txt": "one\n"])
    try home.git("config", "gpg.format", "ssh")
    try home.git("config", "user.signingkey", "~/key")
    try home.git("config", "gpg.ssh.allowedSignersFile", home.home + "/signers")
    try signed(home)
    // A command that names the key; the private one comes from the agent, which is not there, or from beside it.
    try home.git("config", "--unset", "user.signingkey")
    let refusal = try failure { _ = try home.open().commit([("c.txt", .text("c\n"))], message: "four\n") }
    #expect(refusal.causes == ["neither user.signingkey nor gpg.ssh.defaultKeyCommand names a key"])
    try home.git("config", "gpg.ssh.defaultKeyCommand", "echo nothing")
    let none = try failure { _ = try home.open().commit([("c.txt", .text("c\n"))], message: "four\n") }
    #expect(none.causes == ["gpg.ssh.defaultKeyCommand printed no key", "nothing"])
  }

  @Test("S/MIME goes to gpgsm as git sends it")
  func x509() throws {
    let home = try TemporaryRepository.make()
    // A stand-in that takes down what it is given: a certificate that is trusted cannot be made without a dialog.
    let program = #"""
      #!/bin/sh
      echo "$@" >> "$HOME/witness"; cat >> "$HOME/witness"
      echo "[GNUPG:] SIG_CREATED D 1 8 00 1 X" >&2
      printf -- '-----BEGIN SIGNED MESSAGE-----\nMII\n-----END SIGNED MESSAGE-----\n'
      """#
    try home.write("gpgsm", program, in: home.home)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: home.home + "/gpgsm")
    try home.commit(["a.txt": "one\n"])
    for (name, value) in [
      ("gpg.format", "x509"), ("gpg.x509.program", home.home + "/gpgsm"), ("commit.gpgsign", "yes"),
      ("user.signingkey", "0x1234"),
    ] { try home.git("config", name, value) }
    func witnessed() throws -> String {
      defer { try? FileManager.default.removeItem(atPath: home.home + "/witness") }
      return try String(contentsOfFile: home.home + "/witness", encoding: .utf8)
    }
    _ = try home.open().commit([("a.txt", .text("two\n"))], message: "two\n")
    let (ours, commit) = try (witnessed(), home.git("cat-file", "commit", "HEAD"))
    try home.git("reset", "-q", "--hard", "HEAD~1")
    try home.write("a.txt", "two\n")
    try home.git("commit", "-qam", "two")
    #expect(try witnessed() == ours)
    #expect(try home.git("cat-file", "commit", "HEAD") == commit)
  }

  @Test(
    "without a signature nothing is committed",
    arguments: [
      ("gpg.program", "/bin/false", "/bin/false made no signature, exit code 1"),
      ("gpg.program", "/nowhere/gpg", "/nowhere/gpg cannot be run"),
      ("gpg.format", "pgp7", "gpg.format is pgp7, and only openpgp, x509 and ssh are known"),
    ])
  func refusal(name: String, value: String, cause: String) throws {
    let home = try TemporaryRepository.make()
    try home.commit(["a.txt": "one\n"])
    try home.git("config", "commit.gpgsign", "true")
    try home.git("config", name, value)
    let refusal = try failure { _ = try home.open().commit([("a.txt", .text("two\n"))], message: "two\n") }
    #expect(refusal.summary == "cannot sign the commit")
    #expect(refusal.causes.first == cause)
    #expect(try home.git("rev-list", "--count", "HEAD") == "1\n")
    #expect(try home.git("status", "--porcelain") == "")
  }
}
