// What the sources hold of people in words: identifiers, traits and texts, segment by segment, before anybody is linked.
// Its own file, because an audit looks for all of them and needs nobody's behaviour.

import EventStream
public import Persona

/// What a value is of.
public enum ValueOrigin: Sendable, Hashable {
  /// With its kind.
  case identifier(String)
  /// With its name.
  case trait(String)
  /// A text that is kept for metrics and filters, with its name.
  case property(String)
}

/// The distinct values of a part of one source.
public struct SourceValues: Sendable {
  /// Index into the sources.
  public let source: Int
  private let mapping: SourceMapping
  private let segment: Segment
  private let blocked: BlockedValues

  init(_ logged: LoggedSegment, mapping: SourceMapping, blocked: BlockedValues) {
    source = logged.source
    segment = logged.segment
    self.mapping = mapping
    self.blocked = blocked
  }

  /// Calls `visit` with every value.
  public func visit(_ visit: (ValueOrigin, ArraySlice<UInt8>) -> Void) throws(Failure) {
    let strings = try segment.strings()
    let pool = try segment.identifiers()
    let kinds = mapping.identifiers.map { ValueOrigin.identifier($0.kind) }
    for place in 0..<pool.count {
      let range = strings.range(of: pool.values[place])
      guard !blocked.contains(strings.bytes[range]) else { continue }
      for part in parts(of: range, in: strings.bytes) {
        // What is compared without it may have got anywhere without it.
        visit(kinds[Int(pool.kinds[place])], withoutApostrophe(strings.bytes[part]))
      }
    }
    let traits = try segment.traits()
    let names = mapping.traits.map { ValueOrigin.trait($0.name) }
    var seen = Set<UInt64>()
    for (name, code) in zip(traits.names, traits.values)
    where seen.insert(UInt64(name) << 32 | UInt64(code)).inserted {
      visit(names[Int(name)], strings.bytes[strings.range(of: code)])
    }
    var codes: [UInt32] = []
    for property in segment.textProperties {
      try segment.read(.property(property), into: &codes)
      let origin = ValueOrigin.property(mapping.properties[property].name)
      for code in Set(codes) where code != EventBatch.none {
        visit(origin, strings.bytes[strings.range(of: code)])
      }
    }
  }
}

/// An identifier that is made of several fields stands nowhere as a whole.
private func parts(of range: Range<Int>, in bytes: [UInt8]) -> [Range<Int>] {
  guard bytes[range].contains(0x1F) else { return [range] }
  return bytes[range].split(separator: 0x1F).map { $0.startIndex..<$0.endIndex }
}

extension EventLog {
  /// The values of every segment, on several threads at once and in any order; blocked identifiers are nobody's and
  /// are left out.
  public func forEachValues(
    threads: Int, _ visit: @escaping @Sendable (SourceValues) throws(Failure) -> Void
  ) throws(Failure) {
    let (segments, sources, blocked) = (logged, sources, BlockedValues(added: rules.blocked))
    _ = try inParallel(segments.count, threads: threads) { index throws(Failure) in
      let mapping = sources[segments[index].source]
      try visit(SourceValues(segments[index], mapping: mapping, blocked: blocked))
    }
  }

  /// How many values there are, counting those that several segments have as often.
  public var valueCount: Int { logged.reduce(0) { $0 + $1.segment.textCount } }
}
