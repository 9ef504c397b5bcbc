// The tests that a person writes in a match, a filter or a mapping: `at_least: 3`, `in: [pro, team]`.

/// A value as a person wrote it. Text and number differ: `is: 007` in quotes is text.
public enum Value: Sendable, Hashable {
  case text(String)
  case number(Double)
  case flag(Bool)
}

/// A test of one value. Bounds are inclusive except `moreThan` and `lessThan`.
public enum Test: Sendable, Hashable {
  case `is`(Value)
  case `in`([Value])
  case between(Double, Double)
  case atLeast(Double)
  case atMost(Double)
  case moreThan(Double)
  case lessThan(Double)
  case exists(Bool)
  /// A regular expression that must be found somewhere in the text.
  case matches(String)

  /// The key a person writes for this test.
  public var key: String {
    switch self {
    case .is: "is"
    case .in: "in"
    case .between: "between"
    case .atLeast: "at_least"
    case .atMost: "at_most"
    case .moreThan: "more_than"
    case .lessThan: "less_than"
    case .exists: "exists"
    case .matches: "matches"
    }
  }

  /// Every key that a test can have, in the order of the documentation.
  public static let keys = [
    "is", "in", "between", "at_least", "at_most", "more_than", "less_than", "exists", "matches",
  ]

  /// Whether a number passes. A text test never passes for a number, nor does `matches`.
  public func passes(_ number: Double) -> Bool {
    switch self {
    case .is(.number(let value)): number == value
    case .is: false
    case .in(let values): values.contains(.number(number))
    case .between(let low, let high): number >= low && number <= high
    case .atLeast(let bound): number >= bound
    case .atMost(let bound): number <= bound
    case .moreThan(let bound): number > bound
    case .lessThan(let bound): number < bound
    case .exists(let wanted): wanted
    case .matches: false
    }
  }
}

/// Which events count: every condition that is given must hold, each list means "one of".
public struct EventFilter: Sendable, Hashable {
  public var events: [String]
  public var channels: [String]
  public var screens: [String]
  public var sources: [String]
  /// Hours of the day in the workspace's time zone, 0...23; `7-9` covers 07:00 to 09:59, as in cron.
  public var hours: Set<Int>
  public var days: Set<Weekday>
  /// Tests of properties that the settings keep.
  public var properties: [PropertyTest]
  /// Where it was written. Filters that let the same through are equal wherever that was.
  public var location: SourceLocation?

  public struct PropertyTest: Sendable, Hashable {
    public var name: String
    public var test: Test

    public init(name: String, test: Test) {
      self.name = name
      self.test = test
    }
  }

  /// A filter that every event passes.
  public init(
    events: [String] = [], channels: [String] = [], screens: [String] = [], sources: [String] = [],
    hours: Set<Int> = [], days: Set<Weekday> = [], properties: [PropertyTest] = [],
    location: SourceLocation? = nil
  ) {
    self.events = events
    self.channels = channels
    self.screens = screens
    self.sources = sources
    self.hours = hours
    self.days = days
    self.properties = properties
    self.location = location
  }
}

extension EventFilter {
  public static func == (a: Self, b: Self) -> Bool {
    a.parts == b.parts && a.hours == b.hours && a.days == b.days && a.properties == b.properties
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(parts)
    hasher.combine(hours)
    hasher.combine(days)
    hasher.combine(properties)
  }

  private var parts: [[String]] { [events, channels, screens, sources] }
}

/// A day of the week; Monday is 0, as in ISO 8601 minus one.
public enum Weekday: Int, Sendable, Hashable, CaseIterable {
  case mon, tue, wed, thu, fri, sat, sun

  /// The three-letter name that people write: `mon`.
  public var name: String { ["mon", "tue", "wed", "thu", "fri", "sat", "sun"][rawValue] }
}
