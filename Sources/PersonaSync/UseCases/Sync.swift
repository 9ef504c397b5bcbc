// The main use case: sources to evidence to a plan to commits.

internal import Attribution
internal import EventStream
internal import Persona
internal import PersonaFile
internal import Profiles
internal import Workspace

/// How a sync is done.
public struct SyncOptions: Sendable {
  public var asOf: String?
  public var isDryRun: Bool
  public var leavesEdits: Bool
  /// Name and version of the tool, for the commits' trailers.
  public var tool: String

  public init(asOf: String?, isDryRun: Bool, leavesEdits: Bool, tool: String) {
    self.asOf = asOf
    self.isDryRun = isDryRun
    self.leavesEdits = leavesEdits
    self.tool = tool
  }
}

/// Reads the sources, works out the evidence of every persona and commits what changed.
///
/// Throws `WrittenProblems` when settings or personas are wrong and `Failure` for everything else; nothing is
/// written then.
public func sync(
  _ folder: WorkspaceFolder, options: SyncOptions,
  progress: @escaping RunProgress.Report = { _ in }
) throws -> SyncOutcome {
  try evolve(folder, options: options, progress: progress) {
    workspace, settings, personas throws(Failure) in
    func people() throws(Failure) -> AttributedPeople {
      let behaviour = try Behaviour.read(
        settings, in: workspace, asOf: options.asOf,
        engine: Engine(settings, in: folder, report: progress))
      return try AttributedPeople(
        MeasuredBehaviour(behaviour), personas: personas.map(\.rules), promotes: settings.promotes)
    }
    let kept = try KeptAssessment(
      workspace, settings: settings, personas: personas, asOf: options.asOf, tool: options.tool)
    if let assessment = kept.read() {
      try Upsets(assessment, personas)?.requireFewNewRejects(limit: settings.rejectsLimit)
      return Assessed(personas: personas, assessment: assessment, keep: kept.write) { () throws(Failure) in
        try Restatements(people(), in: workspace)
      }
    }
    let attributed = try people()
    let assessment = try Assessment(of: attributed, personas: personas)
    kept.write(assessment)
    try Upsets(assessment, personas)?.requireFewNewRejects(limit: settings.rejectsLimit)
    return Assessed(personas: personas, assessment: assessment, keep: kept.write) { () throws(Failure) in
      try Restatements(attributed, in: workspace)
    }
  }
}

/// Personas, and what the data say of them.
struct Assessed {
  /// In the order of the assessment.
  var personas: [PersonaEntry]
  var assessment: Assessment
  /// The personas that are meant; nil: all.
  var only: Set<String>?
  /// Keeps the assessment for the next run.
  var keep: (Assessment) -> Void = { _ in }
  /// Tells which evidence may take the place of what was told by other rules.
  var restatements: () throws(Failure) -> Restatements

  /// Says of which personas the history may be asked: of those whose evidence is another now.
  fileprivate func expectComparisons() {
    let changed = zip(personas, assessment.personas).filter { $0.committedEvidence != $1.part.evidence }
      .map(\.0)
    for entry in changed { entry.past.expect(changed) }
  }

  /// Of each persona that must not be told beside what git has of nearly the same people, why, and that evidence's last day.
  fileprivate mutating func heldRestatements() throws(Failure) -> [String: HeldRestatement] {
    var known: Restatements?
    var held: [String: HeldRestatement] = [:]
    for (index, (entry, said)) in zip(personas, assessment.personas).enumerated()
    where only?.contains(entry.id) ?? true {
      for published in try told(before: entry, said) {
        let name = "\(entry.id) \(published.persona) \(published.commit.id.hexadecimal)"
        if assessment.restatements[name] == nil {
          if known == nil { known = try restatements() }
          assessment.restatements[name] = try known?.restatement(of: entry, at: index, after: published)
        }
        guard let reason = assessment.restatements[name], reason != .tellable else { continue }
        held[entry.id] = HeldRestatement(
          reason: reason, other: published.persona == entry.id ? nil : published.persona,
          lastDay: published.evidence.window.to)
      }
    }
    if known != nil { keep(assessment) }
    return held
  }
}

