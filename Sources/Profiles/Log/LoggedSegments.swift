// The segments of all sources, numbered: what linking and partitioning loop over.

import EventStream
import Persona

/// A segment, and which source it is of.
struct LoggedSegment: Sendable {
  var segment: Segment
  var source: Int
}

/// All segments with what the sources' mappings say of them. Their order is arbitrary; no result depends on it.
struct LoggedSegments: Sendable {
  let list: [LoggedSegment]
  let sources: [SourceMapping]
  /// For each source: of each of its identifiers the place of the kind in the priority.
  private let kinds: [[Int]]

  init(_ list: [LoggedSegment], sources: [SourceMapping], form: IdentifierForm) {
    self.list = list
    self.sources = sources
    kinds = sources.map { source in source.identifiers.map { form.kind(named: $0.kind) ?? 0 } }
  }

  subscript(index: Int) -> LoggedSegment { list[index] }

  var count: Int { list.count }

  func kinds(of segment: Int) -> [Int] { kinds[list[segment].source] }
}
