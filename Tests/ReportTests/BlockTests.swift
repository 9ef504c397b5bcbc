import Persona
import Testing

@testable import Report

@Suite("The block")
struct BlockTests {
  private func block(_ evidence: Evidence, name: String) -> String {
    blockMarkdown(
      evidence, pictureLink: "../evidence/\(name).svg", evidenceLink: "../evidence/\(name).json")
  }

  @Test("rich evidence reads as it should")
  func rich() {
    #expect(block(.rich, name: "rich") == Golden.richBlock)
  }

  @Test("evidence without figures says who and when, and where it is")
  func sparse() {
    #expect(block(.sparse, name: "sparse") == Golden.sparseBlock)
  }

  @Test("a block names the formulas of its evidence, not those of the program")
  func formulas() {
    var evidence = Evidence.rich
    evidence.formulas = 7
    #expect(block(evidence, name: "jen").contains("formulas version 7."))
  }

  @Test("hostile texts are shown as the words they are")
  func hostile() {
    #expect(block(.hostile(Golden.hostileText), name: "hostile") == Golden.hostileBlock)
  }

  @Test("no text adds a line, a marker, a tag, a link or a cell to the block", arguments: hostileTexts)
  func structure(text: String) throws {
    let block = block(.hostile(text), name: "x")
    let harmless = self.block(.hostile("harmless words"), name: "x")
    #expect(
      block.split(separator: "\n", omittingEmptySubsequences: false).count == harmless.count { $0 == "\n" }
        + 1)
    // What is left without backslash escapes and the tool's own two links can start nothing.
    let active = try block.replacing(Regex(#"\\[!-/:-@\[-`{-~]"#), with: "")
      .replacing("](../evidence/x.svg)", with: "").replacing("](../evidence/x.json)", with: "")
      .replacing("![Charts", with: "").replacing("[All figures", with: "")
    for character in "<>[]|`~$@" { #expect(!active.contains(character), "\(character) is active") }
    #expect(!block.unicodeScalars.contains { $0 != "\n" && $0.properties.generalCategory == .control })
  }

  @Test("stale evidence says so in its first line")
  func stale() throws {
    var evidence = Evidence.rich
    evidence.stage = .researchDriven
    evidence.claims[0].verdict = .stale
    evidence.claims[0].value = nil
    let lines = block(evidence, name: "jen").split(separator: "\n")
    #expect(lines[1].hasPrefix("**Out of date:** these people have done nothing new for too long"))
    #expect(lines.contains("- ○ **Stale:** Plays during commuting hours and some evenings"))
    #expect(lines.contains("  - Too few people to show the figures; expected at least 50%"))
  }

  @Test("a block without a picture has none")
  func withoutPicture() {
    #expect(!blockMarkdown(.rich, pictureLink: nil, evidenceLink: "e.json").contains("!["))
  }

  @Test("a link stays a link whatever the file is called")
  func links() {
    let block = blockMarkdown(.sparse, pictureLink: "../e/a (b) <é>.svg", evidenceLink: "../e/a%20b.json")
    #expect(block.contains("](../e/a%20%28b%29%20%3C%C3%A9%3E.svg)\n"))
    #expect(block.contains("](../e/a%20b.json),"))
  }

  @Test(
    "funnels into which nobody goes, or with one step, are left out; a step that is not shown is not denied")
  func funnels() {
    var evidence = Evidence.sparse
    evidence.distributions.funnels = [
      "share": [.init(event: "Board Created", share: 0), .init(event: "Shared", share: 0)],
      "one": [.init(event: "Opened", share: 0.5)],
    ]
    #expect(!block(evidence, name: "x").contains("Steps of"))
    evidence.distributions.funnels["shop"] = [
      .init(event: "Opened", share: 0.5), .init(event: "Bought", share: 0.27),
    ]
    #expect(
      block(evidence, name: "x").contains(
        "“Bought” 27%. The hardest is “Bought”: 46% of those who reach “Opened” do not get there.\n"))
  }

  @Test("a step of a funnel that is withheld is named, and nothing is said across it")
  func withheldStep() {
    var evidence = Evidence.sparse
    evidence.distributions.funnels["shop"] = [
      .init(event: "Opened", share: 0.92), .init(event: "Paid", share: nil),
      .init(event: "Thanked", share: 0.5),
    ]
    #expect(block(evidence, name: "x").contains("“Opened” 92% → “Paid” withheld → “Thanked” 50%.\n"))
    #expect(pictureSVG(evidence, name: "x").contains(">withheld</text>"))
  }

  @Test("what the one in the middle does not do is not what they typically do")
  func typically() {
    var evidence = Evidence.rich
    evidence.metrics["purchases_per_month"]?.median = 0
    #expect(block(evidence, name: "x").contains("stays 5.9 minutes a session.\n"))
    #expect(!cardSVG(evidence, name: "x").contains("Buys 0"))
  }

  @Test("few people and none are the same in words")
  func fewOrNone() {
    var evidence = Evidence.sparse
    evidence.jointPrevalence = .init(claims: 5, atLeast: [0.5, 0, 0, 0, 0])
    evidence.coverage = .init(covered: 0.4, shared: 0)
    let text = block(evidence, name: "x")
    #expect(text.contains("- All 5 testable claims are true of few or none of them at the same time.\n"))
    #expect(text.contains("; few or none of these people also belong to another persona.\n"))
  }

  @Test("a single testable claim is not true at the same time as another")
  func oneStatement() {
    var evidence = Evidence.sparse
    evidence.jointPrevalence = .init(claims: 1, atLeast: [0.63])
    #expect(block(evidence, name: "x").contains("- The one testable claim is true of 63% of them.\n"))
  }
}
