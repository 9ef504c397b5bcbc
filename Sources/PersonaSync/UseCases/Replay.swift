// Rebuilds the history that would have been: one sync as of the end of each month, on a branch of its own.

internal import Attribution
internal import EventStream
internal import Persona
internal import Workspace

/// What is replayed, and where to.
public struct ReplayOptions: Sendable {
  public var every: ReplayPeriod
  /// A month or a day.
  public var from: String
  /// The same; `nil`: the newest event.
  public var to: String?
  /// The branch that is made.
  public var branch: String
  public var threads: Int
  public var tool: String

  public init(
    every: ReplayPeriod, from: String, to: String?, branch: String, threads: Int, tool: String
  ) {
    self.every = every
    self.from = from
    self.to = to
    self.branch = branch
    self.threads = threads
    self.tool = tool
  }
}

/// Makes a branch that begins with the personas as people wrote them, and evolves them as of the end of each period.
/// Each commit carries the date of its period's end. The branch in use, the index and the files stay as they are.
///
/// - Parameter report: called with the outcome of each sync.
public func replay(
  _ folder: WorkspaceFolder, options: ReplayOptions, progress: @escaping RunProgress.Report = { _ in },
  report: (SyncOutcome) -> Void
) throws {
  let workspace = try OpenWorkspace(folder)
  let (settings, warnings) = try workspace.readSettings()
  if warnings.hasErrors { throw WrittenProblems(warnings) }
  try workspace.requireUntracked(settings)
  try workspace.repository.requireNoBranch(options.branch)
  let models = try learnedRules(of: workspace.personas(settings).entries)
  let ends = try ends(options, settings, in: workspace, progress: progress)
  let stage = try ReplayStage(workspace, settings, firstEnd: ends[0])
  defer { stage.remove() }
  for end in ends {
    let day = LocalDays.text(ofDay: end)
    let syncOptions = SyncOptions(
      asOf: day, isDryRun: false, leavesEdits: false, threads: options.threads, tool: options.tool)
    let copy = try stage.workspace(onDay: end)
    let outcome = try evolve(copy, settings, options: syncOptions, warnings: [], progress: progress) {
      personas throws(Failure) in
      let personas = personas.map { $0.beginning(with: models[$0.id]) }
      let people = try people(
        of: personas, asOf: day, settings, in: workspace, threads: options.threads, progress: progress)
      return Assessed(personas: personas, assessment: try Assessment(of: people, personas: personas)) {
        () throws(Failure) in try Restatements(people, in: workspace, history: copy.repository)
      }
    }
    report(outcome)
  }
  try workspace.repository.takeBranch(of: stage.repositoryFolder, as: options.branch)
}

/// Of each data-first persona, by its id, what decides who belongs to it now.
private func learnedRules(of personas: [PersonaEntry]) -> [String: LearnedRule] {
  Dictionary(
    personas.compactMap { persona in persona.rules.learned.map { (persona.id, $0) } },
    uniquingKeysWith: { first, _ in first })
}

extension PersonaEntry {
  /// As long as a replay has made no evidence of it, a persona has the model of now, as it has the match of now.
  fileprivate func beginning(with model: LearnedRule?) -> PersonaEntry {
    var entry = self
    if committedEvidence == nil { entry.rules.learned = rules.learned ?? model }
    return entry
  }
}

/// The people at the end of a day. Nothing is kept of it: what is kept is the answer for today.
private func people(
  of personas: [PersonaEntry], asOf day: String, _ settings: Settings, in workspace: OpenWorkspace,
  threads: Int, progress: @escaping RunProgress.Report
) throws(Failure) -> AttributedPeople {
  do throws(Failure) {
    let behaviour = try Behaviour.read(settings, in: workspace, asOf: day) { isCached in
      Engine(settings, in: workspace.folder, threads: threads, isCached: isCached, report: progress)
    }
    return try AttributedPeople(behaviour, personas: personas.map(\.rules), promotes: settings.promotes)
  } catch {
    throw Failure(
      "cannot replay \(day)", at: error.location, causes: [error.summary] + error.causes,
      hint: "if the data begin later, name a later month after --from", kind: error.kind)
  }
}

/// The last local day of each period, counted from 1970; at least one.
private func ends(
  _ options: ReplayOptions, _ settings: Settings, in workspace: OpenWorkspace,
  progress: @escaping RunProgress.Report
) throws(Failure) -> [Int] {
  let first = try WrittenDays(options.from, option: "--from").first
  let last: Int
  if let to = options.to {
    last = try WrittenDays(to, option: "--to").last
  } else {
    let engine = Engine(settings, in: workspace.folder, threads: options.threads, report: progress)
    last = try Behaviour.newestDay(settings, in: workspace, engine: engine) ?? first
  }
  let ends = options.every.ends(from: first, to: last)
  guard !ends.isEmpty else {
    guard first <= last else {
      throw Failure(
        "there is nothing to replay",
        causes: [
          "\(LocalDays.text(ofDay: first)) is later than the last day, \(LocalDays.text(ofDay: last))"
        ],
        hint: "name an earlier month after --from")
    }
    throw Failure(
      "there is nothing to replay",
      causes: [
        "no \(options.every.rawValue) ends between \(LocalDays.text(ofDay: first)) and "
          + LocalDays.text(ofDay: last)
      ], hint: "name an earlier month after --from, or a later one after --to")
  }
  return ends
}
