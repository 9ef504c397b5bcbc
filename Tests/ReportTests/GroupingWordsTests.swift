import Persona
import Report
import Testing

@Suite("Groups in words")
struct GroupingWordsTests {
  @Test("who is in none of the groups is said behind them")
  func ungrouped() {
    var grouping = Grouping(
      window: .init(from: "2026-03-01", to: "2026-03-28", days: 28),
      people: .init(matched: 600, of: 600, share: 1), isUncovered: false, reason: "one of two", trail: [],
      groups: [])
    #expect(!groupingText(grouping) { $0 }.contains("none of them"))
    grouping.ungrouped = .init(matched: 470, of: 600, share: 0.78)
    #expect(groupingText(grouping) { $0 }.hasSuffix("\n\n470 people are in none of them (78%).\n"))
  }
}
