// An event filter made ready for loops: names are codes, patterns are compiled, texts are tested once.

import EventStream
import Persona

/// Tests events of one table against a filter.
struct EventTest {
  // Of each code or number whether it passes; `nil` lets all pass, those without a value too.
  private let events: [Bool]?
  private let channels: [Bool]?
  private let screens: [Bool]?
  private let sources: [Bool]?
  private let hoursOfWeek: [Bool]?
  private var properties: [PropertyTest]

  init(_ filter: EventFilter, columns: ProfileTable.EventColumns, history: EventHistory?) {
    events = Self.passing(filter.events, of: columns.eventNames)
    channels = Self.passing(filter.channels, of: columns.channelNames)
    screens = Self.passing(filter.screens, of: columns.screenNames)
    sources = Self.passing(filter.sources, of: history?.sourceNames ?? [])
    if filter.hours.isEmpty, filter.days.isEmpty {
      hoursOfWeek = nil
    } else {
      hoursOfWeek = (0..<168).map { hour in
        (filter.hours.isEmpty || filter.hours.contains(hour % 24))
          && (filter.days.isEmpty || filter.days.contains { $0.rawValue == hour / 24 })
      }
    }
    properties = filter.properties.map { PropertyTest($0, history: history) }
  }

  /// Whether an event of the columns passes; `row` is the same event in the history.
  mutating func passes(
    _ event: Int, in columns: ProfileTable.EventColumns, row: Int, of history: EventHistory?
  ) -> Bool {
    guard Self.passes(columns.events[event], events), Self.passes(columns.channels[event], channels),
      Self.passes(columns.screens[event], screens)
    else { return false }
    if let hoursOfWeek, !hoursOfWeek[Int(columns.hoursOfWeek[event])] { return false }
    if let sources {
      guard let source = history?.source(of: row), source < sources.count, sources[source] else {
        return false
      }
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

/// The test of one property, with the verdict on every text that was met.
private struct PropertyTest {
  private enum Verdict: UInt8 {
    case open, passes, fails
  }

  private let column: Int?
  private let test: Test
  private let textTest: TextTest
  private var verdicts: [Verdict]

  init(_ property: EventFilter.PropertyTest, history: EventHistory?) {
    test = property.test
    column = history?.properties.firstIndex { $0.name == property.name }
    textTest = TextTest(test)
    let hasTexts = column.map { !(history?.properties[$0].texts.isEmpty ?? true) } ?? false
    verdicts = Array(repeating: .open, count: hasTexts ? history?.texts.count ?? 0 : 0)
  }

  mutating func passes(_ row: Int, in history: EventHistory?) -> Bool {
    guard let column, let history else { return test == .exists(false) }
    let property = history.properties[column]
    if !property.texts.isEmpty, property.texts[row] != EventBatch.none {
      let code = Int(property.texts[row])
      if verdicts[code] == .open {
        let text = history.texts.text(of: UInt32(code))
        verdicts[code] = textTest.passes(text, number: number(from: text) ?? .nan) ? .passes : .fails
      }
      return verdicts[code] == .passes
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
