// From one segment to the partitions of its profiles.

import EventStream
import Persona

/// One segment on its way into the partitions.
struct Distribution {
  private let source: Int
  private let mapping: SourceMapping
  /// Of each row, whether another counts instead; empty when none does.
  private let repeated: [Bool]
  /// Of each set of identifiers.
  private let profiles: [Int32]
  private let until: Int64
  private let profilesEach: Int

  /// - Parameters:
  ///   - repeated: rows in whose stead another counts.
  ///   - profiles: of each set of identifiers, whom its rows go to.
  ///   - until: later rows are passed over.
  init(
    _ logged: LoggedSegment, sources: [SourceMapping], repeated: [UInt32], profiles: [Int32], until: Int64,
    profilesEach: Int
  ) {
    source = logged.source
    mapping = sources[source]
    var flags = [Bool](repeating: false, count: repeated.isEmpty ? 0 : logged.segment.rowCount)
    for row in repeated { flags[Int(row)] = true }
    self.repeated = flags
    self.profiles = profiles
    self.until = until
    self.profilesEach = profilesEach
  }

  private func isRepeated(_ row: Int) -> Bool { !repeated.isEmpty && repeated[row] }

  /// - Parameter profiles: of each set of identifiers, whose it is.
  func counted(_ rows: SegmentRows, profiles: [Int32]) -> EventCounter {
    var counter = EventCounter()
    for row in rows.events(until: until) {
      count(rows.times[row], row, isUnidentified: profiles[Int(rows.sets[row])].isNobody, &counter)
    }
    return counter
  }

  private func count(_ time: Int64, _ row: Int, isUnidentified: Bool, _ counter: inout EventCounter) {
    if isRepeated(row) {
      counter.duplicates += 1
    } else {
      counter.add(time, isUnidentified: isUnidentified)
    }
  }

  func counted(_ visits: SegmentVisits, profiles: [Int32]) -> EventCounter {
    var counter = visits.counter
    for (set, events) in visits.eventsOfSets.enumerated() where profiles[set].isNobody {
      counter.unidentified += Int(events)
    }
    for (row, event) in visits.shared {
      count(event.time, row, isUnidentified: profiles[Int(event.set)].isNobody, &counter)
    }
    return counter
  }

  /// Distributes what is left of a segment whose rows are all earlier than the span.
  func distribute(_ visits: SegmentVisits, to store: PartitionStore) throws(Failure) {
    var writer = PartitionWriter(store)
    for visit in visits.visits { try write(visit, &writer) }
    for (row, event) in visits.shared where !isRepeated(row) { try write(event, &writer) }
    try writer.finish()
  }

  private func write(_ visit: SegmentVisits.Moment, _ writer: inout PartitionWriter) throws(Failure) {
    let profile = profiles[Int(visit.set)]
    guard profile >= 0 else { return }
    let partition = Int(profile) / profilesEach
    Visit.write(profile: UInt32(profile), time: visit.time, to: partition, &writer)
    try writer.endRecord(in: partition)
  }

  /// The visits of rows that are earlier than the span.
  func distributeVisits(
    of rows: SegmentRows, upTo end: Int64, _ calendar: LocalCalendar, to store: PartitionStore
  ) throws(Failure) {
    guard rows.times.contains(where: { $0 != EventBatch.noTime && $0 <= end }) else { return }
    var days = DaysOfSets(setCount: profiles.count, calendar)
    var writer = PartitionWriter(store)
    for row in rows.events(until: end) where !isRepeated(row) {
      let (set, time) = (rows.sets[row], rows.times[row])
      if days.isFirst(time, of: Int(set)) { try write(.init(set: set, time: time), &writer) }
    }
    try writer.finish()
  }

