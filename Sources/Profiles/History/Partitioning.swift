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
      let isRecent = log.reaches(index, into: span)
      var distribution = try Distribution(
        segments[index], sources: segments.sources, repeated: repeated[index],
        profiles: linked.profiles[index], until: span.to,
        hasTexts: isRecent || !segments.sources[segments[index].source].traits.isEmpty)
      distribution.countEvents()
      if isRecent {
        try distribution.distributeEvents(
          laterThan: span.from, layout, names, profilesEach: profilesEach, to: events)
      }
      try distribution.distributeVisits(
        upTo: span.from, calendar, profilesEach: profilesEach, to: visits)
      try distribution.distributeTraits(traitNames, names, profilesEach: profilesEach, to: traits)
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
  func histories(_ resources: Resources) throws(Failure) -> Histories {
    let names = SortedEventNames(names, sourceNames: sourceNames, propertyNames: layout.propertyNames)
    let result = Histories(
      count: events.count, profileCount: profileCount, profilesEach: profilesEach, names: names,
      layout: layout, traitNames: traitNames, resources: resources)
    _ = try inParallel(
      events.count, threads: resources.threads, progress: resources.progress
    ) { part throws(Failure) in
      let profiles = result.profiles(of: part)
      let sorted = SortedEvents(try events.take(part), profiles: profiles, layout: layout, names: names)
      let earlier = EarlierDays.all(try visits.take(part), profiles: profiles, calendar: calendar)
      let history = TraitHistory(try traits.take(part), profiles: profiles, traitNames: traitNames)
      try result.put(sorted, earlier: earlier, traits: history, at: part)
    }
    return result
  }
}

/// One segment on its way into the partitions.
private struct Distribution {
  private(set) var counts: SourceCounts
  private let segment: Segment
  private let source: Int
  private let mapping: SourceMapping
  /// Empty when no text is asked for.
  private let strings: StringPool
  private let repeated: [Bool]
  /// Of each set of identifiers.
  private let profiles: [Int32]
  private let until: Int64
  private var times: [Int64] = []
  private var sets: [UInt32] = []
  /// Empty when no row is an event.
  private var events: [UInt32] = []

  init(
    _ logged: LoggedSegment, sources: [SourceMapping], repeated: [Bool], profiles: [Int32], until: Int64,
    hasTexts: Bool
  ) throws(Failure) {
    segment = logged.segment
    source = logged.source
    mapping = sources[source]
    counts = SourceCounts(sourceCount: sources.count)
    self.repeated = repeated
    self.profiles = profiles
    self.until = until
    strings = hasTexts ? try segment.strings() : StringPool()
    try segment.read(.times, into: &times)
    try segment.read(.sets, into: &sets)
    if !segment.isAbsent(.events) { try segment.read(.events, into: &events) }
  }

  /// The rows that are events of the time until then.
  private var eventRows: some Sequence<Int> {
    events.indices.lazy.filter { row in
      events[row] != EventBatch.none && times[row] != EventBatch.noTime && times[row] <= until
    }
  }

  private func isRepeated(_ row: Int) -> Bool { !repeated.isEmpty && repeated[row] }

  mutating func countEvents() {
    var (duplicates, kept, unidentified) = (0, 0, 0)
    var (first, last) = (Int64.max, Int64.min)
    for row in eventRows {
      guard !isRepeated(row) else {
        duplicates += 1
        continue
      }
      kept += 1
      if profiles[Int(sets[row])] == LinkedIdentifiers.noProfile { unidentified += 1 }
      first = min(first, times[row])
      last = max(last, times[row])
    }
    counts.duplicates[source] = duplicates
    counts.events[source] = kept
    counts.unidentified[source] = unidentified
    counts.spans[source] = kept > 0 ? Span(from: first, to: last) : nil
  }

  /// Of each of a segment's sets and days one record: the first.
  mutating func distributeVisits(
    upTo end: Int64, _ calendar: LocalCalendar, profilesEach: Int, to store: PartitionStore
  ) throws(Failure) {
    guard times.contains(where: { $0 != EventBatch.noTime && $0 <= end }) else { return }
    var clock = LocalClock(calendar)
    var last = [(day: Int32, time: Int64)](repeating: (.min, .max), count: profiles.count)
    var writer = PartitionWriter(store)
    for row in eventRows where times[row] <= end && !isRepeated(row) {
      let set = Int(sets[row])
      guard profiles[set] >= 0 else { continue }
      clock.read(times[row])
      guard clock.day != last[set].day || times[row] < last[set].time else { continue }
      last[set] = (clock.day, times[row])
      let partition = Int(profiles[set]) / profilesEach
      Visit.write(profile: UInt32(profiles[set]), time: times[row], to: partition, &writer)
      try writer.endRecord(in: partition)
    }
    try writer.finish()
  }

