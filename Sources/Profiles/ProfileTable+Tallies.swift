// Counts by category over populations: hours, events, channels, screens, the last screen of a session, funnels.

import EventStream
public import Persona

/// One category of a tally over a population.
public struct Tally: Sendable, Equatable {
  public var name: String
  /// Events (or sessions, or people) that fall into it.
  public var count: Int
  /// Distinct people behind it.
  public var people: Int

  public init(name: String, count: Int, people: Int) {
    self.name = name
    self.count = count
    self.people = people
  }
}

/// What a tally counts by.
public enum Dimension: Sendable, Hashable, CaseIterable {
  /// Names are "0"..."167".
  case hourOfWeek
  /// Names are the dates of Mondays; only weeks that lie whole in the window, the newest 53.
  case week
  case event, channel, screen
  /// Counts sessions by the last screen seen in them; sessions without a screen count nowhere.
  case lastScreen
}

/// What a population did.
public struct PopulationTallies: Sendable {
  /// Events by category (sessions, for `lastScreen`) with the distinct people behind each, sorted by name, hours by
  /// number. Categories that occur nowhere are left out, as are events without one.
  public internal(set) var tallies: [Dimension: [Tally]] = [:]
  /// Of each funnel, of each step: how many people did it after all steps before it, within the window.
  public internal(set) var funnels: [[Int]] = []

  public init() {}

  public subscript(dimension: Dimension) -> [Tally] { tallies[dimension] ?? [] }
}

extension ProfileTable {
  /// What each of these populations did, in one pass over the events.
  ///
  /// A funnel's steps are names of events; other events may lie between them. Events of one time count in whichever
  /// order takes the person further, since nothing says which came first. One event is one step.
  public func tallies(
    of populations: [[Bool]], funnels: [[String]] = []
  ) throws(Failure) -> [PopulationTallies] {
    let names = CategoryNames(events)
    let each = max(1, CategoryNames.cells / max(1, names.count))
    var result: [PopulationTallies] = []
    for start in stride(from: 0, to: populations.count, by: each) {
      let group = Array(populations[start..<min(populations.count, start + each)])
      let codes = funnels.map { steps in
        steps.map { step in events.eventNames.firstIndex(of: step).map { UInt32($0) } }
      }
      let parts = try events.gather(
        PopulationCounts(populationCount: group.count, names: names, funnels: codes)
      ) { (part, counts) throws(Failure) in counts.add(part, weeks: events.weeks, populations: group) }
      var total = PopulationCounts(populationCount: group.count, names: names, funnels: codes)
      for part in parts { total.add(part) }
      result += group.indices.map { total.tallies(of: $0, names: names) }
    }
    return result
  }

  /// The categories of a population that are wanted together, as if they were one.
  public struct Merge: Sendable {
    public var population: Int
    public var dimension: Dimension
    public var names: Set<String>

    public init(population: Int, dimension: Dimension, names: Set<String>) {
      self.population = population
      self.dimension = dimension
      self.names = names
    }
  }

  /// Several categories as one each, with the distinct people behind them; without a name.
  public func merged(_ merges: [Merge], of populations: [[Bool]]) throws(Failure) -> [Tally] {
    guard !merges.isEmpty else { return [] }
    let names = CategoryNames(events)
    let wanted = merges.map { merge in names[merge.dimension].map(merge.names.contains) }
    let nothing = merges.map { _ in Tally(name: "", count: 0, people: 0) }
    let parts = try events.gather(nothing) { (part, tallies) throws(Failure) in
      let categories = part.categories(Set(merges.map(\.dimension)), weeks: events.weeks)
      for (index, merge) in merges.enumerated() {
        guard let column = categories[merge.dimension] else { continue }
        for profile in 0..<part.window.profileCount
        where populations[merge.population][part.firstProfile + profile] {
          let count = column.codes[column.range(of: profile, in: part.window)].count {
            $0 != EventBatch.none && wanted[index][Int($0)]
          }
          tallies[index].count += count
          if count > 0 { tallies[index].people += 1 }
        }
      }
    }
    return merges.indices.map { index in
      Tally(
        name: "", count: parts.reduce(0) { $0 + $1[index].count },
        people: parts.reduce(0) { $0 + $1[index].people })
    }
  }
}

/// The names of all categories, by dimension.
private struct CategoryNames: Sendable {
  private let names: [Dimension: [String]]

  /// Categories times populations that are counted in one pass.
  static let cells = 1 << 22

