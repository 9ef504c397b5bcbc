// Commits by the names that people give them.

internal import CLibgit2
public import Persona

extension Repository {
  /// The commit of a revision as git understands it: `HEAD~3`, a branch, a tag, the beginning of an id, `main@{1}`.
  ///
  /// - Throws: when there is no such commit, or several.
  public func commit(named revision: String) throws(Failure) -> CommitID {
    let hint = "a revision is a commit, a branch or a tag, as `git log` knows them"
    var object: OpaquePointer?
    git_error_clear()
    let code = unsafe git_revparse_single(&object, handle.pointer, revision)
    guard code >= 0, let found = unsafe object else {
      git_error_clear()
      let isAmbiguous = code == GIT_EAMBIGUOUS.rawValue
      throw Failure(
        isAmbiguous ? "more than one commit begins with \(revision)" : "there is no revision \(revision)",
        hint: isAmbiguous ? "write more of its id" : hint)
    }
    let named = unsafe Handle(adopting: found, freedBy: git_object_free)
    var peeled: OpaquePointer?
    git_error_clear()
    guard unsafe git_object_peel(&peeled, named.pointer, GIT_OBJECT_COMMIT) >= 0, let commit = unsafe peeled
    else {
      git_error_clear()
      throw Failure("\(revision) is not a commit", hint: hint)
    }
    let handle = unsafe Handle(adopting: commit, freedBy: git_object_free)
    // The id belongs to the commit and is copied at once.
    guard let id = unsafe ObjectID(copying: git_object_id(handle.pointer)) else {
      throw Failure("\(revision) is not a commit", hint: hint)
    }
    return id
  }
}