  mutating func distributeEvents(
    laterThan start: Int64, _ layout: EventLayout, _ names: EventNames, profilesEach: Int,
    to store: PartitionStore
  ) throws(Failure) {
    guard !events.isEmpty else { return }
    let eventNames = try codes(.events, names.events)
    let channels = try codes(.channels, names.channels)
    let screens = try codes(.screens, names.screens)
    let currencies = try codes(.currencies, names.currencies) { $0.map(lowercased) }
    let sessions = try hashes(.sessions)
    let orders = try hashes(.orders)
    var amounts: [Int64] = []
    if !segment.isAbsent(.amounts) { try segment.read(.amounts, into: &amounts) }
    let properties = try properties(layout.propertyNames, names)
    var writer = PartitionWriter(store)
    var event = EventLayout.Event()
    event.source = UInt32(source)
    for row in eventRows where times[row] > start && !isRepeated(row) {
      let profile = profiles[Int(sets[row])]
      guard profile >= 0 else { continue }
      event.time = times[row]
      event.profile = UInt32(profile)
      event.event = eventNames[row]
      if !channels.isEmpty { event.channel = channels[row] }
      if !screens.isEmpty { event.screen = screens[row] }
      if !currencies.isEmpty { event.currency = currencies[row] }
      if !sessions.isEmpty { event.session = sessions[row] }
      if !orders.isEmpty { event.order = orders[row] }
      if !amounts.isEmpty { event.amount = amounts[row] }
      let partition = Int(profile) / profilesEach
      layout.write(event, properties: properties, row: row, to: partition, &writer)
      try writer.endRecord(in: partition)
    }
    try writer.finish()
  }

  mutating func distributeTraits(
    _ traitNames: [String], _ names: EventNames, profilesEach: Int, to store: PartitionStore
  ) throws(Failure) {
    guard !mapping.traits.isEmpty else { return }
    var traits = try segment.traits()
    guard !traits.rows.isEmpty else { return }
    let ownNames = mapping.traits.map { trait in UInt16(traitNames.firstIndex(of: trait.name) ?? 0) }
    names.texts.translate(&traits.values, from: strings)
    var versions: [Int64] = []
    try segment.read(.versions, into: &versions)
    var writer = PartitionWriter(store)
    for (index, traitRow) in traits.rows.enumerated() {
      let row = Int(traitRow)
      let profile = profiles[Int(sets[row])]
      guard profile >= 0, times[row] <= until else { continue }
      let partition = Int(profile) / profilesEach
      TraitRecord(
        profile: UInt32(profile), name: ownNames[Int(traits.names[index])], value: traits.values[index],
        time: times[row], version: versions[row], counts: !isRepeated(row)
      ).write(to: partition, &writer)
      try writer.endRecord(in: partition)
    }
    try writer.finish()
  }

  /// A column of codes in the log's codes; empty when no row has a value.
  private func codes(
    _ column: Segment.CodeColumn, _ texts: SharedTexts, form: ((ArraySlice<UInt8>) -> [UInt8])? = nil
  ) throws(Failure) -> [UInt32] {
    guard !segment.isAbsent(column) else { return [] }
    var codes: [UInt32] = []
    try segment.read(column, into: &codes)
    texts.translate(&codes, from: strings, form: form)
    return codes
  }

  /// A column of texts as their hashes, zero for none; empty when no row has a value.
  private func hashes(_ column: Segment.CodeColumn) throws(Failure) -> [UInt64] {
    guard !segment.isAbsent(column) else { return [] }
    var codes: [UInt32] = []
    try segment.read(column, into: &codes)
    return codes.map { $0 == EventBatch.none ? 0 : max(1, strings.hashes[Int($0)]) }
  }

  private func properties(_ propertyNames: [String], _ names: EventNames) throws(Failure) -> SegmentProperties
  {
    var result = SegmentProperties()
    for name in propertyNames {
      var texts: [UInt32] = []
      var numbers: [Int64] = []
      if let index = mapping.properties.firstIndex(where: { $0.name == name }) {
        if mapping.properties[index].kind == .text {
          texts = try codes(.property(index), names.texts)
        } else if !segment.isAbsent(.property(index) as Segment.NumberColumn) {
          try segment.read(.property(index), into: &numbers)
        }
      }
      result.texts.append(texts)
      result.numbers.append(numbers)
    }
    return result
  }
}

private func lowercased(_ byte: UInt8) -> UInt8 {
  UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
}
