// Reads the history of all personas of a workspace in one walk, and what any commit holds of a persona when it is asked
// for. A class, because it is the identity of an open repository; one thread at a time may use it.

public import Persona
internal import PersonaFile
internal import Report
internal import Workspace

/// The history of the personas of a workspace.
///
/// Reading it looks at commits and folders only. Evidence and texts are read and parsed when they are asked for: those of
/// 5,000 evolutions together are larger than anyone's screen.
public final class History {
  /// Sorted by id: those that have a file, and those that are gone but had evidence.
  public let personas: [PersonaHistory]
  let workspace: OpenWorkspace

  /// Walks through the commits.
  ///
  /// - Parameters:
  ///   - ids: the personas that are of interest; nil for all.
  ///   - revision: the newest commit to look at, by any name that git knows; nil for HEAD.
  public init(
    in folder: WorkspaceFolder, of ids: [String]? = nil, upTo revision: String? = nil
  ) throws(Failure) {
    workspace = try OpenWorkspace(folder)
    let repository = workspace.repository
    let start = try revision.map { name throws(Failure) in try repository.commit(named: name) }
    var reader = HistoryReader(ids: ids.map(Set.init))
    if let newest = start ?? repository.head() {
      reader.note(files: try repository.files(below: "personas", at: newest))
    }
    for version in try repository.fileVersions(below: ["evidence", "personas"], upTo: start) {
      reader.add(version)
    }
    personas = reader.histories()
  }

  /// The history of one persona.
  public func persona(_ id: String) -> PersonaHistory? { personas.first { $0.id == id } }

  /// The evidence that an evolution left; nil where it took it back.
  ///
  /// - Throws: a located failure where it cannot be read as evidence of this version of the tool.
  public func evidence(of evolution: Evolution) throws(Failure) -> Evidence? {
    guard let blob = evolution.evidence else { return nil }
    let file = PersonaPaths.evidence(of: evolution.persona)
    return try EvidenceFile.evidence(from: workspace.repository.bytes(of: blob, as: file), file: file)
  }

  /// The evidence of each evolution of a persona, parsed on all cores; nil where there is none, or none that can be
  /// read, which must not hide the others.
  public func evidences(of history: PersonaHistory) throws(Failure) -> [Evidence?] {
    let file = PersonaPaths.evidence(of: history.id)
    var texts: [[UInt8]?] = []
    for evolution in history.evolutions {
      texts.append(
        try evolution.evidence.map { blob throws(Failure) in
          try workspace.repository.bytes(of: blob, as: file)
        })
    }
    return parsed(texts, file: file)
  }
}

/// Puts the versions of files in their place: in the histories of their personas.
private struct HistoryReader {
  /// Nil for all.
  private let wanted: Set<String>?
  /// The same with what those were called before.
  private var ids: Set<String>?
  /// Newest first.
  private var renames: [(old: String, new: String, position: Int)] = []
  private var byID: [String: PersonaHistory] = [:]
  /// The ids that were a persona at some time: `evidence/` may hold files of somebody else.
  private var known: Set<String> = []
  private var position = 0

  init(ids: Set<String>?) { (wanted, self.ids) = (ids, ids) }

  /// Notes the persona files that there are now.
  mutating func note(files: [String: ObjectID]) {
    for path in files.keys.sorted() where WorkspaceFolder.isPersona(path) {
      let id = WorkspaceFolder.personaID(of: path)
      guard ids?.contains(id) ?? true else { continue }
      byID[id, default: PersonaHistory(id: id)].file = path
      known.insert(id)
    }
  }

  mutating func add(_ version: FileVersions) {
    let note = CommitNote(version.commit, position: position)
    position += 1
    // A commit holds either a person's words or the tool's; one that was squashed holds both, and counts as both.
    let isTools = version.commit.trailer("Tool") != nil
    if let persona = version.commit.trailer("Persona") {
      known.insert(persona)
      if let old = version.commit.trailer(formerIDTrailer), ids?.contains(persona) ?? true {
        renames.append((old, persona, note.position))
        ids?.insert(old)
      }
    }
    for (path, blob) in version.blobs.sorted(by: { $0.key < $1.key }) {
      let id = WorkspaceFolder.personaID(of: path)
      guard ids?.contains(id) ?? true else { continue }
      if path == PersonaPaths.evidence(of: id) {
        byID[id, default: PersonaHistory(id: id)].evolutions.append(
          Evolution(version.commit, note, persona: id, evidence: blob, isCutOff: version.isCutOff))
      } else if !isTools, path.hasPrefix("personas/"), WorkspaceFolder.isPersona(path) {
        add(HandEdit(commit: note, persona: id, file: path, text: blob))
      }
    }
  }

  /// A file that was moved is one edit: the place that it moved to counts.
  private mutating func add(_ edit: HandEdit) {
    known.insert(edit.persona)
    var edits = byID[edit.persona, default: PersonaHistory(id: edit.persona)].edits
    if let last = edits.last, last.commit.position == edit.commit.position {
      if last.isRemoval { edits[edits.count - 1] = edit }
    } else {
      edits.append(edit)
    }
    byID[edit.persona, default: PersonaHistory(id: edit.persona)].edits = edits
  }

  /// Gives a persona what it was by another name, but for the commits in which that went.
  private mutating func carryOn(_ old: String, as new: String, since position: Int) {
    guard let former = byID[old], var life = byID[new] else { return }
    life.evolutions += former.evolutions.filter { $0.commit.position > position }.drop { !$0.hasEvidence }
    life.edits += former.edits.filter { $0.commit.position > position }.drop(while: \.isRemoval)
    life.formerIDs += [old] + former.formerIDs
    byID[new] = life
  }

  mutating func histories() -> [PersonaHistory] {
    // The oldest first, so that a persona that was renamed twice brings everything with it.
    for rename in renames.reversed() { carryOn(rename.old, as: rename.new, since: rename.position) }
    return byID.values
      .filter {
        known.contains($0.id) && wanted?.contains($0.id) ?? true && ($0.file != nil || !$0.evolutions.isEmpty)
      }
      .sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
  }
}