  /// The events of the span.
  func distributeEvents(
    of rows: SegmentRows, laterThan start: Int64, _ layout: EventLayout, _ names: EventNames,
    to store: PartitionStore
  ) throws(Failure) {
    guard !rows.events.isEmpty else { return }
    let eventNames = try codes(.events, of: rows, names.events)
    let channels = try codes(.channels, of: rows, names.channels)
    let screens = try codes(.screens, of: rows, names.screens)
    let currencies = try codes(.currencies, of: rows, names.currencies) { $0.map(lowercased) }
    let sessions = try hashes(.sessions, of: rows)
    let orders = try hashes(.orders, of: rows)
    var amounts: [Int64] = []
    if !rows.segment.isAbsent(.amounts) { try rows.segment.read(.amounts, into: &amounts) }
    let properties = try properties(layout.propertyNames, of: rows, names)
    var writer = PartitionWriter(store)
    var event = EventLayout.Event()
    event.source = UInt32(source)
    for row in rows.events(until: until) where rows.times[row] > start && !isRepeated(row) {
      let profile = profiles[Int(rows.sets[row])]
      guard profile >= 0 else { continue }
      event.time = rows.times[row]
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

  func distributeTraits(
    of rows: SegmentRows, _ traitNames: [String], _ names: EventNames, to store: PartitionStore
  ) throws(Failure) {
    var traits = try rows.segment.traits()
    guard !traits.rows.isEmpty else { return }
    let ownNames = mapping.traits.map { trait in UInt16(traitNames.firstIndex(of: trait.name) ?? 0) }
    names.traitTexts.translate(&traits.values, from: rows.strings)
    var versions: [Int64] = []
    try rows.segment.read(.versions, into: &versions)
    var writer = PartitionWriter(store)
    for (index, traitRow) in traits.rows.enumerated() {
      let row = Int(traitRow)
      let profile = profiles[Int(rows.sets[row])]
      guard profile >= 0, rows.times[row] <= until else { continue }
      let partition = Int(profile) / profilesEach
      TraitRecord(
        profile: UInt32(profile), name: ownNames[Int(traits.names[index])], value: traits.values[index],
        time: rows.times[row], version: versions[row], counts: !isRepeated(row)
      ).write(to: partition, &writer)
      try writer.endRecord(in: partition)
    }
    try writer.finish()
  }

  /// A column of codes in the log's codes; empty when no row has a value.
  private func codes(
    _ column: Segment.CodeColumn, of rows: SegmentRows, _ texts: SharedTexts,
    form: ((ArraySlice<UInt8>) -> [UInt8])? = nil
  ) throws(Failure) -> [UInt32] {
    guard !rows.segment.isAbsent(column) else { return [] }
    var codes: [UInt32] = []
    try rows.segment.read(column, into: &codes)
    texts.translate(&codes, from: rows.strings, form: form)
    return codes
  }

  /// A column of texts as their hashes, zero for none; empty when no row has a value.
  private func hashes(_ column: Segment.CodeColumn, of rows: SegmentRows) throws(Failure) -> [UInt64] {
    guard !rows.segment.isAbsent(column) else { return [] }
    var codes: [UInt32] = []
    try rows.segment.read(column, into: &codes)
    return codes.map { $0 == EventBatch.none ? 0 : max(1, rows.strings.hashes[Int($0)]) }
  }

  private func properties(
    _ propertyNames: [String], of rows: SegmentRows, _ names: EventNames
  ) throws(Failure) -> SegmentProperties {
    var result = SegmentProperties()
    for name in propertyNames {
      var texts: [UInt32] = []
      var numbers: [Int64] = []
      for (index, property) in mapping.properties.enumerated() where property.name == name {
        switch property.kind {
        case .text: texts = try codes(.property(index), of: rows, names.texts)
        case .number where rows.segment.isAbsent(.property(index) as Segment.NumberColumn): break
        case .number: try rows.segment.read(.property(index), into: &numbers)
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

extension Int32 {
  fileprivate var isNobody: Bool { self == LinkedIdentifiers.noProfile }
}
