// Applies a plan: writes the files of all commits, then makes the commits.

internal import Persona
internal import Workspace

extension Plan {
  /// Writes and commits everything, or nothing: what is killed in between is brought to its end by the next run.
  func apply(to repository: Repository, files: FileStore) throws(Failure) {
    guard !commits.isEmpty else { return }
    let drafts = commits.map { commit in
      CommitDraft(commit.files.map { (path: $0.path, bytes: $0.committed) }, message: commit.message)
    }
    _ = try repository.apply(drafts, writing: revisions, in: files)
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
}
