// Whether the committed evidence is what the sources give, and what people read is what it says: both are made again, as if
// they had never been.

internal import EventStream
internal import Foundation
internal import Persona
internal import PersonaFile
internal import Report
internal import Workspace

/// What a verification found.
public struct Verification: Sendable, Encodable {
  public var personas: [VerifiedPersona]

  public var isSame: Bool { personas.allSatisfy { $0.result == .same } }

  /// Pretty-printed JSON with sorted keys; Documentation/Output.md describes them.
  public func jsonText() throws -> String { try prettyJSON(self) }
}

/// The evidence of one persona.
public struct VerifiedPersona: Sendable, Encodable {
  public enum Result: String, Sendable, Encodable {
    /// Byte for byte.
    case same
    case differs
    /// What it was made of is not there any more.
    case notRepeatable = "not_repeatable"
    /// What is committed in its place is no evidence, or there is nothing where the persona's block tells of it.
    case unreadable
  }

  public var id: String
  /// The last day of its window; `nil` where that cannot be read.
  public var windowTo: String?
  public var result: Result
  /// What differs: lines that are committed with a minus, those that come out now with a plus. Or why it cannot be
  /// repeated, or read. Of what is the same, what of its block and picture was not compared.
  public var details: [String]
}

/// Works the committed evidence of personas out from the sources, each at its own end of the window, and compares it
/// byte for byte; and the blocks and pictures with what the evidence makes of them. Nothing is written but the cache.
///
/// Personas whose evidence ends alike share one reading of the sources.
///
/// - Parameters:
///   - ids: the personas; all that have evidence when it is empty.
///   - tool: name and version of the program, as commits have them.
public func verifyEvidence(
  of ids: [String], in folder: WorkspaceFolder, tool: String, safe: @escaping (String) -> String,
  progress: @escaping RunProgress.Report = { _ in }
) throws -> Verification {
  for id in ids { try folder.requirePersona(id) }
  let workspace = try OpenWorkspace(folder)
  let settings = try workspace.settings()
  let personas = try workspace.soundPersonas(settings)
  let entries = personas.entries.filter { $0.committedEvidence != nil }
  let unreadable = personas.entries.compactMap(VerifiedPersona.init(unreadable:))
  if let without = ids.first(where: { id in
    !entries.contains { $0.id == id } && !unreadable.contains { $0.id == id }
  }) {
    throw Failure(
      "\(without) has no committed evidence that can be read", hint: "`persona-sync sync` makes it anew")
  }
  let days = try LocalDays(timeZone: settings.timeZone)
  var verifier = Verifier(workspace: workspace, settings: settings, personas: personas.entries)
  let shown = ShownEvidence(workspace: workspace, settings: settings, tool: tool, safe: safe)
  func isChosen(_ id: String) -> Bool { ids.isEmpty || ids.contains(id) }
  var found = unreadable.filter { isChosen($0.id) }
  let chosen = entries.filter { isChosen($0.id) }
  for (asOf, group) in Dictionary(grouping: chosen, by: { days.asOfWords(of: $0.committedEvidence) })
    .sorted(by: { $0.key < $1.key })
  {
    try verifier.read(asOf: asOf, engine: Engine(settings, in: folder, report: progress))
    for entry in group {
      var persona = try verifier.verified(entry, safe: safe)
      if let evidence = entry.committedEvidence { persona.add(try shown.finding(entry, evidence)) }
      found.append(persona)
    }
  }
  return Verification(personas: found.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) })
}

extension VerifiedPersona {
  /// Adds what was found of the block and the picture. Of evidence that is another itself there is nothing to add.
  fileprivate mutating func add(_ shown: ShownEvidence.Finding) {
    guard [.same, .notRepeatable].contains(result) else { return }
    if shown.differences.isEmpty {
      details += shown.notes
    } else {
      (result, details) = (.differs, shown.differences)
    }
  }

  /// A persona that should have evidence and has none that can be read; else `nil`.
  fileprivate init?(unreadable entry: PersonaEntry) {
    guard entry.committedEvidence == nil else { return nil }
    if let failure = entry.evidenceFailure {
      let place = failure.location.map { "\($0): " } ?? ""
      self.init(
        id: entry.id, result: .unreadable,
        details: [place + ([failure.summary] + failure.causes).joined(separator: ": ")])
      return
    }
    // What was withdrawn left a block too, and the stage of research.
    let stage = entry.committed?.writtenStage.flatMap(Stage.init) ?? .researchDriven
    guard entry.committed?.hasBlock == true, stage != .researchDriven else { return nil }
    self.init(
      id: entry.id, result: .unreadable,
      details: ["its block tells of evidence, and \(entry.paths.evidence) is not there"])
  }
}

