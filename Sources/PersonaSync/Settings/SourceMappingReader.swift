// Reads one entry of `sources:`: where its records are, and which field means what.

internal import EventStream
internal import Persona
internal import PersonaFile
internal import Profiles

/// Reads source mappings and collects what is wrong with them.
struct SourceMappingReader {
  var rules = FieldRuleReader()
  /// How each trait's value over time is chosen, where a source says so.
  private(set) var traitChoices: [String: TraitChoice] = [:]
  /// Where each source's command stands.
  private(set) var commandLocations: [String: SourceLocation] = [:]

  static let keys = [
    "files", "command", "preset", "format", "delimiter", "decimal", "columns", "timezone", "time", "id",
    "version",
    "event",
    "identifiers", "channel", "screen", "session", "order", "revenue", "currency", "traits", "properties",
    "only",
    "records",
  ]

  /// A mapping, with a preset's as its base. `zone` is the workspace's.
  mutating func mapping(_ name: String, _ node: Node, zone: String) -> SourceMapping? {
    let fields = rules.reader.fields(node, of: "the source \(name)", known: Self.keys)
    guard let origin = origin(of: name, fields) else { return nil }
    var mapping = SourceMapping(name: name, files: origin.files, timeZone: zone)
    if let preset = fields["preset"],
      let choice = rules.reader.choice(preset, of: "preset", among: Preset.self)
    {
      mapping = choice.mapping(name: name, files: origin.files)
      mapping.timeZone = choice.isInUTC ? "UTC" : zone
    }
    mapping.command = origin.command
    readShape(fields, into: &mapping)
    readMeaning(fields, into: &mapping)
    readIdentifiers(fields, into: &mapping)
    readTraits(fields, into: &mapping)
    readProperties(fields, into: &mapping)
    return mapping
  }

  /// Where the records come from: files, or a command that prints them.
  private mutating func origin(of name: String, _ fields: Fields) -> (files: [String], command: String?)? {
    switch (fields["files"], fields.member("command")) {
    case (let node?, nil):
      return (rules.reader.texts(node, of: "files"), nil)
    case (nil, let member?):
      guard let command = rules.reader.text(member.value, of: "command") else { return nil }
      guard !command.utf8.contains(0) else {
        rules.reader.report(
          "the command of the source \(name) holds a NUL character", at: member.value.location,
          hint: "take it out; a shell would read no further than that")
        return nil
      }
      commandLocations[name] = member.value.location
      return ([], command)
    case (_?, let member?):
      rules.reader.report(
        "the source \(name) has both files and a command", at: member.keyLocation,
        hint: "leave one out, or make two sources of it")
    case (nil, nil):
      rules.reader.report(
        "the source \(name) says neither files nor a command", at: fields.location,
        hint:
          "add `files: data/\(name).csv` (globs and `-` are allowed), or `command:` with a program that prints "
          + "records")
    }
    return nil
  }

  /// How the bytes are cut into records and fields.
  private mutating func readShape(_ fields: Fields, into mapping: inout SourceMapping) {
    if let node = fields["format"],
      let format = rules.reader.choice(node, of: "format", among: FormatName.self)
    {
      mapping.format = format.format
    }
    if let node = fields["delimiter"], let text = rules.reader.text(node, of: "delimiter") {
      let bytes = Array(text.utf8)
      if bytes.count == 1 {
        mapping.format = .delimited(bytes[0])
      } else {
        rules.reader.report("a delimiter is one ASCII character, not `\(text)`", at: node.location)
      }
    }
    if let node = fields["decimal"] {
      mapping.decimalMark = rules.reader.choice(node, of: "decimal", among: SourceMapping.DecimalMark.self)
    }
    if let node = fields["columns"] { mapping.columns = rules.reader.texts(node, of: "columns") }
    if let node = fields["timezone"], let zone = rules.timeZone(node) { mapping.timeZone = zone }
    if let node = fields["records"], let path = rules.reader.text(node, of: "records") {
      mapping.records = FieldPath(path)
    }
    if let node = fields["only"] { mapping.only = rules.condition(node, of: "only") }
  }

  /// What the fields of a record mean.
  private mutating func readMeaning(_ fields: Fields, into mapping: inout SourceMapping) {
    if let node = fields["time"] { readTime(node, into: &mapping) }
    if let node = fields["id"] { mapping.id = rules.text(node, of: "id") }
    if let node = fields["version"] { mapping.version = rules.text(node, of: "version") }
    if let node = fields["event"] { mapping.event = rules.text(node, of: "event") }
    if let node = fields["channel"] { mapping.channel = rules.text(node, of: "channel") }
    if let node = fields["screen"] { mapping.screen = rules.text(node, of: "screen") }
    if let member = fields.member("session") { readSession(member.value, into: &mapping) }
    if let node = fields["order"] { mapping.order = rules.text(node, of: "order") }
    if let node = fields["currency"] { mapping.currency = rules.text(node, of: "currency") }
    if let member = fields.member("revenue") {
      // `revenue: null` takes out what a preset has.
      let isNone = if case .null = member.value.kind { true } else { false }
      mapping.revenue = isNone ? nil : rules.amount(member.value, of: "revenue")
    }
    if let event = fields.member("event"), mapping.time == nil {
      rules.reader.report(
        "the source \(mapping.name) has events but no time", at: event.keyLocation,
        hint: "add `time:` with the field that says when it happened")
    }
  }

