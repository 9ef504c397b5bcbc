// From rows in the order of the sources to events by profile: every event goes to the partition of its profile.

import EventStream
import Persona

/// Distributes the events and traits of all segments over partitions of profiles.
///
/// A partition is a range of profiles, so that partitions one after the other are all profiles in order. Of what lies
/// before the span only the days go there on which people were seen.
struct Partitioning {
  let layout: EventLayout
  let counts: SourceCounts
  private let profileCount: Int
  private let sources: [EventHistory.Source]
  private let stores: Stores
  /// Of which only days are kept.
  private let earlierEnd: Int64
  private let calendar: LocalCalendar
  private let continuation: Continuation?

  /// Events in a partition: what is done with them then stays in the processor's cache.
  private static let eventsEach = 1 << 16
  /// Records before the span that leave about one visit, and take as much room as an event.
  private static let recordsOfVisit = 8

  /// - Parameters:
  ///   - continuation: whose events are not distributed, because an earlier run has them.
  ///   - keeper: keeps whose the records of each segment are.
  init(
    _ log: IndexedLog, _ linked: LinkedSets, span: Span, superseded: [[UInt32]], calendar: LocalCalendar,
    continuing continuation: Continuation?, keeper: HistoryKeeper?, resources: Resources
  ) throws(Failure) {
    let (segments, layout) = (log.segments, log.layout)
    let recent = log.recordCount(in: span)
    let partitions = PartitionStore.partitionCount(
      records: recent + (log.recordCount - recent) / Self.recordsOfVisit, each: Self.eventsEach)
    let stores = Stores(
      events: PartitionStore(
        width: layout.width, count: partitions, memoryBytes: resources.memoryBytes / 2,
        spillingTo: resources.temporaryFolders),
      visits: PartitionStore(
        width: Visit.width, count: partitions, memoryBytes: resources.memoryBytes / 8,
        spillingTo: resources.temporaryFolders),
      traits: PartitionStore(
        width: TraitRecord.width, count: partitions, memoryBytes: resources.memoryBytes / 8,
        spillingTo: resources.temporaryFolders),
      names: EventNames(
        continuation?.histories.names, knowsTraits: continuation?.carriesTraits ?? false),
      traitNames: Set(segments.sources.flatMap { $0.traits.map(\.name) }).sorted(),
      profilesEach: max(1, (linked.people.count + partitions - 1) / partitions))
    let counters = try inParallel(
      segments.count, threads: resources.threads, progress: resources.progress
    ) { index throws(Failure) in
      let profiles = linked.profiles[index]
      let known = continuation?.counters[index]
      var counter = known ?? EventCounter()
      if log.begins(index, by: span.to) {
        let wanted = continuation?.wanted(profiles, ofSegment: index) ?? Wanted(all: profiles)
        let counted = try stores.distribute(
          wanted, ofSegment: index, of: log, superseded: superseded[index], span: span, calendar,
          counting: known == nil ? profiles : nil)
        if let counted { counter = counted }
      }
      keeper?.keep(segments[index], profiles, counter, at: index)
      return counter
    }
    var counts = SourceCounts(sourceCount: segments.sources.count)
    for (index, counter) in counters.enumerated() { counts.add(counter, to: segments[index].source) }
    self.counts = counts
    self.layout = layout
    self.stores = stores
    profileCount = linked.people.count
    earlierEnd = span.from
    self.calendar = calendar
    self.continuation = continuation
    sources = segments.sources.map { EventHistory.Source(name: $0.name, decimalMark: $0.decimalMark) }
  }

  /// Sorts every partition into the histories of its profiles. Takes the partitions' memory.
  ///
  /// - Parameter keeper: keeps them for later runs as well.
  func histories(keeper: HistoryKeeper? = nil, _ resources: Resources) throws(Failure) -> Histories {
    let names = SortedEventNames(
      stores.names, sources: sources, propertyNames: layout.propertyNames)
    let result = Histories(
      Histories.Shape(
        count: stores.events.count, profileCount: profileCount, profilesEach: stores.profilesEach,
        traitNames: stores.traitNames),
      names: names, resources: resources)
    let continued = continuation.map {
      ContinuedHistories($0, layout: layout, names: names, end: earlierEnd, calendar: calendar)
    }
    _ = try inParallel(
      result.count, threads: resources.threads, progress: resources.progress
    ) { part throws(Failure) in
      let profiles = result.profiles(of: part)
      let sorted = SortedEvents(
        try stores.events.take(part), profiles: profiles, layout: layout, names: names)
      let earlier = EarlierDays.all(try stores.visits.take(part), profiles: profiles, calendar: calendar)
      var traits = TraitHistory(
        try stores.traits.take(part), profiles: profiles, traitNames: stores.traitNames)
      var history = EventHistory(sorted, earlier: earlier, layout: layout, names: names)
      try continued?.complete(&history, &traits, of: profiles)
      try result.put(history, traits: traits, at: part, keeper: keeper)
    }
    return result
  }
}

/// Where records go, partition by partition.
private struct Stores: Sendable {
  let events: PartitionStore
  let visits: PartitionStore
  let traits: PartitionStore
  let names: EventNames
  let traitNames: [String]
  let profilesEach: Int

  /// Distributes what is wanted of a segment, and counts its events.
  ///
  /// - Parameter profiles: of each of its sets of identifiers, whose its records are; `nil`: they are not counted.
  func distribute(
    _ wanted: Wanted, ofSegment index: Int, of log: IndexedLog, superseded: [UInt32], span: Span,
    _ calendar: LocalCalendar, counting profiles: [Int32]?
  ) throws(Failure) -> EventCounter? {
    let (logged, sources) = (log.segments[index], log.segments.sources)
    func distribution(_ profiles: [Int32]) -> Distribution {
      Distribution(
        logged, sources: sources, repeated: superseded, profiles: profiles, until: span.to,
        profilesEach: profilesEach)
    }
    let wantsEvents = profiles != nil || wanted.events.contains { $0 >= 0 }
    let wantsTraits = !sources[logged.source].traits.isEmpty && wanted.traits.contains { $0 >= 0 }
    let isRecent = log.reaches(index, into: span)
    let rows = wantsEvents && isRecent || wantsTraits ? try SegmentRows(logged.segment, withTexts: true) : nil
    if wantsTraits, let rows {
      try distribution(wanted.traits).distributeTraits(of: rows, traitNames, names, to: traits)
    }
    guard wantsEvents else { return nil }
    let events = distribution(wanted.events)
    guard isRecent, let rows else {
      let visits = try log.visits(of: index, setCount: wanted.events.count, rows: rows, calendar)
      try events.distribute(visits, to: self.visits)
      return profiles.map { events.counted(visits, profiles: $0) }
    }
    try events.distributeEvents(of: rows, laterThan: span.from, log.layout, names, to: self.events)
    try events.distributeVisits(of: rows, upTo: span.from, calendar, to: visits)
    return profiles.map { events.counted(rows, profiles: $0) }
  }
}

/// Of each set of identifiers of a segment, the profile that its events go to, and the one that its traits go to.
struct Wanted {
  var events: [Int32]
  var traits: [Int32]

  init(events: [Int32], traits: [Int32]) { (self.events, self.traits) = (events, traits) }
  init(all profiles: [Int32]) { (events, traits) = (profiles, profiles) }
}
