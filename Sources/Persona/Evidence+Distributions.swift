// When, how and with what people come, and what they are: the parts of an evidence that are shares of a whole.

extension Evidence {
  /// A share of a whole by category; what was too small or looked personal is in the suppressions.
  public struct Share: Sendable, Equatable {
    public var name: String
    public var share: Double

    public init(name: String, share: Double) {
      self.name = name
      self.share = share
    }
  }

  /// One step of a funnel: the share of the population that reached it, in order; `nil` where it is withheld, because too few
  /// people reached it or fell away before it.
  public struct FunnelStep: Sendable, Equatable {
    public var event: String
    public var share: Double?

    public init(event: String, share: Double?) {
      self.event = event
      self.share = share
    }
  }

  /// How many of the population came in one week.
  public struct Week: Sendable, Equatable {
    /// The local date of its Monday.
    public var monday: String
    /// Share of the population with an event, to whole percents. Where those who came are too few it is nobody,
    /// where those who did not are too few it is everybody.
    public var share: Double

    public init(monday: String, share: Double) {
      self.monday = monday
      self.share = share
    }
  }

  /// How the events and the people of a population are spread.
  public struct Distributions: Sendable, Equatable {
    /// Share of events per hour of the week, Monday 00:00 first; `nil` where too few people stand behind it.
    /// Empty or 168 values.
    public var hourOfWeek: [Double?]
    /// Whether the sources have dates and no times of day, so that the hours are all the first one.
    public var hasDatesOnly: Bool
    /// The weeks that lie whole in the window, oldest first.
    public var weeks: [Week]
    /// Share of events, largest first.
    public var channels: [Share]
    public var events: [Share]
    /// Share of sessions by the last screen seen in them.
    public var lastBeforeLeaving: [Share]
    /// Share of people by value, for each trait.
    public var traits: [String: [Share]]
    public var funnels: [String: [FunnelStep]]

    public init(
      hourOfWeek: [Double?] = [], hasDatesOnly: Bool = false, weeks: [Week] = [], channels: [Share] = [],
      events: [Share] = [],
      lastBeforeLeaving: [Share] = [], traits: [String: [Share]] = [:],
      funnels: [String: [FunnelStep]] = [:]
    ) {
      self.hourOfWeek = hourOfWeek
      self.hasDatesOnly = hasDatesOnly
      self.weeks = weeks
      self.channels = channels
      self.events = events
      self.lastBeforeLeaving = lastBeforeLeaving
      self.traits = traits
      self.funnels = funnels
    }
  }
}
