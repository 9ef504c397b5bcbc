// Makes the plan of a sync: for each persona, the bytes of its files and the commit that takes them.

internal import Attribution
internal import Parallel
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
  let settings: Settings
  let tool: String
  /// Of personas that may not be told, the id of the one for whose sake.
  private let tooNear: [String: String]
  /// Of personas that may not be told by their new rules, why.
  private let heldRestatements: [String: HeldRestatement]
  private let placement: BlockPlacement

  /// - Parameter personas: in the order of the assessment.
  init(
    files: FileStore, repository: Repository, personas: [PersonaEntry], assessment: Assessment,
    heldRestatements: [String: HeldRestatement], settings: Settings, edits: [PlannedCommit], tool: String
  ) {
    tooNear = Self.tooNear(personas, assessment.personas)
    self.heldRestatements = heldRestatements
    self.files = files
    self.repository = repository
    self.assessment = assessment
    self.settings = settings
    self.tool = tool
    placement = BlockPlacement(repository: repository, after: edits)
  }

  private var minimumGroup: Int { settings.attribution.minimumGroup }

  /// The commit for each persona, if any, and its outcome, in their order.
  func plan(_ personas: [(PersonaEntry, AssessedPersona)]) throws(Failure) -> [(
    PlannedCommit?, PersonaOutcome
  )] {
    let standings = try personas.map { entry, said throws(Failure) in try standing(of: entry, said) }
    // Each by itself, and without the repository: the most work of a plan.
    let parts = zip(personas, standings).map { (paths: $0.0.paths, name: $0.0.rules.name, part: $1.part) }
    let texts = concurrentMap(parts.indices) {
      parts[$0].part?.texts(at: parts[$0].paths, name: parts[$0].name)
    }
    return try personas.indices.map { index throws(Failure) in
      let (entry, standing) = (personas[index].0, standings[index])
      guard let part = standing.part, let texts = texts[index] else { return (nil, standing.outcome) }
      return try plan(entry, standing, part, texts)
    }
  }

  /// What is to stand of a persona, before it is put into files.
  private struct Standing {
    /// `nil`: nothing is touched.
    var part: ToolPart?
    /// Whether it is what the data say now, not what waits for more of them.
    var isNew = false
    var outcome: PersonaOutcome
  }

  private func standing(of entry: PersonaEntry, _ assessed: AssessedPersona) throws(Failure) -> Standing {
    let part = assessed.part
    var standing = Standing(outcome: PersonaOutcome(entry, part: part))
    guard entry.isManaged else { return standing }
    if part.evidence == nil, !entry.document.hasBlock, entry.committedEvidence == nil {
      standing.outcome.result = .tooFew
      return standing
    }
    let wait = try holdBack(entry, assessed)
    if wait != nil, let last = outOfDate(entry, assessed) {
      (standing.part, standing.isNew) = (.evidence(last), true)
    } else if let wait {
      let isItself = part.evidence.map { entry.committedEvidence?.isSameButForOthers($0) ?? false } ?? false
      (standing.outcome.result, standing.outcome.details) = isItself ? (.unchanged, []) : (.heldBack, [wait])
      // What waits is the new evidence; the tool's part of the last one, if it still stands, is kept right meanwhile.
      standing.part = entry.committedEvidence.map(ToolPart.evidence)
    } else {
      (standing.part, standing.isNew) = (part, true)
    }
    return standing
  }

  private func plan(
    _ entry: PersonaEntry, _ standing: Standing, _ part: ToolPart, _ texts: ToolTexts
  ) throws(Failure) -> (PlannedCommit?, PersonaOutcome) {
    var outcome = standing.outcome
    let changes: [PlannedFile]
    switch try placement.file(of: entry, toolText: texts.block, stage: texts.stage) {
    case .conflict(let both):
      outcome.result = .conflict
      outcome.details = both
      return (nil, outcome)
    case .refused(let reasons):
      outcome.result = .refused
      outcome.details = reasons
      return (nil, outcome)
    case .file(let file):
      changes = try ([file] + otherFiles(texts)).filter(\.isChange)
    }
    let strangers = entry.paths.strangers(among: changes)
    if !strangers.isEmpty {
      (outcome.result, outcome.details) = (.refused, strangers)
      return (nil, outcome)
    }
    let isEvolution = changes.contains { $0.committed != $0.base }
    let before =
      if isEvolution, let evidence = part.evidence {
        try entry.predecessor(of: evidence, settings)
      } else {
        PersonaEntry.Predecessor()
      }
    if standing.isNew { outcome.tell(of: part, after: before, isEvolution: isEvolution) }
    guard !changes.isEmpty else { return (nil, outcome) }
    let commit = PlannedCommit(
      kind: .evolution, persona: entry.id,
      message: part.message(entry, after: before, assessment: assessment, tool: tool), files: changes)
    if isEvolution { outcome.subject = commit.subject }
    return (commit, outcome)
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
  /// was withdrawn or taken back since counts as well: git still has it.
  private func holdBack(_ entry: PersonaEntry, _ assessed: AssessedPersona) throws(Failure) -> String? {
    if assessed.part.evidence != nil, let other = tooNear[entry.id] {
      return "its people are those of \(other) but for fewer than \(minimumGroup)"
    }
    guard let evidence = assessed.part.evidence else {
      guard entry.rules.decidesMembership, let before = try newest(of: entry.publishedEvidence()) else {
        return nil
      }
      if let words = overtaken(before) { return words }
      // An export that came out empty, or a slip in the window's end, must not take all evidence away.
      if assessment.sources.allSatisfy({ $0.events == 0 }) { return "the sources hold no event" }
      if assessment.isWindowEmpty {
        return
          "no event in the window belongs to anybody who is known: are the exports of these days there, and is who did what?"
      }
      // By the same rules it had people, and nearly everybody is gone: that is the data's fault, not theirs.
      guard assessment.hasFewPeople, entry.committedEvidence?.rules == entry.rulesDigest else { return nil }
      return "fewer than \(minimumGroup) people have an event in the window"
    }
    if entry.committedEvidence == evidence { return nil }
    let published = try entry.publishedEvidence()
    // What can be read in git already may stand in HEAD again.
    if published.contains(evidence) { return nil }
    if let held = heldRestatements[entry.id] { return held.words(minimumGroup: minimumGroup) }
    let alike = published.filter { $0.isBySameRules(as: evidence) }
    guard let before = newest(of: alike), !assessed.hasNewPeople(since: before.asOf) else { return nil }
    return overtaken(before)
      ?? "fewer than \(minimumGroup) of its people did something new since \(before.lastDay)"
  }

  /// The last evidence, where that its people stay away may be said and what the few did who do not may not: with its own
  /// figures, so that two commits differ by none.
  private func outOfDate(_ entry: PersonaEntry, _ assessed: AssessedPersona) -> Evidence? {
    guard let evidence = assessed.part.evidence, evidence.stage == .researchDriven,
      let last = entry.committedEvidence, last.asOf <= evidence.asOf, last.formulas == evidence.formulas,
      // By the same rules, or by a model that gave way because its people stay away.
      [evidence.rules, entry.rulesDigest].contains(last.rules)
    else { return nil }
    return last.outOfDate
  }

  private func overtaken(_ before: (asOf: Int64, lastDay: String)) -> String? {
    assessment.asOf < before.asOf ? "its evidence reaches to \(before.lastDay) already" : nil
  }

  /// How far the evidence reaches that reaches furthest.
  private func newest(of evidences: [Evidence]) -> (asOf: Int64, lastDay: String)? {
    evidences.compactMap { evidence in
      LocalDays.instant(evidence.asOf).map { ($0, evidence.window.to) }
    }.max { $0.0 < $1.0 }
  }

  private func otherFiles(_ texts: ToolTexts) throws(Failure) -> [PlannedFile] {
    var planned: [PlannedFile] = []
    for (path, text) in texts.files {
      let bytes = try text.map { text throws(Failure) in try repository.workTreeForm(of: text, at: path) }
      let before = try files.read(path, limitBytes: Limits.personaFileBytes)
      planned.append(
        PlannedFile(
          path: path, base: try placement.base(of: path), committed: bytes, before: before, after: bytes))
    }
    return planned
  }
}

extension Evidence {
  /// Whether it tells the same of the persona's own people: other personas came, went or have other rules, which moves how much
  /// it shares with them, and what chance explains among all of them.
  fileprivate func isSameButForOthers(_ other: Evidence) -> Bool {
    var told = self
    (told.coverage, told.drift, told.suppressed) = (other.coverage, other.drift, other.suppressed)
    return told == other
  }
}

extension PersonaOutcome {
  /// What becomes of a persona with what the data say of it now.
  fileprivate mutating func tell(
    of part: ToolPart, after before: PersonaEntry.Predecessor, isEvolution: Bool
  ) {
    switch part {
    case .evidence(let evidence):
      result = isEvolution ? .evolved : .unchanged
      if isEvolution { details = changesInWords(from: before.evidence, to: evidence, rules: before.rules) }
    case .withdrawn(.fewerPeople): result = .tooFew
    case .withdrawn(.noMatch): (result, details) = (.withdrawn, [WithdrawalReason.noMatch.words])
    }
  }

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
