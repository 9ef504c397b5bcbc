// What every profile did, as flat columns in final order: what measuring loops over.

import EventStream

/// The events of all profiles, grouped by profile and sorted by time, then content.
///
/// A column that no event has a value for is empty.
struct EventHistory: Sendable {
  /// Events of profile `i` are `offsets[i]..<offsets[i + 1]`.
  var offsets: [Int]
  var times: [Int64]
  var events: NamedColumn
  var channels: NamedColumn
  var screens: NamedColumn
  /// Upper and lower case of a currency are the same.
  var currencies: NamedColumn
  /// Codes of `texts`.
  var sessions: [UInt32]
  var orders: [UInt32]
  var amounts: [Int64]
  var sources: [UInt16]
  var sourceNames: [String]
  var properties: [Property]
  var texts: TextDictionary

  /// Codes into sorted names.
  struct NamedColumn: Sendable {
    var codes: [UInt32]
    var names: [String]

    subscript(row: Int) -> UInt32 { codes.isEmpty ? EventBatch.none : codes[row] }
  }

  struct Property: Sendable {
    var name: String
    /// Codes of `texts`.
    var texts: [UInt32]
    var numbers: [Int64]
  }

  var count: Int { times.count }

  func session(of row: Int) -> UInt32 { sessions.isEmpty ? EventBatch.none : sessions[row] }
  func order(of row: Int) -> UInt32 { orders.isEmpty ? EventBatch.none : orders[row] }
  func amount(of row: Int) -> Int64 { amounts.isEmpty ? EventBatch.noAmount : amounts[row] }
  func source(of row: Int) -> Int { sources.isEmpty ? 0 : Int(sources[row]) }

  /// The events of a profile in a span, found by their times.
  func range(of profile: Int, in span: Span) -> Range<Int> {
    let all = offsets[profile]..<offsets[profile + 1]
    let start = firstRow(in: all, laterThan: span.from)
    return start..<max(start, firstRow(in: all, laterThan: span.to))
  }

  private func firstRow(in range: Range<Int>, laterThan time: Int64) -> Int {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if times[middle] <= time { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// The traits of all profiles, grouped by profile.
struct TraitHistory: Sendable {
  /// Records of profile `i` are `offsets[i]..<offsets[i + 1]`, in no particular order.
  var offsets: [Int]
  var traitNames: [String]
  /// Indices into `traitNames`.
  var names: [UInt16]
  /// Codes of the log's texts.
  var values: [UInt32]
  /// `EventBatch.noTime` for a record without a time, which stands before all others.
  var times: [Int64]
  /// `EventBatch.noTime` for none.
  var versions: [Int64]
  /// Whether the record is the one of its id that counts, for sums.
  var counts: [Bool]
}
