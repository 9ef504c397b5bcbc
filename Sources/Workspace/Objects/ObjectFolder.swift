// Where objects of git are written until they are whole and on the disk: a folder of ours in git's store, so that what
// a killed run leaves there can be told from what other programs are writing.

internal import CLibgit2
internal import Digest
internal import Persona

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// A folder for objects on their way into git's store. `git gc` clears such names away too, if nobody comes back.
struct ObjectFolder {
  /// `.git/objects`, no slash at the end.
  let store: String
  /// For one workspace, whose lock is held by its one user.
  let path: String

  init(of repository: Repository) {
    // The path belongs to the repository and is copied at once; linked work trees share it.
    let common = unsafe git_repository_commondir(repository.handle.pointer).map { unsafe String(cString: $0) }
    store = (common ?? repository.workTree + "/.git/") + "objects"
    let owner = SHA256.hexadecimal(of: Array(repository.workspace.utf8)).prefix(12)
    path = "\(store)/tmp_persona-sync-\(owner)"
  }

  /// Makes the folder, empty.
  func make() throws(SystemError) {
    remove()
    try system { unsafe mkdir(path, 0o777) }
  }

  func remove() {
    guard linkStatus(path) != nil else { return }
    for entry in entries(of: path) { unsafe unlink(path + "/" + entry.name) }
    unsafe rmdir(path)
  }

  /// Puts files of this folder into git's store, where nobody can tell them from git's own.
  ///
  /// - Parameter names: from this folder to the store, in this order.
  func moveIn(_ names: [(from: String, to: String)]) throws(SystemError) {
    var folders: Set<String> = []
    for name in names {
      let folder = store + "/" + Place(name.to).folder
      if folders.insert(folder).inserted {
        do throws(SystemError) {
          try system { unsafe mkdir(folder, 0o777) }
          folders.insert(store)
        } catch {
          if error.number != EEXIST { throw error }
        }
      }
      try system { unsafe rename(path + "/" + name.from, store + "/" + name.to) }
    }
    for folder in folders.sorted() { try OpenFile(folder, O_RDONLY | O_DIRECTORY).synchronize() }
    // Empty by now.
    try system { unsafe rmdir(path) }
  }
}
