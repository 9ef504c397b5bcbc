// How values are written as JSON, for evidence and for the tool's part of a JSON persona.

/// A string in double quotes; only what must be escaped is.
func quotedJSON(_ text: String) -> String {
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

/// A finite number with at most four decimals, none that are zero, and no exponent; never `-0`.
func decimalJSON(_ number: Double) -> String {
  let scaled = (number.magnitude * 10_000).rounded()
  guard scaled < 9e18 else { return wholeJSON(number) }
  let units = Int64(scaled)
  if units == 0 { return "0" }
  var digits = String(units % 10_000)
  digits = String(repeating: "0", count: 4 - digits.count) + digits
  while digits.last == "0" { digits.removeLast() }
  let sign = number < 0 ? "-" : ""
  return sign + String(units / 10_000) + (digits.isEmpty ? "" : "." + digits)
}

/// A number too large to have decimals: its exact whole value.
private func wholeJSON(_ number: Double) -> String {
  var digits: [UInt8] = []
  var rest = number.magnitude.rounded(.towardZero)
  while rest >= 1 {
    digits.append(0x30 + UInt8(rest.truncatingRemainder(dividingBy: 10)))
    rest = (rest / 10).rounded(.towardZero)
  }
  return (number < 0 ? "-" : "") + String(decoding: digits.reversed(), as: UTF8.self)
}
