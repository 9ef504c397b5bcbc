// The histories of all partitions: in memory while they fit, on disk beyond that, taken one by one either way.

import Persona
private import Synchronization

/// What everybody did, partition by partition. It is a class because threads and tables share it.
final class Histories: Sendable {
  let count: Int
  let profileCount: Int
  let names: SortedEventNames
  let traitNames: [String]
  private let profilesEach: Int
  private let layout: EventLayout
  private let resources: Resources
  private let spill: SpillFile
  private let state: Mutex<State>

  private enum Kept: Sendable {
    case nothing
    case memory(EventHistory)
    /// All but the columns' words, which are in the file.
    case file(Range<Int>, PackedHistory)
  }

  private struct State {
    var events: [Kept]
    var traits: [TraitHistory?]
    /// Bytes that may still be kept in memory.
    var room: Int
  }

  init(
    count: Int, profileCount: Int, profilesEach: Int, names: SortedEventNames, layout: EventLayout,
    traitNames: [String], resources: Resources
  ) {
    self.count = count
    self.profileCount = profileCount
    self.profilesEach = profilesEach
    self.names = names
    self.layout = layout
    self.traitNames = traitNames
    self.resources = resources
    spill = SpillFile(folder: resources.folder)
    state = Mutex(
      State(
        events: Array(repeating: .nothing, count: count), traits: Array(repeating: nil, count: count),
        room: resources.memoryBytes / 2))
  }

  var threads: Int { resources.threads }

  func profiles(of partition: Int) -> Range<Int> {
    min(profileCount, partition * profilesEach)..<min(profileCount, (partition + 1) * profilesEach)
  }

  func partition(of profile: Int) -> Int { profile / profilesEach }

  func put(
    _ events: SortedEvents, earlier: [EarlierDays?], traits: TraitHistory, at partition: Int
  ) throws(Failure) {
    let history = EventHistory(events, earlier: earlier, layout: layout, names: names)
    let bytes = 8 * events.words.count
    let fits = state.withLock { state in
      state.traits[partition] = traits
      guard state.room >= bytes else { return false }
      state.room -= bytes
      return true
    }
    let kept = fits ? .memory(history) : try spilled(history)
    state.withLock { $0.events[partition] = kept }
  }

  private func spilled(_ history: EventHistory) throws(Failure) -> Kept {
    var packed = PackedHistory(history)
    let range = try spill.write(packed.words)
    packed.words = []
    return .file(range, packed)
  }

  func events(of partition: Int) throws(Failure) -> EventHistory {
    switch state.withLock({ $0.events[partition] }) {
    case .nothing: preconditionFailure("every partition is put before one is taken")
    case .memory(let history): return history
    case .file(let range, var packed):
      var words: [UInt64] = []
      words.reserveCapacity(range.count)
      try spill.read(range, appendingTo: &words)
      packed.words = words
      return packed.history
    }
  }

  func traits(of partition: Int) -> TraitHistory {
    guard let traits = state.withLock({ $0.traits[partition] }) else {
      preconditionFailure("every partition is put before one is taken")
    }
    return traits
  }
}
