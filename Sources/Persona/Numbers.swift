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
  while decimals < powersOfTen.count - 1, number.magnitude * powersOfTen[decimals] < powersOfTen[digits - 1] {
    decimals += 1
  }
  return decimals
}

/// Those that a Double has exactly.
private let powersOfTen: [Double] = [
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
  1e19,
  1e20, 1e21, 1e22,
]

/// A number rounded to so many decimals, 22 at most, halves to even; never negative zero.
public func rounded(_ number: Double, decimals: Int) -> Double {
  let scaled = (number * powersOfTen[decimals]).rounded(.toNearestOrEven)
  guard scaled.isFinite else { return number }
  return scaled == 0 ? 0 : scaled / powersOfTen[decimals]
}

/// A finite number below 9e18 in digits, with so many decimals, 22 at most, but none that are zero, and no exponent; never `-0`.
public func plainDecimal(_ number: Double, decimals: Int) -> String {
  let scaled = (number.magnitude * powersOfTen[decimals]).rounded()
  // From here on a Double has no decimals to lose.
  guard scaled < 9e18 else { return String(Int64(number)) }
  var units = UInt64(scaled)
  var decimals = units == 0 ? 0 : decimals
  while decimals > 0, units.isMultiple(of: 10) { (units, decimals) = (units / 10, decimals - 1) }
  // Evidence has thousands of figures: put together like this, most of these texts need no memory of their own.
  var text = number < 0 && units > 0 ? "-" : ""
  guard decimals > 0 else { return text + String(units) }
  // Beyond 64 bits nothing stands before the point.
  let (whole, fraction) =
    decimals < 19 ? units.quotientAndRemainder(dividingBy: UInt64(powersOfTen[decimals])) : (0, units)
  let digits = String(fraction)
  text += String(whole)
  text += "."
  text += String(repeating: "0", count: decimals - digits.utf8.count)
  text += digits
  return text
}
