// Gathers the segments of all sources; the first half of Profiles, before anybody is linked.

public import EventStream
public import Persona
private import Synchronization

/// Whether an identifier is one of somebody who is to be left out: its kind, and its value in the form in which it is
/// compared. Asked once for each identifier, on several threads.
public typealias Forgets = @Sendable (_ kind: String, _ value: ArraySlice<UInt8>) -> Bool

/// Everything that was read. Several threads may add to it, in any order: nothing depends on that.
///
/// It is a class because the threads that read share it.
public final class EventLog: Sendable {
  let rules: IdentityRules
  let sources: [SourceMapping]
  private let segments = Mutex([LoggedSegment]())

  public init(identity: IdentityRules, sources: [SourceMapping]) {
    rules = identity
    self.sources = sources
  }

  /// Adds a segment. `source` is the index into the sources given at the start.
  public func append(_ segment: Segment, source: Int) {
    segments.withLock { $0.append(LoggedSegment(segment: segment, source: source)) }
  }

  /// What was added so far.
  var logged: [LoggedSegment] { segments.withLock { $0 } }

  /// Links the identifiers into profiles and sorts every profile's events.
  ///
  /// Records later than `until` (microseconds since 1970 in UTC) are passed over. Throws when there are more
  /// identifiers than 32-bit numbers can count, and when the disk fails.
  ///
  /// - Parameter forgets: a profile with such an identifier is left out, with all that it did. The counts of the sources
  ///   stay what they are: what they hold is no matter of who is left out.
  public func linked(
    until: Int64? = nil, forgetting forgets: Forgets? = nil, resources: Resources = Resources()
  ) throws(Failure) -> ProfileGraph {
    let form = IdentifierForm(rules: rules, sources: sources)
    let segments = LoggedSegments(logged, sources: sources, form: form)
    let until = until ?? .max
    let repeated = try RepeatedRows(segments, until: until, resources: resources.part(0, 0.2))
    let people = try LinkedIdentifiers(
      segments, form: form, rules: rules, until: until, forgets: forgets,
      resources: resources.part(0.2, 0.5))
    let partitioning = try Partitioning(
      segments, people: people, repeated: repeated, until: until, resources: resources.part(0.5, 0.8))
    return ProfileGraph(
      people: people, histories: try partitioning.histories(resources.part(0.8, 1)),
      counts: partitioning.counts,
      hasAmounts: sources.contains { $0.revenue != nil } || partitioning.layout.hasAmounts)
  }
}
