// Counts by category over a set of profiles: hours, events, channels, screens, the last screen of a session.

import EventStream

extension ProfileTable {
  /// Events by category (sessions, for `lastScreen`) with the distinct members behind each, sorted by name.
  ///
  /// Hours are sorted by number. Categories that occur nowhere are left out, as are events without one. The
  /// categories that are `merged` count as one, without a name and in the last place.
  public func tally(
    by dimension: Dimension, members: [Bool], merging merged: Set<String> = []
  ) -> [Tally] {
    var names: [String]
    switch dimension {
    case .hourOfWeek: names = (0..<168).map(String.init)
    case .event: names = events.eventNames
    case .channel: names = events.channelNames
    case .screen, .lastScreen: names = events.screenNames
    }
    let rest = UInt32(names.count)
    let categories = names.indices.map { merged.contains(names[$0]) ? rest : UInt32($0) }
    names.append("")
    var counts = CategoryCounts(categories: categories, count: names.count)
    for profile in 0..<count where members[profile] {
      let range = eventOffsets[profile]..<eventOffsets[profile + 1]
      counts.startPerson()
      switch dimension {
      case .hourOfWeek: for event in range { counts.add(UInt32(events.hoursOfWeek[event])) }
      case .event: for event in range { counts.add(events.events[event]) }
      case .channel: for event in range { counts.add(events.channels[event]) }
      case .screen: for event in range { counts.add(events.screens[event]) }
      case .lastScreen: for screen in lastScreens(range) { counts.add(screen) }
      }
    }
    return names.indices.filter { counts.counts[$0] > 0 }.map { category in
      Tally(
        name: names[category], count: counts.counts[category], people: counts.people[category])
    }
  }

  /// The last screen seen in each session of one profile.
  private func lastScreens(_ range: Range<Int>) -> [UInt32] {
    var result: [UInt32] = []
    for event in range {
      let session = Int(events.sessions[event])
      while result.count <= session { result.append(EventBatch.none) }
      if events.screens[event] != EventBatch.none { result[session] = events.screens[event] }
    }
    return result
  }
}

/// Counts and distinct people by category, person after person.
private struct CategoryCounts {
  private(set) var counts: [Int]
  private(set) var people: [Int]
  private var lastPerson: [Int]
  private var person = 0
  /// What each code counts as.
  private let categories: [UInt32]

  init(categories: [UInt32], count: Int) {
    self.categories = categories
    counts = Array(repeating: 0, count: count)
    people = counts
    lastPerson = counts
  }

  mutating func startPerson() { person += 1 }

  mutating func add(_ code: UInt32) {
    guard code != EventBatch.none else { return }
    let category = Int(categories[Int(code)])
    counts[category] += 1
    guard lastPerson[category] != person else { return }
    lastPerson[category] = person
    people[category] += 1
  }
}
