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

  init(written: RuleReader) { self.written = written }

  private static let formulas = ["count", "sum", "distinct", "last", "share"]

  mutating func metric(_ member: Fields.Member, reader: inout NodeReader) -> MetricDefinition? {
    let subject = "the metric \(member.key)"
    let fields = reader.fields(member.value, of: subject, known: Self.formulas + ["where", "per"])
    let builtIn = (builtInMetrics + scoreList).map(\.name)
    if builtIn.contains(member.key) {
      reader.report("`\(member.key)` is a built-in name", at: member.keyLocation, hint: "choose another name")
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
      filter: fields["where"].map { written.filter($0) } ?? EventFilter(),
      per: fields["per"].flatMap { reader.choice($0, of: "per", among: MetricDefinition.Period.self) })
  }

  private mutating func formula(
    _ member: Fields.Member, reader: inout NodeReader
  ) -> MetricDefinition.Formula? {
    guard let operand = reader.text(member.value, of: member.key) else { return nil }
    switch member.key {
    case "count", "share":
      guard operand == "events" else {
        reader.report(
          "`\(member.key)` counts events", at: member.value.location, hint: "write `\(member.key): events`")
        return nil
      }
      return member.key == "count" ? .count : .share
    case "sum":
      numbers.insert(operand)
      return .sum(operand)
    case "last":
      numbers.insert(operand)
      return .last(operand)
    default: return .distinct(operand)
    }
  }

  /// Properties that are added up are read as exact decimals instead of text.
  func markNumbers(_ settings: inout Settings) {
    for source in settings.sources.indices {
      for index in settings.sources[source].properties.indices
      where numbers.contains(settings.sources[source].properties[index].name) {
        settings.sources[source].properties[index].kind = .number
      }
    }
  }
}
