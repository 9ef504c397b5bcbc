// The hooks that git runs before it commits, run as git runs them (githooks(5)), so that a team's rules hold for the
// commits of the tool as well.

internal import CLibgit2
internal import Persona

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The hooks for the commits of one run.
///
/// `pre-commit` runs once, with an index that holds what the last of the commits will: the run is made whole or not at all,
/// and fifty personas are no fifty runs of a linter. `commit-msg` runs for each message.
struct Hooks {
  private let repository: Repository
  private let author: Signature
  private let folder: String
  /// What hooks printed that refused nothing, and which of them were passed over.
  private(set) var words: [String] = []

  private var attempt: String { "cannot commit" }

  /// - Returns: nil where no hook of a commit is there.
  init?(of repository: Repository, author: Signature) throws(Failure) {
    self.repository = repository
    self.author = author
    folder = try repository.hooksFolder()
    guard ["pre-commit", "commit-msg"].contains(where: { linkStatus(folder + "/" + $0) != nil }) else {
      return nil
    }
  }

  /// Lets `pre-commit` look at what is going to be committed.
  ///
  /// - Parameter tree: of the last commit; in git's store.
  /// - Throws: when the hook refuses, or changes what it was shown.
  mutating func check(_ tree: ObjectID) throws(Failure) {
    guard let hook = hook("pre-commit") else { return }
    let index = repository.hookIndexPath
    try repository.writeIndex(of: tree, at: index)
    defer { unsafe unlink(index) }
    try run(hook, [], index: index)
    guard try repository.tree(ofIndexAt: index) == tree else {
      throw Failure(
        attempt, causes: ["the hook pre-commit changed what was going to be committed"],
        hint: "let it check the tool's files and leave them as they are, or commit without hooks: --no-verify"
      )
    }
  }

  /// The message after `commit-msg` has had its say.
  mutating func message(_ message: [UInt8], tree: ObjectID) throws(Failure) -> [UInt8] {
    guard let hook = hook("commit-msg") else { return message }
    let index = repository.hookIndexPath
    try repository.writeIndex(of: tree, at: index)
    defer { unsafe unlink(index) }
    let path = repository.gitFolderPath + "COMMIT_EDITMSG"
    func file<Result>(_ step: () throws(SystemError) -> Result) throws(Failure) -> Result {
      do throws(SystemError) {
        return try step()
      } catch {
        throw Failure(attempt, causes: ["the message cannot be handed to the hook commit-msg", error.words])
      }
    }
    try file { () throws(SystemError) in
      try OpenFile(path, O_WRONLY | O_CREAT | O_TRUNC, mode: 0o666).write(message)
    }
    try run(hook, [fromWorkTree(path)], index: index)
    let changed = try file { () throws(SystemError) in
      try OpenFile(path, O_RDONLY).contents(limitBytes: Limits.messageBytes)
    }
    let text = try Self.prettified(changed)
    guard !text.isEmpty else {
      throw Failure(attempt, causes: ["the hook commit-msg left an empty message"], hint: Self.hint)
    }
    return text
  }

  /// A message without trailing blanks and needless empty lines.
  static func prettified(_ message: [UInt8]) throws(Failure) -> [UInt8] {
    let text = String(decoding: message, as: UTF8.self).split(separator: "\0").joined()
    return try ByteBuffer.bytes("cannot write the commit") { unsafe git_message_prettify($0, text, 0, 0) }
  }

  private static let hint = "do what it asks for, or commit without hooks: --no-verify"

  /// The path of a hook; nil where there is none, or none that may be run.
  private mutating func hook(_ name: String) -> String? {
    let path = folder + "/" + name
    if isExecutable(path) { return path }
    guard linkStatus(path) != nil, repository.advises("ignoredhook") else { return nil }
    // git's own words.
    let word = "The '\(path)' hook was ignored because it's not set as executable."
    if !words.contains(word) { words.append(word) }
    return nil
  }

