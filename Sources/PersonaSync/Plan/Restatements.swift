// Evidence of nearly the same people over nearly the same data, by other rules or by another name: what was told stays in git,
// and the two can be subtracted.

internal import Attribution
internal import EventStream
internal import Persona
internal import PersonaFile
internal import Profiles
internal import Workspace

/// Whether evidence can be told beside what git has of nearly the same people.
enum Restatement: String, Codable {
  case tellable
  /// Some figure of it differs by what fewer people than the minimum group did.
  case showsFew
  /// What was told cannot be made again, so nobody can know.
  case unknown
  /// It was told by formulas that are no more, so nobody can know.
  case otherFormulas
}

/// Why a persona must not be told beside what git has.
struct HeldRestatement {
  var reason: Restatement
  /// The persona of the evidence that git has; nil: the same, by its old rules.
  var other: String?
  /// Of that evidence.
  var lastDay: String

  func words(minimumGroup: Int) -> String {
    let cause =
      if let other {
        "its people are those of \(other) but for fewer than \(minimumGroup): it could be subtracted from"
      } else if reason == .otherFormulas {
        "this version counts otherwise than"
      } else {
        "its rules or the settings changed since"
      }
    let danger =
      switch reason {
      case .unknown:
        "what that was made of is not there any more, so the difference could show what a few people did"
      case .otherFormulas: "the difference could show what a few people did"
      case .showsFew, .tellable: "the difference would show what fewer than \(minimumGroup) people did"
      }
    return
      "\(cause) the evidence up to \(lastDay), and \(danger). Sync again with later exports: it is told once "
      + "\(minimumGroup) of its people have done something new. If nobody else has that evidence yet, `git reset` can take "
      + "it out at once"
  }
}

/// Finds the personas whose evidence would show a few people when it is subtracted from what git has of nearly the same people:
/// of the same persona by other rules, or of another, which may be gone.
///
/// The old rules are those of the commit that told it: the settings and the persona file in it. By them today's people
/// are measured once more, or the sources read once more where these were read otherwise, as of then.
struct Restatements {
  private let workspace: OpenWorkspace
  private let repository: Repository
  private let settings: Settings
  /// What is told now.
  private let people: AttributedPeople
  private let sources: FigureSources
  private var last: Past?

  /// - Parameters:
  ///   - workspace: has the sources.
  ///   - history: has what was told; nil: the workspace's own repository.
  init(
    _ people: AttributedPeople, in workspace: OpenWorkspace, history: Repository? = nil
  ) throws(Failure) {
    (self.workspace, self.people) = (workspace, people)
    repository = history ?? workspace.repository
    settings = people.behaviour.settings
    sources = try FigureSources(people.table)
  }

  /// Whether the evidence of a persona can be told without showing by the difference what a few people did.
  ///
  /// - Parameter index: of the persona among the people.
  mutating func restatement(
    of entry: PersonaEntry, at index: Int, after published: PublishedEvidence
  ) throws(Failure) -> Restatement {
    let rules = try rules(of: published)
    if published.persona != entry.id, try !isNear(index, published, rules) { return .tellable }
    guard published.evidence.formulas == Evidence.currentFormulas else { return .otherFormulas }
    let since = published.commit.instant
    let changes = try workspace.forgotten(since: since)
    guard !changes.takenBack, let then = rules else { return .unknown }
    let minimum = max(settings.attribution.minimumGroup, then.settings.attribution.minimumGroup)
    let forgotten = changes.somebody ? IdentifiedBehaviour.Forgotten.before(since) : .everybody
    guard
      let past = try past(then.settings, asOf: published.evidence, forgotten: forgotten, minimum: minimum),
      past.behaviour.holds(published.evidence.sources)
    else { return .unknown }
    guard past.hidesEverybody else { return .showsFew }
    let before = try Attribution.members(by: [then.rules], in: past.table)[0]
    let hidesMembers = sources.hidesEverybody(
      people.attribution.members(of: index), against: past.sources, before, minimum: minimum)
    return hidesMembers ? .tellable : .showsFew
  }

  /// Today's sources by the settings of then.
  private struct Past {
    var key: [String]
    var behaviour: Behaviour
    var table: ProfileTable
    var sources: FigureSources
    /// Whether the difference hides each of all people.
    var hidesEverybody: Bool
  }

  private struct Rules {
    var settings: Settings
    var rules: PersonaRules
  }

  /// Whether the people of a persona are, but for fewer than the minimum group, those whom another's rules of then mean today.
  /// Where these are not known, so are not the people.
  private func isNear(
    _ index: Int, _ published: PublishedEvidence, _ then: Rules?
  ) throws(Failure) -> Bool {
    let (id, commit) = (published.persona, published.commit.id)
    var rules = then?.rules
    if rules == nil {
      rules = try repository.personaDocument(of: id, at: commit)?
        .rules(of: id, settings, model: published.evidence.model)
    }
    guard let rules else { return true }
    let measures = then?.settings.measures ?? settings.measures
    let table = try people.table.measured(by: measures, insteadOf: settings.measures) ?? people.table
    let members = try Attribution.members(by: [rules], in: table)[0]
    return Attribution.difference(
      people.attribution.members(of: index), members, minimum: settings.attribution.minimumGroup) != nil
  }

