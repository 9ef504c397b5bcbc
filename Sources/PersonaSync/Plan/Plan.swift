// What a sync will do, as a value: printed by a dry run, applied by a real one.

internal import Persona

/// Every commit that a sync will make, in order.
struct Plan {
  var commits: [PlannedCommit] = []

  /// Evidence on disk that is neither what git has nor what it becomes, in words: it is a function of the data, so whoever
  /// changed it does not change it for long.
  var overwritten: [String] {
    commits.filter { $0.kind == .evolution }.flatMap(\.files).filter { file in
      file.path.hasPrefix("evidence/") && file.before != nil && file.before != file.base
        && file.before != file.after
    }.map { "\($0.path) was changed and not committed: what the data say takes its place" }
  }
}

/// One commit: either only a person's words or only the tool's.
struct PlannedCommit {
  enum Kind {
    /// A hand edit, committed as it is.
    case edit
    /// The tool's part of one persona.
    case evolution
  }

  var kind: Kind
  var persona: String
  var message: String
  var files: [PlannedFile]

  /// The first line of its message.
  var subject: String { String(message.prefix { $0 != "\n" }) }
}

/// One file of a commit.
struct PlannedFile {
  /// Relative to the workspace.
  var path: String
  /// What is committed before this commit; `nil` for a new file.
  var base: [UInt8]?
  /// What the commit holds; `nil` removes the file.
  var committed: [UInt8]?
  /// What is on disk now.
  var before: [UInt8]?
  /// What will be on disk.
  var after: [UInt8]?

  /// Whether anything is to be written or committed.
  var isChange: Bool { after != before || committed != base }
}
