// Figures as a reader of the page wants them: few digits, units last.

import Foundation

enum Figures {
  /// Seconds, three digits: `0.482 s`, `23.1 s`, `7.3 ms`.
  static func time(_ seconds: Double) -> String {
    guard seconds.isFinite else { return "-" }
    return seconds < 0.1 ? threeDigits(seconds * 1000) + " ms" : threeDigits(seconds) + " s"
  }

  static func memory(_ bytes: Double) -> String {
    bytes.isFinite ? "\(Int((bytes / 1e6).rounded())) MB" : "-"
  }

  static func ratio(_ ratio: Double) -> String {
    guard ratio.isFinite else { return "-" }
    return ratio < 0.01 ? String(format: "%.4f", ratio) : String(format: "%.2f", ratio)
  }

  static func rate(_ bytesPerSecond: Double) -> String { String(format: "%.1f GB/s", bytesPerSecond / 1e9) }

  static func count(_ number: Int) -> String {
    var digits = String(number)
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return ([digits] + groups).joined(separator: ",")
  }

  static func words(for usage: Usage) -> String {
    "\(time(usage.wallSeconds)), CPU \(time(usage.cpuSeconds)), \(memory(usage.peakBytes))"
  }

  private static func threeDigits(_ value: Double) -> String {
    String(format: value < 1 ? "%.3f" : value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value)
  }
}

/// Says on standard error what goes on.
func note(_ line: String) {
  FileHandle.standardError.write(Data((line + "\n").utf8))
}
