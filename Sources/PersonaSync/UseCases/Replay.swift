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
  public var tool: String

  public init(every: ReplayPeriod, from: String, to: String?, branch: String, tool: String) {
    self.every = every
    self.from = from
    self.to = to
    self.branch = branch
    self.tool = tool
  }
}

/// Makes a branch that begins with the personas as people wrote them, and evolves them as of the end of each period.
/// Each commit carries the date of its period's end. The branch in use, the index and the files stay as they are.
///
/// - Parameter report: called with the outcome of each sync.
/// - Returns: what is to be said of the branch.
@discardableResult
public func replay(
  _ folder: WorkspaceFolder, options: ReplayOptions, progress: @escaping RunProgress.Report = { _ in },
  report: (SyncOutcome) -> Void
) throws -> [String] {
  let workspace = try OpenWorkspace(folder)
  let (settings, warnings) = try workspace.readSettings()
  if warnings.hasErrors { throw WrittenProblems(warnings) }
  try workspace.requireUntracked(settings)
  try workspace.repository.requireNoBranch(options.branch)
  try requireNothingToldOfForgotten(workspace)
  let written = try writtenEnds(options)
  let models = try learnedRules(of: workspace.personas(settings).entries)
  var past = try PastBehaviour(
    settings, in: workspace, engine: Engine(settings, in: folder, report: progress))
  defer { past.finish() }
  let ends = try written.known ?? ends(of: options.every, from: written.first, to: past.newestDay)
  let stage = try withoutWaiting { try ReplayStage(workspace, settings, firstEnd: ends[0]) }
  defer { stage.remove() }
  let days = ends.map(LocalDays.text)
  for (place, end) in ends.enumerated() {
    let copy = try stage.workspace(onDay: end)
    let outcome = try withoutWaiting {
      try evolve(copy, settings, options, asOf: days[place], in: workspace, progress: progress) {
        personas throws(Failure) in
        let personas = personas.map { $0.beginning(with: models[$0.id]) }
        return (personas, try people(of: personas, settings, days[place...], &past))
      }
    }
    report(outcome)
  }
  let told = try evidence(toldIn: workspace.repository)
  try workspace.repository.takeBranch(of: stage.repositoryFolder, as: options.branch)
  let tip = try workspace.repository.commit(named: options.branch)
  let new = try workspace.repository.fileVersions(below: ["evidence"], upTo: tip)
  return told.isEmpty || told.isSuperset(of: new.evidence) ? [] : [besideOthers(options.branch)]
}

/// What a replay tells is held against itself alone: what was told of other days, or of other data, is newer or older than each
/// of its days, and would hold back nearly all of them.
private func besideOthers(_ branch: String) -> String {
  "git has evidence of other days or data as well: two histories, subtracted, may tell what a few people did. Share "
    + "\(branch) only where it takes the place of the other"
}

/// The evidence that can be read on any branch.
private func evidence(toldIn repository: Repository) throws(Failure) -> Set<ObjectID> {
  var told = try repository.fileVersions(below: ["evidence"]).evidence
  for branch in try repository.sideBranches() {
    try told.formUnion(repository.fileVersions(below: ["evidence"], on: branch).evidence)
  }
  return told
}

extension [FileVersions] {
  fileprivate var evidence: Set<ObjectID> {
    Set(flatMap { $0.blobs.filter { $0.key.hasSuffix(".json") }.values.compactMap(\.self) })
  }
}

/// A history without somebody must not stand beside one that counts them: the difference is what they did.
private func requireNothingToldOfForgotten(_ workspace: OpenWorkspace) throws(Failure) {
  guard try ForgottenFile(workspace).isThere,
    let oldest = try workspace.repository.fileVersions(below: ["evidence"]).last?.commit,
    try workspace.forgotten(since: oldest.instant) != (false, false)
  else { return }
  throw Failure(
    "cannot replay beside evidence that was told before somebody was forgotten",
    causes: [
      "the evidence since \(oldest.instant.prefix(10)) counts them, and a replay does not: the difference would be what they did"
    ],
    hint: "replay in a clone that takes the place of this one, on a branch whose history has no evidence yet")
}

/// What a machine that stops leaves of the stage is of no use to anybody: nothing there waits for the disk.
private func withoutWaiting<Result>(_ work: () throws -> Result) rethrows -> Result {
  try Durability.$isAwaited.withValue(false, operation: work)
}

/// Evolves the personas of the copy to the end of a day.
private func evolve(
  _ copy: OpenWorkspace, _ settings: Settings, _ options: ReplayOptions, asOf day: String,
  in workspace: OpenWorkspace, progress: @escaping RunProgress.Report,
  attribute: ([PersonaEntry]) throws(Failure) -> ([PersonaEntry], AttributedPeople)
) throws -> SyncOutcome {
  let syncOptions = SyncOptions(asOf: day, isDryRun: false, leavesEdits: false, tool: options.tool)
  return try evolve(copy, settings, options: syncOptions, warnings: [], progress: progress) {
    personas throws(Failure) in
    let (personas, people) = try attribute(personas)
    return Assessed(personas: personas, assessment: try Assessment(of: people, personas: personas)) {
      () throws(Failure) in try Restatements(people, in: workspace, history: copy.repository)
    }
  }
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

/// The people at the end of the first of these days.
private func people(
  of personas: [PersonaEntry], _ settings: Settings, _ days: ArraySlice<String>, _ past: inout PastBehaviour
) throws(Failure) -> AttributedPeople {
  let day = days[days.startIndex]
  do throws(Failure) {
    return try AttributedPeople(
      past.measured(asOf: day, following: days.dropFirst()), personas: personas.map(\.rules),
      promotes: settings.promotes)
  } catch {
    throw Failure(
      "cannot replay \(day)", at: error.location, causes: [error.summary] + error.causes,
      hint: "if the data begin later, name a later month after --from", kind: error.kind)
  }
}

/// The first day as it is written, and the ends where the last one is written too: so much is known before anything is
/// read.
private func writtenEnds(_ options: ReplayOptions) throws(Failure) -> (first: Int, known: [Int]?) {
  let first = try WrittenDays(options.from, option: "--from").first
  guard let to = options.to else { return (first, nil) }
  return (first, try ends(of: options.every, from: first, to: WrittenDays(to, option: "--to").last))
}

/// The last local day of each period, counted from 1970; at least one. Without a last day the first is the last.
private func ends(of period: ReplayPeriod, from first: Int, to last: Int?) throws(Failure) -> [Int] {
  let last = last ?? first
  let ends = period.ends(from: first, to: last)
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
        "no \(period.rawValue) ends between \(LocalDays.text(ofDay: first)) and "
          + LocalDays.text(ofDay: last)
      ], hint: "name an earlier month after --from, or a later one after --to")
  }
  return ends
}
