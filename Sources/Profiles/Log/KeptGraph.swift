// What linking gives, kept from one run to the next while everything that it was made of is the same.

private import CXXHash
public import EventStream
import Foundation
public import Persona

/// The place in the cache of what everybody did, and what it must have been made of to serve.
///
/// It holds no identifier, unless a property or a trait is one. Deleting it costs only time.
public struct KeptGraph: Sendable {
  /// XXH3 (128 bits) of all that linking and partitioning depend on.
  let key: UInt128
  /// Names of all segments in the cache.
  let segments: [String]
  private let store: SegmentStore

  private static let name = "histories"

  /// - Parameters:
  ///   - log: with all segments. Where one is not in the cache, `nil` comes back: nothing could be kept.
  ///   - program: tells one build of the program from another; where nothing does, nothing is kept.
  ///   - until: as in `linked`, like `earlier`.
  ///   - forgotten: tells lists of forgotten people apart.
  public init?(
    of log: EventLog, in store: SegmentStore, program: String, until: Int64?, earlier: EarlierEvents?,
    forgotten: String
  ) {
    let logged = log.logged
    segments = logged.compactMap(\.segment.cacheName)
    guard !program.isEmpty, !segments.isEmpty, segments.count == logged.count else { return nil }
    let named = zip(logged, segments).map { "\($0.source) \($1)" }
    let sources = log.sources.map { source in
      var own = source
      (own.files, own.command) = ([], nil)
      // The text of a value names all its parts, those that are added later as well, and quotes every text in it.
      return String(reflecting: own)
    }
    let parts =
      [
        program, TimeZone.timeZoneDataVersion, log.rules.words, "\(until.map(String.init) ?? "")",
        earlier.map { "\($0.end) \($0.timeZone)" } ?? "", forgotten,
      ] + sources + named.sorted()
    let words = Array(parts.joined(separator: "\n").utf8)
    // The pointer is read only during the call, within the count that belongs to it.
    let hash = unsafe words.withUnsafeBytes { unsafe xxhash_128($0.baseAddress, $0.count) }
    key = UInt128(hash.high64) << 64 | UInt128(hash.low64)
    self.store = store
  }

  /// What an earlier run kept; `nil` when it kept nothing, or something else.
  ///
  /// - Throws: when it is damaged. The store says so, and a run without the cache goes well.
  public func graph(_ resources: Resources) throws(Failure) -> ProfileGraph? {
    guard let file = DerivedFile(Self.name, keptIn: store) else { return nil }
    return try ProfileGraph(file, key: key, resources: resources)
  }

  func keeper() -> HistoryKeeper? {
    DerivedFile(newNamed: Self.name, in: store).map { HistoryKeeper($0, segments: segments) }
  }
}

extension IdentityRules {
  /// Rules that are equal have equal words.
  fileprivate var words: String {
    [
      String(reflecting: kinds), String(reflecting: blocked.sorted()),
      String(reflecting: cuts.map { String(reflecting: $0) }.sorted()), "\(maximumNeighbours)",
    ].joined(separator: "\n")
  }
}
