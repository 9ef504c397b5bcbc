// Which events a claim or a condition looks at: `where: { hours: [7-9, 17-22], days: [mon-fri] }`.

public import Persona

extension RuleReader {
  /// What to say to somebody who writes a filter's key into the condition itself.
  static let filterHints = Dictionary(
    uniqueKeysWithValues: filterKeys.filter { $0 != "event" }.map {
      ($0, "it belongs below `event`, for example `event: { event: Purchase, \($0): ... }`")
    })

  private static let filterKeys = [
    "event", "events", "channel", "channels", "screen", "screens", "source", "sources", "hours", "days",
    "property", "properties",
  ]

  /// A filter of events. Each key takes one value or a list of which one must hold; all keys must hold.
  public mutating func filter(_ node: Node) -> EventFilter {
    let fields = nodes.fields(node, of: "an event filter", known: Self.filterKeys)
    if fields.members.isEmpty, case .map(let members) = node.kind, members.isEmpty {
      nodes.report(
        "an event filter needs at least one key", at: node.location,
        hint: "for example `event: purchase` or `hours: [7-9]`")
    }
    var filter = EventFilter(location: node.location)
    for member in fields.members {
      let what = "`\(member.key)`"
      switch member.key {
      case "event", "events": filter.events += nodes.texts(member.value, of: what)
      case "channel", "channels": filter.channels += nodes.texts(member.value, of: what)
      case "screen", "screens": filter.screens += nodes.texts(member.value, of: what)
      case "source", "sources": filter.sources += nodes.texts(member.value, of: what)
      case "hours": filter.hours = hours(member.value)
      case "days": filter.days = days(member.value)
      default: filter.properties += properties(member.value)
      }
    }
    return filter
  }

  private mutating func properties(_ node: Node) -> [EventFilter.PropertyTest] {
    let fields = nodes.fields(node, of: "`properties`")
    return fields.members.flatMap { member in
      tests(member.value, of: "`\(member.key)`").map { EventFilter.PropertyTest(name: member.key, test: $0) }
    }
  }

  /// Hours of the day: `7`, `7-9` for 07:00 to 09:59, `22-2` over midnight.
  private mutating func hours(_ node: Node) -> Set<Int> {
    let items = nodes.items(node, of: "`hours`")
    return Set(
      items.flatMap { item in
        guard let text = item.text, let span = Self.span(text, wrappingAt: 24, value: Self.hour) else {
          nodes.reportKind(
            of: item, wanted: "`hours` needs hours from 0 to 23", hint: "for example `[7-9, 17-22]`")
          return [Int]()
        }
        return span
      })
  }

  /// Days of the week: `mon`, `Saturday`, `mon-fri`, `fri-mon`.
  private mutating func days(_ node: Node) -> Set<Weekday> {
    let items = nodes.items(node, of: "`days`")
    return Set(
      items.flatMap { item in
        guard let text = item.text, let span = Self.span(text, wrappingAt: 7, value: Self.day) else {
          nodes.reportKind(
            of: item, wanted: "`days` needs days of the week", hint: "for example `[mon-fri]` or `[sat, sun]`"
          )
          return [Weekday]()
        }
        return span.compactMap(Weekday.init(rawValue:))
      })
  }

  /// `a` or `a-b`, both ends included, going round where the end lies before the start.
  private static func span(_ text: String, wrappingAt size: Int, value: (Substring) -> Int?) -> [Int]? {
    let ends = text.split(separator: "-", maxSplits: 2, omittingEmptySubsequences: false)
    guard ends.count <= 2, let first = value(ends[0]), let last = value(ends[ends.count - 1]) else {
      return nil
    }
    return (0...((last - first + size) % size)).map { (first + $0) % size }
  }

  private static func hour(_ text: Substring) -> Int? {
    let digits = text.filter { $0 != " " }
    guard (1...2).contains(digits.count), digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
    return Int(digits).flatMap { (0...23).contains($0) ? $0 : nil }
  }

  private static func day(_ text: Substring) -> Int? {
    let word = text.filter { $0 != " " }.lowercased()
    let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    return names.firstIndex { $0 == word || $0.prefix(3) == word }
  }
}
