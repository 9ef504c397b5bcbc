// The names of amount metrics: one currency's has the currency behind it.

/// An amount metric in one currency, by its name: `revenue_gbp`, `average_order_unstated`.
public struct AmountMetric: Sendable, Hashable {
  /// The metrics that are amounts, without a currency.
  public static let names = ["revenue", "average_order"]
  /// Stands for the currency of amounts without one.
  public static let unstated = "unstated"

  /// One of `names`.
  public let name: String
  /// Lower case.
  public let currency: String

  public init(_ name: String, in currency: String) {
    (self.name, self.currency) = (name, currency)
  }

  /// `nil` for another metric, and for an amount metric without a currency.
  public init?(_ metric: String) {
    guard let name = Self.names.first(where: { metric.hasPrefix($0 + "_") }) else { return nil }
    self.init(name, in: metric.dropFirst(name.count + 1).lowercased())
  }

  public var text: String { name + "_" + currency }

  /// Whether the currency may be one: `revenue_goal` is a metric that nobody has declared.
  public var mayBeCurrency: Bool {
    currency == Self.unstated || currency.count == 3 && currency.allSatisfy(\.isLetter)
  }
}
