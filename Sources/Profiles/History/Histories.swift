// The histories of all partitions: in memory while they fit, on disk beyond that, taken one by one either way.

import EventStream
import Persona
private import Synchronization

/// What everybody did, partition by partition. It is a class because threads and tables share it.
final class Histories: Sendable {
  let shape: Shape
  let names: SortedEventNames
  private let resources: Resources
  private let spill: TemporaryFile
  private let state: Mutex<State>

  /// How profiles are shared out over partitions, and what is known of them.
  struct Shape: Sendable {
    /// Partitions.
    var count: Int
    var profileCount: Int
    var profilesEach: Int
    var traitNames: [String]

    func profiles(of partition: Int) -> Range<Int> {
      min(profileCount, partition * profilesEach)..<min(profileCount, (partition + 1) * profilesEach)
    }

    func partition(of profile: Int) -> Int { profile / profilesEach }
  }

  private enum Kept: Sendable {
    case nothing
    case memory(EventHistory)
    /// All but the columns' words, which are stored.
    case stored(StoredWords, PackedHistory)
  }

  private struct State {
    var events: [Kept]
    var traits: [TraitHistory?]
    /// Bytes that may still be kept in memory.
    var room: Int
  }

  init(_ shape: Shape, names: SortedEventNames, resources: Resources) {
    self.shape = shape
    self.names = names
    self.resources = resources
    spill = TemporaryFile(in: resources.temporaryFolders)
    state = Mutex(
      State(
        events: Array(repeating: .nothing, count: shape.count),
        traits: Array(repeating: nil, count: shape.count), room: resources.memoryBytes / 2))
  }

  var count: Int { shape.count }
  var profileCount: Int { shape.profileCount }
  var traitNames: [String] { shape.traitNames }
  var threads: Int { resources.threads }

  func profiles(of partition: Int) -> Range<Int> { shape.profiles(of: partition) }
  func partition(of profile: Int) -> Int { shape.partition(of: profile) }

  /// - Parameter keeper: keeps it for later runs as well.
  func put(
    _ history: EventHistory, traits: TraitHistory, at partition: Int, keeper: HistoryKeeper?
  ) throws(Failure) {
    let isTaken = takes(history.byteCount)
    guard keeper != nil || !isTaken else { return put(.memory(history), traits, at: partition) }
    let packed = PackedHistory(history)
    let kept = keeper?.keep(packed, traits, at: partition)
    if isTaken {
      put(.memory(history), traits, at: partition)
    } else {
      let words = try kept ?? .spilled(spill, spill.write(packed.words))
      put(.stored(words, packed.withoutWords), traits, at: partition)
    }
  }

  /// Puts what an earlier run kept, with its words, and where they are stored.
  func put(_ packed: PackedHistory, _ words: StoredWords, _ traits: TraitHistory, at partition: Int) {
    let kept: Kept =
      takes(packed.byteCount) ? .memory(packed.history) : .stored(words, packed.withoutWords)
    put(kept, traits, at: partition)
  }

  private func put(_ kept: Kept, _ traits: TraitHistory, at partition: Int) {
    state.withLock { state in
      state.events[partition] = kept
      state.traits[partition] = traits
    }
  }

  /// Whether a history of so many bytes is to stay in memory.
  private func takes(_ byteCount: Int) -> Bool {
    state.withLock { state in
      guard state.room >= byteCount else { return false }
      state.room -= byteCount
      return true
    }
  }

  func events(of partition: Int) throws(Failure) -> EventHistory {
    switch state.withLock({ $0.events[partition] }) {
    case .nothing: preconditionFailure("every partition is put before one is taken")
    case .memory(let history): return history
    case .stored(let words, var packed):
      packed.words = try words.read()
      if case .derived(let file, _) = words, !packed.columns.isIntact { throw file.damage }
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

/// Words in a file.
enum StoredWords: Sendable {
  /// Of this run.
  case spilled(TemporaryFile, Range<Int>)
  /// Of the cache.
  case derived(DerivedFile, Range<Int>)

  func read() throws(Failure) -> [UInt64] {
    switch self {
    case .spilled(let file, let range):
      var words: [UInt64] = []
      words.reserveCapacity(range.count)
      try file.read(range, appendingTo: &words)
      return words
    case .derived(let file, let range): return try file.words(range)
    }
  }
}
