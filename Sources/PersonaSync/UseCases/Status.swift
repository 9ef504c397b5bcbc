// Where every persona stands, from what is committed: no source is read.

internal import Attribution
internal import EventStream
internal import Foundation
public import Persona
internal import PersonaFile
internal import Report
internal import Workspace

/// The state of a workspace.
public struct WorkspaceStatus: Sendable {
  public var personas: [PersonaStatus]
  public var sources: [SourceStatus]
  /// Files below `personas/` with edits that are not committed.
  public var edits: [String]
  public var problems: [Problem]
  /// What is kept of the sources for the next run.
  public var cacheBytes: Int
}

/// The state of one persona.
public struct PersonaStatus: Sendable {
  public var id: String
  public var name: String
  public var stage: Stage
  /// Rounded; `nil` without evidence.
  public var people: Int?
  public var verdicts: [Verdict: Int]
  /// The last day of the evidence's window.
  public var evidenceTo: String?
  /// Whole days since then by the clock of this computer, and whether they are more than `stages.stale_after`.
  public var evidenceAgeDays: Int?
  public var isOverdue: Bool
  /// Whether the evidence was made by other rules, settings or formulas than those that hold now.
  public var isOfOtherRules: Bool
  /// Whether what the data said in the last sync waits, because somebody wrote into the block where they changed.
  public var isInConflict: Bool
  /// What moved beyond chance since the window before, in words.
  public var drift: [String]
  /// What is missing for the next stage, in words.
  public var missing: String
}

/// The state of one source, as the newest evidence knows it.
public struct SourceStatus: Sendable {
  public var name: String
  public var files: Int
  public var bytes: Int
  public var lastEvent: String?
  /// Records that gave traits and links, of a source without events.
  public var records: Int?
  /// Whether a command prints the records; there are no files then.
  public var isCommand: Bool
  /// Why the source could not be read now, in words.
  public var problem: String?
}

/// Reads settings, personas and committed evidence.
///
/// - Parameter tool: name and version of the tool that syncs.
public func status(of folder: WorkspaceFolder, tool: String) throws(Failure) -> WorkspaceStatus {
  let workspace = try OpenWorkspace(folder)
  let (settings, problems) = try workspace.readSettings()
  let personas = try workspace.personas(settings)
  let interrupted = InterruptedRun(in: workspace.files)
  let edits = try EditPlanner(
    files: workspace.files, repository: workspace.repository, personas: personas
  ).commits().flatMap(\.files).filter { interrupted?.hasWritten($0.path, $0.before) != true }.map(\.path)
  let untrusted = workspace.trustProblems(settings)
  let evidences = personas.entries.compactMap(\.committedEvidence)
  let conflicts = try conflicts(personas.entries, in: workspace, settings, tool: tool)
  return WorkspaceStatus(
    personas: personas.entries.map { entry in
      personaStatus(
        entry, settings, ageDays: ageDays(entry, workspace, settings),
        isInConflict: conflicts.contains(entry.path))
    },
    sources: settings.sources.map { source in
      var status = sourceStatus(source, root: folder.root, evidences: evidences)
      if untrusted.sources.contains(source.name) { status.problem = "its command is not trusted" }
      return status
    },
    edits: edits,
    problems: (problems + personas.problems + personas.unreadableEvidence + personas.editedBlocks
      + untrusted.problems)
      .sortedByPlace()
      + (interrupted.map { [$0.problem] } ?? []),
    cacheBytes: SegmentCache.sizeBytes(in: folder.root + "/" + Engine.cacheFolder))
}

extension InterruptedRun {
  /// Where it stands, for those who only look.
  var problem: Problem { Problem(.warning, words, at: SourceLocation(file: ".persona-sync/journal")) }
}

/// Paths of the personas whose edited block does not merge with what the data say, as far as the last sync is kept.
private func conflicts(
  _ personas: [PersonaEntry], in workspace: OpenWorkspace, _ settings: Settings, tool: String
) throws(Failure) -> Set<String> {
  func edit(_ entry: PersonaEntry) -> (text: String, digest: String)? {
    if case .edited(let text, let digest) = entry.document.blockState { (text, digest) } else { nil }
  }
  guard personas.contains(where: { edit($0) != nil }),
    let kept = try? KeptAssessment(workspace, settings: settings, personas: personas, asOf: nil, tool: tool),
    let assessment = kept.read()
  else { return [] }
  var paths: Set<String> = []
  for (entry, said) in zip(personas, assessment.personas) {
    guard let (text, digest) = edit(entry), let evidence = said.evidence else { continue }
    let merge = try BlockMerge(entry: entry, repository: workspace.repository).merge(
      edited: text, recordedDigest: digest, toolText: ToolPart.evidence(evidence).block(at: entry.paths))
    if case .conflict = merge { paths.insert(entry.path) }
  }
  return paths
}