  init(_ events: TableEvents) {
    names = [
      .hourOfWeek: (0..<168).map(String.init), .week: events.weeks.names, .event: events.eventNames,
      .channel: events.channelNames, .screen: events.screenNames, .lastScreen: events.screenNames,
    ]
  }

  subscript(dimension: Dimension) -> [String] { names[dimension] ?? [] }

  var count: Int { names.values.reduce(0) { $0 + $1.count } }
}

/// The category of each event of a partition, or of each session; `EventBatch.none` for one without.
private struct CategoryColumn {
  let codes: [UInt32]
  /// Where each profile's sessions begin; `nil` for events, whose rows are those of the window.
  var starts: [Int]?

  func range(of profile: Int, in window: WindowEvents) -> Range<Int> {
    if codes.isEmpty { return 0..<0 }
    return starts.map { $0[profile]..<$0[profile + 1] } ?? window.ranges[profile]
  }
}

extension TableEvents.Part {
  fileprivate func categories(
    _ dimensions: Set<Dimension>, weeks: WindowWeeks
  ) -> [Dimension: CategoryColumn] {
    let times = dimensions.isDisjoint(with: [.hourOfWeek, .week]) ? LocalTimes() : localTimes()
    var columns: [Dimension: CategoryColumn] = [:]
    for dimension in dimensions {
      columns[dimension] =
        switch dimension {
        case .hourOfWeek: CategoryColumn(codes: times.hoursOfWeek.map { UInt32($0) })
        case .week: CategoryColumn(codes: times.days.map { weeks.week(ofDay: $0) ?? EventBatch.none })
        case .event: CategoryColumn(codes: window.history.events.codes)
        case .channel: CategoryColumn(codes: window.history.channels.codes)
        case .screen: CategoryColumn(codes: window.history.screens.codes)
        case .lastScreen: lastScreens()
        }
    }
    return columns
  }

  /// The last screen seen in each session.
  private func lastScreens() -> CategoryColumn {
    let screens = window.history.screens.codes
    guard !screens.isEmpty else { return CategoryColumn(codes: []) }
    let sessions = sessions()
    var starts = [0]
    starts.reserveCapacity(window.profileCount + 1)
    for range in window.ranges {
      starts.append(starts[starts.count - 1] + WindowEvents.sessionCount(sessions[range]))
    }
    var codes = [UInt32](repeating: EventBatch.none, count: starts[window.profileCount])
    for (range, start) in zip(window.ranges, starts) {
      Self.writeLastScreens(range, sessions.span, screens.span, &codes, from: start)
    }
    return CategoryColumn(codes: codes, starts: starts)
  }

  /// Writes those of one profile.
  private static func writeLastScreens(
    _ range: Range<Int>, _ sessions: Swift.Span<UInt32>, _ screens: Swift.Span<UInt32>,
    _ codes: inout [UInt32], from start: Int
  ) {
    var codes = codes.mutableSpan
    for row in range where sessions[row] != WindowEvents.noSession {
      let place = start + Int(sessions[row])
      codes[place] = screens[row] == EventBatch.none ? codes[place] : screens[row]
    }
  }
}

/// The populations that each profile of a partition belongs to.
private struct OwnPopulations {
  /// Of one profile after the other.
  private(set) var numbers: [Int] = []
  private var starts = [0]

  /// - Parameter profiles: the first of them among those that the populations are of.
  init(_ populations: [[Bool]], profiles first: Int, count: Int) {
    for profile in first..<first + count {
      for population in populations.indices where populations[population][profile] {
        numbers.append(population)
      }
      starts.append(numbers.count)
    }
  }

  /// Where the numbers of a profile stand.
  subscript(profile: Int) -> Range<Int> { starts[profile]..<starts[profile + 1] }
}

/// Counts in the making, of several populations.
private struct PopulationCounts: Sendable {
  private struct Cell: Sendable {
    var count = 0
    var people = 0
  }

  private let populationCount: Int
  /// By dimension; then population after population, each by category.
  private var cells: [[Cell]]
  private let sizes: [Int]
  private let funnels: [[UInt32?]]
  /// Population after population: funnel after funnel, step after step.
  private var reached: [Int]
  private let stepCount: Int
  /// One profile's counts by category, and room for those that are not zero.
  private var counts: [Int]
  private var touched: [UInt32]

