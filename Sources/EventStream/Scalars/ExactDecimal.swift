// Money and quantities as exact decimals: parsed, multiplied and rounded without a binary fraction in between.

/// `mantissa / 10^scale`, exactly.
///
/// Limits: the mantissa is below 2^127 (38 digits always fit; zeros at the start do not count), the exponent of
/// a text is within ±9,999. What does not fit is `nil`, never rounded.
public struct ExactDecimal: Sendable {
  public var mantissa: Int128
  /// Digits after the point; negative for zeros before it.
  public var scale: Int

  public init(mantissa: Int128, scale: Int) {
    self.mantissa = mantissa
    self.scale = scale
  }

  /// The exact product; `nil` when it has too many digits.
  public func multiplied(by other: ExactDecimal) -> ExactDecimal? {
    let (product, overflow) = mantissa.multipliedReportingOverflow(by: other.mantissa)
    guard overflow else { return ExactDecimal(mantissa: product, scale: scale + other.scale) }
    let (a, b) = (withoutFinalZeros, other.withoutFinalZeros)
    let (shorter, stillTooLong) = a.mantissa.multipliedReportingOverflow(by: b.mantissa)
    return stillTooLong ? nil : ExactDecimal(mantissa: shorter, scale: a.scale + b.scale)
  }

  /// The exact difference; `nil` when it has too many digits.
  public func subtracting(_ other: ExactDecimal) -> ExactDecimal? {
    let scale = max(scale, other.scale)
    guard let minuend = mantissa(atScale: scale), let subtrahend = other.mantissa(atScale: scale) else {
      return nil
    }
    let (difference, overflow) = minuend.subtractingReportingOverflow(subtrahend)
    return overflow ? nil : ExactDecimal(mantissa: difference, scale: scale)
  }

  var magnitude: ExactDecimal { ExactDecimal(mantissa: abs(mantissa), scale: scale) }

  /// The mantissa with more digits after the point.
  private func mantissa(atScale scale: Int) -> Int128? {
    let magnitude = Self.scaled(mantissa.magnitude, byPowerOfTen: scale - self.scale)
    return magnitude.flatMap { Int128(exactly: $0) }.map { mantissa < 0 ? -$0 : $0 }
  }

  private var withoutFinalZeros: ExactDecimal {
    var result = self
    while result.mantissa != 0, result.mantissa.isMultiple(of: 10) {
      result.mantissa /= 10
      result.scale -= 1
    }
    return result
  }

  /// The number divided by `divisor` (at least 1) in millionths, rounded half to even; `nil` beyond
  /// ±9,223,372,036,854.775807, the 64 bits that a column has without its mark for "no amount".
  public func millionths(dividedBy divisor: Int = 1) -> Int64? {
    guard divisor > 0 else { return nil }
    guard let numerator = Self.scaled(mantissa.magnitude, byPowerOfTen: 6 - scale) else { return nil }
    // Beyond 128 bits the divisor is more than twice any mantissa: the quotient rounds to zero.
    guard let denominator = Self.scaled(UInt128(divisor), byPowerOfTen: scale - 6) else { return 0 }
    var quotient = numerator
    if denominator > 1 {
      let remainder: UInt128
      (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
      let rest = denominator - remainder
      if remainder > rest || (remainder == rest && !quotient.isMultiple(of: 2)) { quotient += 1 }
    }
    guard let result = signed(quotient), result != EventBatch.noAmount else { return nil }
    return result
  }

  /// The number times `10^power`, rounded down to a whole; `nil` when it does not fit 64 bits.
  func floor(timesPowerOfTen power: Int) -> Int64? {
    guard let numerator = Self.scaled(mantissa.magnitude, byPowerOfTen: power - scale) else { return nil }
    guard scale > power else { return signed(numerator) }
    let denominator = Self.scaled(1, byPowerOfTen: scale - power) ?? .max
    let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
    return signed(mantissa < 0 && remainder != 0 ? quotient + 1 : quotient)
  }

  /// The magnitude with this number's sign.
  private func signed(_ magnitude: UInt128) -> Int64? {
    guard let value = Int128(exactly: magnitude) else { return nil }
    return Int64(exactly: mantissa < 0 ? -value : value)
  }

  /// `value * 10^power` for a positive power, the value itself for any other; `nil` beyond 128 bits.
  private static func scaled(_ value: UInt128, byPowerOfTen power: Int) -> UInt128? {
    guard value != 0 else { return 0 }
    var result = value
    var left = power
    while left > 0 {
      let (product, overflow) = result.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      result = product
      left -= 1
    }
    return result
  }
}

/// Reads `12.50`, `-3`, `+.5`, `1.5e-7` exactly; blanks around it are ignored.
///
/// Thousands separators, currency signs, hexadecimal, `NaN` and infinities are no numbers here: `nil`, as is
/// a number beyond the limits of `ExactDecimal`.
public func parseDecimal(_ text: Span<UInt8>) -> ExactDecimal? {
  let bounds = boundsWithoutBlanks(of: text)
  var index = bounds.lowerBound
  let end = bounds.upperBound
  guard index < end else { return nil }

  let isNegative = text[index] == UInt8(ascii: "-")
  if isNegative || text[index] == UInt8(ascii: "+") { index += 1 }

  var mantissa: UInt128 = 0
  var digits = 0
  var point: Int?
  scan: while index < end {
    let byte = text[index]
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      guard mantissa < longestPrefix else { return nil }
      mantissa = mantissa &* 10 &+ UInt128(byte &- UInt8(ascii: "0"))
      digits += 1
    case UInt8(ascii: ".") where point == nil:
      point = digits
    default:
      break scan
    }
    index += 1
  }
  guard digits > 0 else { return nil }
  var scale = digits - (point ?? digits)

  if index < end {
    guard let exponent = exponent(in: text, from: index, to: end) else { return nil }
    scale -= exponent
  }
  let magnitude = Int128(mantissa)
  return ExactDecimal(mantissa: isNegative ? -magnitude : magnitude, scale: scale)
}

/// A mantissa below this can take one more digit and stay below 2^127.
private var longestPrefix: UInt128 { UInt128(Int128.max / 10) }

/// Reads `e-7`: the letter, a sign or none, one to four digits, the end.
private func exponent(in text: Span<UInt8>, from start: Int, to end: Int) -> Int? {
  guard text[start] | 0x20 == UInt8(ascii: "e") else { return nil }
  var index = start + 1
  guard index < end else { return nil }
  let isNegative = text[index] == UInt8(ascii: "-")
  if isNegative || text[index] == UInt8(ascii: "+") { index += 1 }
  guard 1...4 ~= end - index, let value = digits(in: text, from: index, count: end - index) else {
    return nil
  }
  return isNegative ? -value : value
}

/// The shortest exact decimal text of an amount in millionths: `12.5`, `-0.03`, `7`.
public func decimalText(millionths: Int64) -> String {
  let (whole, fraction) = millionths.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
  var text = (millionths < 0 ? "-" : "") + String(whole)
  if fraction != 0 {
    // A one in front keeps the zeros at the start of the fraction.
    let digits = String(1_000_000 + fraction).dropFirst()
    text += "." + digits[...(digits.lastIndex { $0 != "0" } ?? digits.startIndex)]
  }
  return text
}
