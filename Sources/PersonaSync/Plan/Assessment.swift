// What the data says of every persona over the window: all that a sync needs of them, and small enough to keep.

internal import Attribution
internal import EventStream
internal import Persona
internal import Profiles
internal import Report

/// What one reading of the sources gave. It holds no person.
struct Assessment: Codable {
  /// The end of the window, microseconds since 1970 in UTC.
  let asOf: Int64
  let window: Evidence.Window
  /// People active in the window, rounded.
  let everyone: Int
  /// Whether nobody at all is, and not because they are forgotten.
  let isWindowEmpty: Bool
  /// Whether fewer people than may be told of are active, and not because others are forgotten.
  let hasFewPeople: Bool
  /// Values that stopped being links.
  let stoppedLinks: Int
  /// The names of all metrics that were measured.
  let metrics: Set<String>
  /// What the amounts of the window are in.
  let currencies: Set<String>
  let sources: [SourceOutcome]
  /// The same as evidence names them.
  let evidenceSources: [Evidence.Source]
  /// Of the events, channels, screens and values of traits that rules name, those that enough people know.
  let occurring: OccurringNames?
  /// What is to be said of the sources, with places.
  let notes: [String]
  /// By persona.
  var personas: [AssessedPersona]
  /// Whether a persona can be told beside what a commit told of nearly the same people, by its id, that of the persona which
  /// was told, and commit.
  var restatements: [String: Restatement] = [:]

  /// - Parameter personas: in the order in which the people were attributed to them.
  init(of people: AttributedPeople, personas entries: [PersonaEntry]) throws(Failure) {
    let behaviour = people.behaviour
    let settings = behaviour.settings
    asOf = behaviour.asOf
    let window = behaviour.window
    let previous = behaviour.reachesBack ? behaviour.windowBefore : nil
    self.window = window
    everyone = people.attribution.everyone
    isWindowEmpty = people.table.activeCount == 0 && !behaviour.mayHideForgotten
    hasFewPeople =
      people.table.activeCount < settings.attribution.minimumGroup && !behaviour.mayHideForgotten
    stoppedLinks = behaviour.graph.stoppedLinkCount
    metrics = Set(people.table.metrics.keys)
    currencies = Set(people.table.currencies)
    sources = SourceOutcome.all(behaviour)
    let evidenceSources = Self.sources(behaviour)
    let rules = people.rules
    self.evidenceSources = evidenceSources
    let empty = zip(behaviour.summaries, settings.sources).compactMap { emptinessProblem($0, of: $1) }
    // Of what else single files lack `check` tells.
    let withoutEvents = behaviour.summaries.flatMap { lackingProblems($0.lacking.filter(\.isWithoutEvents)) }
    let named = settings.namedEvents + entries.flatMap(\.rules.eventFilters)
    let values = entries.map(\.rules.traitValues).reduce(into: [:]) { $0.merge($1) { $0.union($1) } }
    var common = isWindowEmpty ? nil : people.attribution.occurring
    common?.traits = people.table.commonValues(
      ofTraits: Set(values.keys), minimumGroup: settings.attribution.minimumGroup)
    occurring = common?.named(in: named, traits: values)
    let silences = people.table.silenceProblems(
      sources: settings.sources, common: common?.events ?? [], named: Set(named.flatMap(\.events)))
    notes =
      (empty + withoutEvents.sortedByPlace()).map { "\($0.location): \($0.message)" }
      + (behaviour.sourceDoubts + silences).map {
        "\($0.location): \($0.message)" + ($0.hint.map { "; \($0)" } ?? "")
      }
      + Self.silentNotes(evidenceSources, window) + Self.endNotes(behaviour, hasFewPeople: hasFewPeople)
      + Self.forgottenNotes(behaviour)
    personas = try behaviour.engine.step(.comparing, .personas, entries.count) { resources throws(Failure) in
      let (instant, digests) = (
        LocalDays.instant(behaviour.asOf),
        entries.indices.map { entries[$0].rulesDigest(learned: rules[$0].learned) }
      )
      let evidence = try people.attribution.evidence { index in
        EvidenceContext(
          asOf: instant, window: window, previousWindow: previous, sources: evidenceSources,
          rulesDigest: digests[index])
      }
      let near = people.attribution.nearPersonas()
      return entries.indices.map { index in
        AssessedPersona(
          index, evidence: evidence[index], near: near.near[index].map { entries[$0].id },
          same: near.same[index].map { entries[$0].id }, people)
      }
    }
  }

