// Orders and money: what was bought, exactly, and never in mixed currencies.

import EventStream
import Persona

/// Purchases and amounts of one window, for all profiles.
struct PurchaseColumns {
  /// Of each profile.
  private(set) var purchases: [Int]
  private(set) var currencies: [Currency] = []

  struct Currency {
    /// What the metrics' names end with: nothing when there is one currency, else `_gbp`.
    var suffix: String
    /// Sum of all amounts in millionths.
    var revenue: [Int64]
    /// Sum of the amounts of purchases in millionths, and how many purchases have one.
    var spent: [Int64]
    var orders: [Int]
  }

  /// - Throws: when a sum does not fit 64 bits of millionths.
  init(window: WindowEvents, purchaseEvents: Set<String>) throws(Failure) {
    let history = window.history
    let isPurchaseName = purchaseEvents.isEmpty ? nil : history.events.names.map(purchaseEvents.contains)
    func isPurchase(_ row: Int) -> Bool {
      if let isPurchaseName { return isPurchaseName[Int(history.events[row])] }
      return history.amount(of: row) > 0
    }
    purchases = []
    purchases.reserveCapacity(window.profileCount)
    var orders = DistinctTexts(count: history.orders.isEmpty ? 0 : history.texts.count)
    for profile in 0..<window.profileCount {
      orders.start()
      var count = 0
      for row in window.historyRange(of: profile) where isPurchase(row) {
        if orders.insert(history.order(of: row)) { count += 1 }
      }
      purchases.append(count)
    }
    for code in Self.currencyCodes(window) {
      var sums = Currency(suffix: "", revenue: [], spent: [], orders: [])
      for profile in 0..<window.profileCount {
        orders.start()
        var (revenue, spent, count): (Int64, Int64, Int) = (0, 0, 0)
        for row in window.historyRange(of: profile) {
          let amount = history.amount(of: row)
          guard amount != EventBatch.noAmount, history.currencies[row] == code else { continue }
          revenue = try sum(revenue, amount, of: "revenue")
          guard isPurchase(row) else { continue }
          spent = try sum(spent, amount, of: "revenue")
          if orders.insert(history.order(of: row)) { count += 1 }
        }
        sums.revenue.append(revenue)
        sums.spent.append(spent)
        sums.orders.append(count)
      }
      currencies.append(sums)
      currencies[currencies.count - 1].suffix = Self.suffix(of: code, names: history.currencies.names)
    }
    if currencies.count == 1 { currencies[0].suffix = "" }
  }

  /// The currencies of the window's amounts, sorted; amounts without one last. At least one entry.
  private static func currencyCodes(_ window: WindowEvents) -> [UInt32] {
    var occurs = [Bool](repeating: false, count: window.history.currencies.names.count)
    var occursUnstated = false
    for profile in 0..<window.profileCount {
      for row in window.historyRange(of: profile)
      where window.history.amount(of: row) != EventBatch.noAmount {
        let code = window.history.currencies[row]
        if code == EventBatch.none { occursUnstated = true } else { occurs[Int(code)] = true }
      }
    }
    let codes = occurs.indices.filter { occurs[$0] }.map { UInt32($0) }
    return codes + (occursUnstated || codes.isEmpty ? [EventBatch.none] : [])
  }

  private static func suffix(of code: UInt32, names: [String]) -> String {
    "_" + (code == EventBatch.none ? "unstated" : names[Int(code)])
  }
}

/// Which texts one profile has met; the next profile starts anew without clearing.
struct DistinctTexts {
  private var lastSeen: [UInt32]
  private var current: UInt32 = 0

  init(count: Int) { lastSeen = Array(repeating: 0, count: count) }

  mutating func start() { current += 1 }

  /// Whether the text is new to this profile. No text is always new.
  mutating func insert(_ text: UInt32) -> Bool {
    guard text != EventBatch.none else { return true }
    if lastSeen[Int(text)] == current { return false }
    lastSeen[Int(text)] = current
    return true
  }
}

/// An exact sum of millionths.
func sum(_ a: Int64, _ b: Int64, of metric: String) throws(Failure) -> Int64 {
  let (result, overflow) = a.addingReportingOverflow(b)
  // The least number stands for "no amount".
  if overflow || result == EventBatch.noAmount {
    throw Failure(
      "cannot add up \(metric)", causes: ["the sum for one profile is beyond 9.2 trillion"],
      hint: "look for amounts in the wrong unit; `divisor` in the source's mapping changes it")
  }
  return result
}
