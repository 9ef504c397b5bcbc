// Checks settings, personas and sources, and writes nothing.

internal import Attribution
internal import EventStream
public import Persona
internal import PersonaFile
internal import Profiles
internal import Workspace

/// What a check found.
public struct CheckOutcome: Sendable {
  /// Sorted by place.
  public var problems: [Problem]
  public var personas: Int
  /// Sources that could be read.
  public var sources: [SourceOutcome]
}

/// Looks at everything that a sync would look at, and collects every problem instead of stopping at the first.
public func check(
  _ folder: WorkspaceFolder, progress: @escaping RunProgress.Report = { _ in }
) throws(Failure) -> CheckOutcome {
  let workspace = try OpenWorkspace(folder)
  var settings: Settings
  var problems: [Problem]
  do throws(Failure) {
    (settings, problems) = try workspace.readSettings()
  } catch {
    // Which names and sources there are is unknown then; what stands in the personas can be read all the same.
    let personas = try workspace.personas(Settings())
    return CheckOutcome(
      problems: ([Problem(error, at: SourceLocation(file: Settings.fileName))] + personas.problems
        + personas.unreadableEvidence).sortedByPlace(),
      personas: personas.entries.count, sources: [])
  }
  let personas = try workspace.personas(settings)
  problems += mappingProblems(settings, besides: problems)
  problems += personas.problems + personas.unreadableEvidence + personas.editedBlocks
  problems += try workspace.trackedDataProblems(settings)
  let untrusted = workspace.trustProblems(settings)
  problems += untrusted.problems
  let engine = Engine(settings, in: folder, report: progress)
  var sources = SourceCheck(settings, personas.entries, in: workspace, engine: engine)
  for source in settings.sources {
    if untrusted.sources.contains(source.name) { sources.passOver() } else { sources.read(source) }
  }
  problems += sources.problems + endProblems(sources.seen)
  problems += doubtsAboutAll(settings, without: untrusted.sources, in: workspace, engine)
  problems += ruleProblems(
    personas, settings: settings, occurring: sources.occurring, currencies: sources.currencies)
  return CheckOutcome(
    problems: problems.sortedByPlace(), personas: personas.entries.count, sources: sources.outcomes)
}

/// Warnings of settings of which no evidence can come. Where there are errors in them, a source may be missing for one.
private func mappingProblems(_ settings: Settings, besides problems: [Problem]) -> [Problem] {
  let place = SourceLocation(file: Settings.fileName)
  if settings.sources.isEmpty {
    guard !problems.contains(where: { $0.severity == .error }) else { return [] }
    return [
      Problem(
        .warning, "there is no source, so no persona can gain evidence", at: place,
        hint: "`persona-sync sources FILE --write` adds one")
    ]
  }
  return settings.sources.filter { $0.identifiers.isEmpty }.map { source in
    Problem(
      .warning, "the source \(source.name) names nobody, so nothing in it counts for any persona", at: place,
      hint: "say which field names the person: `identifiers: { user: FIELD }`")
  }
}

/// Looks at sources one by one, and gathers what is wrong in them and what they hold.
private struct SourceCheck {
  private let settings: Settings
  private let workspace: OpenWorkspace
  private let engine: Engine
  /// Events that rules and settings name.
  private let named: Set<String>
  /// Whether anything depends on what the sources hold.
  private let asks: Bool
  private(set) var problems: [Problem] = []
  private(set) var outcomes: [SourceOutcome] = []
  /// What they hold; `nil` once one was not read, for nobody knows what it would hold.
  private(set) var occurring: OccurringNames? = OccurringNames()
  private(set) var currencies: Set<String>? = []
  /// When sources have events, where that was looked at.
  private(set) var seen: [(source: String, days: DaysSeen)] = []

  init(_ settings: Settings, _ personas: [PersonaEntry], in workspace: OpenWorkspace, engine: Engine) {
    self.settings = settings
    self.workspace = workspace
    self.engine = engine
    named = Set((settings.namedEvents + personas.flatMap(\.rules.eventFilters)).flatMap(\.events))
    asks =
      !settings.namedEvents.isEmpty
      || personas.contains { $0.rules.namesEvents || $0.rules.namesTraits || $0.rules.namesAmounts }
  }

