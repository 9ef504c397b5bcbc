// What must be so before anything is committed: nobody is in the middle of something else.

internal import CLibgit2
public import Persona

extension Repository {
  /// Refuses when a commit now would get into the way of something the user has begun.
  ///
  /// - Throws: during a merge, rebase, cherry-pick, revert, bisect or `git am`; with files left unmerged; when HEAD
  ///   is detached; when another git process has locked the index.
  public func requireQuiet() throws(Failure) {
    let attempt = "refusing to commit"
    if let (name, hint) = operationInProgress {
      throw Failure(attempt, causes: ["\(name) is in progress in this repository"], hint: hint)
    }
    guard branch != nil else {
      throw Failure(
        attempt, causes: ["HEAD is detached: no branch would hold the commit"],
        hint: "go back to a branch first: git switch BRANCH (or make one here: git switch -c BRANCH)")
    }
    try requireUnlockedIndex(attempt)
    let index = try openIndex()
    guard unsafe git_index_has_conflicts(index.pointer) == 0 else {
      throw Failure(
        attempt, causes: ["there are files with unresolved conflicts"],
        hint: "git status lists them; resolve them and mark them with: git add FILE")
    }
  }

  /// Where this work tree's index file is.
  var indexPath: String {
    // The path belongs to the repository and is copied at once; it is NULL only where memory has run out.
    unsafe git_repository_path(handle.pointer).map { unsafe String(cString: $0) + "index" } ?? "index"
  }

  /// Where git's lock on a branch lies: beside the branch's own file, which git may have packed away.
  func lockPath(of branch: String) -> String? {
    // The path belongs to the repository and is copied at once.
    unsafe git_repository_commondir(handle.pointer).map { unsafe String(cString: $0) + branch + ".lock" }
  }

  /// What the user has begun and not ended, and how to end it.
  private var operationInProgress: (name: String, hint: String)? {
    let state = unsafe git_repository_state(handle.pointer)
    return switch git_repository_state_t(UInt32(state)) {
    case GIT_REPOSITORY_STATE_MERGE:
      ("a merge", "finish it (git merge --continue) or drop it (git merge --abort)")
    case GIT_REPOSITORY_STATE_REVERT, GIT_REPOSITORY_STATE_REVERT_SEQUENCE:
      ("a revert", "finish it (git revert --continue) or drop it (git revert --abort)")
    case GIT_REPOSITORY_STATE_CHERRYPICK, GIT_REPOSITORY_STATE_CHERRYPICK_SEQUENCE:
      ("a cherry-pick", "finish it (git cherry-pick --continue) or drop it (git cherry-pick --abort)")
    case GIT_REPOSITORY_STATE_BISECT: ("a bisect", "end it: git bisect reset")
    case GIT_REPOSITORY_STATE_REBASE, GIT_REPOSITORY_STATE_REBASE_INTERACTIVE,
      GIT_REPOSITORY_STATE_REBASE_MERGE:
      ("a rebase", "finish it (git rebase --continue) or drop it (git rebase --abort)")
    case GIT_REPOSITORY_STATE_APPLY_MAILBOX, GIT_REPOSITORY_STATE_APPLY_MAILBOX_OR_REBASE:
      ("applying a mailbox (git am)", "finish it (git am --continue) or drop it (git am --abort)")
    default: nil
    }
  }
}