/// Compares evidence with what the sources give up to one instant.
private struct Verifier {
  let workspace: OpenWorkspace
  let settings: Settings
  let personas: [PersonaEntry]
  private var assessment: Assessment?
  /// The people up to that instant, attributed to nobody.
  private var measured: MeasuredBehaviour?
  /// What was said of the personas of a commit, by ids and rules.
  private var past: (personas: [String], assessment: Assessment)?
  /// Why the sources give nothing up to that instant.
  private var obstacle: Failure?

  init(workspace: OpenWorkspace, settings: Settings, personas: [PersonaEntry]) {
    self.workspace = workspace
    self.settings = settings
    self.personas = personas
  }

  mutating func read(asOf: String, engine: Engine) throws(Failure) {
    (assessment, measured, past, obstacle) = (nil, nil, nil, nil)
    do throws(Failure) {
      // Linked anew, as if nothing had ever been kept.
      let behaviour = try IdentifiedBehaviour.read(
        settings, in: workspace, asOf: asOf, engine: engine
      ).behaviour
      let measured = try MeasuredBehaviour(behaviour)
      self.measured = measured
      assessment = try assessment(of: personas, measured)
    } catch {
      guard error.kind != .bug else { throw error }
      obstacle = error
    }
  }

  private func assessment(
    of personas: [PersonaEntry], _ measured: MeasuredBehaviour
  ) throws(Failure) -> Assessment {
    let people = try AttributedPeople(
      measured, personas: personas.map(\.rules), promotes: settings.promotes)
    return try Assessment(of: people, personas: personas)
  }

  mutating func verified(
    _ entry: PersonaEntry, safe: (String) -> String
  ) throws(Failure) -> VerifiedPersona {
    guard let committed = entry.committedEvidence else {
      throw Failure("\(entry.id) has no evidence", kind: .bug)
    }
    func answer(_ result: VerifiedPersona.Result, _ details: [String]) -> VerifiedPersona {
      VerifiedPersona(id: entry.id, windowTo: committed.window.to, result: result, details: details)
    }
    guard let assessment, let index = personas.firstIndex(where: { $0.path == entry.path }) else {
      return answer(.notRepeatable, obstacle.map { [$0.summary] + $0.causes } ?? [])
    }
    let part = assessment.personas[index].part
    if try isCommitted(part.evidence, of: entry) { return answer(.same, []) }
    let reasons = reasons(entry, committed, assessment)
    if !reasons.isEmpty { return answer(.notRepeatable, reasons) }
    let commits = try commits(of: committed, told: entry)
    var strangers: [String] = []
    for (place, commit) in commits.enumerated() {
      let then = try personas(at: commit.id)
      let changed = self.strangers(to: entry, among: then)
      if place == 0 { strangers = changed }
      if changed.isEmpty { continue }
      if try isCommitted(evidence(of: entry, among: then), of: entry) { return answer(.same, []) }
    }
    if !strangers.isEmpty {
      return answer(
        .notRepeatable,
        ["\(strangers.joined(separator: ", ")) changed since: some figures are decided over all personas"])
    }
    if let told = commits.last, try workspace.forgotten(since: told.instant) != (false, false) {
      return answer(.notRepeatable, ["who is forgotten changed since, on this computer"])
    }
    guard let evidence = part.evidence else {
      return answer(.differs, ["  nothing may be shown of it"])
    }
    return answer(.differs, try differences(from: committed, to: evidence, safe: safe))
  }

  /// The lines that differ: in the words that `git diff` shows, which have a figure each, else in the file.
  private func differences(
    from committed: Evidence, to evidence: Evidence, safe: (String) -> String
  ) throws(Failure) -> [String] {
    let words = try workspace.repository.differingLines(
      Array(evidenceText(committed, safe: safe).utf8), Array(evidenceText(evidence, safe: safe).utf8))
    if !words.isEmpty { return words }
    return try workspace.repository.differingLines(
      EvidenceFile.bytes(of: committed), EvidenceFile.bytes(of: evidence)
    ).map(safe)
  }

