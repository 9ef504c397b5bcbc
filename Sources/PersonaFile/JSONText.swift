// How values are written as JSON, for evidence and for the tool's part of a JSON persona.

/// A string in double quotes; only what must be escaped is.
public func quotedJSON(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    case ..<" ", "\u{7F}", "\u{2028}", "\u{2029}":
      let digits = String(scalar.value, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}

/// A number with at most four decimals, none that are zero, and no exponent; never `-0`. Figures are finite and
/// below 9e18: anything else is a mistake in the program.
func decimalJSON(_ number: Double) -> String {
  precondition(number.magnitude < 9e18, "a figure must be finite")
  // From here on a Double has no fourth decimal to lose.
  if number.magnitude >= 9e14 { return String(Int64(number)) }
  let units = Int64((number.magnitude * 10_000).rounded())
  if units == 0 { return "0" }
  var digits = String(units % 10_000)
  digits = String(repeating: "0", count: 4 - digits.count) + digits
  while digits.last == "0" { digits.removeLast() }
  return (number < 0 ? "-" : "") + String(units / 10_000) + (digits.isEmpty ? "" : "." + digits)
}

/// A JSON value on its way to canonical text.
enum JSONValue {
  case text(String)
  case number(Double)
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

  /// The canonical text, indented by two spaces a level, without a line ending at its end.
  func text(indent: String = "", isInline: Bool = false) -> String {
    switch self {
    case .text(let text): return quotedJSON(text)
    case .number(let number): return decimalJSON(number)
    case .whole(let number): return String(number)
    case .flag(let flag): return flag ? "true" : "false"
    case .null: return "null"
    case .inline(let value): return value.text(isInline: true)
    case .object(let members):
      let sorted = members.sorted { Array($0.key.utf8).lexicographicallyPrecedes(Array($1.key.utf8)) }
      let items = sorted.map { key, value in
        "\(quotedJSON(key)): " + value.text(indent: indent + "  ", isInline: isInline)
      }
      return Self.enclosed(items, "{", "}", indent, isInline)
    case .list(let items):
      return Self.enclosed(
        items.map { $0.text(indent: indent + "  ", isInline: isInline) }, "[", "]", indent, isInline)
    case .rows(let items, let perLine):
      let lines = stride(from: 0, to: items.count, by: perLine).map { start in
        items[start..<min(start + perLine, items.count)].map { $0.text(isInline: true) }.joined(
          separator: ", ")
      }
      return Self.enclosed(lines, "[", "]", indent, false)
    }
  }

  private static func enclosed(
    _ items: [String], _ open: String, _ close: String, _ indent: String, _ isInline: Bool
  ) -> String {
    if items.isEmpty { return open + close }
    if isInline { return open + items.joined(separator: ", ") + close }
    let inner = "\n" + indent + "  "
    return open + inner + items.joined(separator: "," + inner) + "\n" + indent + close
  }
}
