// Makes the plan of a sync: for each persona, the bytes of its files and the commit that takes them.

internal import Attribution
internal import Persona
internal import PersonaFile
internal import Profiles
internal import Report
internal import Workspace

/// Plans what becomes of each persona.
struct Planner {
  let files: FileStore
  let repository: Repository
  let assessment: Assessment
  let minimumGroup: Int
  let tool: String
  /// Of personas that may not be told, the id of the one for whose sake.
  private let tooNear: [String: String]
  /// The files of hand edits that will have been committed before; the tool's part comes on top of them.
  private let editedFiles: [String: PlannedFile]

  /// - Parameter personas: in the order of the assessment.
  init(
    files: FileStore, repository: Repository, personas: [PersonaEntry], assessment: Assessment,
    minimumGroup: Int, edits: [PlannedCommit], tool: String
  ) {
    tooNear = Self.tooNear(personas, assessment.personas)
    self.files = files
    self.repository = repository
    self.assessment = assessment
    self.minimumGroup = minimumGroup
    self.tool = tool
    // A persona whose file was moved has one in each place; no path is in two edits.
    editedFiles = Dictionary(edits.flatMap(\.files).map { ($0.path, $0) }) { first, _ in first }
  }

  /// The commit for one persona, if any, and its outcome.
  func plan(
    _ entry: PersonaEntry, _ assessed: AssessedPersona
  ) throws(Failure) -> (PlannedCommit?, PersonaOutcome) {
    let part = assessed.part
    var outcome = PersonaOutcome(entry, part: part)
    guard entry.isManaged else { return (nil, outcome) }
    let isWithdrawn = part.evidence == nil
    if isWithdrawn, !entry.document.hasBlock, entry.committedEvidence == nil {
      outcome.result = .tooFew
      return (nil, outcome)
    }
    let wait = try holdBack(entry, assessed)
    if let wait { (outcome.result, outcome.details) = (.heldBack, [wait]) }
    // What waits is the new evidence; the tool's part of the last one, if it still stands, is kept right meanwhile.
    if wait != nil, entry.committedEvidence == nil { return (nil, outcome) }
    let standing = wait == nil ? part : entry.committedEvidence.map(ToolPart.evidence) ?? part
    let changes: [PlannedFile]
    switch try personaFile(entry, part: standing) {
    case .conflict(let both):
      outcome.result = .conflict
      outcome.details = both
      return (nil, outcome)
    case .refused(let reasons):
      outcome.result = .refused
      outcome.details = reasons
      return (nil, outcome)
    case .file(let file):
      changes = try ([file] + otherFiles(entry, part: standing)).filter(\.isChange)
    }
    let isEvolution = changes.contains { $0.committed != $0.base }
    if wait == nil {
      outcome.result = isWithdrawn ? .tooFew : isEvolution ? .evolved : .unchanged
      if isEvolution, let after = part.evidence {
        outcome.details = changesInWords(from: entry.committedEvidence, to: after)
      }
    }
    guard !changes.isEmpty else { return (nil, outcome) }
    let message = standing.message(entry, assessment: assessment, tool: tool)
    if isEvolution { outcome.subject = String(message.prefix { $0 != "\n" }) }
    return (PlannedCommit(kind: .evolution, persona: entry.id, message: message, files: changes), outcome)
  }

  /// Two personas must not differ by a few people, or subtracting them would show what those did. What git has cannot be
  /// taken back, so those with evidence come first, then by id.
  private static func tooNear(
    _ personas: [PersonaEntry], _ assessed: [AssessedPersona]
  ) -> [String: String] {
    let order = zip(personas, assessed).sorted { a, b in
      let (isTold, isOtherTold) = (a.0.committedEvidence != nil, b.0.committedEvidence != nil)
      return isTold != isOtherTold ? isTold : a.0.id.utf8.lexicographicallyPrecedes(b.0.id.utf8)
    }
    var told: Set<String> = []
    var tooNear: [String: String] = [:]
    for (entry, said) in order {
      if let other = said.near.filter(told.contains).min() {
        tooNear[entry.id] = other
      } else {
        told.insert(entry.id)
      }
    }
    return tooNear
  }