  /// Whether this is what git has, as it was told or as out of date: that its people stay away was learned later, and changed
  /// no figure.
  private func isCommitted(_ evidence: Evidence?, of entry: PersonaEntry) throws(Failure) -> Bool {
    guard let evidence else { return false }
    let path = entry.paths.evidence
    let committed = try workspace.repository.bytes(of: path, at: nil)
    for told in [evidence, evidence.outOfDate]
    where try workspace.repository.workTreeForm(of: EvidenceFile.bytes(of: told), at: path) == committed {
      return true
    }
    return false
  }

  /// The commits that have evidence of a persona up to the same day as the last, newest first.
  private func commits(of committed: Evidence, told entry: PersonaEntry) throws(Failure) -> [CommitRecord] {
    let (path, repository) = (entry.paths.evidence, workspace.repository)
    func isOfThatDay(_ version: FileVersion) throws(Failure) -> Bool {
      guard let blob = version.blob else { return false }
      let evidence = try EvidenceFile.evidence(inVersion: repository.bytes(of: blob, as: path), file: path)
      return evidence?.asOf == committed.asOf
    }
    let versions = try repository.versions(of: [path]) { _, version throws(Failure) in
      try !isOfThatDay(version)
    }
    var commits: [CommitRecord] = []
    for version in versions[path] ?? [] where try isOfThatDay(version) { commits.append(version.commit) }
    return commits
  }

  /// What the evidence was made of and is another now: its digests tell.
  private func reasons(
    _ entry: PersonaEntry, _ committed: Evidence, _ assessment: Assessment
  ) -> [String] {
    var reasons: [String] = []
    if committed.rules != entry.rulesDigest {
      reasons.append("the settings, or the rules of the persona, changed since")
    }
    if committed.formulas != Evidence.currentFormulas {
      reasons.append(
        "it was made by version \(committed.formulas) of the formulas, and this program has version "
          + "\(Evidence.currentFormulas)")
    }
    let now = Dictionary(assessment.evidenceSources.map { ($0.name, $0.digest) }) { $1 }
    for source in committed.sources where now[source.name] != source.digest {
      reasons.append("the source \(source.name) changed since, in what it holds up to \(committed.window.to)")
    }
    return reasons
  }

  /// The personas as a commit has them, under the settings of now.
  private func personas(at commit: CommitID) throws(Failure) -> [PersonaEntry] {
    let repository = workspace.repository
    var entries: [PersonaEntry] = []
    for path in try repository.files(below: "personas", at: commit).keys where WorkspaceFolder.isPersona(path)
    {
      guard let bytes = try repository.bytes(of: path, at: commit),
        let document = try? PersonaDocument(bytes: bytes, path: path)
      else { continue }
      let paths = PersonaPaths(file: path)
      let evidence = try repository.bytes(of: paths.evidence, at: commit).flatMap {
        try? EvidenceFile.evidence(from: $0, file: paths.evidence)
      }
      entries.append(
        PersonaEntry(
          paths: paths, document: document, disk: document, committed: document,
          rules: document.rules(of: document.id, settings, model: evidence?.model),
          writtenDigest: document.writtenDigest(of: document.id, settings), committedEvidence: evidence,
          past: PastEvidence(repository)))
    }
    return entries.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
  }

  /// The other personas that had other rules, or were not there, when the evidence was committed: how a persona stands to
  /// others, and what counts as more than chance, depends on all of them.
  private func strangers(to entry: PersonaEntry, among then: [PersonaEntry]) -> [String] {
    func digests(_ entries: [PersonaEntry]) -> [String: String] {
      Dictionary(entries.map { ($0.id, $0.rulesDigest) }) { $1 }
    }
    let (then, now) = (digests(then), digests(personas))
    return Set(then.keys).union(now.keys).filter { $0 != entry.id && then[$0] != now[$0] }.sorted()
  }

  /// What the sources give for a persona among those of another time. The personas of one sync share an answer.
  private mutating func evidence(
    of entry: PersonaEntry, among then: [PersonaEntry]
  ) throws(Failure) -> Evidence? {
    guard let measured, let index = then.firstIndex(where: { $0.id == entry.id }) else { return nil }
    let names = then.flatMap { [$0.id, $0.rulesDigest] }
    if past?.personas != names {
      past = (names, try assessment(of: then, measured))
    }
    return past?.assessment.personas[index].part.evidence
  }
}
