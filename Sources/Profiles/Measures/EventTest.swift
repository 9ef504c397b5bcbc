// An event filter made ready for loops: names are codes, patterns are compiled, texts are tested once.

import EventStream
import Persona

/// Tests events of one history against a filter.
struct EventTest {
  // Of each code or number whether it passes; `nil` lets all pass, those without a value too.
  private let events: [Bool]?
  private let channels: [Bool]?
  private let screens: [Bool]?
  private let sources: [Bool]?
  private let hoursOfWeek: [Bool]?
  private var properties: [PropertyTest]

  init(_ filter: EventFilter, history: EventHistory) {
    events = Self.passing(filter.events, of: history.events.names)
    channels = Self.passing(filter.channels, of: history.channels.names)
    screens = Self.passing(filter.screens, of: history.screens.names)
    sources = Self.passing(filter.sources, of: history.sourceNames)
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

  /// Whether an event passes; `hours` are those of all events, and may be empty when the filter does not ask for
  /// them.
  mutating func passes(_ row: Int, of history: EventHistory, hours: [UInt8]) -> Bool {
    guard Self.passes(history.events[row], events), Self.passes(history.channels[row], channels),
      Self.passes(history.screens[row], screens)
    else { return false }
    if let hoursOfWeek, !hoursOfWeek[Int(hours[row])] { return false }
    if let sources {
      let source = history.source(of: row)
      guard source < sources.count, sources[source] else { return false }
    }
    for index in properties.indices where !properties[index].passes(row, in: history) { return false }
    return true
  }

  private static func passing(_ wanted: [String], of names: [String]) -> [Bool]? {
    wanted.isEmpty ? nil : names.map(Set(wanted).contains)
  }

  private static func passes(_ code: UInt32, _ passing: [Bool]?) -> Bool {
    guard let passing else { return true }
    return code != EventBatch.none && passing[Int(code)]
  }
}

extension EventFilter {
  var asksForHours: Bool { !hours.isEmpty || !days.isEmpty }
}

/// The test of one property, with the verdict on every text that was met.
private struct PropertyTest {
  private let column: Int?
  private let test: Test
  private let textTest: TextTest
  /// By code.
  private var verdicts: [UInt32: Bool] = [:]

  init(_ property: EventFilter.PropertyTest, history: EventHistory) {
    test = property.test
    column = history.properties.firstIndex { $0.name == property.name }
    textTest = TextTest(test)
  }

  mutating func passes(_ row: Int, in history: EventHistory) -> Bool {
    guard let column else { return test == .exists(false) }
    let property = history.properties[column]
    if !property.texts.isEmpty, property.texts[row] != EventBatch.none {
      let code = property.texts[row]
      if let verdict = verdicts[code] { return verdict }
      let text = history.texts.text(of: code)
      let verdict = textTest.passes(text, number: number(from: text) ?? .nan)
      verdicts[code] = verdict
      return verdict
    }
    if !property.numbers.isEmpty, property.numbers[row] != EventBatch.noAmount {
      return test.passes(Double(property.numbers[row]) / 1_000_000)
    }
    return test == .exists(false)
  }
}

/// The decimal number that a text is; `nil` for any other text, `nan` and `0x1` among them.
func number(from text: String) -> Double? {
  guard text.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }) else { return nil }
  return Double(text)
}
