// A ticket at the help desk, which knows people by their e-mail address only.

/// A message to support.
struct Ticket {
  var topic: Topic
  var written: LocalTime
  var email: String
  var channel: String
  var subject: String

  enum Topic: String {
    case interface, payment, account
  }

  init(topic: Topic, written: LocalTime, email: String, random: inout Random) {
    self.topic = topic
    self.written = written
    channel = random.choice([("e-mail", 5), ("in-app form", 4), ("chat", 1)])
    subject = random.choice(Self.subjects(topic).map { ($0, 1) })
    // People write their own address as they like; one in ten begins it with a capital.
    self.email = random.chance(perMille: 100) ? email.prefix(1).uppercased() + email.dropFirst() : email
  }

  private static func subjects(_ topic: Topic) -> [String] {
    switch topic {
    case .interface:
      [
        "Button does not react", "\"Next\" is gone after the update",
        "Level screen stays grey, version 2.4.1",
        "Where did the map go?",
      ]
    case .payment:
      ["Paid, but nothing arrived", "Was I charged twice?", "Checkout closes, then opens again"]
    case .account:
      ["New phone, old progress", "Please change my name", "Invoice for last month"]
    }
  }
}
