// What the data says of every persona over the window: attribution with the dates and sources filled in.

internal import Attribution
internal import EventStream
internal import Persona
internal import Profiles
internal import Report

/// Evidence for each persona, made from one reading of the sources.
struct Assessment {
  let table: ProfileTable
  let attribution: Attribution
  let behaviour: Behaviour
  let sources: [Evidence.Source]
  let window: Evidence.Window
  private let previousWindow: Evidence.Window

  init(of rules: [PersonaRules], over behaviour: Behaviour) throws(Failure) {
    let settings = behaviour.settings
    table = try behaviour.measured(over: behaviour.span)
    let before = try behaviour.measured(over: behaviour.spanBefore)
    attribution = try Attribution(
      table: table, previous: before, personas: rules, rules: settings.attribution)
    sources = Self.sources(behaviour)
    window = Self.window(behaviour.span, behaviour)
    previousWindow = Self.window(behaviour.spanBefore, behaviour)
    self.behaviour = behaviour
  }

  /// What the tool has to say of each persona, whose rules have these digests.
  func parts(rulesDigests: [String]) throws(Failure) -> [ToolPart] {
    let evidence = try attribution.evidence { index in
      EvidenceContext(
        asOf: LocalDays.instant(behaviour.asOf), window: window, previousWindow: previousWindow,
        sources: sources, rulesDigest: rulesDigests[index])
    }
    let minimum = behaviour.settings.attribution.minimumGroup
    return evidence.enumerated().map { index, evidence in
      if let evidence { return .evidence(evidence) }
      return .withdrawn(
        attribution.standing(of: index) == .noMatch ? .noMatch : .fewerPeople(than: minimum))
    }
  }

  private static func window(_ span: Span, _ behaviour: Behaviour) -> Evidence.Window {
    Evidence.Window(
      from: behaviour.days.date(of: span.from + 1), to: behaviour.days.date(of: span.to),
      days: behaviour.settings.windowDays)
  }

  private static func sources(_ behaviour: Behaviour) -> [Evidence.Source] {
    behaviour.settings.sources.indices.map { index in
      let summary = behaviour.summaries[index]
      let span = behaviour.graph.spans[index]
      return Evidence.Source(
        name: behaviour.settings.sources[index].name, events: behaviour.graph.eventCounts[index],
        rejected: summary.rejected, duplicates: behaviour.graph.duplicates[index],
        from: span.map { behaviour.days.date(of: $0.from) }, to: span.map { behaviour.days.date(of: $0.to) },
        digest: summary.digest)
    }
  }
}
