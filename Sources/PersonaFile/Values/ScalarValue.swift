// What the text of a scalar means when a number, a share or a flag is asked for. Interpreted on demand, so that
// `no` can be a country and `007` an agent where text is wanted.

internal import Persona

extension Node {
  /// The number written without quotes: `3`, `-0.5`, `1e6`, or `50%` for 0.5. Finite.
  public var number: Double? {
    guard case .scalar(let text, true) = kind else { return nil }
    return text.hasSuffix("%") ? decimal(String(text.dropLast())).map { $0 / 100 } : decimal(text)
  }

  /// The whole number written without quotes.
  public var integer: Int? {
    guard case .scalar(let text, true) = kind, decimal(text) != nil else { return nil }
    return Int(text)
  }

  /// Whether the number is written with a percent sign.
  var isPercentage: Bool {
    guard case .scalar(let text, true) = kind else { return false }
    return text.hasSuffix("%") && number != nil
  }

  /// `true`, `false`, `yes` or `no`, written without quotes.
  public var flag: Bool? {
    guard case .scalar(let text, true) = kind else { return nil }
    switch text.lowercased() {
    case "true", "yes": return true
    case "false", "no": return false
    default: return nil
    }
  }

  /// The value that a trait or property is compared with: a number or a flag when written as one, else text.
  /// `50%` is text here: traits hold what the sources say.
  var value: Value? {
    guard let text else { return nil }
    if let flag { return .flag(flag) }
    if !isPercentage, let number { return .number(number) }
    return .text(text)
  }
}

/// A decimal number: sign, digits, fraction, exponent; nothing else that `Double` or YAML would take.
private func decimal(_ text: String) -> Double? {
  guard text.utf8.contains(where: { (0x30...0x39).contains($0) }),
    text.utf8.allSatisfy({ (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }),
    let number = Double(text), number.isFinite
  else { return nil }
  return number
}
