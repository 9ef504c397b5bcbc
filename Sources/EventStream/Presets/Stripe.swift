// Stripe's export of payments: a table.
// https://docs.stripe.com/reports/options

private import Persona

/// The mapping of Stripe's payments.
///
/// - Payments that failed are in the export, under ids of their own: events without money.
/// - What was refunded stands beside the amount.
/// - Payments of the test mode are nobody's. Times are UTC, which only the column's name says.
func stripeMapping(name: String, files: [String]) -> SourceMapping {
  let isPaid = FieldCondition.field(
    "Status", isOneOf: "Paid", "Refunded", "Partially Refunded", "Partial refund", "succeeded")
  return SourceMapping(
    name: name, files: files,
    time: .firstField("Created date (UTC)", "Created (UTC)"),
    id: .field("id"),
    event: .cases(
      [
        .init(when: .field("Mode", isOneOf: "Test"), then: .nothing),
        .init(when: isPaid, then: .constant("Purchase")),
        .init(when: .field("Status", isOneOf: "Failed"), then: .constant("Payment Failed")),
      ], otherwise: nil),
    isOutsideSessions: true,
    revenue: AmountRule(factors: [.field("Amount")], minus: .field("Amount Refunded"), only: isPaid),
    currency: .field("Currency"),
    identifiers: [
      .init(kind: "email", value: .field("Customer Email")),
      .init(kind: "stripe", value: .field("Customer ID")),
    ])
}
