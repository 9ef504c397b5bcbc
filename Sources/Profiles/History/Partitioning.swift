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
  private let names = EventNames()
  private let traitNames: [String]
  private let profilesEach: Int
  private let events: PartitionStore
  private let visits: PartitionStore
  private let traits: PartitionStore
  private let calendar: LocalCalendar

  /// Events in a partition: what is done with them then stays in the processor's cache.
  private static let eventsEach = 1 << 16
  /// Records before the span that leave about one visit, and take as much room as an event.
  private static let recordsOfVisit = 8

  init(
    _ log: IndexedLog, _ linked: LinkedSets, span: Span, calendar: LocalCalendar, resources: Resources
  ) throws(Failure) {
    let (segments, layout) = (log.segments, log.layout)
    let recent = log.recordCount(in: span)
    let partitions = PartitionStore.partitionCount(
      records: recent + (log.recordCount - recent) / Self.recordsOfVisit, each: Self.eventsEach)
    let profilesEach = max(1, (linked.people.count + partitions - 1) / partitions)
    let events = PartitionStore(
      width: layout.width, count: partitions, memoryBytes: resources.memoryBytes / 2,
      folder: resources.folder)
    let visits = PartitionStore(
      width: Visit.width, count: partitions, memoryBytes: resources.memoryBytes / 8, folder: resources.folder)
    let traits = PartitionStore(
      width: TraitRecord.width, count: partitions, memoryBytes: resources.memoryBytes / 8,
      folder: resources.folder)
    let traitNames = Set(segments.sources.flatMap { $0.traits.map(\.name) }).sorted()
    let names = names
    let repeated = log.repeated.superseded(until: span.to)
    let counts = try inParallel(
      segments.count, threads: resources.threads, progress: resources.progress
    ) { index throws(Failure) in
      guard log.begins(index, by: span.to) else { return SourceCounts(sourceCount: segments.sources.count) }
      var distribution = Distribution(
        segments[index], sources: segments.sources, repeated: repeated[index],
        profiles: linked.profiles[index], until: span.to, profilesEach: profilesEach)
      let isRecent = log.reaches(index, into: span)
      let hasTraits = !segments.sources[segments[index].source].traits.isEmpty
      let rows =
        isRecent || hasTraits ? try SegmentRows(segments[index].segment, withTexts: true) : nil
      if isRecent, let rows {
        distribution.countEvents(of: rows)
        try distribution.distributeEvents(of: rows, laterThan: span.from, layout, names, to: events)
        try distribution.distributeVisits(of: rows, upTo: span.from, calendar, to: visits)
      } else {
        try distribution.distribute(
          log.visits(of: index, setCount: linked.profiles[index].count, rows: rows, calendar), to: visits)
      }
      if hasTraits, let rows {
        try distribution.distributeTraits(of: rows, traitNames, names, to: traits)
      }
      return distribution.counts
    }
    self.counts = SourceCounts(sourceCount: segments.sources.count, adding: counts)
    self.layout = layout
    profileCount = linked.people.count
    self.traitNames = traitNames
    self.profilesEach = profilesEach
    self.events = events
    self.visits = visits
    self.traits = traits
    self.calendar = calendar
    sourceNames = segments.sources.map(\.name)
  }

  private let sourceNames: [String]

  /// Sorts every partition into the histories of its profiles. Takes the partitions' memory.
  ///
  /// - Parameter keeper: keeps them for later runs as well.
  func histories(keeper: HistoryKeeper? = nil, _ resources: Resources) throws(Failure) -> Histories {
    let names = SortedEventNames(names, sourceNames: sourceNames, propertyNames: layout.propertyNames)
    let result = Histories(
      Histories.Shape(
        count: events.count, profileCount: profileCount, profilesEach: profilesEach, traitNames: traitNames),
      names: names, resources: resources)
    _ = try inParallel(
      events.count, threads: resources.threads, progress: resources.progress
    ) { part throws(Failure) in
      let profiles = result.profiles(of: part)
      let sorted = SortedEvents(try events.take(part), profiles: profiles, layout: layout, names: names)
      let earlier = EarlierDays.all(try visits.take(part), profiles: profiles, calendar: calendar)
      let traits = TraitHistory(try traits.take(part), profiles: profiles, traitNames: traitNames)
      let history = EventHistory(sorted, earlier: earlier, layout: layout, names: names)
      try result.put(history, traits: traits, at: part, keeper: keeper)
    }
    return result
  }
}
