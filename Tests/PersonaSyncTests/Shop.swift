// A small shop for tests that are not about figures: forty people who come back often, forty who came once.

enum Shop {
  static let settings = """
    timezone: UTC
    window: 30 days
    sources:
      shop:
        files: data/*.csv
        time: time
        event: event
        identifiers: { user: user, email: email }
        channel: channel
        screen: page
        revenue: amount
        currency: { constant: EUR }

    """

  static let match = "match: { metric: active_days, at_least: 5 }"

  static let persona = """
    ---
    name: Rita, the regular
    stage: research-driven   # by the tool
    \(match)
    claims:
      - says: Buys at least twice a month
        median: purchases_per_month
        at_least: 2
      - says: Comes in the evening
        share: events
        where: { hours: [18-22] }
        at_least: 50%
    ---
    # Rita, the regular

    Comes several times a week, mostly in the evening.

    """

  /// The events of some people on some days of May 2026, with a header: those up to 40 in the evening of every
  /// second day, the others once, at noon of the first.
  static func events(people: ClosedRange<Int> = 1...80, days: ClosedRange<Int> = 1...10) -> String {
    var text = "user,email,time,event,channel,page,amount\n"
    for person in people {
      for day in days where person <= 40 || day == 1 {
        let isRegular = person <= 40
        let buys = isRegular && day % 3 == 0 || person % 7 == 0
        let fields = [
          "u\(person)", "u\(person)@example.com",
          "2026-05-\(pad(day * 2)) \(isRegular ? 19 : 12):\(pad(person % 60)):00",
          buys ? "Order Completed" : "Product Viewed", person % 2 == 0 ? "app" : "web",
          buys ? "/checkout" : "/product", buys ? "\(10 + person % 9).50" : "",
        ]
        text += fields.joined(separator: ",") + "\n"
      }
    }
    return text
  }

  private static func pad(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// A workspace with one persona, `personas/regular.md`, and all events.
  static func workspace(
    settings: String = settings, files: [String: String] = ["personas/regular.md": persona],
    below: String = ""
  ) throws -> TestWorkspace {
    let workspace = try TestWorkspace(settings: settings, files: files, below: below)
    try workspace.write(events(), to: "data/shop.csv")
    return workspace
  }
}
