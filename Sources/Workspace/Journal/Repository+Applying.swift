// Files, index and branch of one change, together: all of it or nothing, also when the run is killed in its middle.

public import Persona

extension Repository {
  /// Writes files and makes commits: all of it or nothing.
  ///
  /// Everything is made ready where nobody looks, and is on the disk: new bytes beside their files, commits in git's
  /// store. The journal says what is going to be done. Then files take their places, the branch names the last commit,
  /// and the index follows. When one of these steps fails, the steps before it are taken back; when the process is
  /// killed between them, `settle` brings them to an end. The caller holds the workspace lock and has settled.
  ///
  /// - Parameter revisions: what becomes of files on disk; folders are made as they need them.
  /// - Returns: for each draft its commit; nil when the commit before it holds exactly this already.
  public func apply(
    _ drafts: [CommitDraft], writing revisions: [FileRevision], in files: FileStore
  ) throws(Failure) -> [CommitID?] {
    try requireQuiet()
    // Asked for before anything is written, because it is most often what is missing.
    _ = try defaultSignature()
    let folders = files.missingFolders(of: revisions)
    do throws(Failure) {
      var index = try IndexUpdate.begin(in: self)
      let journal = try OpenJournal(
        Journal(branch: currentBranch(), tip: tip, folders: folders, revisions: revisions), in: files)
      for folder in folders { try files.createFolder(folder) }
      var replacements = try Replacements(revisions, in: files, named: Journal.temporaryName)
      try replacements.prepare()
      let commits = try prepare(drafts)
      try journal.becomeReady(commit: commits.newest)
      try replacements.finish()
      try publish(commits, &index)
      Journal.remove(in: files.root)
      return commits.made
    } catch {
      throw takenBack(error, in: files)
    }
  }

  /// Brings what this run has begun to its end, whatever files it is about.
  private func settleOwn(in files: FileStore) throws(Failure) -> Recovery? {
    guard case .journal(let journal) = try Journal.find(in: files.root) else {
      return try settle(in: files, writingBelow: [])
    }
    return try settle(journal, in: files)
  }

  /// The failure of a run, after what it had done was taken back.
  private func takenBack(_ failure: Failure, in files: FileStore) -> Failure {
    var failure = failure
    do throws(Failure) {
      let rescued = try settleOwn(in: files)?.rescued ?? []
      if rescued.isEmpty { return failure }
      failure.causes.append("what somebody saved in that moment is kept: " + rescued.joined(separator: ", "))
    } catch {
      failure.causes += [error.summary] + error.causes
      failure.hint = "run again when the cause is gone: the next run begins with bringing this one to its end"
    }
    // Begun anew, the run would hide it.
    failure.kind = .fixable
    return failure
  }
}