  /// Goes on without a source.
  mutating func passOver() { (occurring, currencies) = (nil, nil) }

  mutating func read(_ source: SourceMapping) {
    var only = settings
    only.sources = [source]
    only.rejectsLimit = 1
    do throws(Failure) {
      // Linked anew: what is kept for the next sync is of all sources.
      let identified = try IdentifiedBehaviour.read(only, in: workspace, asOf: nil, engine: engine)
      let behaviour = identified.behaviour
      outcomes += SourceOutcome.all(behaviour)
      // Of several, links are looked at when all are read.
      if settings.sources.count == 1 { problems += linkDoubts(of: identified.graph) }
      if asks { try gatherNames(behaviour) }
      problems += doubts(about: source, behaviour)
    } catch {
      let place = settings.commandLocations[source.name] ?? SourceLocation(file: Settings.fileName)
      problems.append(Problem(error, at: place))
      passOver()
    }
  }

  private mutating func gatherNames(_ behaviour: Behaviour) throws(Failure) {
    // By itself a table of people without events has nobody who is active, and its traits count all the same.
    let table = try behaviour.measuredWindow(behaviour.graph.eventCounts[0] == 0 ? .everybody : .active)
    let common = try table.occurringNames(minimumGroup: settings.attribution.minimumGroup)
    occurring?.formUnion(common)
    problems += table.silenceProblems(
      sources: behaviour.settings.sources, common: common.events, named: named)
    currencies?.formUnion(table.currencies)
    // The window of one without events ends today.
    guard behaviour.graph.eventCounts[0] > 0 else { return }
    seen += behaviour.settings.sources.map { ($0.name, table.daysSeen) }
  }

  /// What is odd in one source.
  private func doubts(about source: SourceMapping, _ behaviour: Behaviour) -> [Problem] {
    var problems: [Problem] = []
    for read in SourceOutcome.all(behaviour) {
      if !source.identifiers.isEmpty, read.events > 0, read.unidentified == read.events {
        problems.append(nobody(read.name))
      }
      if read.events == 0, read.records > 0, let silence = silence(of: source) { problems.append(silence) }
    }
    problems += rejectProblems(behaviour.summaries[0], of: source, limit: settings.rejectsLimit)
    problems += behaviour.sourceDoubts + behaviour.contradictions
    problems += twinProblems(behaviour.summaries[0].files, of: source, root: workspace.folder.root)
    return problems
  }
}

/// What is odd in all sources together, which none knows by itself. Sources that could not be read are told of already.
private func doubtsAboutAll(
  _ settings: Settings, without left: Set<String>, in workspace: OpenWorkspace, _ engine: Engine
) -> [Problem] {
  var readable = settings
  readable.rejectsLimit = 1
  // A query is not asked twice, for it may cost.
  readable.sources.removeAll { left.contains($0.name) || $0.command != nil }
  guard readable.sources.count > 1,
    let all = try? IdentifiedBehaviour.read(readable, in: workspace, asOf: nil, engine: engine)
  else { return [] }
  return doubts(about: all.behaviour.sharedOrders, in: readable.sources) + linkDoubts(of: all.graph)
}

/// Names that rules and settings use and nothing knows, and claims that can never be true.
///
/// - Parameter occurring: what the sources hold, where they were read.
/// - Parameter currencies: what the amounts are in, where it was looked up.
/// - Parameter measured: the names of the metrics that were measured, where they were.
func ruleProblems(
  _ personas: PersonaSet, settings: Settings, occurring: OccurringNames? = nil,
  currencies: Set<String>? = nil, measured: Set<String>? = nil
) -> [Problem] {
  var vocabulary = Vocabulary(settings)
  (vocabulary.occurring, vocabulary.currencies) = (occurring, currencies)
  // Of amounts in several currencies there is no sum.
  if let measured, (currencies?.count ?? 0) != 1 {
    vocabulary.metrics.subtract(AmountMetric.names.filter { !measured.contains($0) })
  }
  return personas.entries.flatMap { entry in
    var rules = entry.rules
    if rules.match == nil, !entry.document.wellWritten.isEmpty {
      rules.match = .all(entry.document.wellWritten)
    }
    return problems(
      in: rules, modelAt: SourceLocation(file: entry.paths.evidence), vocabulary: vocabulary)
  } + slips(in: settings.namedEvents, vocabulary: vocabulary)
}

