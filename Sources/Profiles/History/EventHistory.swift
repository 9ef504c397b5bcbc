// What the profiles of one partition did, as flat columns in final order: what measuring loops over.

import EventStream

/// The events of some profiles, grouped by profile and sorted by time, then content.
///
/// A column that no source has is empty.
struct EventHistory: Sendable {
  /// Events of profile `i` are `offsets[i]..<offsets[i + 1]`.
  var offsets: [Int]
  /// Of each profile what was before the events; empty when nothing was.
  var earlier: [EarlierDays?] = []
  var times: [Int64]
  var events: NamedColumn
  var channels: NamedColumn
  var screens: NamedColumn
  /// Upper and lower case of a currency are the same.
  var currencies: NamedColumn
  /// Hashes of texts; zero for none.
  var sessions: [UInt64] = []
  var orders: [UInt64] = []
  var amounts: [Int64] = []
  var sources: [UInt16] = []
  var sourceList: [Source] = []
  var properties: [Property] = []
  var texts = TextDictionary()

  /// Codes into sorted names.
  struct NamedColumn: Sendable {
    var codes: [UInt32]
    var names: [String]

    subscript(row: Int) -> UInt32 { codes.isEmpty ? EventBatch.none : codes[row] }
  }

  /// One of the sources, by the numbers in `sources`.
  struct Source: Sendable {
    var name: String
    /// How its numbers are written, where the settings say so.
    var decimalMark: SourceMapping.DecimalMark?
  }

  struct Property: Sendable {
    var name: String
    /// Codes of `texts`.
    var texts: [UInt32]
    var numbers: [Int64]

    /// `nil` for none.
    func text(of row: Int) -> UInt32? { Self.value(row, of: texts, nothing: EventBatch.none) }
    func number(of row: Int) -> Int64? { Self.value(row, of: numbers, nothing: EventBatch.noAmount) }

    private static func value<Value: Equatable>(_ row: Int, of column: [Value], nothing: Value) -> Value? {
      column.isEmpty || column[row] == nothing ? nil : column[row]
    }
  }

  var count: Int { times.count }

  /// What the columns take in memory.
  var byteCount: Int {
    let codes = [events, channels, screens, currencies].reduce(0) { $0 + $1.codes.count }
    let texts = properties.reduce(0) { $0 + $1.texts.count }
    let numbers = properties.reduce(0) { $0 + $1.numbers.count }
    return 8 * (times.count + sessions.count + orders.count + amounts.count + numbers) + 4 * (codes + texts)
      + 2 * sources.count
  }

  func order(of row: Int) -> UInt64 { orders.isEmpty ? 0 : orders[row] }
  func amount(of row: Int) -> Int64 { amounts.isEmpty ? EventBatch.noAmount : amounts[row] }
  func source(of row: Int) -> Int { sources.isEmpty ? 0 : Int(sources[row]) }

  /// The time of the first event ever of a profile that has one.
  func firstTime(of profile: Int) -> Int64 {
    (earlier.isEmpty ? nil : earlier[profile])?.firstTime ?? times[offsets[profile]]
  }

  /// The events of a profile in a span, found by their times.
  func range(of profile: Int, in span: Span) -> Range<Int> {
    let all = offsets[profile]..<offsets[profile + 1]
    let later = rows(of: all, laterThan: span.from)
    return later.lowerBound..<max(later.lowerBound, rows(of: all, laterThan: span.to).lowerBound)
  }

  /// Those of some rows, which are sorted by time, that are later than a time.
  func rows(of range: Range<Int>, laterThan time: Int64) -> Range<Int> {
    if range.isEmpty || times[range.lowerBound] > time { return range }
    if times[range.upperBound - 1] <= time { return range.upperBound..<range.upperBound }
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if times[middle] <= time { low = middle + 1 } else { high = middle }
    }
    return low..<range.upperBound
  }
}

extension EventHistory {
  /// The columns of a partition's events.
  init(_ events: SortedEvents, earlier: [EarlierDays?], layout: EventLayout, names: SortedEventNames) {
    let words = events.words
    let count = words.count / layout.width
    func column<Element>(_ value: ([UInt64], Int) -> Element) -> [Element] {
      let width = layout.width
      return (0..<count).map { value(words, $0 * width) }
    }
    func named(_ sorted: SortedNames, _ code: ([UInt64], Int) -> UInt32) -> NamedColumn {
      NamedColumn(
        codes: sorted.names.isEmpty ? [] : column { sorted.place(code($0, $1)) }, names: sorted.names)
    }
    offsets = events.offsets
    self.earlier = earlier
    times = column(EventLayout.time)
    self.events = named(names.events, EventLayout.event)
    channels = named(names.channels, EventLayout.channel)
    screens = named(names.screens, EventLayout.screen)
    currencies = named(names.currencies, layout.currency)
    if layout.hasSessions { sessions = column(layout.session) }
    if layout.hasOrders { orders = column(layout.order) }
    if layout.hasAmounts { amounts = column(layout.amount) }
    if layout.hasOrigins { sources = column(layout.source) }
    sourceList = names.sources
    properties = names.propertyNames.enumerated().map { index, name in
      Property(
        name: name, texts: layout.hasTexts(index) ? column { layout.text(index, $0, at: $1) } : [],
        numbers: layout.hasNumbers(index) ? column { layout.number(index, $0, at: $1) } : [])
    }
    texts = names.texts
  }
}
