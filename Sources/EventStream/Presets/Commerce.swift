// What product analytics have of money. Its own file: several vendors' events are named by Segment's specification.

private import Persona

extension AmountRule {
  /// The amount of an event of product analytics, which have no fields for money of their own but what people send.
  ///
  /// Any event may have one. Those that the e-commerce specification names beside `Order Completed` repeat what an order
  /// costs, or will cost; a refund takes it back.
  static func commerce(_ amount: TextRule, event: String) -> AmountRule {
    let repeatsOrder = FieldCondition.field(
      event, isOneOf: "Order Updated", "Order Cancelled", "Checkout Started", "Checkout Step Viewed",
      "Checkout Step Completed", "Payment Info Entered", "Cart Viewed")
    return AmountRule(
      factors: [.when(repeatsOrder, .nothing, else: amount)],
      negative: .field(event, isOneOf: "Order Refunded"))
  }
}
