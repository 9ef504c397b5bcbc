// A persona that was found in the data has nothing but its model that says who belongs to it. The model is in its evidence,
// and where the evidence is gone, git still has it.

internal import Persona
internal import PersonaFile
internal import Report

extension PastEvidence {
  /// Gives personas without evidence and without a match the model of the last evidence that they had: they wait for their
  /// people, as others wait for those of their match.
  ///
  /// - Parameter entries: all personas of the workspace.
  func restoreModels(of entries: inout [PersonaEntry]) {
    noteAll(entries)
    for index in entries.indices
    where entries[index].committedEvidence == nil && !entries[index].rules.decidesMembership
      && entries[index].document.hasBlock
    {
      // Where a history cannot be read to its end, as in a shallow clone, nothing is made of half of it.
      entries[index].rules.learned = (try? lastEvidence(of: entries[index]))?.model
    }
  }

  /// The last evidence that git has of a persona: its own, else, where the file was renamed, that of the persona it was.
  private func lastEvidence(of entry: PersonaEntry) throws(Failure) -> Evidence? {
    if let own = try published(at: entry.paths.evidence).first { return own.evidence }
    let block = entry.document.blockText ?? ""
    return try ofGonePersonas().first { evidence in
      let file = "/" + PersonaPaths.evidence(of: evidence.persona).replacing("%", with: "%25")
      return block.contains(linkDestination(file) + ")")
    }
  }
}
