// What of a mapping a table with some columns can tell.

/// The rules of a mapping, each with the columns that it is made of.
struct MappedColumns: Sendable {
  private var time: TextRule?
  private var event: TextRule?
  private var identifiers: [TextRule] = []
  private var traits: [TextRule] = []
  private var others: [TextRule] = []
  /// Names of columns that give what is often the same for all records, and may have been meant as the text itself.
  private(set) var possibleConstants: Set<String> = []

  init() {}

  init(_ mapping: SourceMapping) {
    time = mapping.time
    // Without a time there are no events.
    event = mapping.time == nil ? nil : mapping.event
    identifiers = mapping.identifiers.map(\.value)
    traits = mapping.traits.map(\.value)
    others = [
      mapping.id, mapping.version, mapping.channel, mapping.screen, mapping.session, mapping.order,
      mapping.currency,
    ].compactMap(\.self)
    for case .field(let path)? in [mapping.event, mapping.channel, mapping.currency] {
      possibleConstants.insert(path.written)
    }
    others += (mapping.revenue?.factors ?? []) + [mapping.revenue?.minus].compactMap(\.self)
    others += mapping.properties.map { .field($0.field) }
  }

  /// Columns that a table with these would need: without, no record of it counts. A record without an event still gives
  /// traits, and links between identifiers.
  func needed(by columns: Set<String>) -> Set<String> {
    func isPossible(_ rule: TextRule) -> Bool { rule.isPossible(with: columns) }
    if let time, !isPossible(time) { return time.columns.subtracting(columns) }
    let possible = identifiers.count(where: isPossible)
    if possible == 0, !identifiers.isEmpty {
      return Self.columns(of: identifiers).subtracting(columns)
    }
    guard let event, !isPossible(event), possible < 2, !traits.contains(where: isPossible) else { return [] }
    return event.columns.subtracting(columns)
  }

  /// Whether a table with these may have events, where the mapping knows any.
  func givesEvents(with columns: Set<String>) -> Bool { event?.isPossible(with: columns) ?? true }

  /// Columns whose rules give nothing in a table with these.
  func lacking(in columns: Set<String>) -> Set<String> {
    let rules: [TextRule] = [time, event].compactMap(\.self) + identifiers + traits + others
    return Self.columns(of: rules.filter { !$0.isPossible(with: columns) }).subtracting(columns)
  }

  fileprivate static func columns(of rules: [TextRule]) -> Set<String> {
    var all: Set<String> = []
    for rule in rules { all.formUnion(rule.columns) }
    return all
  }
}

extension TextRule {
  /// All columns that the text may be made of.
  var columns: Set<String> {
    switch self {
    case .field(let path): [path.written]
    case .part(let whole, _, _): whole.columns
    case .constant, .unknown: []
    case .firstOf(let rules), .joined(let rules): MappedColumns.columns(of: rules)
    case .cases(let cases, let otherwise):
      MappedColumns.columns(of: cases.map(\.then) + (otherwise.map { [$0] } ?? []))
    }
  }

  /// Whether a table with these columns may give the text.
  fileprivate func isPossible(with columns: Set<String>) -> Bool {
    switch self {
    case .field(let path): columns.contains(path.written)
    case .part(let whole, _, _): whole.isPossible(with: columns)
    case .constant: true
    case .unknown: false
    case .firstOf(let rules): rules.contains { $0.isPossible(with: columns) }
    case .joined(let rules): rules.allSatisfy { $0.isPossible(with: columns) }
    case .cases(let cases, let otherwise):
      cases.contains { $0.then.isPossible(with: columns) } || otherwise?.isPossible(with: columns) ?? false
    }
  }
}
