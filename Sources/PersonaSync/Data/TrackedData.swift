// What the sources hold of people must not be tracked by git: whoever clones would get it, for ever.

internal import EventStream
internal import Persona
internal import Workspace

extension OpenWorkspace {
  /// The files of sources and of the tool's own folder that git tracks, sorted.
  func trackedData(_ settings: Settings) throws(Failure) -> [String] {
    var sources: Set<String> = []
    for source in settings.sources where source.command == nil {
      // What cannot be found is told when it is read.
      let found = (try? EventStream.files(of: source, root: folder.root)) ?? []
      sources.formUnion(found.filter { $0 != "-" })
    }
    return try repository.tracked(sources.sorted()) + repository.trackedFiles(below: ".persona-sync")
  }

  /// A problem for each file that git tracks and should not.
  func trackedDataProblems(_ settings: Settings) throws(Failure) -> [Problem] {
    try trackedData(settings).map { path in
      Problem(
        .error, "git tracks what a source reads of people, and nothing is committed while it does",
        at: SourceLocation(file: path),
        hint: "git rm -r --cached \(shellArgument(path)) && git commit, and its folder in .gitignore")
    }
  }

  /// Fails, with what to do, when git tracks a file that a source reads or what the tool keeps of them.
  func requireUntracked(_ settings: Settings) throws(Failure) {
    let tracked = try trackedData(settings)
    guard let first = tracked.first else { return }
    let shown = tracked.prefix(5).map { "git tracks \($0)" }
    let more = tracked.count > shown.count ? ["and \(tracked.count - shown.count) more"] : []
    throw Failure(
      "refusing to commit: whoever clones this repository gets what the sources hold of people",
      causes: shown + more,
      hint:
        "take it out, and let git ignore it: git rm -r --cached \(shellArgument(first)) && git commit, "
        + "and its folder in .gitignore. "
        + "Older commits still hold it: `persona-sync audit` says where, Documentation/Security.md what then")
  }
}
