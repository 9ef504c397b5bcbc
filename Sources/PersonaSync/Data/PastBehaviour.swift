// What the sources say of people as of one day after the other: they are read once.

internal import EventStream
internal import Persona
internal import Profiles

/// All sources of a workspace, ready to be measured as of any day.
struct PastBehaviour {
  private let workspace: OpenWorkspace
  private let engine: Engine
  private var log: IndexedSources
  /// Days that will be asked for next, in the making.
  private var ahead: [(day: String, measured: Later<MeasuredBehaviour>)] = []

  /// While one day is told, two are measured: with that two processors have no time to wait.
  fileprivate static let mostAhead = 2

  /// Fails as `Behaviour.read` does.
  init(_ settings: Settings, in workspace: OpenWorkspace, engine: Engine) throws(Failure) {
    self.workspace = workspace
    self.engine = engine
    log = try ReadSources.withStore(of: engine, settings, in: workspace) { store throws(Failure) in
      try IndexedSources(settings, in: workspace, engine, store)
    }
  }

  /// The local day of the newest event of all sources, counted from 1970; `nil` without one. Fails when it lies in the
  /// future: a replay up to it would be one of months that nobody has seen.
  var newestDay: Int? {
    get throws(Failure) { try log.newestDay }
  }

  /// Everybody as of the end of a day.
  ///
  /// - Parameter following: the days that will be asked for after it, in that order; the first are measured meanwhile.
  mutating func measured(
    asOf day: String, following: some Collection<String>
  ) throws(Failure) -> MeasuredBehaviour {
    do throws(Failure) {
      let made = ahead.first?.day == day ? ahead.removeFirst().measured : nil
      try measureAhead(following)
      return if let made { try made.result().get() } else { try measured(asOf: day) }
    } catch {
      guard log.isDamaged else { throw error }
    }
    finish()
    log = try IndexedSources(log.settings, in: workspace, engine, engine.storeWithoutCache())
    return try measured(asOf: day)
  }

  private mutating func measureAhead(_ days: some Collection<String>) throws(Failure) {
    guard log.threads > 1 else { return }
    for day in days.prefix(Self.mostAhead).dropFirst(ahead.count) {
      guard try log.sumsUp(day) else { return }
      ahead.append((day, Later { [log] () throws(Failure) in try log.measured(asOf: day) }))
    }
  }

  private func measured(asOf day: String) throws(Failure) -> MeasuredBehaviour {
    guard try log.sumsUp(day) else {
      return try MeasuredBehaviour(
        IdentifiedBehaviour.read(log.settings, in: workspace, asOf: day, engine: engine).behaviour)
    }
    return try log.measured(asOf: day)
  }

  /// Waits for what is in the making.
  mutating func finish() {
    for day in ahead { _ = day.measured.result() }
    ahead = []
  }
}

/// Sources that were read, with everything about them that is the same as of any day.
private struct IndexedSources {
  let settings: Settings
  private let sources: ReadSources
  private let index: IndexedLog
  private let days: LocalDays
  private let forgets: Forgets?

  init(
    _ settings: Settings, in workspace: OpenWorkspace, _ engine: Engine, _ store: SegmentStore
  ) throws(Failure) {
    self.settings = settings
    days = try LocalDays(timeZone: settings.timeZone)
    forgets = try workspace.forgotten(settings).forgets()
    let sources = try ReadSources(settings, in: workspace, until: nil, engine: engine, store: store)
    let records = sources.readings.reduce(0) { $0 + $1.summary(until: nil).records }
    index = try engine.step(.linking, .records, records) { resources throws(Failure) in
      try sources.log.indexed(looksBackOften: true, resources)
    }
    self.sources = sources
  }

  var threads: Int { sources.engine.threads }
  var isDamaged: Bool { sources.store.isDamaged }

  var newestDay: Int? {
    get throws(Failure) {
      let summaries = sources.readings.map { $0.summary(until: nil) }
      try SummedSources.requireNoFuture(summaries, now: sources.now, end: "--to DATE")
      return summaries.compactMap { $0.newest?.time }.max().map(days.day)
    }
  }

  /// Whether the sources can be summed up at the end of a day.
  func sumsUp(_ day: String) throws(Failure) -> Bool { SourceReading.sumsUp(at: try days.asOf(day)) }

  func measured(asOf day: String) throws(Failure) -> MeasuredBehaviour {
    let until = try days.asOf(day)
    try sources.requireFewRejects(until: until)
    let summed = try SummedSources(sources, asOf: day, days)
    let graph = try summed.linking { resources throws(Failure) in
      var resources = resources
      // So many days are in memory at a time.
      resources.memoryBytes /= 1 + PastBehaviour.mostAhead
      return try index.linked(
        until: until, earlier: summed.earlier, forgetting: forgets, resources: resources
      ).graph
    }
    return try MeasuredBehaviour(Behaviour(summed, graph))
  }
}
