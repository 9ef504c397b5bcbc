// Amounts as rules name them: those in one currency have the same name whether a window holds others or not.

private import EventStream
internal import Persona

extension ProfileTable {
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

  /// Where the amounts are in one currency, their metrics do not name it.
  private func columnName(_ name: String) -> String {
    guard metrics[name] == nil, let amount = AmountMetric(name) else { return name }
    return currencies == [amount.currency] ? amount.name : amount.text
  }

  private func anyAmount(_ name: String) -> [Double]? {
    metrics[name] ?? currencies.first.flatMap { metrics[AmountMetric(name, in: $0).text] }
  }
}