  /// What evidence was made by: the persona file of its commit, and the settings of it or of then; nil when that cannot be
  /// known any more.
  private func rules(of published: PublishedEvidence) throws(Failure) -> Rules? {
    let (id, commit) = (published.persona, published.commit.id)
    guard let document = try repository.personaDocument(of: id, at: commit) else { return nil }
    let committed = try repository.bytes(of: Settings.fileName, at: commit).map { [$0] } ?? []
    for bytes in committed + KeptSettings(workspace).all() {
      var reader = SettingsReader()
      guard let settings = try? reader.read(bytes), !reader.problems.hasErrors else { continue }
      let rules = document.rules(of: id, settings, model: published.evidence.model)
      if document.digest(of: rules, settings) == published.evidence.rules {
        return Rules(settings: settings, rules: rules)
      }
    }
    return nil
  }

  /// Today's sources, read by the settings of then, up to the end of the window of then; nil when they cannot be. Personas
  /// that were told alike share a reading.
  private mutating func past(
    _ then: Settings, asOf evidence: Evidence, forgotten: IdentifiedBehaviour.Forgotten, minimum: Int
  ) throws(Failure) -> Past? {
    let key = [then.digest, evidence.asOf, "\(forgotten)"]
    if last?.key == key { return last }
    last = nil
    do throws(Failure) {
      guard let (behaviour, table, past) = try measured(then, asOf: evidence, forgotten: forgotten) else {
        return nil
      }
      last = Past(
        key: key, behaviour: behaviour, table: table, sources: past,
        hidesEverybody: sources.hidesEverybody(against: past, minimum: minimum))
    } catch {
      if error.kind == .bug { throw error }
      // A source that is gone, a command that may not run any more: what was told cannot be made again.
    }
    return last
  }

  private typealias Measured = (Behaviour, ProfileTable, FigureSources)

  private func measured(
    _ then: Settings, asOf evidence: Evidence, forgotten: IdentifiedBehaviour.Forgotten
  ) throws(Failure) -> Measured? {
    var told: Behaviour?
    if case .everybody = forgotten { told = people.behaviour.told(by: then, asOf: evidence) }
    // Mostly the same was seen of the same people, and only what is measured of it is other, or who belongs to whom.
    if let told, let table = try people.table.measured(by: then.measures, insteadOf: settings.measures) {
      return (told, table, sources.sharing(with: table))
    }
    if told == nil { told = try read(then, asOf: evidence, forgotten: forgotten) }
    guard let told else { return nil }
    let table = try told.measuredWindow()
    return (told, table, try FigureSources(table))
  }

  private func read(
    _ then: Settings, asOf evidence: Evidence, forgotten: IdentifiedBehaviour.Forgotten
  ) throws(Failure) -> Behaviour? {
    // What came in by standard input is gone.
    guard !then.sources.contains(where: { $0.files.contains("-") }) else { return nil }
    let days = try LocalDays(timeZone: then.timeZone)
    var engine = people.behaviour.engine
    // Sources that were read otherwise must not take the place of what the cache has.
    if then.sources != settings.sources { engine.cache = nil }
    // Nor what was linked by other rules that of the last sync.
    return try IdentifiedBehaviour.read(
      then, in: workspace, asOf: days.asOfWords(of: evidence), forgotten: forgotten, engine: engine
    ).behaviour
  }
}

extension Evidence {
  /// Whether settings, rules and formulas were the same: the figures differ by what people did, and by nothing else.
  func isBySameRules(as other: Evidence) -> Bool { rules == other.rules && formulas == other.formulas }
}

extension Behaviour {
  /// The same people under other settings, where these make no difference to who they are and what they did.
  fileprivate func told(by then: Settings, asOf evidence: Evidence) -> Behaviour? {
    guard then.sources == settings.sources, then.identity == settings.identity,
      then.timeZone == settings.timeZone, then.windowDays == settings.windowDays,
      then.rejectsLimit == settings.rejectsLimit, evidence.asOf == LocalDays.instant(asOf)
    else { return nil }
    var told = self
    told.settings = then
    return told
  }

  /// Whether the sources hold, up to the end of the window, what they held when evidence was made of them.
  fileprivate func holds(_ sources: [Evidence.Source]) -> Bool {
    let now = Dictionary(zip(settings.sources.map(\.name), summaries.map(\.digest))) { $1 }
    return sources.allSatisfy { now[$0.name] == $0.digest }
  }
}
