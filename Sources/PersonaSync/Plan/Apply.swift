// Applies a plan: writes the files of all commits, then makes the commits.

internal import Persona
internal import Workspace

extension Plan {
  /// Writes and commits everything, or nothing: when the commits cannot be made, the files that were written for them
  /// are put back.
  func apply(to repository: Repository, files: FileStore) throws(Failure) {
    guard !commits.isEmpty else { return }
    // Asked for before anything is written, because it is most often what is missing.
    _ = try repository.defaultSignature()
    let head = repository.head()
    let revisions = revisions
    for folder in Set(revisions.compactMap { $0.after == nil ? nil : folder(of: $0.path) }).sorted() {
      try files.createFolder(folder)
    }
    try files.replace(revisions)
    do throws(Failure) {
      _ = try repository.commit(
        commits.map { commit in
          CommitDraft(commit.files.map { (path: $0.path, bytes: $0.committed) }, message: commit.message)
        })
    } catch {
      // Where the branch has moved, the commits stand and their files belong on disk. What cannot be put back stays as
      // the next run expects it: it differs in the tool's own parts only.
      if repository.head() == head { try? files.replace(revisions.reversed().map(\.undone)) }
      throw error
    }
  }

  /// What becomes of each file on disk. A file may be in a hand edit, which leaves it as it is, and in an evolution.
  private var revisions: [FileRevision] {
    commits.flatMap(\.files).filter { $0.after != $0.before }
      .map { FileRevision(path: $0.path, before: $0.before, after: $0.after) }
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
