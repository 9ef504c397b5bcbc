// Histories of an earlier run with what is new between their events.

import EventStream
import Persona

/// Puts the histories of an earlier run into those of this one, partition by partition.
struct ContinuedHistories: Sendable {
  private let continuation: Continuation
  private let layout: EventLayout
  private let names: SortedEventNames
  private let places: NamePlaces
  /// Events up to then leave only days.
  private let end: Int64
  private let calendar: LocalCalendar

  init(
    _ continuation: Continuation, layout: EventLayout, names: SortedEventNames, end: Int64,
    calendar: LocalCalendar
  ) {
    (self.continuation, self.layout, self.names) = (continuation, layout, names)
    (self.end, self.calendar) = (end, calendar)
    places = NamePlaces(from: continuation.histories.names, to: names)
  }

  /// Adds what the earlier run has of the profiles of a partition.
  func complete(
    _ history: inout EventHistory, _ traits: inout TraitHistory, of profiles: Range<Int>
  ) throws(Failure) {
    let predecessors = continuation.predecessors[profiles]
    guard predecessors.contains(where: { $0 >= 0 }) else { return }
    let shape = continuation.histories.shape
    var merge = HistoryMerge(
      history, traits, first: profiles.lowerBound, names: names, until: end, LocalClock(calendar))
    var known = 0..<0
    for profile in predecessors.indices {
      let before = Int(predecessors[profile])
      // They ascend, so that a partition of the earlier run is read once for each that it reaches into.
      if before >= 0, !known.contains(before) {
        let partition = shape.partition(of: before)
        known = shape.profiles(of: partition)
        let content = try continuation.histories.content(of: partition)
        merge.turn(
          to: places.moved(content.events.history), continuation.carriesTraits ? content.traits : nil)
      }
      merge.add(profile - profiles.lowerBound, before: before < 0 ? nil : before - known.lowerBound)
    }
    (history, traits) = merge.merged(layout)
  }
}

/// Where the names of an earlier run stand among those of this one, which gave them their old places as codes.
private struct NamePlaces: Sendable {
  private let events: [UInt32]
  private let channels: [UInt32]
  private let screens: [UInt32]
  private let currencies: [UInt32]

  init(from before: SortedEventNames, to now: SortedEventNames) {
    func places(_ names: KeyPath<SortedEventNames, SortedNames>) -> [UInt32] {
      Array(now[keyPath: names].places.prefix(before[keyPath: names].names.count))
    }
    events = places(\.events)
    channels = places(\.channels)
    screens = places(\.screens)
    currencies = places(\.currencies)
  }

  func moved(_ history: EventHistory) -> EventHistory {
    var history = history
    Self.move(&history.events.codes, events)
    Self.move(&history.channels.codes, channels)
    Self.move(&history.screens.codes, screens)
    Self.move(&history.currencies.codes, currencies)
    return history
  }

  private static func move(_ codes: inout [UInt32], _ places: [UInt32]) {
    if places.elementsEqual(0..<UInt32(places.count)) { return }
    for row in codes.indices where codes[row] != EventBatch.none { codes[row] = places[Int(codes[row])] }
  }
}
