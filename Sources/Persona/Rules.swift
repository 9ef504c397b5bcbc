// What a person writes in a persona's front matter for the tool to test: who belongs to it, and what is claimed.

/// The rule that says which profiles belong to a persona.
public indirect enum Match: Sendable, Hashable {
  case all([Match])
  case any([Match])
  case none([Match])
  case condition(Condition)
}

/// One test of one thing about a profile.
public struct Condition: Sendable, Hashable {
  public enum Subject: Sendable, Hashable {
    case trait(String)
    case metric(String)
    case score(String)
    /// How many events of the window pass the filter.
    case event(EventFilter)
  }

  public var subject: Subject
  public var test: Test
  public var location: SourceLocation?

  public init(_ subject: Subject, _ test: Test, location: SourceLocation? = nil) {
    self.subject = subject
    self.test = test
    self.location = location
  }

  // Where a condition stands makes no other condition of it.

  public static func == (a: Self, b: Self) -> Bool { a.subject == b.subject && a.test == b.test }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(subject)
    hasher.combine(test)
  }
}

/// A sentence of a persona that data can test.
public struct Claim: Sendable, Hashable {
  /// What is measured over the population.
  public enum Measure: Sendable, Hashable {
    /// Share of the population's events that pass the filter, 0...1.
    case shareOfEvents(EventFilter)
    /// Share of the population's people that pass the match, 0...1.
    case shareOfPeople(Match)
    /// Median over people of a metric or score.
    case median(String)
    /// Mean over people of a metric or score.
    case mean(String)
  }

  /// Where the value must lie.
  public enum Expectation: Sendable, Hashable {
    case atLeast(Bound)
    case atMost(Bound)
    case moreThan(Bound)
    case lessThan(Bound)
    case between(Double, Double)
  }

  /// A fixed number, or the same measure over everyone else.
  public enum Bound: Sendable, Hashable {
    case number(Double)
    case everyone
  }

  /// Stable within the persona: the written `id`, else made from `says`.
  public var id: String
  public var says: String
  public var measure: Measure
  public var expectation: Expectation
  public var location: SourceLocation?

  public init(
    id: String, says: String, measure: Measure, expectation: Expectation, location: SourceLocation? = nil
  ) {
    self.id = id
    self.says = says
    self.measure = measure
    self.expectation = expectation
    self.location = location
  }
}

/// A persona as the tool knows it: its id, and the rules that people wrote for it.
public struct PersonaRules: Sendable, Hashable {
  /// The file name without the ending.
  public var id: String
  public var name: String
  public var match: Match?
  /// Of a data-first persona; it takes the place of the match.
  public var learned: LearnedRule?
  public var claims: [Claim]

  public init(
    id: String, name: String, match: Match?, learned: LearnedRule? = nil, claims: [Claim]
  ) {
    self.id = id
    self.name = name
    self.match = match
    self.learned = learned
    self.claims = claims
  }

  /// Whether anything says who belongs to the persona.
  public var decidesMembership: Bool { match != nil || learned != nil }
}

/// How a persona is founded. Computed, never typed.
public enum Stage: String, Sendable, Hashable, CaseIterable {
  case researchDriven = "research-driven"
  case dataAugmented = "data-augmented"
  case dataFirst = "data-first"
}

/// What the data says of a claim.
public enum Verdict: String, Sendable, Hashable, CaseIterable {
  case confirmed, contradicted, inconclusive
  case noData = "no data"
  case stale

  /// A sign beside the word, never instead of it.
  public var sign: String {
    switch self {
    case .confirmed: "✓"
    case .contradicted: "✗"
    case .inconclusive: "?"
    case .noData: "–"
    case .stale: "○"
    }
  }
}
