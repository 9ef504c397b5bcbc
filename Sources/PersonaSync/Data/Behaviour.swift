// Reads all sources of a workspace and links who is who: everything that a window can then be measured from.

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
  /// Reads every source of a workspace.
  ///
  /// Fails before anything is read when a command may not run; then when a source cannot be read, when more of it
  /// is rejected than the settings allow, and when no end of the window was given and the newest event lies in the
  /// future.
  ///
  /// - Parameters:
  ///   - asOf: the end of the window as the person wrote it; `nil`: the day of the newest event.
  ///   - reach: what is to be measured.
  ///   - who: who of the forgotten is left out.
  ///   - identifies: whether anybody will ask who somebody is. Where not, what an earlier run linked may serve.
  static func read(
    _ settings: Settings, in workspace: OpenWorkspace, asOf: String?, reach: Reach = .windows,
    forgotten who: Forgotten = .everybody, identifies: Bool = true,
    engine: Engine
  ) throws(Failure) -> Behaviour {
    // Read once: what is kept must not say that it was made of another list.
    let forgotten = try who.list(settings, in: workspace)
    let forgets = forgotten.flatMap(who.forgets)
    var keeps = false
    if case .everybody = who { keeps = !identifies }
    return try ReadSources.withStore(of: engine, settings, in: workspace) { store throws(Failure) in
      let days = try LocalDays(timeZone: settings.timeZone)
      let until = try asOf.map { written throws(Failure) in try days.asOf(written) }
      let sources = try ReadSources(settings, in: workspace, until: until, engine: engine, store: store)
      return try Behaviour(sources, asOf: asOf, days) { end, records throws(Failure) in
        let earlier = earlier(reach, end: end, days, settings)
        return try engine.step(.linking, .records, records) { resources throws(Failure) in
          let kept =
            keeps
            ? KeptGraph(
              of: sources.log, in: store, program: programStamp(), until: until, earlier: earlier,
              forgotten: forgotten?.digest ?? "") : nil
          if let graph = try kept?.graph(resources) { return graph }
          return try sources.log.indexed(continuing: kept?.run(), resources.part(0, 0.5)).linked(
            until: until, earlier: earlier, forgetting: forgets, keeping: kept,
            resources: resources.part(0.5, 1))
        }
      }
    }
  }

  /// What is to be measured of the events.
  enum Reach {
    /// The window, and the one before it.
    case windows
    /// Any time.
    case everything
  }

  /// Who of the forgotten is left out.
  enum Forgotten {
    case everybody
    /// Who was forgotten before an instant.
    case before(String)
    case nobody

    /// The list, where it matters: whoever begins one has none yet.
    func list(_ settings: Settings, in workspace: OpenWorkspace) throws(Failure) -> ForgottenFile? {
      if case .nobody = self { return nil }
      return try workspace.forgotten(settings)
    }

    func forgets(_ list: ForgottenFile) -> Forgets? {
      switch self {
      case .everybody: list.forgets()
      case .before(let instant): list.forgets(before: instant)
      case .nobody: nil
      }
    }
  }

  /// - Parameter link: links all as of the end of the window; called with how many records there are up to then.
  init(
    _ sources: ReadSources, asOf: String?, _ days: LocalDays,
    link: (_ end: Int64, _ records: Int) throws(Failure) -> ProfileGraph
  ) throws(Failure) {
    let until = try asOf.map { written throws(Failure) in try days.asOf(written) }
    let summaries = sources.readings.map { $0.summary(until: until) }
    if until == nil { try Self.requireNoFuture(summaries, now: sources.now) }
    if let asOf { try Self.requireRecords(summaries, upTo: asOf) }
    let newest = summaries.compactMap { $0.newest?.time }.max()
    let end = until ?? newest.map(days.endOfDay) ?? days.endOfDay(of: sources.now * 1_000_000)
    self.init(
      graph: try link(end, summaries.reduce(0) { $0 + $1.records }), summaries: summaries,
      sharedOrders: sources.sharedOrders, asOf: end, days: days, settings: sources.settings,
      engine: sources.engine)
  }

  /// The events that are too old for what is to be measured.
  static func earlier(
    _ reach: Reach, end: Int64, _ days: LocalDays, _ settings: Settings
  ) -> EarlierEvents? {
    guard case .windows = reach else { return nil }
    let span = days.span(endingAt: end, days: settings.windowDays)
    let before = days.span(before: span, days: settings.windowDays)
    return EarlierEvents(end: before.from, timeZone: settings.timeZone)
  }

  /// A window that ends before all data is a slip of the pen; every persona would lose its evidence.
  private static func requireRecords(_ summaries: [SourceSummary], upTo asOf: String) throws(Failure) {
    let later = summaries.reduce(0) { $0 + $1.later }
    guard later > 0, summaries.allSatisfy({ $0.newest == nil }) else { return }
    throw Failure(
      "no event is as old as \(asOf): all \(later) records with a time are later",
      hint: "name a later day after --as-of, or leave it out")
  }

  /// - Parameter end: how a person says where the last window ends.
  static func requireNoFuture(
    _ summaries: [SourceSummary], now: Int64, end: String = "--as-of DATE"
  ) throws(Failure) {
    let tomorrow = (now + 86_400) * 1_000_000
    for summary in summaries {
      guard let newest = summary.newest, newest.time > tomorrow else { continue }
      throw Failure(
        "the newest event lies in the future: \(LocalDays.instant(newest.time))", at: newest.location,
        hint: "say where the window ends with `\(end)`, or mend the record")
    }
  }
}

/// `5%`, `0.5%`
func percent(_ share: Double) -> String {
  let tenths = (share * 1000).rounded()
  let isWhole = tenths.truncatingRemainder(dividingBy: 10) == 0
  return (isWhole ? String(Int(tenths / 10)) : "\(tenths / 10)") + "%"
}
