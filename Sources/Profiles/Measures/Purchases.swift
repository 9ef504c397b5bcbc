// Orders and money: what was bought, exactly, and never in mixed currencies.

import EventStream
import Persona

/// Purchases and amounts of one window, for the profiles of one partition.
struct PurchaseColumns: Sendable {
  /// Of each profile.
  private(set) var purchases: [Int] = []
  /// By code of the currency; `EventBatch.none` for amounts without one. Only those that occur.
  private(set) var currencies: [UInt32: Currency] = [:]

  struct Currency: Sendable {
    /// Sum of all amounts in millionths.
    var revenue: [Int64]
    /// Sum of the amounts of purchases in millionths, and how many purchases have one.
    var spent: [Int64]
    var orders: [Int]

    init(profileCount: Int) {
      revenue = Array(repeating: 0, count: profileCount)
      spent = revenue
      orders = Array(repeating: 0, count: profileCount)
    }
  }

  /// - Throws: when a sum does not fit 64 bits of millionths.
  init(window: WindowEvents, purchaseEvents: Set<String>) throws(Failure) {
    let history = window.history
    let isPurchase = PurchaseTest(purchaseEvents, of: history)
    purchases.reserveCapacity(window.profileCount)
    var orders: Set<UInt64> = []
    var ordersOfCurrency: [UInt32: Set<UInt64>] = [:]
    for (profile, range) in window.ranges.enumerated() {
      var count = 0
      for row in range {
        let amount = history.amount(of: row)
        let isPurchase = isPurchase(row)
        // Most events are neither.
        guard isPurchase || amount != EventBatch.noAmount else { continue }
        let order = history.order(of: row)
        // A purchase without an order is one of its own.
        if isPurchase, order == 0 || orders.insert(order).inserted { count += 1 }
        guard amount != EventBatch.noAmount else { continue }
        let code = history.currencies[row]
        var currency = currencies.removeValue(forKey: code) ?? Currency(profileCount: window.profileCount)
        currency.revenue[profile] = try sum(currency.revenue[profile], amount, of: "revenue")
        if isPurchase {
          currency.spent[profile] = try sum(currency.spent[profile], amount, of: "revenue")
          if order == 0 || ordersOfCurrency[code, default: []].insert(order).inserted {
            currency.orders[profile] += 1
          }
        }
        currencies[code] = currency
      }
      purchases.append(count)
      if !orders.isEmpty { orders.removeAll() }
      if !ordersOfCurrency.isEmpty { ordersOfCurrency.removeAll() }
    }
  }
}

/// Which events are purchases: those of some names, or without any those with an amount.
private struct PurchaseTest {
  private let events: EventHistory.NamedColumn
  private let amounts: [Int64]
  private let isPurchaseName: [Bool]?

  init(_ names: Set<String>, of history: EventHistory) {
    (events, amounts) = (history.events, history.amounts)
    isPurchaseName = names.isEmpty ? nil : history.events.names.map(names.contains)
  }

  func callAsFunction(_ row: Int) -> Bool {
    if let isPurchaseName { return isPurchaseName[Int(events[row])] }
    return !amounts.isEmpty && amounts[row] > 0
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
