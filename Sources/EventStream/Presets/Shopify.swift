// Shopify's exports of orders and customers: tables.
// https://help.shopify.com/en/manual/fulfillment/managing-orders/exporting-orders

private import Persona

/// The mapping of Shopify's orders.
///
/// - An order has a row for each line item; what concerns the order stands on the first only.
/// - What was refunded stands beside the total. An order counts when it was paid, also if it was paid back.
/// - A cancelled order is an event of its own name, without money: what had been paid was refunded.
/// - Orders by the gateway for tests are nobody's.
func shopifyMapping(name: String, files: [String]) -> SourceMapping {
  let isPaid = FieldCondition.field(
    "Financial Status", isOneOf: "paid", "partially_paid", "partially_refunded", "refunded")
  return SourceMapping(
    name: name, files: files,
    time: .field("Created at"),
    id: .field("Name"),
    event: .cases(
      [
        .init(
          when: .field("Payment Method", isOneOf: "bogus", "(for testing) Bogus Gateway", "Bogus Gateway"),
          then: .nothing),
        .init(when: .has("Cancelled at"), then: .constant("Order Cancelled")),
        .init(when: isPaid, then: .constant("Purchase")),
      ], otherwise: .constant("Order Placed")),
    channel: .field("Source"),
    isOutsideSessions: true,
    order: .field("Name"),
    revenue: AmountRule(
      factors: [.when(.has("Cancelled at"), .nothing, else: .field("Total"))],
      minus: .field("Refunded Amount"), only: isPaid),
    currency: .field("Currency"),
    identifiers: [
      .init(kind: "email", value: .field("Email")), .init(kind: "phone", value: .field("Phone")),
    ],
    only: .has("Total"))
}

/// The mapping of Shopify's customers.
func shopifyCustomersMapping(name: String, files: [String]) -> SourceMapping {
  SourceMapping(
    name: name, files: files,
    identifiers: [
      .init(kind: "email", value: .field("Email")),
      .init(kind: "shopify", value: .field("Customer ID")),
      .init(kind: "phone", value: .field("Phone")),
    ],
    traits: [
      .init(name: "country", value: .firstField("Default Address Country Code", "Country Code")),
      .init(
        name: "accepts_marketing", value: .firstField("Accepts Email Marketing", "Accepts Marketing")),
    ])
}
