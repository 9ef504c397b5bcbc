// How far a run is: what the progress line and `--timings` are made of. The clock is read by whoever listens.

/// What a run is at, and how much of it is done.
public struct RunProgress: Sendable {
  /// What is being done; a run does them in this order, and says so before each and when it has ended.
  public enum Step: Sendable, Hashable {
    /// Settings, personas and what is committed.
    case opening
    /// What an earlier run had begun was brought to its end: in words, for whoever watches.
    case recovered(String)
    case reading(source: String)
    /// Identifiers to profiles, and the events of each.
    case linking
    /// Metrics of every profile.
    case measuring
    /// Whom each persona matches, and what they did.
    case matching
    /// Each persona's people held against everyone.
    case comparing
    /// Groups of like behaviour.
    case grouping
    /// Evidence to files and commits.
    case committing
    /// Personas to pages.
    case showing
    /// The repository searched for what the sources hold of people.
    case searching
  }

  /// What is counted.
  public enum Unit: String, Sendable {
    case records, profiles, personas, commits, contents
  }

  public var step: Step
  public var unit: Unit
  public var count = 0
  /// Read from sources.
  public var bytes = 0
  /// Of the sources; `nil` when nobody knows, as with a command.
  public var totalBytes: Int?
  /// How much of the step is done, 0...1, where that is not seen by the bytes.
  public var share: Double?

  init(step: Step, unit: Unit, count: Int = 0, share: Double? = nil) {
    self.step = step
    self.unit = unit
    self.count = count
    self.share = share
  }

  /// Called now and then, on any thread.
  public typealias Report = @Sendable (RunProgress) -> Void
}