extension Vocabulary {
  /// The names that the settings and the catalogues give.
  fileprivate init(_ settings: Settings) {
    self.init(
      metrics: Set((builtInMetrics.map(\.name)) + settings.measures.metrics.map(\.name)),
      scores: Set(scoreList.map(\.name)), traits: Set(settings.sources.flatMap { $0.traits.map(\.name) }),
      properties: Set(settings.sources.flatMap { $0.properties.map(\.name) }),
      sources: Set(settings.sources.map(\.name)))
  }
}

extension Problem {
  /// A failure as one of many problems.
  init(_ failure: Failure, at place: SourceLocation) {
    self.init(
      .error, ([failure.summary] + failure.causes).joined(separator: ": "),
      at: failure.location ?? place, hint: failure.hint)
  }
}

/// The warning that a source tells of no person, as when its `identifiers` name fields that it does not have.
private func nobody(_ source: String) -> Problem {
  Problem(
    .warning, "no event of the source \(source) has a usable identifier, so it tells of nobody",
    at: SourceLocation(file: Settings.fileName),
    hint: "look at the source's `identifiers`; `persona-sync sources FILE` proposes some")
}

/// The warning that a source without events gives nothing else either; `nil` where it has traits, or joins identifiers.
private func silence(of source: SourceMapping) -> Problem? {
  guard source.identifiers.count == 1, source.traits.isEmpty else { return nil }
  let missing = source.time == nil ? "`time`" : source.event == nil ? "`event`" : nil
  return Problem(
    .warning, "the source \(source.name) gives neither events nor traits, so nothing of it counts",
    at: SourceLocation(file: Settings.fileName),
    hint: missing.map {
      "there are no events without \($0); `persona-sync sources FILE` proposes one, or says why not"
    }
      ?? "look at the source's `event`: no record has one; a text for all records is written `{ constant: NAME }`"
  )
}

/// The warning that a source has nothing to tell; `nil` when it has.
func emptinessProblem(_ summary: SourceSummary, of source: SourceMapping) -> Problem? {
  guard summary.records + summary.rejected + summary.later == 0, summary.passedOver == nil else { return nil }
  let what =
    if summary.bytes == 0 {
      "is empty"
    } else if source.only != nil {
      "has no record that `only` lets pass"
    } else {
      "has no records, only a header or blanks"
    }
  return Problem(
    .warning, "the source \(source.name) \(what)",
    at: SourceLocation(file: summary.files.first ?? Settings.fileName))
}

/// Rejected records of a source as warnings, or as an error above the limit; an empty source as a warning.
private func rejectProblems(
  _ summary: SourceSummary, of source: SourceMapping, limit: Double
) -> [Problem] {
  if let nothing = emptinessProblem(summary, of: source) { return [nothing] }
  let all = summary.records + summary.rejected
  let isTooMuch = Double(summary.rejected) > limit * Double(all)
  return lackingProblems(summary.lacking)
    + summary.rejects.map { reject in
      Problem(
        isTooMuch ? .error : .warning,
        "\(grouped(reject.count)) of \(grouped(all)) records of \(source.name) are rejected: \(reject.reason)",
        at: reject.locations.first ?? SourceLocation(file: source.name), hint: reject.hint)
    }
}

/// Columns that single files lack as warnings: one for all files that lack the same, at the first of them.
///
/// - Parameter lacking: of the source's summary, all or some.
func lackingProblems(_ lacking: [LackingColumns]) -> [Problem] {
  let files = Dictionary(grouping: lacking, by: \.columns)
  return files.values.compactMap { files in
    guard let first = files.min(by: { $0.place < $1.place }) else { return nil }
    let columns = first.columns.map { "`\($0)`" }.joined(separator: ", ")
    let more =
      switch files.count {
      case 1: ""
      case 2: " here and in another file"
      default: " here and in \(files.count - 1) more files"
      }
    return Problem(
      .warning,
      "there \(first.columns.count == 1 ? "is no column" : "are no columns") \(columns)\(more), which other files have",
      at: first.place, hint: first.hint)
  }
}