  private mutating func run(_ path: String, _ arguments: [String], index: String) throws(Failure) {
    let name = path.split(separator: "/").last ?? ""
    let program = Program(
      arguments: [fromWorkTree(path)] + arguments, folder: repository.workTree,
      environment: environment(index: index),
      mayBeScript: true)
    let outcome: Program.Outcome
    do throws(SystemError) {
      outcome = try program.run()
    } catch {
      throw Failure(attempt, causes: ["the hook \(name) cannot be run", error.words], hint: Self.hint)
    }
    guard outcome.status == 0 else {
      throw Failure(
        attempt, causes: ["the hook \(name) refused, with exit code \(outcome.status)"] + outcome.lines,
        hint: Self.hint)
    }
    words += outcome.lines.map { "\(name): \($0)" }
  }

  /// A path as git names it to a hook, which stands in the root of the work tree.
  private func fromWorkTree(_ path: String) -> String {
    let inside = repository.workTree + "/"
    return path.hasPrefix(inside) ? String(path.dropFirst(inside.count)) : path
  }

  /// What git sets for the hooks of a commit that needs no editor.
  private func environment(index: String) -> [String: String] {
    var variables = repository.surroundings.environment
    variables["GIT_INDEX_FILE"] = index
    variables["GIT_EDITOR"] = ":"
    variables["GIT_PREFIX"] = ""
    variables["GIT_AUTHOR_NAME"] = author.name
    variables["GIT_AUTHOR_EMAIL"] = author.email
    variables["GIT_AUTHOR_DATE"] = "@\(author.seconds) \(author.zone)"
    // In a linked work tree or a submodule.
    if linkStatus(repository.workTree + "/.git")?.isFolder != true {
      variables["GIT_DIR"] = String(repository.gitFolderPath.dropLast())
    }
    return variables
  }
}

extension Repository {
  /// The folder that holds the hooks: `core.hooksPath`, from the root of the work tree, else git's own.
  fileprivate func hooksFolder() throws(Failure) -> String {
    if let written = setting("core.hookspath", in: try settings()), !written.isEmpty {
      let path = expanded(written, home: surroundings.variable("HOME"))
      return path.hasPrefix("/") ? path : workTree + "/" + path
    }
    // The path belongs to the repository and is copied at once.
    let common = unsafe git_repository_commondir(handle.pointer).map { unsafe String(cString: $0) }
    return (common ?? gitFolderPath) + "hooks"
  }

  /// Where git keeps what belongs to this work tree, with a slash at the end.
  var gitFolderPath: String { String(indexPath.dropLast("index".utf8.count)) }

  /// The index that is shown to hooks. What a killed run leaves of it is overwritten by the next.
  fileprivate var hookIndexPath: String { indexPath + ".persona-sync-hooks" }

  fileprivate func advises(_ name: String) -> Bool {
    guard let settings = try? settings() else { return true }
    return boolean("advice." + name, in: settings) ?? true
  }

  fileprivate func writeIndex(of tree: ObjectID, at path: String) throws(Failure) {
    let attempt = "cannot write an index for the hooks"
    unsafe unlink(path)
    let index = try Handle(attempt, freedBy: unsafe git_index_free) { unsafe git_index_open(&$0, path) }
    var id = tree.raw
    let root = try Handle(attempt, freedBy: unsafe git_tree_free) {
      unsafe git_tree_lookup(&$0, handle.pointer, &id)
    }
    try git(attempt) { unsafe git_index_read_tree(index.pointer, root.pointer) }
    try git(attempt) { unsafe git_index_write(index.pointer) }
  }

  /// The tree that a commit of this index would have.
  fileprivate func tree(ofIndexAt path: String) throws(Failure) -> ObjectID {
    let attempt = "cannot read the index after the hooks"
    let index = try Handle(attempt, freedBy: unsafe git_index_free) { unsafe git_index_open(&$0, path) }
    var id = git_oid()
    try git(attempt) { unsafe git_index_write_tree_to(&id, index.pointer, handle.pointer) }
    return ObjectID(id)
  }
}
