// Committing given contents on top of HEAD. The trees are built from HEAD's and not from the index, so
// nothing that the user has staged or left unstaged is swept in; the work tree is only read.

internal import CLibgit2
public import Persona

/// What one commit is to hold.
public struct CommitDraft: Sendable {
  /// Each path with the bytes that the file has in the work tree; nil removes it.
  public var contents: [(path: String, bytes: [UInt8]?)]
  /// Subject, empty line, body and trailers.
  public var message: String
  /// Nil for `Repository.defaultSignature()`.
  public var author: Signature?

  public init(_ contents: [(path: String, bytes: [UInt8]?)], message: String, author: Signature? = nil) {
    self.contents = contents
    self.message = message
    self.author = author
  }
}

extension Repository {
  /// Commits the contents of some files on top of HEAD, and nothing else; see `commit(_:)` for several commits.
  ///
  /// - Returns: nil when HEAD holds exactly this already; then nothing is written.
  public func commit(
    _ contents: [(path: String, bytes: [UInt8]?)], message: String, author: Signature? = nil
  ) throws(Failure) -> CommitID? {
    try commit([CommitDraft(contents, message: message, author: author)])[0]
  }

  /// Makes commits on top of HEAD, each on top of the one before it: all of them or none.
  ///
  /// A path that is a symbolic link is written through to its target. A file keeps its mode. The user's
  /// index changes only at these paths; what the user had staged in them beyond HEAD stays staged where the
  /// file on disk holds it. Everything that the branch then names is on the disk before it names it. The
  /// hooks `pre-commit` and `commit-msg` are run, and commits signed where the settings say so. The committer comes from
  /// `GIT_COMMITTER_*` or the settings.
  ///
  /// - Returns: for each draft its commit; nil when the commit before it holds exactly this already.
  /// - Throws: what `requireQuiet` throws; and when somebody else has committed to the workspace since the repository was
  ///   opened.
  ///   In both cases the branch, the index and the work tree are as they were.
  public func commit(_ drafts: [CommitDraft]) throws(Failure) -> [CommitID?] {
    try requireQuiet()
    var index = try IndexUpdate.begin(in: self)
    let commits = try prepare(drafts)
    try publish(commits, &index)
    return commits.made
  }

  /// Makes the commits and stores them with all that they hold; no branch names them yet.
  func prepare(_ drafts: [CommitDraft]) throws(Failure) -> PreparedCommits {
    let branch = try currentBranch()
    let committer = try committerSignature()
    let ownName = drafts.contains { $0.author == nil } ? try defaultSignature() : committer

    var commits = PreparedCommits(branch: branch, tip: tip, files: headFiles(), committer: committer)
    var objects = NewObjects(for: self)
    /// For each draft the tree of its commit; nil for none.
    var trees: [ObjectID?] = []
    for draft in drafts {
      let changed = try fileChanges(of: draft, in: &commits.files, &objects)
      for change in changed {
        try commits.files.set(change.new, at: change.gitPath, in: self)
        commits.changes.add(change)
      }
      trees.append(changed.isEmpty ? nil : try commits.files.store(in: &objects))
    }
    let messages = try messages(of: drafts, trees: trees, author: ownName, &objects)
    let signing = try Signing(of: self, committer: committer)
    for (index, tree) in trees.enumerated() {
      guard let tree else {
        commits.made.append(nil)
        continue
      }
      let text = try CommitText(
        tree: tree, parent: commits.newest ?? tip, author: drafts[index].author ?? ownName,
        committer: committer, message: messages[index])
      commits.made.append(try objects.add(.commit, signing?.signed(text.bytes) ?? text.bytes))
    }
    try objects.store()
    commits.note = note(on: commits.made, of: drafts)
    return commits
  }

  /// Lets the branch name the last of some commits, and takes their files over into the index: both, or neither.
  ///
  /// - Throws: when it could not be made sure that the disk holds the move, it is made all the same.
  ///
  /// - Parameter index: begun before the commits were made.
  func publish(_ commits: PreparedCommits, _ index: inout IndexUpdate) throws(Failure) {
    guard let newest = commits.newest else { return }
    try index.prepare(commits.changes.all, for: newest, in: self)
    var unsure: Failure?
    do throws(Failure) {
      try moveBranch(commits.branch, to: newest, note: commits.note, committer: commits.committer)
    } catch {
      guard (try? contains(commits.branch, newest)) == true else { throw error }
      unsure = error
    }
    moveTip(to: newest, files: commits.files)
    try index.finish()
    if var unsure {
      unsure.causes.append("the commits themselves are made")
      throw unsure
    }
  }

  /// The branch that HEAD names, as long as that is the one that it was.
  ///
  /// Where the branch has moved on and the workspace is the same there, as after a sync of another workspace in this
  /// repository, that is where the commits go: they would be the same if everything had been read there.
  func currentBranch() throws(Failure) -> String {
    let now = try Self.readHead(handle)
    guard let branch, now.branch == branch else { throw Self.movedOn }
    if now.tip == tip { return branch }
    guard let next = now.tip, try workspaceTree(at: next) == tip.flatMap(workspaceTree(at:)) else {
      throw Self.movedOn
    }
    moveTip(to: next, files: try files(of: next))
    return branch
  }

  /// The folder of the workspace in a commit; nil when it has none.
  private func workspaceTree(at commit: CommitID) throws(Failure) -> ObjectID? {
    var place = PathHistory(prefix)
    return try place.folder(below: treeID(of: commitObject(commit), commit), in: self)
  }

