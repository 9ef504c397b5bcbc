// The learned rule of a data-first persona: how people are told apart by what they do, as plain numbers.

/// A density of what people do, whose hills are groups: all that is needed to say, now or in a year, who is like which
/// group. Documentation/Discovery.md says how it is made and used.
///
/// Numbers have six significant digits from the start: one that is read back from a file places everybody the same.
public struct Model: Sendable, Hashable {
  /// What is measured of a person, and on which scale it is compared.
  public struct Measure: Sendable, Hashable {
    public enum Family: String, Sendable, Hashable, CaseIterable {
      case metric, score
      /// Share of the person's events that have this name, came by this channel, or fell into this part of the day or
      /// week.
      case event, channel, time
    }

    public enum Scale: String, Sendable, Hashable, CaseIterable {
      /// At least 0 and heavy tailed: counts, amounts, durations.
      case count
      /// Any number.
      case level
      /// 0...1
      case share
    }

    public var family: Family
    public var name: String
    public var scale: Scale
    /// Of a share: everyone's, of which a few events are added to each person's own.
    public var base: Double

    public init(_ family: Family, _ name: String, _ scale: Scale, base: Double = 0) {
      self.family = family
      self.name = name
      self.scale = scale
      self.base = base
    }
  }

  /// How a measure becomes a coordinate: tamed by its scale, centred, divided by its spread. A value that is missing
  /// is the centre.
  public struct Feature: Sendable, Hashable {
    public var measure: Measure
    public var centre: Double
    /// 0: all people are alike in it, and it counts for nothing.
    public var spread: Double
    /// The mean variance of the errors that people's values have, since they are made of few observations, in units of
    /// the spread squared; 0 where it is not known.
    public var noise: Double

    public init(_ measure: Measure, centre: Double, spread: Double, noise: Double = 0) {
      self.measure = measure
      self.centre = centre
      self.spread = spread
      self.noise = noise
    }
  }

  /// A normal distribution and its share of the people.
  public struct Component: Sendable, Hashable {
    public var weight: Double
    public var mean: [Double]
    /// Row by row; in a model without directions the variance of each feature, which are independent there.
    public var covariance: [Double]
    /// The group that it belongs to, from 0; -1 for the background: people who are like nobody.
    public var group: Int

    public init(weight: Double, mean: [Double], covariance: [Double], group: Int = -1) {
      self.weight = weight
      self.mean = mean
      self.covariance = covariance
      self.group = group
    }
  }

  public var features: [Feature]
  /// The directions in which people differ: of each the weight of each feature. None: people are placed by the features
  /// themselves, each value with an error of its own.
  public var directions: [[Double]]
  public var components: [Component]
  /// Somebody further than this from every component of every group fits nothing: squared, in units of the
  /// component's spread.
  public var reach: Double

  public init(features: [Feature], directions: [[Double]], components: [Component], reach: Double) {
    self.features = features
    self.directions = directions
    self.components = components
    self.reach = reach
  }

  public var groupCount: Int { (components.map(\.group).max() ?? -1) + 1 }
}

/// What decides who belongs to a data-first persona, and how that came about.
public struct LearnedRule: Sendable, Hashable {
  public enum Origin: String, Sendable, Hashable, CaseIterable {
    /// A group of `discover` that was accepted. The agreement is that with resamples.
    case discovered
    /// Learned from the people of the written match. The agreement is that of the two.
    case promoted
  }

  public var model: Model
  /// Which of the model's groups the persona is.
  public var group: Int
  public var origin: Origin
  /// The end of the window that the model was learned from, ISO 8601 in UTC.
  public var learned: String
  /// Jaccard similarity, 0...1.
  public var agreement: Double
  /// Its 95% interval, where it is known.
  public var agreementInterval: Evidence.Interval?

  public init(
    model: Model, group: Int, origin: Origin, learned: String, agreement: Double,
    agreementInterval: Evidence.Interval? = nil
  ) {
    self.model = model
    self.group = group
    self.origin = origin
    self.learned = learned
    self.agreement = agreement
    self.agreementInterval = agreementInterval
  }
}