  /// Sources that have events, and none in the window, while others do: people who are known by them alone seem to be gone.
  private static func silentNotes(_ sources: [Evidence.Source], _ window: Evidence.Window) -> [String] {
    guard sources.contains(where: { $0.to.map { $0 >= window.from } ?? false }) else { return [] }
    return sources.compactMap { source in
      guard let last = source.to, last < window.from else { return nil }
      return
        "the source \(source.name) has no event in the window, its newest is of \(last): is an export missing?"
    }
  }

  /// A window that ends where hardly anybody is: behind all data, or with an event whose date may be wrong.
  private static func endNotes(_ behaviour: Behaviour, hasFewPeople: Bool) -> [String] {
    guard let newest = behaviour.summaries.compactMap(\.newest).max(by: { $0.time < $1.time }) else {
      return []
    }
    let days = behaviour.days
    let after = days.day(of: behaviour.asOf) - days.day(of: newest.time)
    if after > Limits.daysBehindData {
      return [
        "the window ends \(grouped(after)) days after the newest event, of \(days.date(of: newest.time)): "
          + "they count as days on which nobody came"
      ]
    }
    guard hasFewPeople, after == 0 else { return [] }
    return [
      "hardly anybody is active in the window, which ends with the newest event, at \(newest.location): "
        + "is its date right? `--as-of` names another end"
    ]
  }

  private static func forgottenNotes(_ behaviour: Behaviour) -> [String] {
    let count = behaviour.graph.forgottenCount
    return count == 0 ? [] : ["\(count) \(count == 1 ? "person is" : "people are") forgotten, and left out"]
  }

  private static func sources(_ behaviour: Behaviour) -> [Evidence.Source] {
    behaviour.settings.sources.indices.map { index in
      let summary = behaviour.summaries[index]
      let span = behaviour.graph.spans[index]
      return Evidence.Source(
        name: behaviour.settings.sources[index].name, events: behaviour.graph.eventCounts[index],
        rejected: summary.rejected, duplicates: behaviour.graph.duplicates[index],
        from: span.map { behaviour.days.date(of: $0.from) }, to: span.map { behaviour.days.date(of: $0.to) },
        digest: summary.digest,
        records: behaviour.graph.eventCounts[index] == 0 && summary.records > 0 ? summary.records : nil)
    }
  }
}

/// What the data says of one persona.
struct AssessedPersona: Codable {
  /// `nil` for one that has none. Not coded: it has a text of its own.
  var evidence: Evidence?
  /// The minimum group, where its people are fewer.
  private let fewerThan: Int?
  /// The latest time after which fewer than the minimum group of its people did something; microseconds since 1970.
  private let newest: Int64
  /// Ids of personas whose people are the same but for a few: what is told of one must not be told of the other.
  let near: [String]
  /// Ids of personas whose people are exactly the same.
  let same: [String]

  private enum CodingKeys: String, CodingKey {
    case fewerThan, newest, near, same
  }

  fileprivate init(
    _ index: Int, evidence: Evidence?, near: [String], same: [String], _ people: AttributedPeople
  ) {
    (self.near, self.same) = (near, same)
    self.evidence = evidence
    let minimum = people.behaviour.settings.attribution.minimumGroup
    newest = newestTime(
      ofPlace: minimum, among: people.attribution.members(of: index), in: people.table)
    let isUnmatched = people.attribution.standing(of: index) == .noMatch
    fewerThan = evidence == nil && !isUnmatched ? minimum : nil
  }

  var part: ToolPart {
    if let evidence { return .evidence(evidence) }
    return .withdrawn(fewerThan.map(WithdrawalReason.fewerPeople) ?? .noMatch)
  }

  /// Whether the minimum group of its people did something after this time: an evolution is committed only then, so
  /// that two commits cannot be subtracted to find a person.
  func hasNewPeople(since time: Int64) -> Bool { newest > time }

  /// The same since the end of the window of an evidence.
  func hasNewPeople(since evidence: Evidence) -> Bool {
    LocalDays.instant(evidence.asOf).map(hasNewPeople) ?? false
  }
}
