// How values are written as JSON, for evidence and for the tool's part of a JSON persona.

internal import Persona

/// A string in double quotes; only what must be escaped is.
public func quotedJSON(_ text: String) -> String {
  // Most texts stand as they are.
  if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) && $0 != 0x22 && $0 != 0x5C }) {
    return "\"" + text + "\""
  }
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    // What moves a terminal's cursor or the order of the text: git shows the file as it is.
    case ..<" ", "\u{7F}"..."\u{9F}", "\u{2028}"..."\u{202E}", "\u{2066}"..."\u{2069}":
      let digits = String(scalar.value, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}

/// Figures are finite, and below this.
let figureLimit = 9e18

/// A number with the decimals that are published, none that are zero, and no exponent; never `-0`. One that is no figure is
/// a mistake in the program.
func decimalJSON(_ number: Double) -> String {
  precondition(number.magnitude < figureLimit, "a figure must be finite")
  return plainDecimal(number, decimals: publishedDecimals(number))
}

/// The shortest text that reads back as the same number.
private func exactJSON(_ number: Double) -> String {
  precondition(number.isFinite, "a figure must be finite")
  let text = "\(number == 0 ? 0 : number)"
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}

/// A JSON value on its way to canonical text.
enum JSONValue {
  case text(String)
  case number(Double)
  /// A number with all its digits.
  case exact(Double)
  case whole(Int)
  case flag(Bool)
  case null
  /// Members are written in the order of their keys' bytes, one a line.
  case object([String: JSONValue])
  /// One item a line.
  case list([JSONValue])
  /// An object or list on one line: what is read and compared as one figure.
  indirect case inline(JSONValue)
  /// A long list of numbers, so many a line.
  case rows([JSONValue], perLine: Int)

  /// The canonical text, without a line ending at its end.
  var text: String {
    var text = ""
    append(to: &text, depth: 0, isInline: false)
    return text
  }

  /// - Parameter depth: how many levels of two spaces the value is indented by.
  private func append(to text: inout String, depth: Int, isInline: Bool) {
    switch self {
    case .text(let value): text += quotedJSON(value)
    case .number(let number): text += decimalJSON(number)
    case .exact(let number): text += exactJSON(number)
    case .whole(let number): text += String(number)
    case .flag(let flag): text += flag ? "true" : "false"
    case .null: text += "null"
    case .inline(let value): value.append(to: &text, depth: depth, isInline: true)
    case .object(let members):
      let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      Self.append(sorted, "{", "}", to: &text, depth: depth, isInline) { member, text in
        text += quotedJSON(member.key) + ": "
        member.value.append(to: &text, depth: depth + 1, isInline: isInline)
      }
    case .list(let items):
      Self.append(items, "[", "]", to: &text, depth: depth, isInline) { item, text in
        item.append(to: &text, depth: depth + 1, isInline: isInline)
      }
    case .rows(let items, let perLine):
      let starts = Array(stride(from: 0, to: items.count, by: perLine))
      Self.append(starts, "[", "]", to: &text, depth: depth, false) { start, text in
        for index in start..<min(start + perLine, items.count) {
          if index > start { text += ", " }
          items[index].append(to: &text, depth: 0, isInline: true)
        }
      }
    }
  }

  private static func append<Item>(
    _ items: [Item], _ open: String, _ close: String, to text: inout String, depth: Int, _ isInline: Bool,
    item append: (Item, inout String) -> Void
  ) {
    text += open
    for (index, item) in items.enumerated() {
      if index > 0 { text += isInline ? ", " : "," }
      if !isInline { breakLine(&text, depth: depth + 1) }
      append(item, &text)
    }
    if !items.isEmpty, !isInline { breakLine(&text, depth: depth) }
    text += close
  }

  private static func breakLine(_ text: inout String, depth: Int) {
    text += "\n"
    for _ in 0..<depth { text += "  " }
  }
}
