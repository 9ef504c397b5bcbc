// Groups of like behaviour that the data show, as values. Every figure is rounded and safe to show.

/// The groups that were found among people, or why there are none.
public struct Grouping: Sendable, Equatable {
  public var window: Evidence.Window
  /// Those who were looked at, among everyone in the window.
  public var people: Evidence.People
  /// Whether only the people whom no persona covers were looked at.
  public var isUncovered: Bool
  /// Why so many groups, or why none, in words.
  public var reason: String
  /// What speaks for each number of groups, from 2.
  public var trail: [Candidate]
  /// Largest first; those with too few people are left out.
  public var groups: [Group]
  /// Of those who were looked at, the people who are in none of the groups.
  public var ungrouped: Evidence.People?
  /// Data-first personas that no group carries on.
  public var gone: [Gone] = []

  public init(
    window: Evidence.Window, people: Evidence.People, isUncovered: Bool, reason: String, trail: [Candidate],
    groups: [Group]
  ) {
    self.window = window
    self.people = people
    self.isUncovered = isUncovered
    self.reason = reason
    self.trail = trail
    self.groups = groups
  }

  /// A number of groups, and what speaks for it.
  public struct Candidate: Sendable, Equatable {
    public var groups: Int
    /// How deep the shallowest valley between two groups is, 0...1.
    public var separation: Double
    /// The least similarity (Jaccard) with which a group is found again in a resample, 0...1.
    public var stability: Double
    /// Share of the people who belong to one of the groups.
    public var coverage: Double

    public init(groups: Int, separation: Double, stability: Double, coverage: Double) {
      self.groups = groups
      self.separation = separation
      self.stability = stability
      self.coverage = coverage
    }
  }

  public struct Group: Sendable, Equatable {
    public var people: Evidence.People
    /// The similarity (Jaccard) with which it is found again in resamples, 0...1.
    public var stability: Double
    /// What sets it apart from everyone else, strongest first.
    public var distinctions: [Evidence.Distinction]
    /// How many of its people belong to each persona, as shares; the largest first.
    public var personas: [Evidence.Share]
    /// How it stands to the data-first personas that there are.
    public var descent: Descent
    /// What would decide who belongs to it as a persona.
    public var rule: LearnedRule

    public init(
      people: Evidence.People, stability: Double, distinctions: [Evidence.Distinction],
      personas: [Evidence.Share], descent: Descent, rule: LearnedRule
    ) {
      self.descent = descent
      self.rule = rule
      self.people = people
      self.stability = stability
      self.distinctions = distinctions
      self.personas = personas
    }
  }
  /// Where a group comes from.
  public enum Descent: Sendable, Equatable {
    case new
    /// It is this persona, by so much similarity (Jaccard).
    case same(String, similarity: Double)
    /// This persona has split; it is one of the parts.
    case part(of: String)
    /// These personas have become one.
    case merger([String])
    /// Most of this persona's people are among others in it.
    case wider(than: String)
    /// Most of its people were this persona's in the window before.
    case former(String)
  }

  /// A data-first persona that no group carries on.
  public struct Gone: Sendable, Equatable {
    public enum Whereto: Sendable, Equatable {
      /// Fewer people than may be shown are like it now.
      case nobody
      /// The group of this persona has most of its people now.
      case persona(String)
      /// No group has most of its people.
      case scattered
    }

    public var persona: String
    public var whereto: Whereto

    public init(persona: String, whereto: Whereto) {
      self.persona = persona
      self.whereto = whereto
    }
  }
}
