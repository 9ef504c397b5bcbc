// Applies a plan: writes the files of each commit, then commits them.

internal import Persona
internal import Workspace

extension Plan {
  /// Writes and commits, commit by commit. Files come first: when a run is interrupted between the two, the next
  /// one finds files that differ only in the tool's own parts and commits them.
  func apply(to repository: Repository, files: FileStore) throws(Failure) {
    for commit in commits {
      for file in commit.files where file.after != file.before {
        if let after = file.after {
          if let folder = folder(of: file.path) { try files.createFolder(folder) }
          try files.replace(file.path, with: after, expecting: file.before)
        } else {
          try files.remove(file.path, expecting: file.before)
        }
      }
      _ = try repository.commit(
        commit.files.map { (path: $0.path, bytes: $0.committed) }, message: commit.message, author: nil)
    }
  }

  /// The change of every file as a unified diff, in the order of the commits.
  func diffs(_ repository: Repository) throws(Failure) -> [String] {
    var diffs: [String] = []
    for file in commits.flatMap(\.files) {
      diffs.append(try repository.diff(file.base, file.committed, path: file.path))
    }
    return diffs
  }

  private func folder(of path: String) -> String? {
    path.lastIndex(of: "/").map { String(path[..<$0]) }
  }
}