extension Assessed {
  /// What git has of a persona by other rules, or of any other whose people may be nearly its own, where too few of its
  /// people did something new since to hide what differs.
  fileprivate func told(
    before entry: PersonaEntry, _ said: AssessedPersona
  ) throws(Failure) -> [PublishedEvidence] {
    guard entry.isManaged, let evidence = said.part.evidence, entry.committedEvidence != evidence else {
      return []
    }
    let own = try entry.past.told(at: entry.paths.evidence)
    if own.contains(where: { $0.evidence == evidence }) { return [] }
    let recent = own.filter { !said.hasNewPeople(since: $0.evidence) }
    // By the same rules it waits in any case.
    if recent.contains(where: { $0.evidence.isBySameRules(as: evidence) }) { return [] }
    // Most often its people did something after all that is told, and nobody need look for more.
    if entry.committedEvidence != nil, newestTold.map(said.hasNewPeople) ?? true { return recent }
    return recent
      + (try entry.past.ofAll().filter { other in
        other.persona != entry.id && !said.hasNewPeople(since: other.evidence)
          && !other.evidence.isSame(as: evidence, butForItsPersona: entry.id) && mayBeNear(other, said)
      })
  }

  /// How far the evidence reaches that HEAD has.
  private var newestTold: Int64? {
    personas.compactMap { $0.committedEvidence.flatMap { LocalDays.instant($0.asOf) } }.max()
  }

  /// Whether the people of a persona may be nearly those that were told: what is known of personas as they are is known.
  private func mayBeNear(_ other: PublishedEvidence, _ said: AssessedPersona) -> Bool {
    let isAsItWas = personas.contains { $0.id == other.persona && $0.rulesDigest == other.evidence.rules }
    return !isAsItWas || said.near.contains(other.persona) || said.same.contains(other.persona)
  }
}

extension Evidence {
  /// Whether it tells what another does, of a persona by another name.
  fileprivate func isSame(as other: Evidence, butForItsPersona persona: String) -> Bool {
    var evidence = self
    evidence.persona = persona
    return evidence == other
  }
}

/// Brings the personas of a workspace to what the data say of them, while nobody else does.
///
/// - Parameter assess: says it.
func evolve(
  _ folder: WorkspaceFolder, options: SyncOptions, progress: @escaping RunProgress.Report,
  assess: (OpenWorkspace, Settings, [PersonaEntry]) throws(Failure) -> Assessed
) throws -> SyncOutcome {
  progress(RunProgress(step: .opening, unit: .personas))
  return try OpenWorkspace.whileQuiet(in: folder, isDryRun: options.isDryRun) { workspace, recovery in
    if let recovery { progress(RunProgress(step: .recovered(recovery.words), unit: .commits)) }
    var outcome = try overtaking(workspace) { workspace in
      let (settings, warnings) = try workspace.readSettings()
      if warnings.hasErrors { throw WrittenProblems(warnings) }
      try workspace.requireUntracked(settings)
      return try evolve(workspace, settings, options: options, warnings: warnings, progress: progress) {
        personas throws(Failure) in try assess(workspace, settings, personas)
      }
    }
    outcome.recovery = recovery?.words
    return outcome
  }
}

/// Does a run again, from where things stand then, when somebody else wrote to the workspace before it could; nothing was
/// written in that case. What came in by standard input is gone by then, and such a run ends.
private func overtaking(
  _ workspace: OpenWorkspace, _ run: (OpenWorkspace) throws -> SyncOutcome
) throws -> SyncOutcome {
  var workspace = workspace
  for _ in 0..<Limits.overtakings {
    do {
      return try run(workspace)
    } catch let failure as Failure where failure.kind == .overtaken {
      let sources = try workspace.readSettings().0.sources
      if sources.contains(where: { $0.files.contains("-") }) { throw failure }
      workspace = try OpenWorkspace(workspace.folder)
    }
  }
  return try run(workspace)
}

