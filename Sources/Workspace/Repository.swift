// The git repository of a workspace. This file says what a repository is to the other parts; opening,
// reading, committing and history have files of their own.

internal import CLibgit2
internal import Persona

/// One git repository, seen from the workspace folder inside it.
///
/// It is a view from the commit that HEAD named when it was opened: everything is read there, and commits
/// are made only on top of it or of its own commits. When somebody else commits meanwhile, `commit`
/// refuses, because the bytes it was given were worked out from an older state.
///
/// All paths are relative to the workspace. A class, because it is the identity of an open C library
/// object; it is not `Sendable`: one thread at a time may use it.
public final class Repository {
  let handle: Handle
  /// Where the objects are.
  let store: Handle
  let surroundings: Surroundings
  /// The workspace folder: absolute, symbolic links resolved.
  public let workspace: String
  /// The root of the work tree: absolute, symbolic links resolved, no slash at the end.
  public let workTree: String
  /// From the root of the work tree to the workspace: empty, or with a slash at the end.
  let prefix: String
  /// The full name of the branch that HEAD names; nil when HEAD is detached.
  let branch: String?
  /// The commit that everything is read from; nil when the branch has no commit yet.
  private(set) var tip: CommitID?
  /// By path: what git may do to a file's bytes.
  var conversions: [String: Conversion] = [:]
  var settingsConvertLineEnds: Bool?
  /// Where the workspace lay in older commits.
  var moves = WorkspaceMoves()
  /// Whether the hooks of a commit are run.
  public var runsHooks = true
  /// What the hooks of this value's commits printed.
  public internal(set) var hookWords: [String] = []
  /// The files of the tip.
  private var tipFiles: CommittedFiles

  init(
    handle: consuming Handle, workspace: String, workTree: String, prefix: String,
    surroundings: Surroundings
  ) throws(Failure) {
    let head = try Self.readHead(handle)
    store = try Handle("cannot open git's store", freedBy: unsafe git_odb_free) {
      unsafe git_repository_odb(&$0, handle.pointer)
    }
    self.handle = handle
    self.workspace = workspace
    self.workTree = workTree
    self.prefix = prefix
    self.surroundings = surroundings
    branch = head.branch
    tip = head.tip
    tipFiles = CommittedFiles(root: nil)
    if let tip {
      tipFiles = try files(of: tip)
      // Refuses a repository whose newest commit cannot be read.
      _ = try headEntry("")
    }
  }

  /// The commit that everything is read from: HEAD as it was when the repository was opened, then the
  /// newest of this value's own commits. Nil when the branch has no commit yet.
  public func head() -> CommitID? { tip }

  /// The path from the root of the work tree, as git stores it.
  func gitPath(_ path: String) -> String { prefix + path }

  /// The files of the tip, with those folders read that were looked into.
  func headFiles() -> CommittedFiles { tipFiles }

  /// The entry of a file in HEAD; nil when it has none.
  func headEntry(_ gitPath: String) throws(Failure) -> TreeEntry? {
    try tipFiles.entry(at: gitPath, in: self)
  }

  /// - Parameter files: the files of `commit`.
  func moveTip(to commit: CommitID, files: CommittedFiles) {
    tip = commit
    tipFiles = files
  }

  /// What HEAD names: a branch with or without a commit, or a commit alone.
  static func readHead(_ handle: borrowing Handle) throws(Failure) -> (branch: String?, tip: CommitID?) {
    let hint = "look at .git/HEAD, and run: git fsck"
    func reference(_ name: String) throws(Failure) -> (target: String?, tip: CommitID?)? {
      var found: OpaquePointer?
      let code = try git("cannot read the reference \(name)", hint: hint, expecting: GIT_ENOTFOUND) {
        unsafe git_reference_lookup(&found, handle.pointer, name)
      }
      guard code == 0, let reference = unsafe found else { return nil }
      defer { unsafe git_reference_free(reference) }
      // Both belong to the reference and are copied before it is freed.
      return unsafe (
        git_reference_symbolic_target(reference).map { unsafe String(cString: $0) },
        ObjectID(copying: git_reference_target(reference))
      )
    }
    var name = "HEAD"
    // A branch may be an alias of another branch; git follows five.
    for _ in 0..<6 {
      guard let found = try reference(name) else {
        if name == "HEAD" { throw Failure("cannot read HEAD", causes: ["it is missing"], hint: hint) }
        return (name, nil)
      }
      guard let target = found.target else { return (name == "HEAD" ? nil : name, found.tip) }
      name = target
    }
    throw Failure("cannot read HEAD", causes: ["its references lead in a circle"], hint: hint)
  }
}