  /// The messages of the commits, after the hooks, if there are any, had their say.
  ///
  /// - Parameter trees: of the commits; nil for a draft that needs none.
  private func messages(
    of drafts: [CommitDraft], trees: [ObjectID?], author: Signature, _ objects: inout NewObjects
  ) throws(Failure) -> [[UInt8]] {
    var messages: [[UInt8]] = []
    for draft in drafts { messages.append(try Hooks.prettified(Array(draft.message.utf8))) }
    guard runsHooks, let last = trees.last(where: { $0 != nil }) ?? nil,
      var hooks = try Hooks(of: self, author: author)
    else { return messages }
    // What is going to be committed must be there for whoever looks at it. Nothing refers to it yet.
    try objects.store()
    try hooks.check(last)
    for (index, tree) in trees.enumerated() where tree != nil {
      messages[index] = try hooks.message(messages[index], tree: last)
    }
    hookWords += hooks.words
    return messages
  }

  private static var movedOn: Failure {
    Failure(
      "cannot commit", causes: ["somebody else has committed, or switched the branch, since this run began"],
      hint: "nothing was committed over it; run again to start from the new HEAD", kind: .overtaken)
  }

  private func fileChanges(
    of draft: CommitDraft, in files: inout CommittedFiles, _ objects: inout NewObjects
  ) throws(Failure) -> [FileChange] {
    var changes: [FileChange] = []
    for content in draft.contents {
      guard let change = try fileChange(content.path, content.bytes, in: &files, &objects) else { continue }
      if let twin = changes.first(where: { $0.gitPath == change.gitPath }) {
        guard twin.new == change.new else {
          throw Failure(
            "cannot commit \(content.path)", causes: ["two contents were given for one file"], kind: .bug)
        }
        continue
      }
      changes.append(change)
    }
    return changes
  }

  /// What the reference log says of the move: the last subject, and how many commits came before it.
  private func note(on made: [CommitID?], of drafts: [CommitDraft]) -> String {
    let messages = zip(drafts, made).filter { $1 != nil }.map(\.0.message)
    let subject = messages.last?.prefix { $0 != "\n" } ?? ""
    let before = messages.count == 1 ? "" : " (and \(messages.count - 1) before)"
    return (tip == nil ? "commit (initial): " : "commit: ") + subject + before
  }

  /// Lets the branch name the new commit if it still names the one that we started from.
  private func moveBranch(
    _ branch: String, to commit: CommitID, note: String, committer: Signature
  ) throws(Failure) {
    var id = commit.raw
    var expected = tip?.raw ?? git_oid()
    // The reference log names the committer.
    try git("cannot set the committer") {
      unsafe git_repository_set_ident(handle.pointer, committer.name, committer.email)
    }
    var reference: OpaquePointer?
    let code = try git(
      "cannot move the branch \(branch)", mayWrite: true, expecting: GIT_EMODIFIED, GIT_EEXISTS,
      GIT_ENOTFOUND, GIT_ELOCKED
    ) {
      unsafe git_reference_create_matching(
        &reference, handle.pointer, branch, &id, tip == nil ? 0 : 1, &expected, note)
    }
    unsafe git_reference_free(reference)
    if code == GIT_ELOCKED.rawValue, let path = lockPath(of: branch) {
      throw Failure(
        "cannot commit", causes: ["another git process holds the branch: \(path) exists"],
        hint: "wait until it has ended; if none is running, a crash left the file behind: remove it")
    }
    guard code >= 0 else { throw Self.movedOn }
  }
}

/// Commits that are in git's store and that no branch names yet.
struct PreparedCommits {
  var branch: String
  /// What the branch names; nil when it has no commit yet.
  var tip: CommitID?
  /// For each draft its commit; nil where the one before it holds exactly this already.
  var made: [CommitID?] = []
  /// From `tip` to the newest.
  var changes = FileChanges()
  /// The files of the newest.
  var files: CommittedFiles
  var committer: Signature
  /// What the reference log is to say.
  var note = ""

  init(branch: String, tip: CommitID?, files: CommittedFiles, committer: Signature) {
    self.branch = branch
    self.tip = tip
    self.files = files
    self.committer = committer
  }

  /// The commit that the branch is to name; nil when none was made.
  var newest: CommitID? { made.last { $0 != nil } ?? nil }
}

/// A commit as git stores it.
private struct CommitText {
  let bytes: [UInt8]

  init(
    tree: ObjectID, parent: CommitID?, author: Signature, committer: Signature, message: [UInt8]
  ) throws(Failure) {
    let lines =
      ["tree \(tree)"] + (parent.map { ["parent \($0)"] } ?? []) + [
        "author \(try author.line)", "committer \(try committer.line)", "", "",
      ]
    bytes = Array(lines.joined(separator: "\n").utf8) + message
  }
}

extension Signature {
  /// `Ada Writer <ada@example.com> 1795163400 +0100`
  fileprivate var line: String {
    get throws(Failure) {
      for text in [name, email] where text.isEmpty || text.contains(where: { "<>\n\0".contains($0) }) {
        throw Failure(
          "cannot use the name or address of the commit's author",
          causes: ["`\(name) <\(email)>` is not one name and one address"])
      }
      return "\(name) <\(email)> \(seconds) \(zone)"
    }
  }

  /// `+0100`
  var zone: String {
    let offset = abs(offsetMinutes)
    let number = (offset / 60 * 100 + offset % 60)
    let digits = String(repeating: "0", count: 4 - min(4, "\(number)".count)) + "\(number)"
    return (offsetMinutes < 0 ? "-" : "+") + digits
  }
}