  init(populationCount: Int, names: CategoryNames, funnels: [[UInt32?]]) {
    self.populationCount = populationCount
    self.funnels = funnels
    sizes = Dimension.allCases.map { names[$0].count }
    cells = sizes.map { Array(repeating: Cell(), count: $0 * populationCount) }
    counts = Array(repeating: 0, count: sizes.max() ?? 0)
    touched = Array(repeating: 0, count: counts.count + 1)
    stepCount = funnels.reduce(0) { $0 + $1.count }
    reached = Array(repeating: 0, count: stepCount * populationCount)
  }

  mutating func add(_ part: TableEvents.Part, weeks: WindowWeeks, populations: [[Bool]]) {
    let own = OwnPopulations(populations, profiles: part.firstProfile, count: part.window.profileCount)
    let categories = part.categories(Set(Dimension.allCases), weeks: weeks)
    for (index, dimension) in Dimension.allCases.enumerated() {
      guard let column = categories[dimension] else { continue }
      Self.count(
        column, in: part.window, own, &counts, &touched, &cells[index], size: sizes[index])
    }
    for profile in 0..<part.window.profileCount where !own[profile].isEmpty {
      countFunnels(part.window.ranges[profile], part.window.history, own.numbers[own[profile]])
    }
  }

  /// Counts the categories of one dimension.
  ///
  /// - Parameters:
  ///   - counts: room for one profile's counts by category, all zero before and after.
  ///   - touched: room for its categories, and one more.
  ///   - cells: of the populations, each by category.
  private static func count(
    _ column: CategoryColumn, in window: WindowEvents, _ own: OwnPopulations, _ counts: inout [Int],
    _ touched: inout [UInt32], _ cells: inout [Cell], size: Int
  ) {
    let (codes, numbers) = (column.codes.span, own.numbers.span)
    var counts = counts.mutableSpan
    var touched = touched.mutableSpan
    var cells = cells.mutableSpan
    for profile in 0..<window.profileCount where !own[profile].isEmpty {
      var touchedCount = 0
      for place in column.range(of: profile, in: window) where codes[place] != EventBatch.none {
        let category = Int(codes[place])
        // Without a branch, which nobody could foresee.
        touched[touchedCount] = codes[place]
        touchedCount += counts[category] == 0 ? 1 : 0
        counts[category] += 1
      }
      for place in 0..<touchedCount {
        let category = Int(touched[place])
        for place in own[profile] {
          let cell = numbers[place] * size + category
          cells[cell].count += counts[category]
          cells[cell].people += 1
        }
        counts[category] = 0
      }
    }
  }

  private mutating func countFunnels(_ range: Range<Int>, _ history: EventHistory, _ own: ArraySlice<Int>) {
    var first = 0
    for steps in funnels {
      let reachedSteps = stepsReached(steps, range, history)
      for population in own {
        for step in 0..<reachedSteps { reached[population * stepCount + first + step] += 1 }
      }
      first += steps.count
    }
  }

  private func stepsReached(_ codes: [UInt32?], _ range: Range<Int>, _ history: EventHistory) -> Int {
    var step = 0
    var row = range.lowerBound
    while row < range.upperBound, step < codes.count {
      let time = history.times[row]
      var end = row + 1
      while end < range.upperBound, history.times[end] == time { end += 1 }
      if end == row + 1 {
        if history.events[row] == codes[step] { step += 1 }
      } else {
        var tied = (row..<end).map { history.events[$0] }
        while step < codes.count, let place = tied.firstIndex(where: { $0 == codes[step] }) {
          tied.remove(at: place)
          step += 1
        }
      }
      row = end
    }
    return step
  }

  mutating func add(_ other: PopulationCounts) {
    for dimension in cells.indices {
      for cell in cells[dimension].indices {
        cells[dimension][cell].count += other.cells[dimension][cell].count
        cells[dimension][cell].people += other.cells[dimension][cell].people
      }
    }
    for index in reached.indices { reached[index] += other.reached[index] }
  }

  func tallies(of population: Int, names: CategoryNames) -> PopulationTallies {
    var result = PopulationTallies()
    for (index, dimension) in Dimension.allCases.enumerated() {
      let own = cells[index][population * sizes[index]..<(population + 1) * sizes[index]]
      result.tallies[dimension] = zip(names[dimension], own).filter { $1.count > 0 }.map { name, cell in
        Tally(name: name, count: cell.count, people: cell.people)
      }
    }
    var first = population * stepCount
    for steps in funnels {
      result.funnels.append(Array(reached[first..<first + steps.count]))
      first += steps.count
    }
    return result
  }
}
