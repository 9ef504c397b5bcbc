// Why records are rejected: the closed list, so that reasons can be counted without a text.

/// Why a record is rejected.
enum RejectReason: UInt8, Sendable, CaseIterable {
  case tooLong, openQuote, notUTF8, notAnObject, tooDeep, openArray, afterArray
  case moreFields, fewerFields
  case noTime, unknownTime
  case notANumber, numberTooLarge, amountNotANumber
  case textTooLong
  case currencyIsNoCode
  case roundedID
  /// Nothing is wrong with the record, but with what a preset knows: it is passed over.
  case unknownState
  case unknownVersion

  /// As people read it.
  var text: String {
    switch self {
    case .tooLong: "the record is longer than 1 MiB"
    case .openQuote: "a quote is not closed"
    case .notUTF8: "not valid UTF-8"
    case .notAnObject: "not a JSON object"
    case .tooDeep: "the JSON is nested deeper than 128 levels"
    case .openArray: "the JSON array or an element of it is not closed"
    case .afterArray: "text after the end of the JSON array"
    case .moreFields: "more fields than the header"
    case .fewerFields: "fewer fields than the header"
    case .noTime: "no time"
    case .unknownTime: "the time is in an unknown form"
    case .notANumber: "a property is not a number"
    case .numberTooLarge: "the number is too large"
    case .amountNotANumber: "the amount is not a number"
    case .textTooLong: "a text is longer than 64 KiB"
    case .currencyIsNoCode: "the currency is not a code of three letters"
    case .roundedID: "an id is a rounded number, such as 3.60001E+11"
    case .unknownState: "the preset does not know the state that they are in"
    case .unknownVersion: "the version is neither a time in a known form nor a whole number"
    }
  }

  /// What to do about it, where that is mostly the same.
  ///
  /// - Parameter file: one in which it happened.
  func hint(in file: String) -> String? {
    switch self {
    case .notUTF8:
      "what a spreadsheet saved is often Windows-1252; " + conversionHint(of: file, from: "WINDOWS-1252")
    case .notANumber, .amountNotANumber:
      "plain numbers are read, 1234.50; for others, `decimal: \",\"` in the source reads 1.234,50, and "
        + "`decimal: \".\"` 1,234.50"
    case .unknownTime:
      "forms that are known: 2026-03-31T12:00:00Z, 2026-03-31 12:00, 20260331, seconds since 1970; others by "
        + "`form`: dmy for 31.03.2026 12:00, mdy for 3/31/2026 12:00 PM, ymd for 2026/3/31"
    case .unknownVersion:
      "`version` names the field that says when a record was changed, or counts its changes"
    case .currencyIsNoCode:
      "codes are read, such as EUR; of amounts in one currency the source may say `currency: { constant: EUR }`"
    case .roundedID:
      "a spreadsheet cut digits off, so that many ids look like one: export the file anew, and before a spreadsheet saves it "
        + "give the column the format of a text"
    case .unknownState:
      "say in the source what such a record is: its own `event` and `revenue` take the place of the preset's"
    case .moreFields: "a value that holds the separator stands in quotes"
    default: nil
    }
  }
}
