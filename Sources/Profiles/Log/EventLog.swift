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

  /// Numbers the identifiers and finds what was seen together, so that the log can be linked as of any day.
  ///
  /// Throws when there are more identifiers than 32-bit numbers can count, and when the disk fails.
  ///
  /// - Parameters:
  ///   - looksBackOften: whether it will be linked as of many days, so that what lies before them is worth keeping.
  ///   - run: what `KeptGraph.run` gave of an earlier run, to go on from where it is linked with that.
  public func indexed(
    looksBackOften: Bool = false, continuing run: KeptRun? = nil, _ resources: Resources = Resources()
  ) throws(Failure) -> IndexedLog {
    let form = IdentifierForm(rules: rules, sources: sources)
    return try IndexedLog(
      LoggedSegments(logged, sources: sources, form: form), form: form, rules: rules,
      looksBackOften: looksBackOften, continuing: run, resources: resources)
  }
}
