// What counts as a difference, and what callgrind's file says.

import Testing

@testable import benchmark

@Suite("Checks")
struct CheckTests {
  private let reference = Totals(
    valid: 3, events: 2, byEvent: ["Home": 2], byChannel: ["browser": 2],
    byHour: [2] + Array(repeating: 0, count: 167), cents: 1999)

  @Test("equal answers have no differences")
  func equal() {
    #expect(reference.differences(from: reference, of: "we").isEmpty)
  }

  @Test("an event in the wrong hour is told, on both ends")
  func hours() {
    var ours = reference
    ours.byHour[0] = 1
    ours.byHour[5] = 1
    #expect(
      ours.differences(from: reference, of: "we") == [
        "we: events in hour 0 of the week: 1, not 2", "we: events in hour 5 of the week: 1, not 0",
      ])
  }

  @Test("a name that only one side knows is told")
  func names() {
    var ours = reference
    ours.byEvent = ["Home ": 2]
    #expect(
      ours.differences(from: reference, of: "we") == [
        "we: events of event “Home”: 0, not 2", "we: events of event “Home ”: 2, not 0",
      ])
  }

  @Test("a cent is told")
  func cents() {
    var ours = reference
    ours.cents += 1
    #expect(ours.differences(from: reference, of: "we") == ["we: revenue in cents: 2000, not 1999"])
  }

  @Test("amounts become cents exactly", arguments: [("0", 0), ("12", 1200), ("12.5", 1250), ("70.07", 7007)])
  func amounts(text: String, expected: Int) {
    #expect(TotalMetrics.cents(text[...]) == expected)
  }

  @Test("an amount that is none is refused", arguments: ["", "-1", "1.005", "1e3", "x"])
  func noAmounts(text: String) {
    #expect(TotalMetrics.cents(text[...]) == nil)
  }

  @Test(
    "a counter may grow by a tenth",
    arguments: [
      (100, 110, CounterChange.same), (100, 111, .grown), (100, 90, .same), (100, 89, .shrunk),
    ])
  func counters(before: Int, now: Int, expected: CounterChange) {
    #expect(CounterChange(from: before, to: now) == expected)
  }

  @Test("calls are counted by name, which stands where it is first used; a recursion is the same function")
  func callgrind() {
    let profile = CallgrindProfile(
      """
      events: Ir
      fn=(1) main
      0 12
      cfn=(2) malloc
      calls=3 10
      0 30
      cfn=(3) malloc_consolidate
      calls=50 10
      fn=(2)
      cfn=(4) malloc'2
      calls=1 10
      cfn=(2)
      calls=4 10
      totals: 4262374297
      """)
    #expect(profile.instructions == 4_262_374_297)
    #expect(profile.calls(of: ["malloc"]) == 8)
  }
}
