// What is wrong with the personas of a workspace, one kind of slip a function.

internal import Persona
internal import PersonaFile
internal import Workspace

extension PersonaSet {
  /// What is committed in the place of evidence and is none. No reason to stop a sync, which makes it anew.
  var unreadableEvidence: [Problem] {
    entries.compactMap { entry in
      entry.evidenceFailure.map { Problem($0, at: SourceLocation(file: entry.paths.evidence)) }
    }
  }

  /// Blocks that somebody wrote into. A sync keeps that as long as the data say the same there, and says so when they do not.
  var editedBlocks: [Problem] {
    entries.compactMap { entry in
      guard case .edited = entry.document.blockState, let place = entry.document.blockLocation else {
        return nil
      }
      return Problem(
        .warning, "somebody wrote into this block: not all that it says is what the data say", at: place,
        hint:
          "where the data change the same lines, a sync leaves the persona as it is; words are safe outside the block. "
          + "To have the tool's own text again, delete the block with both its markers and sync")
    }
  }

  /// A persona file that cannot be read, as one of many problems: an error where the file is the tool's as well.
  static func problem(_ failure: Failure, of path: String, belongsToTool isOurs: Bool) -> Problem {
    var problem = Problem(failure, at: SourceLocation(file: path))
    if !isOurs {
      problem.severity = .warning
      problem.message += "; it has no rules and is left alone"
    }
    return problem
  }

  /// Whether a file that cannot be read was ever given rules: in the settings, by a sync, or in the file itself.
  static func belongsToTool(
    _ path: String, files: FileStore, repository: Repository, settings: Settings
  ) -> Bool {
    let id = WorkspaceFolder.personaID(of: path)
    if settings.personas[id] != nil { return true }
    if (try? repository.bytes(of: PersonaPaths.evidence(of: id), at: nil)) != nil { return true }
    let disk = (try? files.read(path, limitBytes: Limits.personaFileBytes)) ?? []
    let committed = (try? repository.bytes(of: path, at: nil)) ?? []
    // Without its zeros, UTF-16 shows its ASCII letters too.
    let text = String(decoding: ([0x0A] + disk + committed).filter { $0 != 0 }, as: UTF8.self)
    return ["persona-sync", "\nmatch:", "\"match\":"].contains { text.contains($0) }
  }

  /// Rules of which nothing comes, because nothing says who the persona is. One that never had any is left alone.
  static func unheard(_ entry: PersonaEntry) -> Problem? {
    let loses = entry.committedEvidence != nil
    // A slip that is an error already says where.
    guard !entry.rules.decidesMembership, !loses || entry.document.unreadRules.isEmpty else { return nil }
    let loss = loses ? "; a sync takes its evidence away" : ""
    let hint = "say who counts, here or in the settings: `match: { metric: purchases, at_least: 1 }`"
    switch entry.document.writtenMatch {
    case .something: return nil
    case .empty(let place):
      return Problem(
        .warning, "`match` is empty, so nobody belongs to this persona" + loss, at: place, hint: hint)
    case .absent where entry.rules.claims.isEmpty && !loses: return nil
    case .absent:
      let what = entry.rules.claims.isEmpty ? "nobody belongs to it any more" : "no claim is tested"
      return Problem(
        .warning, "\(what), because no `match` says who this persona is" + loss,
        at: entry.document.claimsLocation ?? SourceLocation(file: entry.path), hint: hint)
    }
  }

  /// A match beside a model that was found, not learned from it: as long as the model has people, nothing comes of the match.
  static func overruled(_ entry: PersonaEntry) -> Problem? {
    guard entry.rules.learned?.origin == .discovered, entry.rules.match != nil else { return nil }
    return Problem(
      .warning, "its `match` decides nothing: who belongs is decided by the model that `discover` learned",
      at: SourceLocation(file: entry.path),
      hint: "take the `match` out, or write a persona of its own for it, which `promote` may take")
  }

  /// What seems to be meant as rules and is not read. Where a persona would lose by that what was told of it, a sync must not
  /// go on: a slip is not a wish.
  static func unread(_ entry: PersonaEntry) -> [Problem] {
    entry.document.unreadRules.map { problem in
      var problem = problem
      if entry.losesRules {
        problem.severity = .error
        problem.message += "; a sync would take away what was told of this persona"
      }
      return problem
    }
  }

  /// What git is told to keep out of every commit, a sync does not commit either.
  static func ignored(_ path: String) -> Problem {
    Problem(
      .warning, "git ignores this file, so it is left alone", at: SourceLocation(file: path),
      hint: "`git add -f` it to make a persona of it")
  }