/// The same in a workspace that is nobody else's or locked already.
func evolve(
  _ workspace: OpenWorkspace, _ settings: Settings, options: SyncOptions, warnings: [Problem],
  progress: @escaping RunProgress.Report, assess: ([PersonaEntry]) throws(Failure) -> Assessed
) throws -> SyncOutcome {
  let personas = try workspace.soundPersonas(settings, leavesEdits: options.leavesEdits)
  progress(RunProgress(step: .opening, unit: .personas, count: personas.entries.count, share: 1))

  var assessed = try assess(personas.entries)
  let assessment = assessed.assessment
  let problems =
    personas.problems
    + ruleProblems(
      personas, settings: settings, occurring: assessment.occurring, currencies: assessment.currencies,
      measured: assessment.metrics)
  if problems.hasErrors {
    throw WrittenProblems(
      problems.filter { $0.severity == .error },
      hint: "write the metric of one currency, or give the personas one each")
  }
  progress(RunProgress(step: .committing, unit: .commits))
  var plan = Plan()
  if !options.leavesEdits {
    let edits = EditPlanner(files: workspace.files, repository: workspace.repository, personas: personas)
    plan.commits = try edits.commits() + edits.orphans(of: workspace.folder, tool: options.tool)
  }
  assessed.expectComparisons()
  let planner = Planner(
    files: workspace.files, repository: workspace.repository, personas: assessed.personas,
    assessment: assessment, heldRestatements: try assessed.heldRestatements(),
    settings: settings, edits: plan.commits, tool: options.tool)
  var outcome = SyncOutcome(assessment, options: options, problems: warnings + problems)
  outcome.notes += Upsets(assessment, assessed.personas)?.notes ?? []
  outcome.edits = plan.commits.map(\.subject)
  let meant = zip(assessed.personas, assessment.personas).filter { persona, _ in
    !persona.isLeftOut && assessed.only?.contains(persona.id) ?? true
  }
  for (commit, result) in try planner.plan(meant) {
    outcome.personas.append(result)
    if let commit { plan.commits.append(commit) }
  }
  outcome.notes += agedNotes(
    outcome, assessment, options, staleAfter: settings.attribution.staleAfterDays, workspace.now)
  outcome.notes += plan.overwritten
  if options.isDryRun {
    outcome.diffs = try plan.diffs(workspace.repository)
    if let interrupted = InterruptedRun(in: workspace.files) { outcome.notes.append(interrupted.words) }
  } else {
    if !plan.commits.isEmpty, try KeptSettings(workspace).keep() {
      outcome.notes.append(
        "\(Settings.fileName) is not committed as it stands: until it is, nobody else can repeat these figures"
      )
    }
    try plan.apply(to: workspace.repository, files: workspace.files)
    outcome.notes += workspace.repository.hookWords
  }
  progress(RunProgress(step: .committing, unit: .commits, count: plan.commits.count, share: 1))
  return outcome
}

/// A note that nothing came for long, by the clock of this computer, when a run had nothing to do: a schedule goes on when exports
/// do not.
private func agedNotes(
  _ outcome: SyncOutcome, _ assessment: Assessment, _ options: SyncOptions, staleAfter days: Int, _ now: Int64
) -> [String] {
  guard options.asOf == nil, let last = assessment.evidenceSources.compactMap(\.to).max(),
    outcome.edits.isEmpty,
    outcome.personas.allSatisfy({ [.unchanged, .untouched, .heldBack].contains($0.result) }),
    now * 1_000_000 - assessment.asOf > Int64(days) * LocalDays.dayMicroseconds
  else { return [] }
  return ["no source has an event after \(last), longer ago than `stages.stale_after`: is an export missing?"]
}

extension SyncOutcome {
  /// The outcome before any persona is planned: window, sources, notes.
  init(_ assessment: Assessment, options: SyncOptions, problems: [Problem]) {
    self.init(
      isDryRun: options.isDryRun, asOf: LocalDays.instant(assessment.asOf),
      windowFrom: assessment.window.from, windowTo: assessment.window.to, everyone: assessment.everyone,
      personas: [], sources: assessment.sources, stoppedLinks: assessment.stoppedLinks, edits: [], diffs: [],
      notes: problems.map { "\($0.location): \($0.message)" } + assessment.notes)
  }
}

extension SourceOutcome {
  /// What each source gave, in the order of the settings.
  static func all(_ behaviour: Behaviour) -> [SourceOutcome] {
    behaviour.settings.sources.indices.map { index in
      let summary = behaviour.summaries[index]
      let span = behaviour.graph.spans[index]
      return SourceOutcome(
        name: behaviour.settings.sources[index].name, files: summary.files.count, records: summary.records,
        events: behaviour.graph.eventCounts[index], duplicates: behaviour.graph.duplicates[index],
        unidentified: behaviour.graph.unidentified[index], later: summary.later,
        rejects: summary.rejects.map { reject in
          Reject(reason: reject.reason, count: reject.count, first: reject.locations.map(\.description))
        },
        from: span.map { behaviour.days.date(of: $0.from) }, to: span.map { behaviour.days.date(of: $0.to) })
    }
  }
}
