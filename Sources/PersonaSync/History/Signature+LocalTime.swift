// When a commit was made, as its author's clock showed it.

internal import EventStream
internal import Workspace

extension Signature {
  /// `2026-05-17T23:59:59+02:00`; empty for a time outside the years 1 to 9999.
  var localTime: String {
    let day: Int64 = 86_400
    let (local, isOverflow) = seconds.addingReportingOverflow(Int64(offsetMinutes) * 60)
    let days = local >= 0 ? local / day : -((day - 1 - local) / day)
    guard !isOverflow, let date = GregorianDate(daysSince1970: Int(days)) else { return "" }
    let rest = Int(local - days * day)
    let offset = abs(offsetMinutes)
    return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))"
      + "T\(padded(rest / 3600, 2)):\(padded(rest / 60 % 60, 2)):\(padded(rest % 60, 2))"
      + "\(offsetMinutes < 0 ? "-" : "+")\(padded(offset / 60, 2)):\(padded(offset % 60, 2))"
  }
}

private func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
