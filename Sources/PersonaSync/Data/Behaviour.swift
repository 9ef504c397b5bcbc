// What all sources of a workspace say, linked: everything that a window can be measured from.

internal import EventStream
internal import Persona
internal import Profiles
internal import Workspace

/// What the sources say of people, up to the end of the window.
struct Behaviour {
  var graph: ProfileGraph
  /// One for each source of the settings.
  var summaries: [SourceSummary]
  /// Sources that have an amount for the same orders.
  var sharedOrders: [SharedOrders]
  /// The end of the window, microseconds since 1970 in UTC.
  var asOf: Int64
  var days: LocalDays
  var settings: Settings
  let engine: Engine

  /// The window that evidence is about.
  var span: Span { days.span(endingAt: asOf, days: settings.windowDays) }
  /// The window of the same length, on the same days of the week, before it.
  var spanBefore: Span { days.span(before: span, days: settings.windowDays) }

  var window: Evidence.Window { dates(of: span) }
  var windowBefore: Evidence.Window { dates(of: spanBefore) }

  private func dates(of span: Span) -> Evidence.Window {
    Evidence.Window(from: days.date(of: span.from + 1), to: days.date(of: span.to), days: settings.windowDays)
  }

  /// Whether the window may have events of people who are forgotten.
  var mayHideForgotten: Bool {
    graph.forgottenCount > 0 && graph.spans.contains { $0.map { $0.to > span.from } ?? false }
  }

  /// Whether the sources cover the window before, so that the two can be compared: a source that begins within it would
  /// make everybody look as if they had just begun. A tenth of the window may be missing: rare things begin late.
  var reachesBack: Bool {
    let slack = Int64(settings.windowDays) * LocalDays.dayMicroseconds / 10
    return graph.spans.allSatisfy { $0.map { $0.from <= spanBefore.from + slack } ?? true }
  }
}

extension Behaviour {
  init(_ sources: SummedSources, _ graph: ProfileGraph) {
    self.init(
      graph: graph, summaries: sources.summaries, sharedOrders: sources.sources.sharedOrders,
      asOf: sources.end,
      days: sources.days, settings: sources.sources.settings, engine: sources.sources.engine)
  }

  /// Reads every source of a workspace. What an earlier run linked of the same may serve, and is kept for the next.
  ///
  /// Fails before anything is read when a command may not run; then when a source cannot be read, when more of it
  /// is rejected than the settings allow, and when no end of the window was given and the newest event lies in the
  /// future.
  ///
  /// - Parameter asOf: the end of the window as the person wrote it; `nil`: the day of the newest event.
  static func read(
    _ settings: Settings, in workspace: OpenWorkspace, asOf: String?, engine: Engine
  ) throws(Failure) -> Behaviour {
    // Read once: what is kept must not say that it was made of another list.
    let forgotten = try workspace.forgotten(settings)
    return try ReadSources.withStore(of: engine, settings, in: workspace) { store throws(Failure) in
      let sources = try SummedSources(settings, in: workspace, asOf: asOf, engine: engine, store: store)
      let graph = try sources.linking { resources throws(Failure) in
        let kept = KeptGraph(
          of: sources.log, in: store, program: programStamp(), until: sources.until, earlier: sources.earlier,
          forgotten: forgotten.digest)
        if let graph = try kept?.graph(resources) { return graph }
        return try sources.log.indexed(continuing: kept?.run(), resources.part(0, 0.5)).linked(
          until: sources.until, earlier: sources.earlier, forgetting: forgotten.forgets(), keeping: kept,
          resources: resources.part(0.5, 1)
        ).graph
      }
      return Behaviour(sources, graph)
    }
  }
}

/// `5%`, `0.5%`
func percent(_ share: Double) -> String {
  let tenths = (share * 1000).rounded()
  let isWhole = tenths.truncatingRemainder(dividingBy: 10) == 0
  return (isWhole ? String(Int(tenths / 10)) : "\(tenths / 10)") + "%"
}
