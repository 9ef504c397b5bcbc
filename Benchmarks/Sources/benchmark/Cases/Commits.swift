// Fifty personas changed, fifty commits: by persona-sync, by git for each, and by git's bulk import. A sync also reads
// and works out what changed, and gets no credit for it; a dry run beside it tells how much that is.

import Foundation

struct Commits {
  let sync: Samples
  let dryRun: Samples
  let gitCommit: Samples
  let fastImport: Samples
}

extension Site {
  func commits(rounds: Int) throws -> Commits {
    note("commits of 50 changed personas")
    // Few people, so that committing is most of the work, and rules so far apart that each persona is told: no two may
    // differ by fewer people than the minimum group.
    let before = try manyPersonas(
      50, named: "commits", input(.jsonLines, InputSize("20MB")),
      settings: "window: 30 days\nprivacy: { minimum_group: 5 }"
    ) { (4 * (1 + $0 % 5), Double(5 + 2 * ($0 / 5))) }
    defer { try? before.remove() }
    try personaSync(["sync", "--as-of", "2024-04-20"], in: before).run()
    try before.git(["tag", "before"])

    let place = "\(work)/workspaces/commits-copy"
    let secondSync = ["sync", "--as-of", "2024-05-20"]
    let done = try before.copy(to: "\(work)/workspaces/commits-done")
    defer { try? done.remove() }
    try personaSync(secondSync, in: done).run()
    let replay = try Replay(of: done, answers: work + "/answers")

    let copy = { _ = try Self.refreshed(before.copy(to: place)) }
    let samples = try pairedRuns(
      of: [
        Contestant(
          name: "persona-sync", prepare: copy, run: Command([program] + secondSync, in: place).run),
        Contestant(
          name: "persona-sync --dry-run", prepare: copy,
          run: Command([program] + secondSync + ["--dry-run"], in: place).run),
        Contestant(
          name: "git add, git commit",
          prepare: {
            try copy()
            try Command(["cp", "-a", done.folder + "/personas", done.folder + "/evidence", "."], in: place)
              .run()
          }, run: Command(["sh", replay.script], in: place).run),
        Contestant(name: "git fast-import", prepare: copy, run: replay.fastImport(in: place).run),
      ], rounds: max(6, rounds))
    try FileManager.default.removeItem(atPath: place)
    for one in samples { if let failure = one.failure { throw Failure(failure) } }
    return Commits(
      sync: samples[0], dryRun: samples[1], gitCommit: samples[2], fastImport: samples[3])
  }

  /// A copied file is a changed one to git until it has looked.
  private static func refreshed(_ workspace: JobWorkspace) throws -> JobWorkspace {
    try workspace.git(["update-index", "-q", "--refresh"])
    return workspace
  }
}

/// The commits after the tag `before`, as input for git.
private struct Replay {
  /// `git add` and `git commit` for each.
  let script: String
  let stream: String

  init(of workspace: JobWorkspace, answers: String) throws {
    script = answers + "/replay.sh"
    stream = answers + "/replay.stream"
    var lines = ["set -e"]
    let commits = try Command(["git", "rev-list", "--reverse", "before..HEAD"], in: workspace.folder).read()
      .split(separator: "\n")
    for commit in commits {
      let paths = try Command(
        ["git", "diff-tree", "-r", "--no-commit-id", "--name-only", String(commit)], in: workspace.folder
      ).read().split(separator: "\n").joined(separator: " ")
      lines.append("git add \(paths)")
      lines.append("git commit -q -m 'an evolution'")
    }
    guard commits.count == 50 else { throw Failure("\(commits.count) personas changed, not 50") }
    try (lines.joined(separator: "\n") + "\n").write(toFile: script, atomically: false, encoding: .utf8)
    var export = Command(
      ["git", "fast-export", "--reference-excluded-parents", "before..HEAD"], in: workspace.folder)
    export.output = stream
    try export.run()
  }

  func fastImport(in folder: String) -> Command {
    var command = Command(["git", "fast-import", "--quiet"], in: folder)
    command.input = stream
    return command
  }
}
