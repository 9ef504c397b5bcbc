// How all personas of a workspace stand together: whom they leave out, where they meet, what people in them are.
// Every figure is already rounded and already safe to show.

/// All personas side by side, over one window.
public struct Overview: Sendable, Equatable {
  public var window: Evidence.Window
  /// The people whom no persona covers.
  public var uncovered: Uncovered
  /// What sets them apart from the people of the personas, strongest first.
  public var uncoveredDistinctions: [Evidence.Distinction]
  /// What they do: shares of their events, largest first.
  public var uncoveredEvents: [Evidence.Share]
  public var personas: [Persona]
  public var pairs: [Pair]
  /// Personas that may be several.
  public var splits: [Split]

  public init(
    window: Evidence.Window, uncovered: Uncovered, uncoveredDistinctions: [Evidence.Distinction],
    uncoveredEvents: [Evidence.Share], personas: [Persona], pairs: [Pair],
    splits: [Split]
  ) {
    self.splits = splits
    self.window = window
    self.uncovered = uncovered
    self.uncoveredDistinctions = uncoveredDistinctions
    self.uncoveredEvents = uncoveredEvents
    self.personas = personas
    self.pairs = pairs
  }

  /// How many people the personas leave out.
  public enum Uncovered: Sendable, Equatable {
    /// So many of everyone.
    case people(Evidence.People)
    /// Nobody, or too few to speak of.
    case hardlyAnybody
    /// All but too few to speak of.
    case nearlyEverybody
    /// Those who are covered and those who are not are both too few to speak of.
    case unknown
  }

  /// A persona with enough people.
  public struct Persona: Sendable, Equatable {
    public var id: String
    public var people: Evidence.People
    /// Share of its people that also belong to another persona.
    public var shared: Double
    /// Values of traits that are clearly more, or less, frequent than among everyone; the strongest first.
    public var traits: [Trait]
    /// Traits that are numbers of many values.
    public var medians: [Median]

    public init(
      id: String, people: Evidence.People, shared: Double, traits: [Trait], medians: [Median]
    ) {
      self.id = id
      self.people = people
      self.shared = shared
      self.traits = traits
      self.medians = medians
    }
  }

  /// The median of a trait over the people who have a value.
  public struct Median: Sendable, Equatable {
    public var name: String
    public var here: Double
    public var everyone: Double

    public init(name: String, here: Double, everyone: Double) {
      self.name = name
      self.here = here
      self.everyone = everyone
    }
  }

  /// A value of a trait, as shares of the people who have any.
  public struct Trait: Sendable, Equatable {
    public var name: String
    public var value: String
    public var here: Double
    public var everyone: Double

    public init(name: String, value: String, here: Double, everyone: Double) {
      self.name = name
      self.value = value
      self.here = here
      self.everyone = everyone
    }
  }

  /// A persona whose people behave in several ways.
  public struct Split: Sendable, Equatable {
    public struct Part: Sendable, Equatable {
      /// Rounded.
      public var people: Int
      /// What sets them apart from the rest of the persona, strongest first.
      public var distinctions: [Evidence.Distinction]

      public init(people: Int, distinctions: [Evidence.Distinction]) {
        self.people = people
        self.distinctions = distinctions
      }
    }

    public var persona: String
    /// Largest first.
    public var parts: [Part]

    public init(persona: String, parts: [Part]) {
      self.persona = persona
      self.parts = parts
    }
  }

  /// Two personas that may be one.
  public struct Pair: Sendable, Equatable {
    public enum Reason: Sendable, Equatable {
      /// Mostly the same people: the share of the people of either that belong to both.
      case samePeople(share: Double)
      /// Different people who behave alike: no metric differs by more than a trifle.
      case alike(metrics: Int)
    }

    public var a: String
    public var b: String
    public var reason: Reason

    public init(_ a: String, _ b: String, reason: Reason) {
      self.a = a
      self.b = b
      self.reason = reason
    }
  }
}
