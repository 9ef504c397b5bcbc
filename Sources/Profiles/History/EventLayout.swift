// An event as 64-bit words on its way from the segments to its profile: only what some source has.

import EventStream

/// Which words an event takes, and what stands in them.
///
/// Word 0 is the time, word 1 profile and name, word 2 screen and channel; what follows is there when a source has
/// it. Codes are those of `EventNames`; none is all ones.
struct EventLayout: Sendable {
  let propertyNames: [String]
  /// Currency and source, when there is a currency or more than one source.
  private let origin: Int?
  private let amount: Int?
  private let session: Int?
  private let order: Int?
  /// By property name: the words of its text and of its number.
  private let texts: [Int?]
  private let numbers: [Int?]
  let width: Int

  var hasAmounts: Bool { amount != nil }
  var hasOrigins: Bool { origin != nil }
  var hasSessions: Bool { session != nil }
  var hasOrders: Bool { order != nil }

  init(_ segments: LoggedSegments) {
    let propertyNames = Set(segments.sources.flatMap { $0.properties.map(\.name) }).sorted()
    func occurs(_ column: Segment.CodeColumn) -> Bool {
      segments.list.contains { !$0.segment.isAbsent(column) }
    }
    var width = 3
    func next(_ isNeeded: Bool) -> Int? {
      guard isNeeded else { return nil }
      width += 1
      return width - 1
    }
    origin = next(segments.sources.count > 1 || occurs(.currencies))
    amount = next(segments.list.contains { !$0.segment.isAbsent(.amounts) })
    session = next(occurs(.sessions))
    order = next(occurs(.orders))
    texts = propertyNames.map { name in
      next(segments.sources.contains { $0.properties.contains { $0.name == name && $0.kind == .text } })
    }
    numbers = propertyNames.map { name in
      next(segments.sources.contains { $0.properties.contains { $0.name == name && $0.kind == .number } })
    }
    self.propertyNames = propertyNames
    self.width = width
  }

  /// One event, with the words that follow the first three in their order.
  struct Event {
    var time: Int64 = 0
    var profile: UInt32 = 0
    var event = EventBatch.none
    var channel = EventBatch.none
    var screen = EventBatch.none
    var currency = EventBatch.none
    var source: UInt32 = 0
    var amount = EventBatch.noAmount
    /// Hashes of texts; zero for none.
    var session: UInt64 = 0
    var order: UInt64 = 0
  }

  /// Writes an event; the words of its properties come from the closures.
  @inline(__always)
  func write(
    _ event: Event, properties: SegmentProperties, row: Int, to partition: Int,
    _ writer: inout PartitionWriter
  ) {
    writer.append(UInt64(bitPattern: event.time), to: partition)
    writer.append(UInt64(event.profile) << 32 | UInt64(event.event), to: partition)
    writer.append(UInt64(event.screen) << 32 | UInt64(event.channel), to: partition)
    if origin != nil { writer.append(UInt64(event.currency) << 32 | UInt64(event.source), to: partition) }
    if amount != nil { writer.append(UInt64(bitPattern: event.amount), to: partition) }
    if session != nil { writer.append(event.session, to: partition) }
    if order != nil { writer.append(event.order, to: partition) }
    for property in texts.indices where texts[property] != nil {
      writer.append(UInt64(properties.text(property, row)), to: partition)
    }
    for property in numbers.indices where numbers[property] != nil {
      writer.append(UInt64(bitPattern: properties.number(property, row)), to: partition)
    }
  }

  static func time(_ words: [UInt64], at start: Int) -> Int64 { Int64(bitPattern: words[start]) }
  static func profile(_ words: [UInt64], at start: Int) -> UInt32 { UInt32(words[start + 1] >> 32) }
  static func event(_ words: [UInt64], at start: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: words[start + 1])
  }
  static func screen(_ words: [UInt64], at start: Int) -> UInt32 { UInt32(words[start + 2] >> 32) }
  static func channel(_ words: [UInt64], at start: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: words[start + 2])
  }

  func currency(_ words: [UInt64], at start: Int) -> UInt32 {
    origin.map { UInt32(words[start + $0] >> 32) } ?? EventBatch.none
  }

  func source(_ words: [UInt64], at start: Int) -> UInt16 {
    origin.map { UInt16(truncatingIfNeeded: words[start + $0]) } ?? 0
  }

  func amount(_ words: [UInt64], at start: Int) -> Int64 {
    amount.map { Int64(bitPattern: words[start + $0]) } ?? EventBatch.noAmount
  }

  func session(_ words: [UInt64], at start: Int) -> UInt64 { session.map { words[start + $0] } ?? 0 }
  func order(_ words: [UInt64], at start: Int) -> UInt64 { order.map { words[start + $0] } ?? 0 }

  func text(_ property: Int, _ words: [UInt64], at start: Int) -> UInt32 {
    texts[property].map { UInt32(truncatingIfNeeded: words[start + $0]) } ?? EventBatch.none
  }

  func number(_ property: Int, _ words: [UInt64], at start: Int) -> Int64 {
    numbers[property].map { Int64(bitPattern: words[start + $0]) } ?? EventBatch.noAmount
  }

  func hasTexts(_ property: Int) -> Bool { texts[property] != nil }
  func hasNumbers(_ property: Int) -> Bool { numbers[property] != nil }
}

/// The properties of one segment's rows, by the log's property names.
struct SegmentProperties {
  /// Codes of `EventNames.texts`; empty for a property that the source does not keep as text.
  var texts: [[UInt32]] = []
  var numbers: [[Int64]] = []

  func text(_ property: Int, _ row: Int) -> UInt32 {
    texts[property].isEmpty ? EventBatch.none : texts[property][row]
  }

  func number(_ property: Int, _ row: Int) -> Int64 {
    numbers[property].isEmpty ? EventBatch.noAmount : numbers[property][row]
  }
}
