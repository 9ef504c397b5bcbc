// Amounts as rules name them: with their currency, or without it where there is one.

private import EventStream
internal import Persona

extension ProfileTable {
  /// The metrics whose names others may read: a currency in which fewer people than these have amounts tells of them.
  public func publicMetrics(leastPeople: Int) -> [String: [Double]] {
    let rare = currencies.filter { $0 != AmountMetric.unstated && people(with: $0) < leastPeople }
    let names = rare.flatMap { currency in AmountMetric.names.map { AmountMetric($0, in: currency).text } }
    return metrics.filter { !names.contains($0.key) }
  }

  /// A metric's name with the currency, where others may read it.
  public func publicName(of name: String, leastPeople: Int) -> String {
    let column = columnName(name)
    return publicMetrics(leastPeople: leastPeople)[column] == nil ? name : column
  }

  /// The name of the column that a name stands for: of amounts in one currency it may be left away, and of amounts
  /// without one it may be said that they have none.
  private func columnName(_ name: String) -> String {
    guard metrics[name] == nil else { return name }
    if let amount = AmountMetric(name) {
      return currencies == [AmountMetric.unstated] && amount.currency == AmountMetric.unstated
        ? amount.name : amount.text
    }
    guard AmountMetric.names.contains(name), currencies.count == 1 else { return name }
    return AmountMetric(name, in: currencies[0]).text
  }

  /// A metric by its name, `nan` where a profile has no value; `nil` where there is none. Of a currency that the window
  /// does not hold nobody has spent anything.
  public func metric(_ name: String) -> [Double]? {
    if let column = metrics[columnName(name)] { return column }
    guard let amount = AmountMetric(name), amount.mayBeCurrency, let others = anyAmount(amount.name) else {
      return nil
    }
    return others.map { amount.name == "revenue" && !$0.isNaN ? 0 : .nan }
  }

  /// The exact column behind an amount metric, in millionths, `Int64.min` for none; `nil` for another metric.
  public func exactAmount(_ name: String) -> [Int64]? {
    if let column = amounts[columnName(name)] { return column }
    guard metrics[name] == nil, AmountMetric(name)?.name == "revenue", let units = metric(name) else {
      return nil
    }
    return units.map { $0.isNaN ? EventBatch.noAmount : 0 }
  }

  private func people(with currency: String) -> Int {
    guard let sums = amounts[AmountMetric("revenue", in: currency).text],
      let orders = metrics[AmountMetric("average_order", in: currency).text]
    else { return 0 }
    return isActive.indices.count { profile in
      isActive[profile] && (!orders[profile].isNaN || ![0, EventBatch.noAmount].contains(sums[profile]))
    }
  }

  private func anyAmount(_ name: String) -> [Double]? {
    metrics[name] ?? currencies.first.flatMap { metrics[AmountMetric(name, in: $0).text] }
  }
}
