// Evidence that git has seen, whether HEAD still holds it or not: it counts where two evidences are compared.

internal import Persona
internal import PersonaFile
internal import Workspace

/// Evidence that a commit has.
struct PublishedEvidence {
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
  /// Evidence files of personas that the workspace has.
  private var present: Set<String> = []
  private var gone: [Evidence]?

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
  func noteAll(_ entries: [PersonaEntry]) { present = Set(entries.map(\.paths.evidence)) }

  /// The evidence that the history holds at a path, newest first, back to the last that a sync published and that was not
  /// stale.
  ///
  /// Most often that is one. Where an evolution was taken back since, by `undo` or by `git revert`, HEAD holds an older
  /// one, and what was taken back can still be read in git.
  ///
  /// Throws in a shallow clone that ends before that: nobody knows what was taken back there.
  func published(at path: String) throws(Failure) -> [PublishedEvidence] {
    if let known = found[path] { return known }
    let paths = groups.first { $0.contains(path) } ?? [path]
    let versions = try repository.versions(of: paths, until: Self.isLast)
    for path in paths {
      var published: [PublishedEvidence] = []
      let versions = versions[path] ?? []
      if repository.isShallow, versions.last.map({ !Self.isLast(path, $0) }) ?? true {
        throw Self.cutOff(path)
      }
      for version in versions {
        guard let blob = version.blob else { continue }
        let bytes = try repository.bytes(of: blob, as: path)
        // What is no evidence shows nobody.
        if let evidence = try EvidenceFile.evidence(inVersion: bytes, file: path) {
          published.append(PublishedEvidence(evidence: evidence, commit: version.commit))
        }
      }
      found[path] = published
    }
    return found[path] ?? []
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

  private static func cutOff(_ path: String) -> Failure {
    Failure(
      "cannot tell what was published of \(WorkspaceFolder.personaID(of: path)) before",
      causes: ["this is a shallow clone, and what evolutions said that were taken back is not in it"],
      hint: "fetch the rest: git fetch --unshallow (on a build server: check out the whole history)")
  }

  /// The evidence in the history that personas had which the workspace has no more, newest first.
  func ofGonePersonas() throws(Failure) -> [Evidence] {
    if let gone { return gone }
    var evidences: [Evidence] = []
    for version in try repository.fileVersions(below: ["evidence"]) {
      for (path, blob) in version.blobs.sorted(by: { $0.key < $1.key }) {
        guard let blob, path.hasSuffix(".json"), !present.contains(path) else { continue }
        let bytes = try repository.bytes(of: blob, as: path)
        if let evidence = try EvidenceFile.evidence(inVersion: bytes, file: path) {
          evidences.append(evidence)
        }
      }
    }
    gone = evidences
    return evidences
  }
}

extension CommitRecord {
  /// When it was made.
  var instant: String { LocalDays.instant(author.seconds * 1_000_000) }

  /// Whether it took an evolution back.
  var isUndo: Bool { trailer(Undo.trailer) != nil }
}
