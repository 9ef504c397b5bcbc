// How what an interrupted run began comes to an end, and what is said of it.

internal import CLibgit2
public import Persona

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// What became of a run that was interrupted.
public struct Recovery: Sendable, Equatable {
  public enum End: Sendable, Equatable {
    /// Its commits were made; what was left to do for them is done.
    case finished
    /// Its commits were not made; files are as they were before it.
    case takenBack
    /// Its journal cannot be read; it was put aside, and nothing was done.
    case unknown(otherVersion: Bool)
  }

  public var end: End
  /// Files that somebody changed since, and that were left as they are.
  public var leftAlone: [String] = []
  /// Where texts were put that somebody had saved while the run was writing, relative to the workspace.
  public var rescued: [String] = []

  /// One line for a person.
  public var words: String {
    switch end {
    case .finished: return "an earlier run was interrupted after its commits were made; it is finished now"
    case .takenBack:
      var words = "an earlier run was interrupted before its commits were made; what it wrote was taken back"
      if !leftAlone.isEmpty {
        words += ", but not in what somebody changed since: " + leftAlone.joined(separator: ", ")
      }
      if !rescued.isEmpty { words += "; saved meanwhile, and kept: " + rescued.joined(separator: ", ") }
      return words
    case .unknown(let otherVersion):
      return "an earlier run was interrupted, and its journal "
        + (otherVersion ? "is of another version of persona-sync" : "is damaged")
        + "; it was put aside as \(Journal.unreadPath), and files and history were left as they are"
    }
  }
}

extension Repository {
  /// Brings what an interrupted run began to its end: forward when the branch names its commit, back when not. Nothing
  /// of it is left then but objects in git's store that nobody refers to.
  ///
  /// The caller holds the workspace lock.
  ///
  /// - Parameter folders: of the workspace, in which a run may have written.
  /// - Returns: nil when no run was interrupted.
  public func settle(in files: FileStore, writingBelow folders: [String]) throws(Failure) -> Recovery? {
    switch try Journal.find(in: files.root) {
    case .none:
      // A run that was ended before it had its journal did nothing else.
      unsafe unlink(files.root + "/" + Journal.draftPath)
      return nil
    // A clone may bring a journal that no run of this program wrote.
    case .journal(let journal) where journal.isWithin(folders, of: files.root):
      return try settle(journal, in: files)
    case .journal: return try putAside(files, .incomplete, below: folders)
    case .unreadable(let defect): return try putAside(files, defect, below: folders)
    }
  }

  private func putAside(
    _ files: FileStore, _ defect: Journal.Defect, below folders: [String]
  ) throws(Failure) -> Recovery {
    try clear(files, below: folders)
    try Journal.putAside(in: files.root)
    return Recovery(end: .unknown(otherVersion: defect == .otherVersion))
  }

  /// Removes what runs have written for themselves, without a journal that says where.
  private func clear(_ files: FileStore, below folders: [String]) throws(Failure) {
    try requireUnlockedIndex(Self.attempt)
    for folder in folders { files.clear(below: folder) }
    ObjectFolder(of: self).remove()
  }

  private static var attempt: String { "cannot bring an interrupted run to its end" }

  /// The same for a journal that was read, or written, by this run.
  func settle(_ journal: Journal, in files: FileStore) throws(Failure) -> Recovery {
    try requireUnlockedIndex(Self.attempt)
    var recovery = Recovery(end: .finished)
    let isMade = try journal.commit.map { commit throws(Failure) in
      try contains(journal.content.branch, commit)
    }
    if isMade != true {
      recovery.end = .takenBack
      if let commit = journal.commit { dropLock(of: journal.content.branch, holding: commit) }
      if journal.isReady { try takeBack(journal, in: files, &recovery) }
    }
    for folder in journal.folders(in: files) { Replacement.clear(folder) }
    if isMade != true { files.removeEmpty(journal.content.folders) }
    ObjectFolder(of: self).remove()
    Journal.remove(in: files.root)
    return recovery
  }

  /// Gives files whose bytes are those of the interrupted run the bytes that they had before.
  private func takeBack(
    _ journal: Journal, in files: FileStore, _ recovery: inout Recovery
  ) throws(Failure) {
    recovery.rescued = try journal.rescue(in: files)
    let isMoved = tip?.hexadecimal != journal.content.tip
    var revisions: [FileRevision] = []
    for (file, before) in zip(journal.content.files, journal.bytesBefore) {
      let found = try file.found(in: files)
      guard found.isKnown else {
        recovery.leftAlone.append(file.path)
        continue
      }
      let current = found.bytes
      if current == before { continue }
      // Somebody has committed what was written: it is theirs now.
      if isMoved, let current, try bytes(of: file.path, at: nil) == current { continue }
      revisions.append(FileRevision(path: file.path, before: current, after: before))
    }
    try files.replace(revisions)
  }

  /// Whether a branch names a commit, or one that was built on it.
  func contains(_ branch: String, _ commit: CommitID) throws(Failure) -> Bool {
    // A commit that was never made, or is gone, is built upon by none.
    guard exists(commit) else { return false }
    let attempt = "cannot read the branch \(branch)"
    var tip = git_oid()
    let found = try git(attempt, expecting: GIT_ENOTFOUND) {
      unsafe git_reference_name_to_id(&tip, handle.pointer, branch)
    }
    guard found == 0 else { return false }
    if ObjectID(tip) == commit { return true }
    var id = commit.raw
    return try git(attempt) { unsafe git_graph_descendant_of(handle.pointer, &tip, &id) } == 1
  }
}
