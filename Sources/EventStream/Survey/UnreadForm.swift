// Times and amounts as people and spreadsheets write them, in forms that no source is read in. They are known only to say
// so: a column that looks like a time and is passed over without a word looks like a mistake of ours.

/// A form of times that is not read. Days and months in digits are told apart where one of them is beyond 12.
public enum UnreadTime: Sendable, Hashable, CaseIterable {
  case dotted, dashed, dayFirst, monthFirst, slashed, yearFirst, unpadded, named

  /// A day and a time of day in this form: no value of anybody's.
  public var example: String {
    switch self {
    case .dotted: "31.12.2026 17:59"
    case .dashed: "31-12-2026 17:59"
    case .dayFirst: "31/12/2026 17:59"
    case .monthFirst: "12/31/2026 17:59"
    case .slashed: "1/2/2026 17:59"
    case .yearFirst: "2026/12/31 17:59"
    case .unpadded: "2026-12-31 9:05"
    case .named: "31 Dec 2026 17:59"
    }
  }

  /// The same in a form that is read.
  public var readable: String {
    switch self {
    case .slashed: "2026-02-01 17:59 (or 2026-01-02, where the month comes first)"
    case .unpadded: "2026-12-31 09:05"
    default: "2026-12-31 17:59"
    }
  }

  init?(_ text: String) {
    guard let runs = DigitRuns(text), runs.digits.count > 1 else { return nil }
    guard let form = Self.named(runs) ?? Self.numeric(runs) else { return nil }
    self = form
  }

  /// `Dec 31, 2026`, `31 December 2026`
  private static func named(_ runs: DigitRuns) -> UnreadTime? {
    let hasMonth = runs.gaps.prefix(2).contains { gap in
      gap.split { !$0.isLetter }.contains { word in months.contains(String(word.lowercased().prefix(3))) }
    }
    let isDate = hasMonth && isDay(runs.digits[0]) && isYear(runs.digits[1])
    return isDate && isTimeOfDay(runs, from: 2) ? .named : nil
  }

  private static func numeric(_ runs: DigitRuns) -> UnreadTime? {
    guard runs.digits.count > 2, runs.gaps[0].isEmpty, runs.gaps[1] == runs.gaps[2],
      isTimeOfDay(runs, from: 3)
    else { return nil }
    let (first, second, third) = (runs.digits[0], runs.digits[1], runs.digits[2])
    let isYearFirst = isYear(first) && isMonth(second) && isDay(third)
    let isDayFirst = isDay(first) && isMonth(second)
    let isMonthFirst = isMonth(first) && isDay(second)
    switch runs.gaps[1] {
    case "/" where isYearFirst: return .yearFirst
    case "-" where isYearFirst: return .unpadded
    case "." where isDayFirst && isYear(third): return .dotted
    case "-" where isDayFirst && isYear(third): return .dashed
    case "/" where isYear(third) || third.count == 2:
      if isDayFirst, isMonthFirst { return .slashed }
      return isDayFirst ? .dayFirst : isMonthFirst ? .monthFirst : nil
    default: return nil
    }
  }

  /// Whether nothing follows the date, or a time of day does.
  private static func isTimeOfDay(_ runs: DigitRuns, from index: Int) -> Bool {
    guard runs.digits.count > index else { return true }
    return [" ", "T", ", ", " at "].contains(runs.gaps[index]) && runs.digits.count > index + 1
      && runs.gaps[index + 1] == ":" && Int(runs.digits[index]) ?? 24 < 24
  }

  private static func isYear(_ digits: String) -> Bool {
    digits.count == 4 && 1900..<2100 ~= Int(digits) ?? 0
  }
  private static func isMonth(_ digits: String) -> Bool { digits.count < 3 && 1...12 ~= Int(digits) ?? 0 }
  private static func isDay(_ digits: String) -> Bool { digits.count < 3 && 1...31 ~= Int(digits) ?? 0 }

  /// In English and German.
  private static let months: Set = [
    "jan", "feb", "mar", "mär", "apr", "may", "mai", "jun", "jul", "aug", "sep", "oct", "okt", "nov", "dec",
    "dez",
  ]
}

/// A form of amounts that is not read.
public enum UnreadAmount: Sendable, Hashable, CaseIterable {
  case decimalComma, thousands, currency

  public var example: String {
    switch self {
    case .decimalComma: "1.234,50"
    case .thousands: "1,234.50"
    case .currency: "$1234.50"
    }
  }

  /// `nil` for what is none: a list of numbers, an address of the internet, a place on the map.
  init?(_ text: String) {
    guard let runs = DigitRuns(text), let last = runs.digits.last else { return nil }
    let separators = runs.gaps.dropFirst().dropLast()
    guard let first = runs.gaps.first, let behind = runs.gaps.last,
      Self.isCurrency(first), Self.isCurrency(behind),
      separators.allSatisfy({ Self.separators.contains($0) }),
      separators.dropLast().allSatisfy({ $0 == separators.first }),
      runs.digits.dropFirst().dropLast().allSatisfy({ $0.count == 3 }),
      separators.count < 2 || separators.first != separators.last || last.count == 3
    else { return nil }
    let isWithCurrency = (first + behind).contains { $0.isLetter || $0.isCurrencySymbol }
    guard separators.contains(",") || isWithCurrency else { return nil }
    let isDecimal = separators.last == "," && (separators.first != "," || last.count != 3)
    self = isDecimal ? .decimalComma : separators.contains(",") ? .thousands : .currency
  }

  private static let separators: Set = [".", ",", "'", "’", " ", "\u{A0}", "\u{202F}"]

  /// Nothing, a sign of a number or a currency, or the code of a currency.
  private static func isCurrency(_ text: String) -> Bool {
    let name = text.filter { !"+-".contains($0) && !$0.isWhitespace }
    return name.isEmpty || codes.contains(name.uppercased())
      || (name.count == 1 && name.allSatisfy(\.isCurrencySymbol))
  }

  private static let codes: Set = [
    "EUR", "USD", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "JPY", "CAD", "AUD", "KR", "FR",
  ]
}

/// A text as its runs of digits and what stands around them: `22.09.2026` is 22, 09 and 2026 with points between.
private struct DigitRuns {
  private(set) var digits: [String] = []
  /// Before, between and behind: one more than `digits`.
  private(set) var gaps = [""]

  /// `nil` without a digit, and for what is too long to be one value.
  init?(_ text: String) {
    guard text.utf8.count <= 40, text.utf8.contains(where: isDigit) else { return nil }
    for character in text {
      if character.isASCII, character.isNumber {
        if gaps.count > digits.count { digits.append("") }
        digits[digits.count - 1].append(character)
      } else {
        if gaps.count == digits.count { gaps.append("") }
        gaps[gaps.count - 1].append(character)
      }
    }
    if gaps.count == digits.count { gaps.append("") }
  }
}
