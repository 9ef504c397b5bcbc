// Since which evolution each claim and figure of a persona has stood.

public import Persona
internal import Report

/// The answer as text for standard output.
///
/// - Parameter safe: makes text from data and files harmless where it is going to stand.
public func blame(
  _ id: String, in folder: WorkspaceFolder, safe: @escaping (String) -> String
) throws(Failure) -> String {
  let history = try History(in: folder)
  let persona = try history.personas(named: id)[0]
  guard let last = persona.evolutions.first else {
    throw Failure("\(id) has no evolution yet", hint: "`persona-sync sync` makes the first")
  }
  // Evidence that was taken back ends what stood before; evidence that cannot be read does not.
  let standing = try history.milestones(of: persona).prefix { !$0.isWithdrawal }
  guard standing.contains(where: \.hasEvidence) else {
    throw Failure(
      "\(id) has no evidence now",
      causes: ["\(last.commit.shortID) of \(last.commit.day): \(last.commit.subject)"],
      hint:
        "`persona-sync show \(shellArgument(id))@\(persona.end(by: last).shortID)~1` shows what was there before"
    )
  }
  return blameText(of: id, standing.map(\.milestone), safe: safe)
}

extension PersonaHistory {
  /// The commit before which file and evidence were last there both: the evolution that took the evidence back, or the
  /// removal of the file that it followed.
  fileprivate func end(by withdrawal: Evolution) -> CommitNote {
    let edit = edits.first { $0.commit.position > withdrawal.commit.position }
    if let edit, edit.isRemoval { return edit.commit }
    return withdrawal.commit
  }
}

extension History {
  /// An evolution or an edit, ready for words about it.
  struct PlacedMilestone {
    var milestone: Milestone
    var position: Int
    /// Whether it took the evidence back.
    var isWithdrawal = false
    var hasEvidence = false
  }

  /// The evolutions of a persona with their evidence, newest first.
  func milestones(of persona: PersonaHistory) throws(Failure) -> [PlacedMilestone] {
    let evidences = try evidences(of: persona)
    return zip(persona.evolutions, evidences).map { evolution, evidence in
      let commit = evolution.commit
      return PlacedMilestone(
        milestone: Milestone(
          evolution.hasEvidence ? .evolution(evidence) : .withdrawal, commit: commit.shortID, day: commit.day,
          author: commit.author,
          subject: commit.subject, isCutOff: evolution.isCutOff),
        position: commit.position, isWithdrawal: !evolution.hasEvidence, hasEvidence: evidence != nil)
    }
  }
}
