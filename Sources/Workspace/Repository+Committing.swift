// Committing given contents on top of HEAD. The tree is built from HEAD's tree and not from the index, so
// nothing that the user has staged or left unstaged is swept in; the work tree is only read.

internal import CLibgit2
public import Persona

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

extension Repository {
  /// Commits the contents of some files on top of HEAD, and nothing else.
  ///
  /// A path that is a symbolic link is written through to its target. A file keeps its mode. The user's
  /// index changes only at these paths; what the user had staged in them beyond HEAD stays staged where the
  /// file on disk holds it. Everything written under `.git` is synchronised to the disk. Hooks are not run
  /// and the commit is not signed.
  ///
  /// - Parameters:
  ///   - contents: each path with the bytes that the file has in the work tree; nil removes it.
  ///   - message: subject, empty line, body and trailers.
  ///   - author: nil for `defaultSignature()`. The committer comes from `GIT_COMMITTER_*` or the settings.
  /// - Returns: nil when HEAD holds exactly this already; then nothing is written.
  /// - Throws: what `requireQuiet` throws; and when somebody else has committed since the repository was opened.
  ///   In both cases the branch, the index and the work tree are as they were.
  public func commit(
    _ contents: [(path: String, bytes: [UInt8]?)], message: String, author: Signature? = nil
  ) throws(Failure) -> CommitID? {
    try requireQuiet()
    let now = try Self.readHead(handle)
    guard let branch, now.branch == branch, now.tip == tip else { throw Self.movedOn }
    let author = if let author { author } else { try defaultSignature() }
    let committer = try committerSignature()

    var changes: [FileChange] = []
    for content in contents {
      guard let change = try fileChange(content.path, content.bytes) else { continue }
      if let twin = changes.first(where: { $0.gitPath == change.gitPath }) {
        guard twin.new == change.new else {
          throw Failure(
            "cannot commit \(content.path)", causes: ["two contents were given for one file"], kind: .bug)
        }
        continue
      }
      changes.append(change)
    }
    guard !changes.isEmpty else { return nil }
    let tree = try updatedTree(changes)

    let id = try createCommit(tree: tree, message: message, author: author, committer: committer)
    var index = try IndexUpdate.begin(in: self, for: id)
    try index.prepare(changes, in: self)
    try moveBranch(branch, to: id, message: message, committer: committer)
    moveTip(to: id)
    try index.finish()
    return id
  }

  private static var movedOn: Failure {
    Failure(
      "cannot commit", causes: ["somebody else has committed, or switched the branch, since this run began"],
      hint: "nothing was committed over it; run again to start from the new HEAD")
  }

  /// HEAD's tree with the changes.
  private func updatedTree(_ changes: [FileChange]) throws(Failure) -> git_oid {
    // The names live until this function returns.
    let names = unsafe changes.map { unsafe strdup($0.gitPath) }
    defer { for index in unsafe names.indices { unsafe free(names[index]) } }
    let updates = unsafe zip(changes, names).map { change, name in
      unsafe git_tree_update(
        action: change.new == nil ? GIT_TREE_UPDATE_REMOVE : GIT_TREE_UPDATE_UPSERT,
        id: change.new?.id.raw ?? git_oid(), filemode: change.new?.mode ?? GIT_FILEMODE_UNREADABLE, path: name
      )
    }
    func update(_ base: OpaquePointer?) throws(Failure) -> git_oid {
      var id = git_oid()
      try git("cannot write the new tree") {
        unsafe git_tree_create_updated(&id, handle.pointer, base, updates.count, updates)
      }
      return id
    }
    guard let tip else { return try update(nil) }
    let base = try tree(of: tip)
    return try unsafe update(base.pointer)
  }

  private func createCommit(
    tree id: git_oid, message: String, author: Signature, committer: Signature
  ) throws(Failure) -> CommitID {
    let attempt = "cannot write the commit"
    var treeID = id
    let tree = try Handle(attempt, freedBy: unsafe git_tree_free) {
      unsafe git_tree_lookup(&$0, handle.pointer, &treeID)
    }
    let text = try ByteBuffer.bytes(attempt) {
      unsafe git_message_prettify($0, message.split(separator: "\0").joined(), 0, 0)
    }
    let author = try SignatureHandle(author)
    let committer = try SignatureHandle(committer)
    func create(_ parent: OpaquePointer?) throws(Failure) -> CommitID {
      var id = git_oid()
      try git(attempt) {
        unsafe persona_git_commit_create(
          &id, handle.pointer, author.pointer, committer.pointer, String(decoding: text, as: UTF8.self),
          tree.pointer,
          parent)
      }
      return CommitID(id)
    }
    guard let tip else { return try create(nil) }
    let parent = try commitObject(tip)
    return try unsafe create(parent.pointer)
  }

  /// Lets the branch name the new commit if it still names the one that we started from.
  private func moveBranch(
    _ branch: String, to commit: CommitID, message: String, committer: Signature
  ) throws(Failure) {
    let subject = message.prefix { $0 != "\n" }
    let note = tip == nil ? "commit (initial): \(subject)" : "commit: \(subject)"
    var id = commit.raw
    var expected = tip?.raw ?? git_oid()
    // The reference log names the committer.
    try git("cannot set the committer") {
      unsafe git_repository_set_ident(handle.pointer, committer.name, committer.email)
    }
    var reference: OpaquePointer?
    let code = try git(
      "cannot move the branch \(branch)", expecting: GIT_EMODIFIED, GIT_EEXISTS, GIT_ENOTFOUND, GIT_ELOCKED
    ) {
      unsafe git_reference_create_matching(
        &reference, handle.pointer, branch, &id, tip == nil ? 0 : 1, &expected, note)
    }
    unsafe git_reference_free(reference)
    if code == GIT_ELOCKED.rawValue, let path = branchPath {
      throw Failure(
        "cannot commit", causes: ["another git process holds the branch: \(path).lock exists"],
        hint: "wait until it has ended; if none is running, a crash left the file behind: remove it")
    }
    guard code >= 0 else { throw Self.movedOn }
  }
}