  /// Two evolutions must not differ by a few people, or subtracting them would show what those did. Evidence that
  /// was withdrawn since counts as well: git still has it.
  private func holdBack(_ entry: PersonaEntry, _ assessed: AssessedPersona) throws(Failure) -> String? {
    if assessed.part.evidence != nil, let other = tooNear[entry.id] {
      return "its people are those of \(other) but for fewer than \(minimumGroup)"
    }
    guard let before = try entry.lastEvidence(), let asOf = LocalDays.instant(before.asOf) else {
      return nil
    }
    guard let evidence = assessed.part.evidence else {
      guard entry.rules.decidesMembership else { return nil }
      if assessment.asOf < asOf { return "its evidence reaches to \(before.window.to) already" }
      // An export that came out empty must not take all evidence away.
      let isEmpty = assessment.sources.allSatisfy { $0.events == 0 }
      return isEmpty ? "the sources hold no event" : nil
    }
    guard before != evidence, before.rules == evidence.rules, before.stage == evidence.stage else {
      return nil
    }
    if assessed.hasNewPeople(since: asOf) { return nil }
    return "fewer than \(minimumGroup) of its people did something new since \(before.window.to)"
  }

  private enum PersonaFilePlan {
    case file(PlannedFile)
    /// Both texts, for a person to choose from.
    case conflict([String])
    /// Why the file cannot hold a block.
    case refused([String])
  }

  /// The persona file with the new block: as it will be committed, and as it will be on disk.
  private func personaFile(_ entry: PersonaEntry, part: ToolPart) throws(Failure) -> PersonaFilePlan {
    let toolText = part.block(of: entry)
    var results: [[UInt8]] = []
    // What is on disk comes last; where it is what rules are read from, that is all.
    let documents = entry.document.bytes == entry.disk.bytes ? [entry.disk] : [entry.document, entry.disk]
    for document in documents {
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
        let bytes = try document.replacing(block: block, toolText: toolText, stage: part.stage)
        results.append(bytes)
      } catch {
        guard error.kind == .fixable else { throw error }
        return .refused([error.summary] + error.causes + (error.hint.map { ["hint: " + $0] } ?? []))
      }
    }
    return .file(
      PlannedFile(
        path: entry.path, base: try base(of: entry.path), committed: results.first,
        before: entry.isNew ? nil : entry.disk.bytes, after: results.last))
  }

  private func otherFiles(_ entry: PersonaEntry, part: ToolPart) throws(Failure) -> [PlannedFile] {
    var planned: [PlannedFile] = []
    for (path, text) in part.files(of: entry) {
      let bytes = try text.map { text throws(Failure) in try repository.workTreeForm(of: text, at: path) }
      let before = try files.read(path, limitBytes: Limits.personaFileBytes)
      planned.append(
        PlannedFile(path: path, base: try base(of: path), committed: bytes, before: before, after: bytes))
    }
    return planned
  }

  /// What is committed of a file when its evolution comes: what HEAD holds, or the hand edit before it.
  private func base(of path: String) throws(Failure) -> [UInt8]? {
    if let edit = editedFiles[path] { return edit.committed }
    return try repository.bytes(of: path, at: nil)
  }
}

extension PersonaOutcome {
  /// The outcome of a persona that is left alone, with what is known of it.
  fileprivate init(_ entry: PersonaEntry, part: ToolPart) {
    self.init(
      id: entry.id, result: .untouched, stageBefore: entry.committedEvidence?.stage.rawValue,
      stage: part.stage.rawValue, people: part.evidence?.people.matched, verdicts: [:], subject: nil,
      details: [])
    for omission in part.evidence?.suppressed ?? [] {
      suppressed[omission.reason, default: 0] += omission.count
    }
    for claim in part.evidence?.claims ?? [] { verdicts[claim.verdict.rawValue, default: 0] += 1 }
  }
}
