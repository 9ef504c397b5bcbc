import Persona
import Testing

@testable import Report

@Suite("The history in words")
struct HistoryWordsTests {
  @Test("a trend is drawn between its smallest and its largest value, with gaps where nothing is known")
  func sparklines() {
    #expect(trendBlocks([1, 2, 3, 4, 5, 6, 7, 8]) == "▁▂▃▄▅▆▇█")
    #expect(trendBlocks([0, nil, 10]) == "▁ █")
    #expect(trendBlocks([]) == "")
    #expect(trendBlocks([nil, nil]) == "  ")
  }

  @Test("values that differ by a trifle look alike")
  func trifles() {
    #expect(trendBlocks([100, 100.5, 99.5]) == "▅▅▄")
    #expect(Set(trendBlocks([7, 7, 7])).count == 1)
    #expect(Set(trendBlocks([0, 0])).count == 1)
    #expect(trendBlocks([-8, -1]) == "▁█")
  }

  @Test("the difference between two evidences names what came and what went")
  func difference() {
    var after = Evidence.rich
    let gone = after.distinctions[0]
    after.distinctions = [after.distinctions[1]]
    after.people.matched += 100
    let text = differenceText(from: .rich, to: after) { $0 }
    #expect(text.contains("  What sets them apart\n    - \(distinctionWords(gone) { $0 })\n"))
    #expect(text.hasPrefix("  People\n    1,230 of "))
    #expect(differenceText(from: .rich, to: .rich) { $0 } == "")
    #expect(differenceText(from: nil, to: nil) { $0 } == "")
    #expect(differenceText(from: .rich, to: nil) { $0 }.contains("No evidence any more"))
    #expect(differenceText(from: nil, to: .rich) { $0 }.hasPrefix("  First evidence\n"))
  }

  @Test("every verdict that a commit message tells of stands in the difference, with what the value was")
  func verdicts() {
    let text = differenceText(from: .earlier, to: .rich) { $0 }
    #expect(
      text.contains("    ✗ Often makes micro-transactions\n        was inconclusive, now contradicted: "))
    #expect(text.contains("    ? Runs into an interface problem in one of twenty steps\n"))
    #expect(text.contains("    Active 4.2 -> 5.1 days a week on average (+21%"))
  }

  @Test(
    "texts from data go through what makes them harmless", arguments: hostileTexts.filter { $0.count > 5 })
  func hostile(text: String) {
    var after = Evidence.rich
    after.claims[0].says = text
    after.claims[0].verdict = .stale
    after.distinctions = [.init(kind: .event, name: text, here: 0.5, others: 0.1, effect: 1)]
    after.affinities = [.init(kind: .screen, name: text, share: 0.5, everyone: 0.1, lift: 5)]
    after.distributions.channels = [.init(name: text, share: 0.9)]
    after.sources = [
      .init(name: text, events: 1, rejected: 0, duplicates: 0, from: nil, to: nil, digest: text)
    ]
    let milestones = [
      Milestone(.evolution(after), commit: "0", day: "2026-01-01", author: text, subject: text),
      Milestone(.edit, commit: "1", day: "2026-01-01", author: text, subject: text),
      Milestone(.evolution(.rich), commit: "2", day: "2026-01-01", author: "a", subject: "b"),
    ]
    let texts = [
      differenceText(from: .rich, to: after) { _ in "safe" },
      historyGraph(of: text, milestones) { _ in "safe" }, blameText(of: text, milestones) { _ in "safe" },
    ]
    for made in texts { #expect(!made.contains(text), "\(made)") }
  }

  @Test("since when a verdict stands is the oldest evolution that it has stood from without a break")
  func blame() {
    var unsure = Evidence.rich
    unsure.claims[0].verdict = .inconclusive
    let evidences: [Evidence?] = [.rich, nil, .rich, unsure, .rich]
    let milestones = evidences.enumerated().map { place, evidence in
      Milestone(.evolution(evidence), commit: "c\(place)", day: "2026-01-01", author: "a", subject: "s")
    }
    let text = blameText(of: "jen", milestones) { $0 }
    #expect(text.contains("since c2 (20 Nov 2026), before that inconclusive"))
    #expect(text.hasPrefix("jen: data-augmented since c4 "))
    #expect(!text.contains("c1"))
  }

  @Test(
    "figures that were taken back are no evidence that cannot be read, and windows that are not full no trend"
  )
  func withdrawal() {
    var young = Evidence.rich
    for index in young.sources.indices { young.sources[index].from = young.window.to }
    let milestones = [
      Milestone(.withdrawal, commit: "c0", day: "2026-11-21", author: "a", subject: "s"),
      Milestone(.evolution(nil), commit: "c1", day: "2026-11-20", author: "a", subject: "s"),
      Milestone(.evolution(.rich), commit: "c2", day: "2026-11-20", author: "a", subject: "s"),
      Milestone(.evolution(young), commit: "c3", day: "2026-11-20", author: "a", subject: "s"),
    ]
    let text = historyGraph(of: "jen", milestones) { $0 }
    #expect(text.contains("● c0  21 Nov 2026, figures taken back"))
    #expect(text.contains("● c1  20 Nov 2026, without evidence that can be read"))
    let evolved = historyGraph(of: "jen", Array(milestones.dropFirst(2))) { $0 }
    #expect(evolved.contains("people") && !evolved.contains("on average"))
  }

  @Test("the block reads as plain text: marks go, words stay")
  func block() {
    let text = blockText(
      """
      ## What the data says

      40 of 80 people.

      ![a picture](../evidence/x.svg)

      ### Claims

      - ✓ **Confirmed:** Pays 2\\*3 \\[EUR\\] \\*\\*now\\*\\*
        - 5% of “a\\_b”
      - [All figures](../evidence/x.json), version 1
      """)
    #expect(
      text == """
        What the data says
          40 of 80 people.
          Claims
            ✓ Confirmed: Pays 2*3 [EUR] **now**
              5% of “a_b”
            All figures, version 1

        """)
  }
}
