// Reads all persona files of a workspace with the rules that hold for each.

internal import Parallel
internal import Persona
internal import PersonaFile
internal import Workspace

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
    problems += entries.compactMap(Self.unheard) + entries.compactMap(Self.overruled)
    let aliases = Self.aliases(entries, in: files)
    problems += aliases
    entries.removeAll { entry in aliases.contains { $0.location.file == entry.path } }
    problems += Self.clashes(entries, ignoresCase: try repository.ignoresCase())
    problems += Self.namesakes(entries)
    problems += try Self.respellings(entries, in: repository)
    problems += Self.strangers(settings, ids: paths.map { WorkspaceFolder.personaID(of: $0.path) })
    entries.sort { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
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
