// Times and numbers as people and spreadsheets write them, known by their looks: to propose the settings that read them,
// or to say that none does. A column that looks like a time and is passed over without a word looks like a mistake of ours.

/// Times that no setting reads, or of which the settings must say how.
public enum UnreadTime: Sendable, Hashable, CaseIterable {
  /// Day and month could change places: `1/2/2026`.
  case ambiguous
  /// The month has a name: `31 Dec 2026`.
  case named
  /// Days since 1900, as a spreadsheet counts them: `46287.7493`.
  case serial
}

/// A time as people and spreadsheets write it.
enum WrittenTime: Equatable {
  /// Days and months in digits are told apart where one of them is beyond 12, and where points stand between them.
  case digits(SourceMapping.TimeForm)
  case unread(UnreadTime)

  /// - Parameter isNamedSo: whether the field's name says that it is one. Else two digits are no year behind points and
  ///   dashes, with which versions and numbers of parts are written, and no number is a day.
  init?(_ text: String, isNamedSo: Bool = false) {
    if isNamedSo, let days = Double(text), Self.likelySerials.contains(days) {
      self = .unread(.serial)
      return
    }
    guard let runs = DigitRuns(text), runs.digits.count > 1 else { return nil }
    guard let form = Self.named(runs) ?? Self.numeric(runs, allowsShortYear: isNamedSo) else { return nil }
    self = form
  }

  /// 2000 to 2060 in days since 1900.
  private static let likelySerials = 36_526.0..<58_440.0

  /// `Dec 31, 2026`, `31 December 2026`
  private static func named(_ runs: DigitRuns) -> WrittenTime? {
    let hasMonth = runs.gaps.prefix(2).contains { gap in
      gap.split { !$0.isLetter }.contains { word in months.contains(String(word.lowercased().prefix(3))) }
    }
    let isDate = hasMonth && isDay(runs.digits[0]) && isYear(runs.digits[1])
    return isDate && isTimeOfDay(runs, from: 2) ? .unread(.named) : nil
  }

  private static func numeric(_ runs: DigitRuns, allowsShortYear: Bool) -> WrittenTime? {
    guard runs.digits.count > 2, runs.gaps[0].isEmpty, runs.gaps[1] == runs.gaps[2],
      isTimeOfDay(runs, from: 3)
    else { return nil }
    let (first, second, third) = (runs.digits[0], runs.digits[1], runs.digits[2])
    let separator = runs.gaps[1]
    if isYear(first), isMonth(second), isDay(third), separator == "/" || separator == "-" {
      return .digits(.yearFirst)
    }
    guard ["/", "-", "."].contains(separator),
      isYear(third) || ((separator == "/" || allowsShortYear) && third.count == 2)
    else { return nil }
    let isDayFirst = isDay(first) && isMonth(second)
    let isMonthFirst = isMonth(first) && isDay(second)
    if isDayFirst, isMonthFirst, separator != "." { return .unread(.ambiguous) }
    return isDayFirst ? .digits(.dayFirst) : isMonthFirst ? .digits(.monthFirst) : nil
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

/// Numbers that no setting reads, or of which the settings must say how.
public enum UnreadNumber: Sendable, Hashable, CaseIterable {
  /// The comma could stand before a fraction or part thousands: `1,234`.
  case ambiguous
  /// With the sign or the code of a currency: `$1234.50`.
  case currency
  /// Negative in the way of bookkeepers: `(1234.50)`.
  case parentheses
}

/// A number as people and spreadsheets write it, beside plain ones.
enum WrittenNumber: Equatable {
  case grouped(SourceMapping.DecimalMark)
  case unread(UnreadNumber)

  /// `nil` for what is none: a list of numbers, an address of the internet, a place on the map.
  init?(_ text: String) {
    if text.first == "(", text.last == ")" {
      let number = String(text.dropFirst().dropLast())
      guard parseDecimal(Array(number.utf8).span) != nil || WrittenNumber(number) != nil else { return nil }
      self = .unread(.parentheses)
      return
    }
    guard let runs = DigitRuns(text), let last = runs.digits.last else { return nil }
    let separators = runs.gaps.dropFirst().dropLast()
    guard let first = runs.gaps.first, let behind = runs.gaps.last,
      Self.isCurrency(first), Self.isCurrency(behind),
      separators.allSatisfy({ Self.separators.contains($0) }),
      separators.dropLast().allSatisfy({ $0 == separators.first }),
      runs.digits.dropFirst().dropLast().allSatisfy({ $0.count == 3 }),
      separators.count < 2 || separators.first != separators.last || last.count == 3
    else { return nil }
    if (first + behind).contains(where: { $0.isLetter || $0.isCurrencySymbol }) {
      self = .unread(.currency)
    } else if separators.last == ".", separators.first != "." {
      self = .grouped(.point)
    } else if separators.last == ",", separators.count > 1 {
      self = .grouped(separators.first == "," ? .point : .comma)
    } else if separators.last == "," {
      self = last.count == 3 && runs.digits[0].count <= 3 ? .unread(.ambiguous) : .grouped(.comma)
    } else {
      return nil
    }
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
