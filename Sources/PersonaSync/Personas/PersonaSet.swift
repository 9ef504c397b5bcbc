// Reads all persona files of a workspace with the rules that hold for each.

internal import Digest
internal import Parallel
internal import Persona
internal import PersonaFile
internal import Workspace

extension PersonaDocument {
  /// The rules of a persona: those of the settings before the file's own, and the model that its evidence has.
  func rules(of id: String, _ settings: Settings, model: LearnedRule?) -> PersonaRules {
    var rules = rules
    rules.learned = model
    if let match = settings.personas[id]?.match { rules.match = match }
    if let claims = settings.personas[id]?.claims { rules.claims = claims }
    return rules
  }

  /// SHA-256 of the settings and of what people wrote as a persona's rules, hexadecimal.
  func writtenDigest(of id: String, _ settings: Settings) -> String {
    var digests = [settings.digest, rulesDigest]
    if let written = settings.personas[id] { digests.append(written.digest) }
    return SHA256.hexadecimal(of: Array(digests.joined(separator: "\n").utf8))
  }

  /// What evidence names its rules by.
  func digest(of rules: PersonaRules, _ settings: Settings) -> String {
    Self.digest(written: writtenDigest(of: rules.id, settings), learned: rules.learned)
  }

  /// The digest of written rules with that of a model, if there is one.
  static func digest(written: String, learned: LearnedRule?) -> String {
    guard let learned else { return written }
    return SHA256.hexadecimal(of: Array((written + "\n" + EvidenceFile.text(of: learned)).utf8))
  }
}

/// All personas of a workspace, sorted by id, and everything that is wrong with them.
struct PersonaSet {
  var entries: [PersonaEntry] = []
  var problems: [Problem] = []

