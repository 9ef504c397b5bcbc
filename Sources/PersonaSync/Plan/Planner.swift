// Makes the plan of a sync: for each persona, the bytes of its files and the commit that takes them.

internal import Attribution
internal import Foundation
internal import Persona
internal import PersonaFile
internal import Report
internal import Workspace

/// Plans what becomes of each persona.
struct Planner {
  let files: FileStore
  let repository: Repository
  let assessment: Assessment
  /// The hand edits that will have been committed before; the tool's part comes on top of them.
  let edits: [PlannedCommit]
  let tool: String

  /// The commit for one persona, if any, and its outcome.
  func plan(_ entry: PersonaEntry, evidence: Evidence?, newPeople: (Int64) -> Int) throws(Failure) -> (
    PlannedCommit?, PersonaOutcome
  ) {
    var outcome = PersonaOutcome(
      id: entry.id, result: .untouched, stageBefore: entry.committedEvidence?.stage.rawValue,
      stage: (evidence?.stage ?? .researchDriven).rawValue, people: evidence?.people.matched, verdicts: [:],
      subject: nil, details: [])
    for claim in evidence?.claims ?? [] { outcome.verdicts[claim.verdict.rawValue, default: 0] += 1 }
    guard entry.isManaged else { return (nil, outcome) }
    if let reason = holdBack(entry, evidence: evidence, newPeople: newPeople) {
      outcome.result = .heldBack
      outcome.details = [reason]
      return (nil, outcome)
    }
    let text = blockText(entry, evidence: evidence)
    guard let text else {
      outcome.result = .tooFew
      return (nil, outcome)
    }
    let stage = evidence?.stage ?? .researchDriven
    let changes: [PlannedFile]
    switch try personaFile(entry, toolText: text, stage: stage) {
    case .conflict(let both):
      outcome.result = .conflict
      outcome.details = both
      return (nil, outcome)
    case .refused(let reasons):
      outcome.result = .refused
      outcome.details = reasons
      return (nil, outcome)
    case .file(let file):
      changes = try ([file] + evidenceFiles(entry, evidence: evidence)).filter(\.isChange)
    }
    guard !changes.isEmpty else {
      outcome.result = evidence == nil ? .tooFew : .unchanged
      return (nil, outcome)
    }
    let message = message(entry, evidence: evidence)
    outcome.result = evidence == nil ? .tooFew : .evolved
    outcome.subject = String(message.prefix { $0 != "\n" })
    if let evidence { outcome.details = changesInWords(from: entry.committedEvidence, to: evidence) }
    return (PlannedCommit(kind: .evolution, persona: entry.id, message: message, files: changes), outcome)
  }

  /// Two evolutions must not differ by a few people, or subtracting them would show what those did.
  private func holdBack(_ entry: PersonaEntry, evidence: Evidence?, newPeople: (Int64) -> Int) -> String? {
    guard let before = entry.committedEvidence, let evidence, before != evidence,
      before.rules == evidence.rules, before.stage == evidence.stage,
      let asOf = LocalDays.instant(before.asOf)
    else { return nil }
    let minimum = assessment.behaviour.settings.attribution.minimumGroup
    guard newPeople(asOf) < minimum else { return nil }
    return "fewer than \(minimum) of its people did something new since \(before.window.to)"
  }

  /// What the block will say; `nil` when there is nothing to say and no block to mend.
  private func blockText(_ entry: PersonaEntry, evidence: Evidence?) -> String? {
    if let evidence {
      return blockMarkdown(
        evidence, pictureLink: entry.link(to: entry.picturePath),
        evidenceLink: entry.link(to: entry.evidencePath))
    }
    guard entry.document.hasBlock || entry.committedEvidence != nil else { return nil }
    return withdrawnBlockMarkdown(minimumGroup: assessment.behaviour.settings.attribution.minimumGroup)
  }

  private enum PersonaFilePlan {
    case file(PlannedFile)
    /// Both texts, for a person to choose from.
    case conflict([String])
    /// Why the file cannot hold a block.
    case refused([String])
  }

  /// The persona file with the new block: as it will be committed, and as it will be on disk.
  private func personaFile(_ entry: PersonaEntry, toolText: String, stage: Stage) throws(Failure)
    -> PersonaFilePlan
  {
    var results: [[UInt8]] = []
    let committedBase = entry.document
    for document in [committedBase, entry.disk] {
      var block = toolText
      if case .edited(let edited, let digest) = document.blockState {
        switch try BlockMerge(entry: entry, repository: repository).merge(
          edited: edited, recordedDigest: digest, toolText: toolText)
        {
        case .merged(let text): block = text
        case .conflict(let both): return .conflict(both)
        }
      }
      do throws(Failure) {
        let bytes = try document.replacing(block: block, toolText: toolText, stage: stage)
        results.append(bytes)
      } catch {
        guard error.kind == .fixable else { throw error }
        return .refused([error.summary] + error.causes + (error.hint.map { ["hint: " + $0] } ?? []))
      }
    }
    return .file(
      PlannedFile(
        path: entry.path, base: try base(of: entry.path), committed: results[0], before: entry.disk.bytes,
        after: results[1]))
  }

  private func evidenceFiles(_ entry: PersonaEntry, evidence: Evidence?) throws(Failure) -> [PlannedFile] {
    let contents: [(String, [UInt8]?)] = [
      (entry.evidencePath, evidence.map(EvidenceFile.bytes)),
      (entry.picturePath, evidence.map { Array(pictureSVG($0).utf8) }),
    ]
    var planned: [PlannedFile] = []
    for (path, bytes) in contents {
      let before = try files.read(path, limitBytes: Limits.personaFileBytes)
      planned.append(
        PlannedFile(path: path, base: try base(of: path), committed: bytes, before: before, after: bytes))
    }
    return planned
  }

  /// What is committed of a file when its evolution comes: what HEAD holds, or the hand edit before it.
  private func base(of path: String) throws(Failure) -> [UInt8]? {
    if let edit = edits.lazy.flatMap(\.files).first(where: { $0.path == path }) { return edit.committed }
    return try repository.bytes(of: path, at: nil)
  }

  private func message(_ entry: PersonaEntry, evidence: Evidence?) -> String {
    guard let evidence else {
      let minimum = assessment.behaviour.settings.attribution.minimumGroup
      return """
        \(entry.id): back to research-driven, fewer than \(minimum) people match

        Persona: \(entry.id)
        Stage: research-driven
        Tool: \(tool)

        """
    }
    return commitMessage(
      persona: entry.id, before: entry.committedEvidence, after: evidence, tool: tool)
  }
}
