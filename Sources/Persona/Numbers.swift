// Numbers as people read them, and how many digits of one are published.

/// A whole number with a comma between thousands: `1,234,567`.
public func grouped(_ number: Int) -> String {
  let digits = Array(String(number.magnitude))
  var text = number < 0 ? "-" : ""
  for (place, digit) in digits.enumerated() {
    if place > 0, (digits.count - place).isMultiple(of: 3) { text.append(",") }
    text.append(digit)
  }
  return text
}

/// How many decimals a figure is published with: four, and of one below 0.1 as many as four digits that matter take. What is
/// measured in millionths has figures like anything else.
public func publishedDecimals(_ figure: Double) -> Int { decimals(of: figure, digits: 4, atLeast: 4) }

/// The decimals that it takes to write a number as somebody wrote it: 15 digits are those that any number keeps.
public func writtenDecimals(_ number: Double) -> Int { decimals(of: number, digits: 15, atLeast: 0) }

private func decimals(of number: Double, digits: Int, atLeast least: Int) -> Int {
  var decimals = least
  while decimals < mostDecimals, number.magnitude * powerOfTen(decimals) < powerOfTen(digits - 1) {
    decimals += 1
  }
  return decimals
}

/// A Double has all powers of ten up to this one exactly.
private let mostDecimals = 22

private func powerOfTen(_ exponent: Int) -> Double {
  var power = 1.0
  for _ in 0..<exponent { power *= 10 }
  return power
}

/// A number rounded to so many decimals, 22 at most, halves to even; never negative zero.
public func rounded(_ number: Double, decimals: Int) -> Double {
  let scale = powerOfTen(decimals)
  let scaled = (number * scale).rounded(.toNearestOrEven)
  guard scaled.isFinite else { return number }
  return scaled == 0 ? 0 : scaled / scale
}

/// A finite number below 9e18 in digits, with so many decimals, 22 at most, but none that are zero, and no exponent; never `-0`.
public func plainDecimal(_ number: Double, decimals: Int) -> String {
  let scaled = (number.magnitude * powerOfTen(decimals)).rounded()
  // From here on a Double has no decimals to lose.
  guard scaled < 9e18 else { return String(Int64(number)) }
  if scaled == 0 { return "0" }
  var digits = String(Int64(scaled))
  digits = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
  let (whole, fraction) = (digits.dropLast(decimals), digits.suffix(decimals))
  let kept = fraction.reversed().drop { $0 == "0" }.reversed()
  return (number < 0 ? "-" : "") + whole + (kept.isEmpty ? "" : "." + String(kept))
}
