// Applies a plan: writes the files of each commit, then commits them.

internal import Persona
internal import Workspace

extension Plan {
  /// Writes and commits, commit by commit. When a commit cannot be made, the files that were written for it are
  /// put back, so that a failure leaves whole commits and nothing half done.
  func apply(to repository: Repository, files: FileStore) throws(Failure) {
    guard !commits.isEmpty else { return }
    // Asked for before anything is written, because it is most often what is missing.
    _ = try repository.defaultSignature()
    for commit in commits {
      let head = repository.head()
      var written: [PlannedFile] = []
      do {
        for file in commit.files where file.after != file.before {
          try write(file.after, over: file.before, to: file.path, files)
          written.append(file)
        }
        _ = try repository.commit(
          commit.files.map { (path: $0.path, bytes: $0.committed) }, message: commit.message, author: nil)
      } catch {
        // Where the branch has moved, the commit stands and its files belong on disk.
        for file in written.reversed() where repository.head() == head {
          // What cannot be put back stays as the next run expects it: it differs in the tool's own parts only.
          try? write(file.before, over: file.after, to: file.path, files)
        }
        throw error
      }
    }
  }

  private func write(
    _ bytes: [UInt8]?, over before: [UInt8]?, to path: String, _ files: FileStore
  ) throws(Failure) {
    if let bytes {
      if let folder = folder(of: path) { try files.createFolder(folder) }
      try files.replace(path, with: bytes, expecting: before)
    } else {
      try files.remove(path, expecting: before)
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