  /// `session: none` is no session at all, `session: null` one that ends with the gap, whatever a preset has.
  private mutating func readSession(_ node: Node, into mapping: inout SourceMapping) {
    mapping.isOutsideSessions = node.text == "none"
    let isNull = if case .null = node.kind { true } else { false }
    mapping.session = isNull || mapping.isOutsideSessions ? nil : rules.text(node, of: "session")
  }

  private mutating func readTime(_ node: Node, into mapping: inout SourceMapping) {
    guard node["field"] != nil else {
      mapping.time = rules.text(node, of: "time")
      return
    }
    let fields = rules.reader.fields(node, of: "time", known: ["field", "form"])
    mapping.time = fields["field"].flatMap { rules.text($0, of: "time") }
    mapping.timeForm = fields["form"].flatMap {
      rules.reader.choice($0, of: "form", among: SourceMapping.TimeForm.self)
    }
  }

  private mutating func readIdentifiers(_ fields: Fields, into mapping: inout SourceMapping) {
    guard let node = fields["identifiers"] else { return }
    let kinds = rules.reader.fields(node, of: "identifiers").members
    mapping.identifiers.removeAll { identifier in kinds.contains { $0.key == identifier.kind } }
    for kind in kinds {
      if kind.value["split"] != nil {
        mapping.identifiers += splitIdentifiers(kind.value, ofKind: kind.key)
        continue
      }
      guard let value = rules.text(kind.value, of: "the identifier \(kind.key)") else { continue }
      mapping.identifiers.append(SourceMapping.Identifier(kind: kind.key, value: value))
    }
  }

  /// `{ split: hs_merged_object_ids, by: ";" }`: each of the identifiers in one field, or in several.
  private mutating func splitIdentifiers(_ node: Node, ofKind kind: String) -> [SourceMapping.Identifier] {
    let subject = "the identifier \(kind)"
    let fields = rules.reader.fields(node, of: subject, known: ["split", "by"])
    let separator = fields["by"].flatMap { rules.reader.text($0, of: "by") } ?? ""
    guard let split = fields["split"], separator.utf8.count == 1, let byte = separator.utf8.first else {
      rules.reader.report(
        "\(subject) does not say what stands between its values", at: node.location,
        hint: "write one ASCII character after `by`: `{ split: FIELD, by: \";\" }`")
      return []
    }
    return rules.reader.texts(split, of: "split").flatMap { field in
      SourceMapping.Identifier.each(ofKind: kind, in: .field(FieldPath(field)), separator: byte)
    }
  }

  private mutating func readTraits(_ fields: Fields, into mapping: inout SourceMapping) {
    guard let node = fields["traits"] else { return }
    for trait in rules.reader.fields(node, of: "traits").members {
      var value = trait.value
      if let field = trait.value["field"] {
        let parts = rules.reader.fields(
          trait.value, of: "the trait \(trait.key)", known: ["field", "take"])
        if let take = parts["take"] {
          traitChoices[trait.key] = rules.reader.choice(take, of: "take", among: TraitChoice.self)
        }
        value = field
      }
      guard let rule = rules.text(value, of: "the trait \(trait.key)") else { continue }
      mapping.traits.removeAll { $0.name == trait.key }
      mapping.traits.append(SourceMapping.Trait(name: trait.key, value: rule))
    }
  }

  /// Every property is kept as text first; the settings' metrics say which are numbers.
  private mutating func readProperties(_ fields: Fields, into mapping: inout SourceMapping) {
    guard let node = fields["properties"] else { return }
    for item in rules.reader.items(node, of: "properties") {
      var name: String?
      var field: String?
      if item.text != nil {
        name = rules.reader.text(item, of: "a property")
        field = name
      } else {
        let parts = rules.reader.fields(item, of: "a property", known: ["name", "field"])
        field = parts["field"].flatMap { rules.reader.text($0, of: "field") }
        name = parts["name"].flatMap { rules.reader.text($0, of: "name") } ?? field
      }
      guard let name, let field else { continue }
      mapping.properties.append(
        SourceMapping.Property(name: name, field: FieldPath(field), kind: .text))
    }
  }
}

/// The words for formats in the settings.
private enum FormatName: String, CaseIterable {
  case csv, tsv, table, ndjson, json

  var format: SourceMapping.Format {
    switch self {
    case .csv: .delimited(UInt8(ascii: ","))
    case .tsv: .delimited(UInt8(ascii: "\t"))
    case .table: .whitespace
    case .ndjson: .jsonLines
    case .json: .jsonArray
    }
  }
}
