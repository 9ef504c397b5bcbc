// Whether a folder lies in a repository already, asked before one is made in it.

internal import CLibgit2
public import Persona

extension Repository {
  /// Whether the folder `root`, or one above it, is a git repository: usable or not.
  public static func isInside(_ root: String) throws(Failure) -> Bool {
    try startGit()
    var path = unsafe git_buf()
    // The buffer belongs to libgit2 and is given back at the end of this call.
    defer { unsafe git_buf_dispose(&path) }
    let code = try git("cannot look for a repository around \(root)", expecting: GIT_ENOTFOUND) {
      unsafe git_repository_discover(&path, root, 0, nil)
    }
    return code == 0
  }
}
