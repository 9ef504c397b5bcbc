// Numbers, shares and dates as people read them: the same text in every locale, on every machine.

internal import Persona

/// What a number means, which decides how many digits of it are worth showing.
enum FigureStyle: Hashable {
  case number, share, money

  /// Enough decimals for two figures that matter: 1,234; 56.7; 2.4; 0.62; 0.0062. Shares count in percents.
  fileprivate func decimals(for value: Double) -> Int {
    let size = abs(value)
    // A published figure below 0.1 has four digits that matter.
    let small = size >= 0.1 || size == 0 ? 2 : publishedDecimals(size) - 2
    switch self {
    case .number: return size >= 100 ? 0 : size >= 1 || size == 0 ? 1 : small
    case .share: return size >= 10 || size == 0 ? 0 : size >= 0.1 ? 1 : small - 1
    case .money: return size >= 1000 ? 0 : size >= 0.01 ? 2 : small
    }
  }

  fileprivate func text(_ value: Double, decimals: Int) -> String {
    switch self {
    case .number: decimal(value, decimals: decimals)
    case .share: decimal(value, decimals: decimals) + "%"
    case .money: decimal(value, decimals: decimals, keepsZeros: true)
    }
  }
}

/// The values as text, with as many decimals as it takes for different values to look different.
///
/// A share is given in 0...1 and shown in percents. Values that meet in one sentence go through one call, so
/// that "2.4, expected at least 2.4" can never hide a 2.38.
func figures(_ values: [Double], as style: FigureStyle) -> [String] {
  let shown = style == .share ? values.map { $0 * 100 } : values
  var texts: [String] = []
  for extraDecimals in 0...4 {
    texts = shown.map { value in
      style.text(value, decimals: min(publishedDecimals(value), style.decimals(for: value) + extraDecimals))
    }
    if Set(texts).count == Set(values).count { break }
  }
  return texts
}

/// One value as text.
func figure(_ value: Double, as style: FigureStyle = .number) -> String {
  guard style == .share, value < 1, value >= 0.995 else { return figures([value], as: style)[0] }
  return figures([value, 1], as: style)[0]  // 99.8% is not everyone
}

/// A value with as many decimals as another one that it stands beside, or as many more as it takes to tell them apart, and from 0.
func figure(_ value: Double, beside other: Double, as style: FigureStyle) -> String {
  let scale = style == .share ? 100.0 : 1
  let least = style.decimals(for: other * scale)
  let most = max(publishedDecimals(value * scale), least)
  let texts = (least...most).lazy.map { decimals in
    [value, other, 0].map { style.text($0 * scale, decimals: decimals) }
  }
  let telling = texts.first { texts in
    (value == other || texts[0] != texts[1]) && (value == 0 || texts[0] != texts[2])
  }
  return telling?[0] ?? figure(value, as: style)
}

/// A share of a whole, 0...1, in percents.
func percent(_ share: Double) -> String { figure(share, as: .share) }

/// `1 person`, `1,230 people`.
func counted(_ number: Int, _ one: String, _ many: String) -> String {
  "\(grouped(number)) \(number == 1 ? one : many)"
}

/// `2026-11-20` as `20 Nov 2026`; `an unknown day` for anything else, which is never repeated.
func dateWords(_ date: String) -> String {
  let parts = date.prefix(10).split(separator: "-")
  guard parts.count == 3, let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
    months.indices.contains(month - 1)
  else { return "an unknown day" }
  return "\(day) \(months[month - 1]) \(year)"
}

/// The date that `dateWords` wrote.
func date(inWords words: String) -> String? {
  let parts = words.split(separator: " ").map(String.init)
  guard parts.count == 3, parts[2].utf8.count == 4, let day = Int(parts[0]), (1...31).contains(day),
    let month = months.firstIndex(of: parts[1])
  else { return nil }
  func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
  return "\(parts[2])-\(padded(month + 1))-\(padded(day))"
}

private let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

/// A number with all its decimals, up to so many, with commas between thousands.
func exactDecimal(_ value: Double, decimals: Int) -> String { decimal(value, decimals: decimals) }

/// Rounded to nearest, ties away from zero, with commas; without trailing zeros unless they are kept.
private func decimal(_ value: Double, decimals: Int, keepsZeros: Bool = false) -> String {
  guard value.magnitude < 9e18 else { return "\(value)" }
  let text = plainDecimal(value.magnitude, decimals: decimals)
  let point = text.utf8.firstIndex(of: UInt8(ascii: ".")) ?? text.endIndex
  guard let whole = Int(text[..<point]) else { return "\(value)" }
  var fraction = String(text[point...].dropFirst())
  if keepsZeros { fraction += String(repeating: "0", count: decimals - fraction.count) }
  let isZero = whole == 0 && fraction.allSatisfy { $0 == "0" }
  return (value < 0 && !isZero ? "-" : "") + grouped(whole) + (fraction.isEmpty ? "" : "." + fraction)
}

/// `a`, `a and b`, `a, b and c`.
func listed(_ items: [String]) -> String {
  guard let last = items.last else { return "" }
  return items.count == 1 ? last : items.dropLast().joined(separator: ", ") + " and " + last
}

extension String {
  /// With a capital first letter.
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
  /// With a small first letter, for use inside a sentence.
  var uncapitalizedFirst: String { prefix(1).lowercased() + dropFirst() }
}