/// Local days from the end of the evidence to now.
private func ageDays(_ entry: PersonaEntry, _ workspace: OpenWorkspace, _ settings: Settings) -> Int? {
  guard let evidence = entry.committedEvidence, let end = LocalDays.instant(evidence.asOf),
    let days = try? LocalDays(timeZone: settings.timeZone)
  else { return nil }
  return max(0, days.day(of: workspace.now * 1_000_000) - days.day(of: end))
}

private func personaStatus(
  _ entry: PersonaEntry, _ settings: Settings, ageDays: Int?, isInConflict: Bool
) -> PersonaStatus {
  let evidence = entry.committedEvidence
  var verdicts: [Verdict: Int] = [:]
  for claim in evidence?.claims ?? [] { verdicts[claim.verdict, default: 0] += 1 }
  return PersonaStatus(
    id: entry.id, name: entry.rules.name, stage: evidence?.stage ?? .researchDriven,
    people: evidence?.people.matched, verdicts: verdicts, evidenceTo: evidence?.window.to,
    evidenceAgeDays: ageDays, isOverdue: ageDays.map { $0 > settings.attribution.staleAfterDays } ?? false,
    isOfOtherRules: evidence.map {
      $0.rules != entry.rulesDigest || $0.formulas != Evidence.currentFormulas
    } ?? false, isInConflict: isInConflict,
    drift: evidence?.drift.map(driftWords) ?? [],
    missing: entry.evidenceFailure != nil
      ? "evidence that can be read: a sync makes it anew"
      : missing(entry.rules, entry.document, evidence: evidence, settings))
}

/// What a persona needs for its next stage, in words; empty at the last.
func missing(
  _ rules: PersonaRules, _ document: PersonaDocument, evidence: Evidence?, _ settings: Settings
) -> String {
  guard rules.decidesMembership else { return "a `match` that says who belongs to it" }
  guard let evidence else {
    if case .edited = document.blockState {
      return "a block that nobody wrote into: delete it with both its markers, and sync"
    }
    // Which of the two it lacks only the sources can tell; a sync does.
    return
      "a sync that finds at least \(settings.attribution.minimumGroup) people who match, and not nearly the same "
      + "ones as another persona has"
  }
  switch evidence.stage {
  case .researchDriven: return "fresh events: its people were last seen too long ago"
  case .dataAugmented:
    let obstacle =
      rules.match?.asksForTraits == true
      ? " (its match asks for a trait, which may not show in behaviour)" : ""
    let attempt = settings.promotes ? "every sync" : "`persona-sync promote \(shellArgument(rules.id))`"
    return
      "behaviour that tells its people from others as well as its match does\(obstacle): \(attempt) tries"
  case .dataFirst: return ""
  }
}

private func sourceStatus(
  _ source: SourceMapping, root: String, evidences: [Evidence]
) -> SourceStatus {
  var status = SourceStatus(name: source.name, files: 0, bytes: 0, isCommand: source.command != nil)
  status.lastEvent = evidences.flatMap(\.sources).filter { $0.name == source.name }.compactMap(\.to).max()
  let newest = evidences.max { ($0.asOf, $1.persona) < ($1.asOf, $0.persona) }
  status.records = newest?.sources.first { $0.name == source.name }?.records
  if status.isCommand { return status }
  do {
    let paths = try files(of: source, root: root)
    status.files = paths.count
    for path in paths where path != "-" {
      let absolute = path.hasPrefix("/") ? path : root + "/" + path
      let file = URL(filePath: absolute).resolvingSymlinksInPath().path(percentEncoded: false)
      let attributes = try? FileManager.default.attributesOfItem(atPath: file)
      status.bytes += (attributes?[.size] as? Int) ?? 0
    }
  } catch {
    status.problem = error.summary
  }
  return status
}
