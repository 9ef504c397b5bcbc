// What linking gives, kept from one run to the next while everything that it was made of is the same.

private import CXXHash
public import EventStream
import Foundation
public import Persona

/// The place in the cache of what everybody did, and what it must have been made of to serve.
///
/// It holds no identifier, unless a property or a trait is one. Deleting it costs only time.
public struct KeptGraph: Sendable {
  let keys: KeptKeys
  let earlier: EarlierEvents?
  /// Whether all records count, however late.
  private let isOpenEnded: Bool
  private let store: SegmentStore

  private static let name = "histories"
  /// How long runs go on from one another, in microseconds: a month.
  private static let longestRun: Int64 = 31 * 86_400_000_000

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
    let segments = logged.compactMap(\.segment.cacheName)
    guard !program.isEmpty, !segments.isEmpty, segments.count == logged.count else { return nil }
    let sources = log.sources.map { source in
      var own = source
      (own.files, own.command) = ([], nil)
      // The text of a value names all its parts, those that are added later as well, and quotes every text in it.
      return String(reflecting: own)
    }
    let rules =
      [
        program, TimeZone.timeZoneDataVersion, log.rules.words, "\(until.map(String.init) ?? "")",
        earlier?.timeZone ?? "", forgotten,
      ] + sources
    let named = zip(logged, segments).map { "\($0.source) \($1)" }
    keys = KeptKeys(
      rules: hash(rules), all: hash(rules + ["\(earlier.map { String($0.end) } ?? "")"] + named.sorted()))
    self.store = store
    self.earlier = earlier
    isOpenEnded = until == nil
  }

  /// What an earlier run kept; `nil` when it kept nothing, or something else.
  ///
  /// - Throws: when it is damaged. The store says so, and a run without the cache goes well.
  public func graph(_ resources: Resources) throws(Failure) -> ProfileGraph? {
    let contents = try read { keys, reader, file throws(DamagedBytes) in
      keys.all == self.keys.all ? try Contents(&reader, of: file) : nil
    }
    return try contents.map { contents throws(Failure) in try ProfileGraph(contents, resources) }
  }

  /// What an earlier run linked by the same rules, when this one has more to link, or a later day: to go on with.
  /// `nil` when it kept nothing of the kind.
  ///
  /// - Throws: as `graph`.
  public func run() throws(Failure) -> KeptRun? {
    guard isOpenEnded, let earlier else { return nil }
    return try read { keys, reader, file throws(DamagedBytes) in
      guard keys.rules == self.keys.rules else { return nil }
      let run = try KeptRun(&reader, of: file)
      // What is kept of earlier times are days, and days are no events again. And names and values of what is too old by now
      // go when everything is linked from nothing.
      let isRecent = run.begun >= earlier.end - Self.longestRun
      return run.earlierEnd <= earlier.end && isRecent ? run : nil
    }
  }

  private func read<Result>(
    _ body: (KeptKeys, inout ByteReader, DerivedFile) throws(DamagedBytes) -> Result?
  ) throws(Failure) -> Result? {
    guard let file = DerivedFile(Self.name, keptIn: store) else { return nil }
    do throws(DamagedBytes) {
      var reader = ByteReader(file.directory)
      let keys = try KeptKeys(&reader)
      return try body(keys, &reader, file)
    } catch {
      throw file.damage
    }
  }

  func keeper() -> HistoryKeeper? {
    DerivedFile(newNamed: Self.name, in: store).map { HistoryKeeper($0) }
  }
}

/// Tell what histories were made of: XXH3 (128 bits).
struct KeptKeys: Sendable {
  /// Of the rules by which people are linked, and the program.
  var rules: UInt128
  /// Of all that linking and partitioning depend on.
  var all: UInt128
}

extension KeptKeys {
  func write(to writer: inout ByteWriter) {
    writer.write(rules)
    writer.write(all)
  }

  init(_ reader: inout ByteReader) throws(DamagedBytes) {
    (rules, all) = (try reader.number(), try reader.number())
  }
}

private func hash(_ parts: [String]) -> UInt128 {
  let words = Array(parts.joined(separator: "\n").utf8)
  // The pointer is read only during the call, within the count that belongs to it.
  let hash = unsafe words.withUnsafeBytes { unsafe xxhash_128($0.baseAddress, $0.count) }
  return UInt128(hash.high64) << 64 | UInt128(hash.low64)
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
