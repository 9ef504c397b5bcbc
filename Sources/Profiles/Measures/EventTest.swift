// An event filter made ready for loops: names are codes, patterns are compiled, texts are tested once.

import EventStream
import Persona

/// Tests the events of one history against a filter.
struct EventTest {
  // Of each code or number whether it passes; `nil` lets all pass, those without a value too.
  private let events: [Bool]?
  private let channels: [Bool]?
  private let screens: [Bool]?
  private let sources: [Bool]?
  private let hoursOfWeek: [Bool]?
  private let properties: [PropertyTest]

  init(_ filter: EventFilter, history: EventHistory) {
    events = Self.passingCodes(filter.events, of: history.events.names)
    channels = Self.passingCodes(filter.channels, of: history.channels.names)
    screens = Self.passingCodes(filter.screens, of: history.screens.names)
    sources = Self.passingCodes(filter.sources, of: history.sourceList.map(\.name))
    if filter.asksForHours {
      hoursOfWeek = (0..<168).map { hour in
        (filter.hours.isEmpty || filter.hours.contains(hour % 24))
          && (filter.days.isEmpty || filter.days.contains { $0.rawValue == hour / 24 })
      }
    } else {
      hoursOfWeek = nil
    }
    properties = filter.properties.map { PropertyTest($0, history: history) }
  }

  private static func passingCodes(_ wanted: [String], of names: [String]) -> [Bool]? {
    wanted.isEmpty ? nil : names.map(Set(wanted).contains)
  }

  /// The events of a window that pass.
  ///
  /// - Parameter hours: hours of the week of all events; may be empty when the filter does not ask for them.
  func passing(in window: WindowEvents, hours: [UInt8]) -> PassingEvents {
    let history = window.history
    var result = PassingEvents(window)
    if let events { result.keep(history.events.codes, events) }
    if let channels { result.keep(history.channels.codes, channels) }
    if let screens { result.keep(history.screens.codes, screens) }
    if let hoursOfWeek { result.keep { hoursOfWeek[Int(hours[$0])] } }
    if let sources {
      result.keep { row in
        let source = history.source(of: row)
        return source < sources.count && sources[source]
      }
    }
    for var property in properties { result.keep { property.passes($0, from: history.source(of: $0)) } }
    return result
  }
}

/// Which events of a window pass a filter.
struct PassingEvents {
  private let window: WindowEvents
  /// Of the history; `nil`: all.
  private var rows: [Bool]?

  fileprivate init(_ window: WindowEvents) { self.window = window }

  subscript(row: Int) -> Bool { rows?[row] ?? true }

  /// How many of these events pass.
  func count(in range: Range<Int>) -> Int {
    guard let rows = rows?.span.extracting(range) else { return range.count }
    var count = 0
    for row in rows.indices { count &+= rows[row] ? 1 : 0 }
    return count
  }

  /// Keeps those whose code passes; an event without a code does not.
  ///
  /// - Parameter codes: of all events; empty when none has one.
  fileprivate mutating func keep(_ codes: [UInt32], _ passes: [Bool]) {
    var kept = taken()
    guard !codes.isEmpty else {
      rows = Array(repeating: false, count: kept.count)
      return
    }
    // None, the greatest number, comes first.
    let passes = [false] + passes
    do {
      var kept = kept.mutableSpan
      let (codes, passes) = (codes.span, passes.span)
      for range in window.ranges {
        for row in range { kept[row] = kept[row] && passes[Int(codes[row] &+ 1)] }
      }
    }
    rows = kept
  }

  /// Keeps those for which `passes` holds; it is asked of no other.
  fileprivate mutating func keep(_ passes: (Int) -> Bool) {
    var kept = taken()
    for range in window.ranges {
      for row in range where kept[row] { kept[row] = passes(row) }
    }
    rows = kept
  }

  private mutating func taken() -> [Bool] {
    defer { rows = nil }
    return rows ?? Array(repeating: true, count: window.history.count)
  }
}

extension EventFilter {
  var asksForHours: Bool { !hours.isEmpty || !days.isEmpty }
}

/// The test of one property, with the verdict on every text that was met.
private struct PropertyTest {
  private let property: EventHistory.Property?
  private let allTexts: TextDictionary
  private let test: Test
  private let textTest: TextTest
  /// By source: the same text may be another number where numbers are written in another way.
  private let marks: [SourceMapping.DecimalMark?]
  /// By code, for texts without a mark of their own and for each of the marks.
  private var verdicts: [SourceMapping.DecimalMark?: [UInt32: Bool]] = [:]

  init(_ property: EventFilter.PropertyTest, history: EventHistory) {
    test = property.test
    self.property = history.properties.first { $0.name == property.name }
    allTexts = history.texts
    textTest = TextTest(test)
    marks = history.sourceList.map(\.decimalMark)
  }

  mutating func passes(_ row: Int, from source: Int) -> Bool {
    guard let code = property?.text(of: row) else { return test == .exists(false) }
    let mark = source < marks.count ? marks[source] : nil
    if let verdict = verdicts[mark]?[code] { return verdict }
    let text = allTexts.text(of: code)
    let verdict = textTest.passes(text, number: number(from: text, mark: mark) ?? .nan)
    verdicts[mark, default: [:]][code] = verdict
    return verdict
  }
}

/// The number that a text of a source is, which writes its numbers with this mark if it has one.
private func number(from text: String, mark: SourceMapping.DecimalMark?) -> Double? {
  guard let mark else { return number(from: text) }
  return parseDecimal(Array(text.utf8).span, mark: mark)?.nearestDouble
}

/// The decimal number that a text is; `nil` for any other text, `nan` and `0x1` among them.
func number(from text: String) -> Double? {
  guard text.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }) else { return nil }
  return Double(text)
}
