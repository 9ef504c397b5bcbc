// Reads declared metrics: `levels_per_week: { count: events, where: { event: Level Completed }, per: week }`.

internal import EventStream
internal import Persona
internal import PersonaFile
internal import Profiles

/// Reads metric definitions.
struct MetricReader {
  /// Reads the filters, and collects what is wrong with them.
  var written: RuleReader
  /// Properties that metrics add up, which are therefore numbers.
  private var numbers: Set<String> = []
  private let sources: [String]
  /// All properties that the sources keep.
  private let properties: [String]

  init(written: RuleReader, sources: [SourceMapping]) {
    self.written = written
    self.sources = sources.map(\.name)
    properties = sources.flatMap { $0.properties.map(\.name) }
  }

  private static let formulas = ["count", "sum", "distinct", "last", "share"]

  mutating func metric(_ member: Fields.Member, reader: inout NodeReader) -> MetricDefinition? {
    let subject = "the metric \(member.key)"
    let fields = reader.fields(member.value, of: subject, known: Self.formulas + ["where", "per"])
    let builtIn = (builtInMetrics + scoreList).map(\.name)
    if builtIn.contains(member.key) {
      reader.report("`\(member.key)` is a built-in name", at: member.keyLocation, hint: "choose another name")
    } else if let amount = AmountMetric(member.key), amount.mayBeCurrency {
      reader.report(
        "`\(member.key)` is the name of the sources' amounts in a currency", at: member.keyLocation,
        hint: "choose another name, such as `\(amount.currency)_\(amount.name)`")
    }
    let formulas = fields.members.filter { Self.formulas.contains($0.key) }
    guard formulas.count == 1 else {
      reader.report(
        "\(subject) needs exactly one formula", at: member.keyLocation,
        hint:
          "one of `count: events`, `sum: PROPERTY`, `distinct: PROPERTY`, `last: PROPERTY`, `share: events`")
      return nil
    }
    guard let formula = formula(formulas[0], reader: &reader) else { return nil }
    return MetricDefinition(
      name: member.key, formula: formula,
      filter: fields["where"].map { filter($0, reader: &reader) } ?? EventFilter(),
      per: fields["per"].flatMap { reader.choice($0, of: "per", among: MetricDefinition.Period.self) })
  }

  private mutating func formula(
    _ member: Fields.Member, reader: inout NodeReader
  ) -> MetricDefinition.Formula? {
    guard let operand = reader.text(member.value, of: member.key) else { return nil }
    let place = member.value.location
    if ["count", "share"].contains(member.key) {
      guard operand == "events" else {
        reader.report("`\(member.key)` counts events", at: place, hint: "write `\(member.key): events`")
        return nil
      }
      return member.key == "count" ? .count : .share
    }
    requireKnown(operand, "property", among: properties, at: place, &reader)
    if member.key == "distinct" { return .distinct(operand) }
    numbers.insert(operand)
    return member.key == "sum" ? .sum(operand) : .last(operand)
  }

  private mutating func filter(_ node: Node, reader: inout NodeReader) -> EventFilter {
    let filter = written.filter(node)
    for source in filter.sources {
      requireKnown(source, "source", among: sources, at: node.location, &reader)
    }
    for property in filter.properties {
      requireKnown(property.name, "property", among: properties, at: node.location, &reader)
    }
    return filter
  }

  /// Notes a name that nothing has: the metric would be 0 for everybody.
  private func requireKnown(
    _ name: String, _ kind: String, among names: [String], at place: SourceLocation,
    _ reader: inout NodeReader
  ) {
    guard !names.contains(name) else { return }
    let known = kind == "property" ? "name it under a source's `properties`" : nil
    reader.report("no \(kind) is named `\(name)`", at: place, hint: didYouMean(name, among: names) ?? known)
  }

  /// Properties that are added up are read as exact decimals too. As texts they stay: what one metric asks for takes nothing
  /// from rules and other metrics.
  func addNumbers(to settings: inout Settings) {
    for source in settings.sources.indices {
      for var property in settings.sources[source].properties where numbers.contains(property.name) {
        property.kind = .number
        settings.sources[source].properties.append(property)
      }
    }
  }
}
