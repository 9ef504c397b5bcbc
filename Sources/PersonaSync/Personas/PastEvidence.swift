// Evidence that HEAD does not hold any more: git still has it, so it counts where two evidences are compared.

internal import Persona
internal import PersonaFile
internal import Workspace

/// The last evidence of personas that have none now. A class, because all personas of a workspace share one walk
/// through the history, which is made when the first of them asks.
final class PastEvidence {
  private let repository: Repository
  /// Evidence files of personas whose evidence was withdrawn: the walk ends soon.
  private var withdrawn: [String] = []
  /// Those of personas that never had any, as far as their files tell: the walk goes to the end.
  private var absent: [String] = []
  private var found: [String: [UInt8]] = [:]
  private var searched: Set<String> = []

  init(_ repository: Repository) { self.repository = repository }

  /// Notes the personas that may be asked for.
  func expect(_ entries: [PersonaEntry]) {
    let managed = entries.filter { $0.isManaged && $0.committedEvidence == nil }
    withdrawn = managed.filter(\.document.hasBlock).map(\.evidencePath)
    absent = managed.filter { !$0.document.hasBlock }.map(\.evidencePath)
  }

  /// The last evidence in the history; nil when there is none that can be read.
  func evidence(at path: String) throws(Failure) -> Evidence? {
    if !searched.contains(path) {
      let paths = [withdrawn, absent].first { $0.contains(path) } ?? [path]
      searched.formUnion(paths)
      found.merge(try repository.lastBytes(of: paths)) { $1 }
    }
    return found[path].flatMap { try? EvidenceFile.evidence(from: $0, file: path) }
  }
}
