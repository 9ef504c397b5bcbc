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
  private let repository: Repository
  /// Evidence files of personas that are asked for together; how far a walk must go differs.
  private var groups: [[String]] = []
  private var found: [String: [PublishedEvidence]] = [:]

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

  /// The evidence that the history holds at a path, newest first, back to the last that a sync published and that was not
  /// stale.
  ///
  /// Most often that is one. Where an evolution was taken back since, by `undo` or by `git revert`, HEAD holds an older
  /// one, and what was taken back can still be read in git.
  func published(at path: String) throws(Failure) -> [PublishedEvidence] {
    if let known = found[path] { return known }
    let paths = groups.first { $0.contains(path) } ?? [path]
    let versions = try repository.versions(of: paths) { _, version in
      version.blob != nil && version.commit.trailer("Tool") != nil && !version.commit.isUndo
        && version.commit.trailer("Stage") != Stage.researchDriven.rawValue
    }
    for path in paths {
      var published: [PublishedEvidence] = []
      for version in versions[path] ?? [] {
        guard let blob = version.blob else { continue }
        let bytes = try repository.bytes(of: blob, as: path)
        // What is no evidence shows nobody.
        if let evidence = try? EvidenceFile.evidence(from: bytes, file: path) {
          published.append(PublishedEvidence(evidence: evidence, commit: version.commit))
        }
      }
      found[path] = published
    }
    return found[path] ?? []
  }
}

extension CommitRecord {
  /// When it was made.
  var instant: String { LocalDays.instant(author.seconds * 1_000_000) }

  /// Whether it took an evolution back.
  var isUndo: Bool { trailer(Undo.trailer) != nil }
}
