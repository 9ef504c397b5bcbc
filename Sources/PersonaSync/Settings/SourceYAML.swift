// A source mapping as the YAML that people write in the settings; the reverse of `SourceMappingReader`.

internal import EventStream
internal import Persona

/// Writes one entry of `sources:`.
struct SourceYAML {
  /// Ends with a newline; indented by two spaces, keys by four.
  let text: String

  init(_ mapping: SourceMapping, preset: Preset? = nil) {
    var lines = ["  \(scalar(mapping.name)):"]
    func add(_ key: String, _ value: String?) {
      if let value { lines.append("    \(key): \(value)") }
    }
    add("files", list(mapping.files))
    if let preset { add("preset", preset.rawValue) }
    for (key, value) in Self.shape(mapping) { add(key, value) }
    var own = mapping
    if let known = preset?.mapping(name: mapping.name, files: mapping.files) {
      // What the preset says need not be said again.
      own = SourceMapping(
        name: mapping.name, files: mapping.files, timeForm: mapping.timeForm,
        time: mapping.timeForm == nil ? nil : mapping.time,
        identifiers: mapping.identifiers.filter { !known.identifiers.contains($0) },
        traits: mapping.traits.filter { !known.traits.contains($0) },
        records: mapping.records == known.records ? nil : mapping.records)
    }
    for (key, value) in Self.meaning(own) { add(key, value) }
    text = lines.joined(separator: "\n") + "\n"
  }

  private static func shape(_ mapping: SourceMapping) -> [(String, String?)] {
    let format: (String, String)? =
      switch mapping.format {
      case .delimited(UInt8(ascii: ",")): ("format", "csv")
      case .delimited(UInt8(ascii: "\t")): ("format", "tsv")
      case .delimited(let byte): ("delimiter", scalar(String(UnicodeScalar(byte))))
      case .whitespace: ("format", "table")
      case .jsonLines: ("format", "ndjson")
      case .jsonArray: ("format", "json")
      case nil: nil
      }
    var keys: [(String, String?)] = []
    if let format { keys.append((format.0, format.1)) }
    keys.append(("decimal", mapping.decimalMark.map { scalar($0.rawValue) }))
    keys.append(("columns", mapping.columns.map { "[" + $0.map(scalar).joined(separator: ", ") + "]" }))
    return keys
  }

  private static func meaning(_ mapping: SourceMapping) -> [(String, String?)] {
    let time = mapping.time.map(text).map { field in
      mapping.timeForm.map { "{ field: \(field), form: \($0.rawValue) }" } ?? field
    }
    let identifiers = mapping.identifiers.map { "\(scalar($0.kind)): \(text($0.value))" }
    let traits = mapping.traits.map { "\(scalar($0.name)): \(text($0.value))" }
    return [
      ("time", time), ("id", mapping.id.map(text)), ("version", mapping.version.map(text)),
      ("event", mapping.event.map(text)),
      ("identifiers", braces(identifiers)), ("channel", mapping.channel.map(text)),
      ("screen", mapping.screen.map(text)), ("session", mapping.session.map(text)),
      ("order", mapping.order.map(text)), ("revenue", mapping.revenue.map(amount)),
      ("currency", mapping.currency.map(text)), ("traits", braces(traits)),
      ("only", mapping.only.flatMap(presence)), ("records", mapping.records.map { scalar($0.written) }),
    ]
  }

  /// `{ field: Total, exists: true }`; proposals ask nothing else.
  private static func presence(_ condition: FieldCondition) -> String? {
    condition.tests.first.map { "{ field: \(scalar($0.field.written)), exists: true }" }
  }

  private static func text(_ rule: TextRule) -> String {
    switch rule {
    case .field(let path): scalar(path.written)
    case .constant(let constant): "{ constant: \(scalar(constant)) }"
    case .firstOf(let rules): "{ first_of: [" + rules.map(text).joined(separator: ", ") + "] }"
    case .joined(let rules): "[" + rules.map(text).joined(separator: ", ") + "]"
    case .cases, .part, .unknown: ""  // proposals hold none
    }
  }

  /// A field, or `{ product: [Quantity, UnitPrice] }`, or `{ field: amount_cents, divisor: 100 }`; proposals hold no
  /// conditions.
  private static func amount(_ rule: AmountRule) -> String {
    let factors = rule.factors.map(text)
    if factors.count == 1, rule.divisor == 1, rule.minus == nil { return factors[0] }
    let value =
      factors.count == 1 ? "field: \(factors[0])" : "product: [" + factors.joined(separator: ", ") + "]"
    let minus = rule.minus.map { ", minus: \(text($0))" } ?? ""
    return "{ " + value + minus + (rule.divisor == 1 ? "" : ", divisor: \(rule.divisor)") + " }"
  }

  private static func braces(_ members: [String]) -> String? {
    members.isEmpty ? nil : "{ " + members.joined(separator: ", ") + " }"
  }
}

private func list(_ texts: [String]) -> String {
  texts.count == 1 ? scalar(texts[0]) : "[" + texts.map(scalar).joined(separator: ", ") + "]"
}

/// Plain where YAML reads it back as the same text, else in double quotes.
private func scalar(_ text: String) -> String {
  let isWord = text.first.map { $0.isASCII && ($0.isLetter || $0 == "_") } ?? false
  let isPlain =
    isWord && text.last != " "
    && text.unicodeScalars.allSatisfy {
      $0.isASCII
        && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || "_-./ *".unicodeScalars.contains($0))
    }
  let isReserved = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"].contains(text.lowercased())
  if isPlain, !isReserved { return text }
  return "\"" + text.unicodeScalars.map(escaped).joined() + "\""
}

/// A scalar value within double quotes; line ends and what YAML does not print become escapes.
private func escaped(_ scalar: UnicodeScalar) -> String {
  switch scalar {
  case "\\": "\\\\"
  case "\"": "\\\""
  case "\u{FEFF}", "\u{FFFE}", "\u{FFFF}": unicodeEscape(scalar)
  case _ where scalar.properties.generalCategory == .control: unicodeEscape(scalar)
  case _ where scalar.properties.isWhitespace && scalar != " ": unicodeEscape(scalar)
  default: String(scalar)
  }
}

private func unicodeEscape(_ scalar: UnicodeScalar) -> String {
  let digits = String(scalar.value, radix: 16)
  return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
}
