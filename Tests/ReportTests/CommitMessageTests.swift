import Foundation
import Persona
import Report
import Testing

@Suite("The commit message")
struct CommitMessageTests {
  private let tool = "persona-sync 0.1.0"

  private func subject(from before: Evidence?, to after: Evidence, persona: String = "jen") -> String {
    let message = commitMessage(persona: persona, before: before, after: after, tool: tool)
    return String(message.prefix { $0 != "\n" })
  }

  @Test("figures of a persona that rested on its research already are taken back, and it goes nowhere")
  func withdrawal() {
    func subject(from stage: Stage) -> Substring? {
      withdrawalMessage(
        persona: "jen", from: stage, because: .fewerPeople(than: 20), window: Evidence.rich.window,
        sources: [],
        rules: "ab", tool: "persona-sync 1"
      ).split(separator: "\n").first
    }
    #expect(subject(from: .researchDriven) == "jen: figures taken back")
    #expect(subject(from: .dataAugmented) == "jen: back to research-driven")
  }

  @Test("a first evolution reads as it should")
  func first() {
    #expect(commitMessage(persona: "jen", before: nil, after: .rich, tool: tool) == Golden.firstCommit)
  }

  @Test("a further evolution reads as it should")
  func next() {
    #expect(commitMessage(persona: "jen", before: .earlier, after: .rich, tool: tool) == Golden.nextCommit)
  }

  @Test("the subject tells what matters most")
  func subjects() {
    var calm = Evidence.earlier
    calm.claims = Evidence.rich.claims
    calm.claims.removeLast(2)
    var after = Evidence.rich
    after.claims.removeLast(2)
    #expect(
      subject(from: calm, to: after) == "jen: active 4.2 -> 5.1 days a week on average; 1,080 -> 1,230 people"
    )
    #expect(
      subject(from: .rich, to: .rich)
        == "jen: little changed, 1,230 people")
    #expect(subject(from: .sparse, to: .sparse) == "jen: little changed, 20 people")
    after.stage = .researchDriven
    #expect(
      subject(from: .rich, to: after) == "jen: now research-driven; 2 claims gone")
    #expect(
      subject(from: nil, to: after)
        == "jen: first evidence, 1,230 people; out of date")
  }

  @Test("what may be chance, or the day of the week on which the window ends, is no headline")
  func chance() {
    var (before, after) = (Evidence.rich, Evidence.rich)
    before.metrics["session_minutes"]?.mean = 5.5
    before.metrics["session_minutes"]?.meanInterval = .init(low: 4.6, high: 6.4)
    before.metrics["days_since_last"] = .example(mean: 3.5, 3.2...3.8, median: 3, everyone: 3)
    after.metrics["days_since_last"] = .example(mean: 5.1, 4.8...5.4, median: 5, everyone: 5)
    #expect(subject(from: before, to: after) == "jen: little changed, 1,230 people")
    #expect(changesInWords(from: before, to: after).count == 2)
  }

  @Test("claims that are rewritten, new or gone are not told as what people do now")
  func rewrittenClaims() {
    var after = Evidence.rich
    after.claims[0].verdict = .contradicted
    let rules = RuleChange(basis: [], claims: [after.claims[0].id])
    func subject(_ before: Evidence, _ rules: RuleChange?) -> String {
      commitMessage(persona: "jen", before: before, after: after, rules: rules, tool: tool).firstLine
    }
    #expect(subject(.rich, rules) == "jen: 1 claim rewritten: 1 contradicted")
    #expect(
      changesInWords(from: .rich, to: after, rules: rules) == [
        "Rewritten (was confirmed): contradicted, \(after.claims[0].says) - 58% of events (95% interval 57% to 59%); "
          + "expected at least 50%"
      ])
    var before = Evidence.rich
    before.claims.removeFirst()
    #expect(subject(before, nil) == "jen: 1 new claim: 1 contradicted")
    (before, after) = (after, before)
    #expect(subject(before, nil) == "jen: 1 claim gone")
    after.claims = []
    #expect(subject(before, nil) == "jen: 5 claims gone")
  }

  @Test("by another basis nothing is compared, and the basis comes first")
  func otherBasis() {
    var after = Evidence.rich
    after.claims[0].verdict = .contradicted
    let rules = RuleChange(basis: ["its match", "the settings"], claims: [])
    let message = commitMessage(persona: "jen", before: .earlier, after: after, rules: rules, tool: tool)
    #expect(
      message.firstLine
        == "jen: its match and the settings changed; 1,080 -> 1,230 people")
    #expect(!message.contains("Now ") && !message.contains("Active"))
    let words = changesInWords(from: .earlier, to: after, rules: rules)
    #expect(
      words[..<2] == [
        "Its match and the settings changed, so what was told before is not compared with what follows",
        "People: 1,080 -> 1,230",
      ])
    #expect(words.contains { $0.hasPrefix("Contradicted: Plays during") })
  }

  @Test("evidence that comes again, or by another name, says so")
  func beginnings() {
    func subject(_ before: Evidence?, _ beginning: EvidenceBeginning) -> String {
      commitMessage(persona: "jen", before: before, after: .rich, beginning: beginning, tool: tool).firstLine
    }
    #expect(subject(nil, .again).hasPrefix("jen: evidence again, 1,230 people; 2 claims"))
    #expect(
      subject(.rich, .renamed(from: "mia"))
        == "jen: was mia; little changed, 1,230 people")
  }

  /// 80 of 1,000 are less than a tenth, 200 are more.
  @Test(
    "the number of people is a subject only when it moved by more than a tenth",
    arguments: [(1080, "little changed, 1,080 people"), (1200, "1,000 -> 1,200 people")])
  func people(now: Int, words: String) {
    var (before, after) = (Evidence.sparse, Evidence.sparse)
    (before.people.matched, after.people.matched) = (1000, now)
    #expect(subject(from: before, to: after) == "jen: \(words)")
  }

  @Test("git reads every trailer, and no name forges one", arguments: [nil, .earlier] as [Evidence?])
  func trailers(before: Evidence?) throws {
    for text in ["jen"] + hostileTexts {
      let message = commitMessage(persona: text, before: before, after: .hostile(text), tool: text)
      let keys = try git(["interpret-trailers", "--parse"], input: message).split(separator: "\n").map {
        $0.prefix { $0 != ":" }
      }
      #expect(
        keys == ["Persona", "Stage", "Window", "People", "Source", "Source", "Source", "Rules", "Tool"],
        "\(text)")
    }
  }

  @Test("lines before the trailers have at most 72 characters", arguments: hostileTexts)
  func width(text: String) throws {
    let message = commitMessage(persona: text, before: .earlier, after: .hostile(text), tool: tool)
    let trailers = try #require(message.range(of: "\n\nPersona:", options: .backwards))
    for line in message[..<trailers.lowerBound].split(separator: "\n") { #expect(line.count <= 72) }
    #expect(message.hasSuffix("\nTool: \(tool)\n"))
    #expect(!message.unicodeScalars.contains { $0 != "\n" && $0.properties.generalCategory == .control })
  }

  private func git(_ arguments: [String], input: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["git"] + arguments
    let (standardInput, output) = (Pipe(), Pipe())
    (process.standardInput, process.standardOutput) = (standardInput, output)
    try process.run()
    try standardInput.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try standardInput.fileHandleForWriting.close()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension String {
  fileprivate var firstLine: String { String(prefix { $0 != "\n" }) }
}
