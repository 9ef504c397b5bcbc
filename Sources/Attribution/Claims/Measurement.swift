// What a claim measures: one value per person, and what a group of people makes of them.

internal import Persona
internal import Profiles

/// The values of a claim, profile by profile, made once for all groups.
enum PersonValues {
  /// How many of a person's events pass, of how many.
  case events(passing: [UInt32], all: [UInt32])
  /// Whether a person passes.
  case people([Bool])
  case median([Double])
  case mean([Double])

  /// `nil` when the claim names a metric that the table does not have.
  init?(_ measure: Claim.Measure, matcher: Matcher) {
    let table = matcher.table
    func column(_ name: String) -> [Double]? { table.metric(name) ?? table.scores[name] }
    switch measure {
    case .shareOfEvents(let filter):
      guard let passing = matcher.counts[filter], let all = matcher.counts[EventFilter()] else { return nil }
      self = .events(passing: passing, all: all)
    case .shareOfPeople(let match):
      self = .people(matcher.members(match))
    case .median(let name):
      guard let values = column(name) else { return nil }
      self = .median(values)
    case .mean(let name):
      guard let values = column(name) else { return nil }
      self = .mean(values)
    }
  }

  /// The value of one person: their share of events, 1 or 0 for passing or not, or their metric.
  func value(of profile: Int) -> Double? {
    switch self {
    case .events(let passing, let all):
      all[profile] > 0 ? Double(passing[profile]) / Double(all[profile]) : nil
    case .people(let passes): passes[profile] ? 1 : 0
    case .median(let values), .mean(let values): values[profile].isNaN ? nil : values[profile]
    }
  }
}

/// A value measured over a group of people.
struct Measurement {
  /// People who have a value.
  var people: Int
  var value: Double
  var interval: Evidence.Interval?
  /// Groups of people that value and interval would tell of; each must be empty or large enough.
  var behind: [Int] = []

  /// `nil` when nobody in the group has a value.
  init?(_ values: PersonValues, over group: [Bool]) {
    switch values {
    case .events(let passing, let all):
      let members = group.indices.filter { group[$0] && all[$0] > 0 }
      people = members.count
      guard people > 0 else { return nil }
      let passed = members.map { Double(passing[$0]) }
      let total = members.map { Double(all[$0]) }
      value = passed.reduce(0, +) / total.reduce(0, +)
      interval = ratioEstimate(passing: passed, all: total)?.interval
      behind = [passed.count { $0 > 0 }, zip(passed, total).count { $0 < $1 }]
    case .people(let passes):
      people = group.count { $0 }
      guard people > 0 else { return nil }
      let passed = zip(group, passes).count { $0 && $1 }
      value = Double(passed) / Double(people)
      interval = wilsonInterval(passed, of: people)
      behind = [passed, people - passed]
    case .median(let column):
      let sorted = RisingOrder(of: presentValues(column, in: group)).values
      people = sorted.count
      guard people > 0 else { return nil }
      value = quantile(0.5, ofSorted: sorted)
      interval = medianInterval(ofSorted: sorted)
    case .mean(let column):
      let sorted = RisingOrder(of: presentValues(column, in: group)).values
      people = sorted.count
      guard people > 0 else { return nil }
      value = arithmeticMean(sorted)
      interval = meanInterval(of: sorted)
      behind = peopleBehindMean(ofSorted: sorted)
    }
  }

  var estimate: Estimate? { interval.map { Estimate(value: value, interval: $0) } }
}

extension Claim.Measure {
  /// The filters of all that is counted in events; a share is one of all events.
  var filters: [EventFilter] {
    switch self {
    case .shareOfEvents(let filter): [filter, EventFilter()]
    case .shareOfPeople(let match): match.filters
    case .median, .mean: []
    }
  }

  /// The metrics and scores that it asks for. A name alone may be either's.
  var metrics: [String] {
    switch self {
    case .shareOfEvents: []
    case .shareOfPeople(let match): match.metrics
    case .median(let name), .mean(let name): [name]
    }
  }
  var scores: [String] {
    if case .shareOfPeople(let match) = self { match.scores } else { metrics }
  }
}