  /// An edit that git does not see would be committed among the words of the tool.
  static func overlooked(_ entry: PersonaEntry, by repository: Repository) throws(Failure)
    -> [Problem]
  {
    guard let committed = entry.committed, committed.bytes != entry.disk.bytes,
      try entry.byHand() != committed.bytes, let option = try repository.overlooked(entry.path)
    else { return [] }
    return [
      Problem(
        .error, "this file was edited, and git was told to overlook that",
        at: SourceLocation(file: entry.path),
        hint: "let git see it: git update-index --no-\(option) \(shellArgument(entry.path))")
    ]
  }

  /// Two managed files with one id would share one evidence file. Ids that differ in the form of their Unicode only are
  /// one: some file systems make them so. Others do that to upper and lower case, which is a warning where it is not so
  /// here: somebody may clone it there.
  ///
  /// - Parameter ignoresCase: whether the file system takes names for one that differ in case.
  static func clashes(_ entries: [PersonaEntry], ignoresCase: Bool) -> [Problem] {
    let groups = Dictionary(grouping: entries) { $0.id.lowercased() }
    return groups.sorted { $0.key < $1.key }.flatMap { _, same in
      guard same.count > 1, same.contains(where: \.isManaged) else { return [Problem]() }
      let sorted = same.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
      return sorted.dropFirst().map { clash(sorted[0], $0, ignoresCase: ignoresCase) }
    }
  }

  /// Two personas cannot be one file by two names: each would write its block over that of the other.
  static func aliases(_ entries: [PersonaEntry], in files: FileStore) -> [Problem] {
    // By bytes: to a string, two spellings of an accent are one path.
    var known: [[UInt8]: PersonaEntry] = [:]
    var problems: [Problem] = []
    for entry in entries where !entry.isLeftOut {
      guard let place = files.resolved(entry.path),
        let other = known.updateValue(entry, forKey: Array(place.utf8)),
        entry.isManaged
      else { continue }
      let (link, file) = place == entry.path ? (other, entry) : (entry, other)
      problems.append(
        Problem(
          .error, "this is the same file as \(file.path): a persona has one name",
          at: SourceLocation(file: link.path), hint: "remove the symbolic link"))
    }
    return problems
  }

  private static func clash(_ first: PersonaEntry, _ second: PersonaEntry, ignoresCase: Bool) -> Problem {
    let isOneName = first.id.utf8.elementsEqual(second.id.utf8)
    return Problem(
      first.id == second.id || ignoresCase ? .error : .warning,
      isOneName
        ? "two personas have the id \(first.id): \(first.path) and \(second.path)"
        : "two personas have names that some file systems take for one: \(first.path) and \(second.path)",
      at: SourceLocation(file: second.path),
      hint: "rename one of the files; the id is the file's name without its ending")
  }

  /// Two personas that pages and pictures call alike, as a copied file does that was not renamed inside.
  static func namesakes(_ entries: [PersonaEntry]) -> [Problem] {
    let groups = Dictionary(grouping: entries.filter(\.isManaged)) { $0.rules.name }
    return groups.sorted { $0.key < $1.key }.flatMap { _, same in
      let sorted = same.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
      // Of those with one id that is said.
      return sorted.dropFirst().filter { $0.id.lowercased() != sorted[0].id.lowercased() }.map { entry in
        Problem(
          .warning, "the persona has the same name as \(sorted[0].path)",
          at: SourceLocation(file: entry.path), hint: "give one of them another `name`")
      }
    }
  }

  /// New files whose name git has in another form of its Unicode, as some file systems and archives leave them. A commit of
  /// both would be one of two files that much software takes for one.
  static func respellings(
    _ entries: [PersonaEntry], in repository: Repository
  ) throws(Failure) -> [Problem] {
    let new = entries.filter { $0.committed == nil && !$0.path.utf8.allSatisfy { $0 < 0x80 } }
    guard !new.isEmpty, let head = repository.head() else { return [] }
    let committed = try repository.files(below: "personas", at: head)
    return new.filter { committed[$0.path] != nil }.map { entry in
      Problem(
        .error, "git has this name with its accents in another form of Unicode",
        at: SourceLocation(file: entry.path),
        hint:
          "give the file the name that git has, or commit the new name yourself: `git add -A personas`, `git commit`"
      )
    }
  }

  /// Rules in the settings for personas that do not exist.
  static func strangers(_ settings: Settings, ids: [String]) -> [Problem] {
    settings.personas.sorted { $0.key < $1.key }.filter { !ids.contains($0.key) }.map { id, written in
      Problem(
        .error, "there is no persona \(id)", at: written.location,
        hint: suggestion(for: id, among: ids).map { "did you mean \($0)?" }
          ?? "personas are files below personas/; the id is the file's name without its ending")
    }
  }
}
