// Signing commits with the program that git would run: gpg, gpgsm or ssh-keygen. The signature is git's own
// (`gpgsig`), so that `git verify-commit` reads it.

internal import CLibgit2
internal import Persona

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// How the commits of a repository are signed.
struct Signing {
  private enum Format: String {
    case openpgp, x509, ssh

    /// The setting of its program, and the program without one.
    var program: (setting: String, name: String) {
      switch self {
      case .openpgp: ("gpg.openpgp.program", "gpg")
      case .x509: ("gpg.x509.program", "gpgsm")
      case .ssh: ("gpg.ssh.program", "ssh-keygen")
      }
    }
  }

  private static let attempt = "cannot sign the commit"
  private static let hint =
    "see whether git can: git commit --allow-empty -S; without a signature: git config commit.gpgsign false"

  private let format: Format
  private let program: String
  /// What names the key.
  private let key: String
  private let folder: String
  private let environment: [String: String]

  /// What the settings say; nil where commits are not signed.
  ///
  /// - Throws: when they ask for a form that is not known, or for SSH without a key.
  init?(of repository: Repository, committer: Signature) throws(Failure) {
    let settings = try repository.settings()
    guard boolean("commit.gpgsign", in: settings) == true else { return nil }
    let name = setting("gpg.format", in: settings) ?? Format.openpgp.rawValue
    guard let format = Format(rawValue: name) else {
      throw Failure(
        Self.attempt, causes: ["gpg.format is \(name), and only openpgp, x509 and ssh are known"],
        hint: "set one of them: git config gpg.format openpgp")
    }
    self.format = format
    let home = repository.surroundings.variable("HOME")
    var program = setting(format.program.setting, in: settings)
    if program == nil, format == .openpgp { program = setting("gpg.program", in: settings) }
    self.program = program.map { expanded($0, home: home) } ?? format.program.name
    folder = repository.workTree
    environment = repository.surroundings.environment
    if let key = setting("user.signingkey", in: settings), !key.isEmpty {
      self.key = key
    } else if format == .ssh {
      key = try Self.defaultKey(setting("gpg.ssh.defaultkeycommand", in: settings), folder, environment)
    } else {
      key = "\(committer.name) <\(committer.email)>"
    }
  }

  /// The text of a commit with its signature.
  func signed(_ commit: [UInt8]) throws(Failure) -> [UInt8] {
    let signature = format == .ssh ? try sshSignature(of: commit) : try gpgSignature(of: commit)
    // After the other headers, each further line of it behind a blank.
    var lines = signature.filter { $0 != UInt8(ascii: "\r") }.split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    while lines.last?.isEmpty == true { lines.removeLast() }
    let header = Array("\ngpgsig ".utf8) + Array(lines.joined(separator: Array("\n ".utf8)))
    guard let end = commit.firstRange(of: Array("\n\n".utf8)) else {
      throw Failure(Self.attempt, causes: ["it has no message"], kind: .bug)
    }
    return Array(commit[..<end.lowerBound]) + header + commit[end.lowerBound...]
  }

  private func gpgSignature(of commit: [UInt8]) throws(Failure) -> [UInt8] {
    let outcome = try run([program, "--status-fd=2", "-bsau", key], input: commit)
    let words = String(decoding: outcome.errors, as: UTF8.self).split(whereSeparator: \.isNewline)
    let isCreated = words.contains { $0.hasPrefix("[GNUPG:] SIG_CREATED ") }
    guard outcome.status == 0, isCreated, !outcome.output.isEmpty else {
      throw refusal(words.filter { !$0.hasPrefix("[GNUPG:]") }.map(String.init), outcome.status)
    }
    return outcome.output
  }

  private func sshSignature(of commit: [UInt8]) throws(Failure) -> [UInt8] {
    let scratch = try ScratchFolder(in: environment["TMPDIR"] ?? "/tmp")
    var arguments = [program, "-Y", "sign", "-n", "git", "-f"]
    if let literal = Self.literalKey(key) {
      arguments += [try scratch.file("key", Array((literal + "\n").utf8)), "-U"]
    } else {
      arguments.append(expanded(key, home: environment["HOME"]))
    }
    let payload = try scratch.file("commit", commit)
    let outcome = try run(arguments + [payload], input: nil)
    let signature = try? FileStore.bytes(atAbsolutePath: payload + ".sig", limitBytes: Limits.messageBytes)
    guard outcome.status == 0, let signature = signature ?? nil, !signature.isEmpty else {
      throw refusal(outcome.lines, outcome.status)
    }
    return signature
  }

  private func run(_ arguments: [String], input: [UInt8]?) throws(Failure) -> Program.Outcome {
    do throws(SystemError) {
      return try Program(arguments: arguments, folder: folder, environment: environment).run(input: input)
    } catch {
      throw Failure(Self.attempt, causes: ["\(program) cannot be run", error.words], hint: Self.hint)
    }
  }

  private func refusal(_ words: [String], _ status: Int32) -> Failure {
    Failure(
      Self.attempt, causes: ["\(program) made no signature, exit code \(status)"] + words, hint: Self.hint)
  }

  /// A key that stands in the setting itself, as git tells them.
  private static func literalKey(_ key: String) -> String? {
    if key.hasPrefix("key::") { return String(key.dropFirst("key::".count)) }
    return key.hasPrefix("ssh-") ? key : nil
  }

  /// The first key that a command of the settings prints.
  private static func defaultKey(
    _ command: String?, _ folder: String, _ environment: [String: String]
  ) throws(Failure) -> String {
    guard let command, !command.isEmpty else {
      throw Failure(
        attempt, causes: ["neither user.signingkey nor gpg.ssh.defaultKeyCommand names a key"],
        hint: "name one: git config --global user.signingkey ~/.ssh/id_ed25519.pub")
    }
    let program = Program(arguments: ["/bin/sh", "-c", command], folder: folder, environment: environment)
    let outcome = try? program.run()
    let first = outcome.map { String(decoding: $0.output, as: UTF8.self) }?
      .split(whereSeparator: \.isNewline).first.map(String.init)
    guard let first, outcome?.status == 0, literalKey(first) != nil else {
      throw Failure(
        attempt, causes: ["gpg.ssh.defaultKeyCommand printed no key"] + (outcome?.lines ?? []), hint: hint)
    }
    return first
  }
}
