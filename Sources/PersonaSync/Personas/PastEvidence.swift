// Evidence that git has seen, whether HEAD still holds it or not: it counts where two evidences are compared.

internal import Persona
internal import PersonaFile
internal import Workspace

/// Evidence that a commit has.
struct PublishedEvidence {
  /// The id of the persona that it was told of.
  var persona: String
  var evidence: Evidence
  var commit: CommitRecord
}

/// What was published of each persona last. A class, because all personas of a workspace share one walk through the
/// history, which is made when the first of them asks.
final class PastEvidence {
  let repository: Repository
  /// Evidence files of personas that are asked for together; how far a walk must go differs.
  private var groups: [[String]] = []
  private var found: [String: [PublishedEvidence]] = [:]
  /// The same on branches that HEAD does not have.
  private var foundElsewhere: [String: [PublishedEvidence]] = [:]
  private var sideBranches: [SideBranch]?
  /// Personas that the workspace has.
  private var present: Set<String> = []
  private var all: [PublishedEvidence]?

  init(_ repository: Repository) { self.repository = repository }

  /// Notes the personas that may be asked for; once is enough.
  func expect(_ entries: [PersonaEntry]) {
    guard groups.isEmpty else { return }
    func paths(where isMember: (PersonaEntry) -> Bool) -> [String] {
      entries.filter { $0.isManaged && isMember($0) }.map(\.paths.evidence)
    }
    groups = [
      paths { $0.committedEvidence != nil },
      // Evidence that was withdrawn: the walk ends soon.
      paths { $0.committedEvidence == nil && $0.document.hasBlock },
      // Personas that never had any, as far as their files tell: the walk goes to the end.
      paths { $0.committedEvidence == nil && !$0.document.hasBlock },
    ]
  }

  /// Notes all personas that the workspace has.
  func noteAll(_ entries: [PersonaEntry]) { present = Set(entries.map(\.id)) }

  /// The evidence that the history holds at a path, newest first, back to the last that a sync published and that was not
  /// stale.
  ///
  /// Most often that is one. Where an evolution was taken back since, by `undo` or by `git revert`, HEAD holds an older
  /// one, and what was taken back can still be read in git.
  ///
  /// Throws in a shallow clone that ends before that: nobody knows what was taken back there.
  func published(at path: String) throws(Failure) -> [PublishedEvidence] {
    if let known = found[path] { return known }
    let paths = group(of: path)
    let versions = try repository.versions(of: paths, until: Self.isLast)
    for path in paths {
      let versions = versions[path] ?? []
      if repository.isShallow, versions.last.map({ !Self.isLast(path, $0) }) ?? true {
        throw Self.cutOff(WorkspaceFolder.personaID(of: path))
      }
      found[path] = try evidences(versions, at: path)
    }
    return found[path] ?? []
  }

  /// The same, and what branches have of it that were not merged into HEAD: git tells that as well.
  func told(at path: String) throws(Failure) -> [PublishedEvidence] {
    let own = try published(at: path)
    if let known = foundElsewhere[path] { return own + known }
    let paths = group(of: path)
    for path in paths { foundElsewhere[path] = [] }
    for branch in try branches() {
      for (path, versions) in try repository.versions(of: paths, on: branch, until: Self.isLast) {
        foundElsewhere[path, default: []] += try evidences(versions, at: path)
      }
    }
    return own + (foundElsewhere[path] ?? [])
  }

  /// The evidence files that are asked for in one walk.
  private func group(of path: String) -> [String] { groups.first { $0.contains(path) } ?? [path] }

  private func branches() throws(Failure) -> [SideBranch] {
    if let sideBranches { return sideBranches }
    let found = try repository.sideBranches()
    sideBranches = found
    return found
  }

  /// What is no evidence shows nobody.
  private func evidences(
    _ versions: [FileVersion], at path: String
  ) throws(Failure) -> [PublishedEvidence] {
    var evidences: [PublishedEvidence] = []
    for version in versions {
      guard let blob = version.blob else { continue }
      let bytes = try repository.bytes(of: blob, as: path)
      guard let evidence = try EvidenceFile.evidence(inVersion: bytes, file: path) else { continue }
      evidences.append(
        PublishedEvidence(
          persona: WorkspaceFolder.personaID(of: path), evidence: evidence, commit: version.commit))
    }
    return evidences
  }
}

extension PastEvidence {
  /// Whether a version of evidence was published by a sync and is not stale. Where a shallow clone ends, every file counts as
  /// changed: then only what the commit says of its persona is sure.
  private static func isLast(_ path: String, _ version: FileVersion) -> Bool {
    let commit = version.commit
    let isOfPersona = commit.trailer("Persona") == WorkspaceFolder.personaID(of: path)
    return version.blob != nil && commit.trailer("Tool") != nil && !commit.isUndo
      && commit.trailer("Stage") != Stage.researchDriven.rawValue && (!version.isCutOff || isOfPersona)
  }

  private static func cutOff(_ persona: String) -> Failure {
    Failure(
      "cannot tell what was published of \(persona) before",
      causes: ["this is a shallow clone, and what evolutions said that were taken back is not in it"],
      hint: "fetch the rest: git fetch --unshallow (on a build server: check out the whole history)")
  }

  /// The evidence in the history that personas had which the workspace has no more, newest first.
  func ofGonePersonas() throws(Failure) -> [Evidence] {
    try ofAll().filter { !present.contains($0.persona) }.map(\.evidence)
  }

  /// What git has of every persona that ever had evidence, on any branch: of each branch newest first, of each persona back to
  /// the last that a sync published and that was not stale.
  func ofAll() throws(Failure) -> [PublishedEvidence] {
    if let all { return all }
    if repository.isShallow { throw Self.cutOff("all personas") }
    var evidences = try lastEvidences(on: nil)
    for branch in try branches() { evidences += try lastEvidences(on: branch) }
    all = evidences
    return evidences
  }

  private func lastEvidences(on branch: SideBranch?) throws(Failure) -> [PublishedEvidence] {
    var (evidences, done) = ([PublishedEvidence](), Set<String>())
    for changed in try repository.fileVersions(below: ["evidence"], on: branch) {
      for (path, blob) in changed.blobs.sorted(by: { $0.key < $1.key })
      where path.hasSuffix(".json") && !done.contains(path) {
        let version = FileVersion(commit: changed.commit, blob: blob, isCutOff: changed.isCutOff)
        evidences += try self.evidences([version], at: path)
        if Self.isLast(path, version) { done.insert(path) }
      }
    }
    return evidences
  }
}

extension CommitRecord {
  /// When it was made.
  var instant: String { LocalDays.instant(author.seconds * 1_000_000) }

  /// Whether it took an evolution back.
  var isUndo: Bool { trailer(Undo.trailer) != nil }
}