  /// Reads the files. With `leavesEdits` rules are those of the committed files.
  init(
    in folder: WorkspaceFolder, files: FileStore, repository: Repository, settings: Settings,
    leavesEdits: Bool = false
  ) throws(Failure) {
    let onDisk = folder.personaPaths()
    // By bytes: to a string, two spellings of an accent are one path.
    let known = Set(onDisk.map { Array($0.utf8) })
    let leftOut = try Self.leftOut(of: repository, leavesEdits: leavesEdits).filter {
      !known.contains(Array($0.utf8))
    }
    let paths = (onDisk.map { (path: $0, isLeftOut: false) } + leftOut.map { (path: $0, isLeftOut: true) })
      .sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    let past = PastEvidence(repository)
    // The repository answers one thread at a time; what it answers is read on all of them.
    let stored = paths.map { path, isLeftOut in
      Result { () throws(Failure) in
        try StoredPersona(path, isLeftOut: isLeftOut, files: files, repository: repository)
      }
    }
    let parsed = concurrentMap(paths.indices) { place in
      stored[place].flatMap { stored in Result { () throws(Failure) in try stored.map(ParsedPersona.init) } }
    }
    for ((path, _), persona) in zip(paths, parsed) {
      do {
        guard let entry = try persona.get()?.entry(settings, past: past, leavesEdits: leavesEdits) else {
          continue
        }
        if entry.committed == nil, !repository.isTracked(path), repository.isIgnored(path) {
          problems.append(Self.ignored(path))
          continue
        }
        if !leavesEdits { problems += try Self.overlooked(entry, by: repository) }
        entries.append(entry)
      } catch {
        let isOurs = Self.belongsToTool(path, files: files, repository: repository, settings: settings)
        problems.append(Self.problem(error, of: path, belongsToTool: isOurs))
      }
    }
    past.restoreModels(of: &entries)
    problems += entries.flatMap(\.document.problems) + entries.flatMap(Self.unread)
    problems += entries.compactMap(Self.unheard)
    problems += Self.clashes(entries, ignoresCase: try repository.ignoresCase())
    problems += Self.namesakes(entries)
    problems += try Self.respellings(entries, in: repository)
    problems += Self.strangers(settings, ids: paths.map { WorkspaceFolder.personaID(of: $0.path) })
    entries.sort { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
  }

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

  /// The committed persona files that need not be on disk: those that a sparse checkout leaves out, and all where edits are
  /// left alone, removals too.
  private static func leftOut(of repository: Repository, leavesEdits: Bool) throws(Failure) -> Set<String> {
    var paths = try repository.pathsLeftOut(under: "personas")
    if leavesEdits, let head = repository.head() {
      paths += try repository.files(below: "personas", at: head).keys
    }
    return Set(paths.filter(WorkspaceFolder.isPersona))
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
  private static func unheard(_ entry: PersonaEntry) -> Problem? {
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

  /// What seems to be meant as rules and is not read. Where a persona would lose by that what was told of it, a sync must not
  /// go on: a slip is not a wish.
  private static func unread(_ entry: PersonaEntry) -> [Problem] {
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
  private static func ignored(_ path: String) -> Problem {
    Problem(
      .warning, "git ignores this file, so it is left alone", at: SourceLocation(file: path),
      hint: "`git add -f` it to make a persona of it")
  }

  /// An edit that git does not see would be committed among the words of the tool.
  private static func overlooked(_ entry: PersonaEntry, by repository: Repository) throws(Failure)
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
  private static func clashes(_ entries: [PersonaEntry], ignoresCase: Bool) -> [Problem] {
    let groups = Dictionary(grouping: entries) { $0.id.lowercased() }
    return groups.values.flatMap { same in
      guard same.count > 1, same.contains(where: \.isManaged) else { return [Problem]() }
      let sorted = same.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
      return sorted.dropFirst().map { clash(sorted[0], $0, ignoresCase: ignoresCase) }
    }
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
  private static func namesakes(_ entries: [PersonaEntry]) -> [Problem] {
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
  private static func respellings(
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
  private static func strangers(_ settings: Settings, ids: [String]) -> [Problem] {
    settings.personas.sorted { $0.key < $1.key }.filter { !ids.contains($0.key) }.map { id, written in
      Problem(
        .error, "there is no persona \(id)", at: written.location,
        hint: suggestion(for: id, among: ids).map { "did you mean \($0)?" }
          ?? "personas are files below personas/; the id is the file's name without its ending")
    }
  }
}

/// The bytes of one persona.
private struct StoredPersona {
  let paths: PersonaPaths
  let disk: [UInt8]
  let committed: [UInt8]?
  let committedEvidence: [UInt8]?
  let isLeftOut: Bool

  /// `nil` for a file that is gone by now.
  init?(_ path: String, isLeftOut: Bool, files: FileStore, repository: Repository) throws(Failure) {
    paths = PersonaPaths(file: path)
    committed = try repository.bytes(of: path, at: nil)
    guard let bytes = isLeftOut ? committed : try files.read(path, limitBytes: Limits.personaFileBytes) else {
      return nil
    }
    disk = bytes
    self.isLeftOut = isLeftOut
    committedEvidence = try repository.bytes(of: paths.evidence, at: nil)
  }
}

extension StoredPersona {
  /// The committed evidence, or why there is none that can be read: it is made anew then, as if there had been none.
  ///
  /// - Throws: for evidence by newer formulas.
  fileprivate func evidence() throws(Failure) -> (Evidence?, Failure?) {
    guard let bytes = committedEvidence else { return (nil, nil) }
    if let evidence = try EvidenceFile.evidence(inVersion: bytes, file: paths.evidence) {
      return (evidence, nil)
    }
    do throws(Failure) {
      return (try EvidenceFile.evidence(from: bytes, file: paths.evidence), nil)
    } catch {
      return (nil, error)
    }
  }
}

/// What the bytes of one persona say.
private struct ParsedPersona {
  let paths: PersonaPaths
  let disk: PersonaDocument
  let committed: PersonaDocument?
  let committedEvidence: Evidence?
  let evidenceFailure: Failure?
  let isLeftOut: Bool

  init(_ stored: StoredPersona) throws(Failure) {
    paths = stored.paths
    isLeftOut = stored.isLeftOut
    let disk = try PersonaDocument(bytes: stored.disk, path: paths.file)
    self.disk = disk
    // A version that was committed broken is no base for anything; whoever mends it on disk is heard.
    committed = stored.committed.flatMap {
      $0 == stored.disk ? disk : try? PersonaDocument(bytes: $0, path: stored.paths.file)
    }
    (committedEvidence, evidenceFailure) = try stored.evidence()
  }

  /// `nil` for a file that is not committed, where rules are those of committed files.
  func entry(_ settings: Settings, past: PastEvidence, leavesEdits: Bool) -> PersonaEntry? {
    guard let document = leavesEdits ? committed : disk else { return nil }
    let id = WorkspaceFolder.personaID(of: paths.file)
    return PersonaEntry(
      paths: paths, document: document, disk: disk, committed: committed,
      rules: document.rules(of: id, settings, model: committedEvidence?.model),
      writtenDigest: document.writtenDigest(of: id, settings),
      committedEvidence: committedEvidence, evidenceFailure: evidenceFailure, past: past, isLeftOut: isLeftOut
    )
  }
}
