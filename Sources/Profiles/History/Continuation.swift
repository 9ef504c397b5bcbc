// Whose histories go on from an earlier run, and who has to be gathered from the segments again.

import EventStream
import Persona

/// An earlier run, beside who is who now.
///
/// A history goes on where its profile is still made of the same records and new ones. Who was joined with somebody, or
/// taken apart, is gathered again, and so is who has a record that another supersedes, or a new one that is older than what is
/// kept by event.
struct Continuation: Sendable {
  let histories: KeptHistories
  /// Whether traits go on as well; where not, all are gathered: a table that was written anew may have lost some.
  let carriesTraits: Bool
  /// Of each profile, the one of the earlier run whose history goes on, ascending; -1 for one that is gathered.
  let predecessors: [Int32]
  /// Of each segment, what the earlier run counted; `nil`: it has to be counted.
  let counters: [EventCounter?]
  /// Of each segment, whether the earlier run knew it.
  private let isKnown: [Bool]

  /// - Parameters:
  ///   - superseded: of each segment, the rows in whose stead another counts, ascending.
  ///   - wereSuperseded: the same of the earlier run, by its segments.
  ///   - end: events up to then leave only days.
  init(
    _ run: KeptRun, _ matches: SegmentMatches, _ log: IndexedLog, _ linked: LinkedSets,
    superseded: [[UInt32]], wereSuperseded: [[UInt32]], end: Int64, threads: Int
  ) throws(Failure) {
    let before = try inParallel(run.segments.count, threads: threads) { segment throws(Failure) in
      try run.profiles(ofSegment: segment)
    }
    var heirs = Heirs(before: run.histories.shape.profileCount, now: linked.people.count)
    var counters = [EventCounter?](repeating: nil, count: matches.places.count)
    for (place, index) in matches.indices.enumerated() {
      guard let index else { continue }
      guard before[place].count == linked.profiles[index].count else { throw run.histories.file.damage }
      let isCountedAlike = heirs.add(before[place], linked.profiles[index])
      if wereSuperseded[place] == superseded[index] {
        if isCountedAlike { counters[index] = run.segments[place].counter }
        continue
      }
      let changed = Set(wereSuperseded[place]).symmetricDifference(superseded[index])
      var sets: [UInt32] = []
      try log.segments[index].segment.read(.sets, into: &sets)
      heirs.end(changed.map { before[place][Int(sets[Int($0)])] })
    }
    for index in matches.new where log.begins(index, by: end) {
      let rows = try SegmentRows(log.segments[index].segment, withTexts: false)
      for row in rows.events(until: end) { heirs.gather(linked.profiles[index][Int(rows.sets[row])]) }
    }
    histories = run.histories
    carriesTraits = matches.isWhole
    predecessors = heirs.predecessors()
    self.counters = counters
    isKnown = matches.places.map { $0 != nil }
  }

  /// What is to be gathered of a segment.
  ///
  /// - Parameter profiles: of each of its sets of identifiers, whose its records are.
  func wanted(_ profiles: [Int32], ofSegment index: Int) -> Wanted {
    guard isKnown[index] else { return Wanted(all: profiles) }
    let gathered = profiles.map {
      $0 >= 0 && predecessors[Int($0)] < 0 ? $0 : LinkedIdentifiers.noProfile
    }
    return Wanted(events: gathered, traits: carriesTraits ? gathered : profiles)
  }
}

/// Which profile of an earlier run lives on in which.
private struct Heirs {
  /// Of each earlier profile where its first set went; `unseen` as long as none was looked at.
  private var successors: [Int32]
  /// Further pairs of an earlier profile and one that got a set of it.
  private var others: [(before: Int32, now: Int32)] = []
  /// Of each earlier profile, whether its history ends.
  private var ends: [Bool]
  /// Of each profile, whether it is gathered anew.
  private var isGathered: [Bool]

  private static let unseen = Int32.min

  init(before: Int, now: Int) {
    successors = Array(repeating: Self.unseen, count: before)
    ends = Array(repeating: false, count: before)
    isGathered = Array(repeating: false, count: now)
  }

  /// Adds a segment: of each set of identifiers, whose it was and whose it is. Gives whether as many are nobody's.
  mutating func add(_ before: [Int32], _ now: [Int32]) -> Bool {
    var isCountedAlike = true
    for (old, new) in zip(before, now) {
      if (old == LinkedIdentifiers.noProfile) != (new == LinkedIdentifiers.noProfile) {
        isCountedAlike = false
      }
      if old < 0 {
        gather(new)
      } else if successors[Int(old)] == Self.unseen {
        successors[Int(old)] = new
      } else if successors[Int(old)] != new {
        ends[Int(old)] = true
        others.append((old, new))
      }
    }
    return isCountedAlike
  }

  /// Ends the histories of profiles, some of which may be none.
  mutating func end(_ profiles: [Int32]) {
    for profile in profiles where profile >= 0 { ends[Int(profile)] = true }
  }

  mutating func gather(_ profile: Int32) {
    if profile >= 0 { isGathered[Int(profile)] = true }
  }

  /// Of each profile the one whose history goes on, ascending; -1 for none.
  consuming func predecessors() -> [Int32] {
    var result = [Int32](repeating: -1, count: isGathered.count)
    for (before, now) in successors.enumerated() where now >= 0 {
      // Of two that were joined neither goes on: the days before the windows cannot be added.
      if result[Int(now)] >= 0 { isGathered[Int(now)] = true }
      result[Int(now)] = Int32(before)
    }
    spread()
    for now in result.indices where isGathered[now] { result[now] = -1 }
    keepAscending(&result)
    return result
  }

  /// Whoever gets a record of a history that ends is gathered anew, and then all histories that are his end.
  private mutating func spread() {
    // Those of before, and behind them those of now.
    let count = successors.count
    var sets = DisjointSets(parents: (0..<UInt32(count + isGathered.count)).map { $0 })
    for (before, now) in successors.enumerated() where now >= 0 { sets.unite(before, count + Int(now)) }
    for (before, now) in others where now >= 0 { sets.unite(Int(before), count + Int(now)) }
    var isStopped = [Bool](repeating: false, count: count + isGathered.count)
    for before in ends.indices where ends[before] { isStopped[sets.root(of: before)] = true }
    for now in isGathered.indices where isGathered[now] { isStopped[sets.root(of: count + now)] = true }
    for now in isGathered.indices where isStopped[sets.root(of: count + now)] { isGathered[now] = true }
  }
}

/// Leaves a longest ascending sequence of the numbers that are not negative; the others become -1.
private func keepAscending(_ numbers: inout [Int32]) {
  // Of each length, where the sequence ends that ends with the smallest number; and what comes before each place.
  var ends: [Int] = []
  var links = [Int](repeating: -1, count: numbers.count)
  for place in numbers.indices where numbers[place] >= 0 {
    var (low, high) = (0, ends.count)
    // Nearly all are in order.
    if let last = ends.last, numbers[last] < numbers[place] { low = high }
    while low < high {
      let middle = (low + high) / 2
      if numbers[ends[middle]] < numbers[place] { low = middle + 1 } else { high = middle }
    }
    if low > 0 { links[place] = ends[low - 1] }
    if low == ends.count { ends.append(place) } else { ends[low] = place }
  }
  var kept = [Int32](repeating: -1, count: numbers.count)
  var place = ends.last ?? -1
  while place >= 0 {
    kept[place] = numbers[place]
    place = links[place]
  }
  numbers = kept
}
