// Stripe's exports of payments and customers: tables.
// https://docs.stripe.com/reports/options

private import Persona

/// The mapping of Stripe's payments.
///
/// - Payments that failed are in the export, under ids of their own: events without money.
/// - What was refunded stands beside the amount.
/// - Payments that are under way, or came to nothing, are no events. The words for all this have changed over the years, and
///   so has their case: a state that is none of these is told of.
/// - Payments of the test mode are nobody's. Times are UTC, which only the column's name says.
func stripeMapping(name: String, files: [String]) -> SourceMapping {
  let isPaid = FieldCondition.field(
    "Status", isAnyOf: "paid", "succeeded", "refunded", "partially refunded", "partial refund")
  let isOpen = FieldCondition.field(
    "Status", isAnyOf: "pending", "processing", "incomplete", "uncaptured", "canceled", "requires[_ ][a-z_ ]+"
  )
  return SourceMapping(
    name: name, files: files,
    time: .firstField("Created date (UTC)", "Created (UTC)"),
    id: .field("id"),
    event: .cases(
      [
        .init(when: .field("Mode", isAnyOf: "test"), then: .nothing),
        .init(when: isPaid, then: .constant("Purchase")),
        .init(when: .field("Status", isAnyOf: "failed"), then: .constant("Payment Failed")),
        .init(when: isOpen, then: .nothing),
      ], otherwise: .unknown),
    isOutsideSessions: true,
    revenue: AmountRule(factors: [.field("Amount")], minus: .field("Amount Refunded"), only: isPaid),
    currency: .field("Currency"),
    identifiers: [
      .init(kind: "email", value: .field("Customer Email")),
      .init(kind: "stripe", value: .field("Customer ID")),
    ])
}

/// The mapping of Stripe's customers, who join the customers of payments with everybody else.
func stripeCustomersMapping(name: String, files: [String]) -> SourceMapping {
  SourceMapping(
    name: name, files: files,
    identifiers: [
      .init(kind: "email", value: .field("Email")), .init(kind: "stripe", value: .field("id")),
    ],
    traits: [.init(name: "delinquent", value: .field("Delinquent"))])
}
