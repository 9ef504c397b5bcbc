import Foundation
import Persona
import Testing

@testable import Report

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("The picture")
struct PictureTests {
  @Test("a picture is well-formed XML of harmless elements, whatever the texts", arguments: hostileTexts)
  func harmless(text: String) throws {
    let picture = pictureSVG(.hostile(text), name: text)
    let found = try Elements(of: picture)
    let known = ["svg", "title", "desc", "style", "rect", "circle", "path", "text"]
    #expect(found.names.subtracting(known).isEmpty)
    #expect(found.attributes.allSatisfy { !$0.hasPrefix("on") && !$0.contains("href") })
    #expect(found.counts["title"] == 1 && found.counts["desc"] == 1 && found.counts["style"] == 1)
    #expect(!found.style.contains("url(") && !found.style.contains("@import"))
    // A longer text may take more lines.
    let harmless = try Elements(of: pictureSVG(.hostile("harmless words"), name: "harmless words"))
    #expect(found.counts.filter { $0.key != "text" } == harmless.counts.filter { $0.key != "text" })
  }

  @Test("a picture stays under 60 KB")
  func size() {
    var evidence = Evidence.hostile(String(repeating: "&\"<", count: 3000))
    evidence.claims = Array(repeating: evidence.claims[0], count: 500)
    evidence.distributions.channels = Array(repeating: evidence.distributions.channels[0], count: 500)
    evidence.distributions.lastBeforeLeaving = evidence.distributions.channels
    evidence.distributions.hourOfWeek = (0..<168).map { $0 % 2 == 0 ? nil : 0.01 }
    #expect(pictureSVG(evidence, name: "Jen").utf8.count <= 60_000)
  }

  @Test("the picture says in words what it shows")
  func description() throws {
    let picture = try Elements(of: pictureSVG(.rich, name: "Jen"))
    #expect(picture.title == "Jen: what the data says")
    #expect(
      picture.wording.hasPrefix(
        "1,230 of 9,980 people (12%), 90 days to 20 Nov 2026. Confirmed: Plays during commuting hours"))
    #expect(picture.wording.contains("Mostly Mon–Fri 7:00–10:00 and 17:00–22:00 (80% of events)"))
    #expect(picture.wording.contains("Stays 5.9 minutes a session in the median, everyone 11.2"))
    #expect(
      picture.wording.contains("64% of them came in the week from 9 Nov 2026, 48% in the one from 24 Aug"))
    #expect(picture.wording.hasSuffix("Level Failed 31%, Shop 18%, Home 12%, Payment 6%."))
  }

  @Test("a picture has the bytes of the one that was looked at")
  func golden() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Pictures/rich.svg")
    if ProcessInfo.processInfo.environment["PERSONA_SYNC_RECORD"] != nil {
      try Data(pictureSVG(.rich, name: "Jen").utf8).write(to: file)
    }
    #expect(pictureSVG(.rich, name: "Jen") == String(decoding: try Data(contentsOf: file), as: UTF8.self))
  }

  @Test("a week in which too few came, or too few stayed away, is told in words")
  func smallWeeks() throws {
    let weeks = [("2026-11-02", 1.0), ("2026-11-09", 0.5), ("2026-11-16", 0)]
    var evidence = Evidence.rich
    evidence.distributions.weeks = weeks.map { Evidence.Week(monday: $0, share: $1) }
    let trend = try #require(Trend(evidence))
    #expect(
      trend.sentence
        == "Hardly any of them came in the week from 16 Nov 2026, nearly all in the one from 2 Nov 2026")
    var young = evidence
    young.sources[0].from = "2026-10-30"
    #expect(Trend(young) == nil)
    evidence.distributions.weeks = [Evidence.Week(monday: "2026-11-02", share: 1)]
    #expect(Trend(evidence) == nil)
  }

  @Test("a week in which nearly all came is outlined, for who did not come is not told")
  func nearlyAll() {
    #expect(pictureSVG(.rich, name: "Jen").contains("Outlined: nearly all of them;"))
    var evidence = Evidence.rich
    evidence.distributions.weeks.removeAll { $0.share == 1 }
    #expect(!pictureSVG(evidence, name: "Jen").contains("Outlined:"))
  }

  @Test("no number is cut, and one without a sentence has its unit")
  func wholeNumbers() {
    var evidence = Evidence.rich
    evidence.claims[2].value = 1_234
    evidence.claims[2].expectedLow = 3_458_470_092
    evidence.claims[2].expected = "more than others (3458470092)"
    evidence.claims[1].measure = "mean of session_minutes"
    evidence.sources = evidence.sources.map { source in
      var late = source
      late.from = "2026-08-30"
      return late
    }
    let picture = pictureSVG(evidence, name: "Jen")
    #expect(picture.contains(">(3,458,470,092)</text>"))
    #expect(picture.contains(">at least 2 minutes a session</text>"))
    // What does not fit on the line of the people goes on in the next.
    #expect(!picture.contains("90 days to 20 Nov 2026, with data from 30 Aug 2026 on</text>"))
    #expect(picture.contains("30 Aug 2026 on</text>"))
    #expect(cardSVG(evidence, name: "Jen").contains("3,458,470,092)"))
  }

  @Test(
    "the marks beside the weeks are figures that need no rounding",
    arguments: [0.02, 0.2, 0.21, 0.5, 0.51, 1])
  func weekMarks(share: Double) throws {
    var evidence = Evidence.sparse
    evidence.distributions.weeks = ["2026-03-02", "2026-03-09", "2026-03-16"].map {
      Evidence.Week(monday: $0, share: share)
    }
    let marks = share <= 0.2 ? ["10%", "20%"] : share <= 0.5 ? ["25%", "50%"] : ["50%", "100%"]
    let picture = pictureSVG(evidence, name: "Jen")
    for mark in ["0%"] + marks { #expect(picture.contains("end\">\(mark)</text>"), "\(mark)") }
  }

  @Test("the legend of habits names only the shapes that are there")
  func legend() throws {
    #expect(try Elements(of: pictureSVG(.rich, name: "Jen")).shown.contains("Bar:"))
    var evidence = Evidence.rich
    for name in evidence.metrics.keys {
      evidence.metrics[name]?.p10 = nil
      evidence.metrics[name]?.everyoneMedian = nil
    }
    let shown = try Elements(of: pictureSVG(evidence, name: "Jen")).shown
    #expect(shown.contains("Box: the middle half of them."))
    #expect(!shown.contains("Bar:") && !shown.contains("everyone 11.2"))
  }

  @Test("evidence without figures has a picture of its people")
  func sparse() throws {
    #expect(try Elements(of: pictureSVG(.sparse, name: "Jen")).counts["text"] == 2)
  }

  @Test("a picture of stale evidence says so")
  func stale() throws {
    var evidence = Evidence.sparse
    evidence.stage = .researchDriven
    let picture = try Elements(of: pictureSVG(evidence, name: "Jen"))
    #expect(picture.shown.contains("Out of date: nothing new from these people for too long"))
    #expect(picture.wording.hasPrefix("Out of date"))
  }

  @Test("odd figures are drawn inside the picture")
  func oddFigures() throws {
    var evidence = Evidence.rich
    for index in evidence.claims.indices {
      evidence.claims[index].value = [0, -3, 1e300, .infinity, .nan][index]
      evidence.claims[index].interval = Evidence.Interval(low: -1e9, high: 1e9)
    }
    evidence.distributions.channels = [.init(name: "none", share: 0)]
    _ = try Elements(of: pictureSVG(evidence, name: "Jen"))
  }

  @Test("text and shapes have the contrast of WCAG 2.2 AA", arguments: [Palette.light, .dark])
  func contrast(palette: Palette) throws {
    for text in [palette.text, palette.quiet, palette.confirmed, palette.contradicted, palette.undecided] {
      #expect(try ratio(text, palette.ground) >= 4.5, "\(text)")
    }
    for (shape, behind) in [
      (palette.shape, palette.ground), (palette.range, palette.ground), (palette.shape, palette.rangeFilling),
    ] {
      #expect(try ratio(shape, behind) >= 3, "\(shape)")
    }
  }

  @Test("the contrast is computed as WCAG defines it")
  func contrastFormula() throws {
    // Python, by https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio: 4.5422, 16.0161, 21.
    #expect(abs(try ratio("#ffffff", "#767676") - 4.5422) < 0.0001)
    #expect(abs(try ratio("#0d1117", "#e6edf3") - 16.0161) < 0.0001)
    #expect(abs(try ratio("#ffffff", "#000000") - 21) < 0.0001)
  }

  private func ratio(_ a: String, _ b: String) throws -> Double {
    func luminance(_ colour: String) throws -> Double {
      let number = try #require(Int(colour.dropFirst(), radix: 16))
      let channels = [16, 8, 0].map { shift in
        let value = Double(number >> shift & 0xFF) / 255
        return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
      }
      return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
    }
    let (first, second) = (try luminance(a), try luminance(b))
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)
  }
}

/// What an XML parser finds in a picture.
final class Elements: NSObject, XMLParserDelegate {
  private(set) var counts: [String: Int] = [:]
  private(set) var attributes: Set<String> = []
  private var texts: [String: String] = [:]
  private var open: [String] = []

  var names: Set<String> { Set(counts.keys) }
  var title: String { texts["title", default: ""] }
  var wording: String { texts["desc", default: ""] }
  var shown: String { texts["text", default: ""] }
  var style: String { texts["style", default: ""] }

  init(of picture: String) throws {
    super.init()
    let parser = XMLParser(data: Data(picture.utf8))
    parser.delegate = self
    try #require(parser.parse(), "line \(parser.lineNumber): \(String(describing: parser.parserError))")
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    counts[name, default: 0] += 1
    self.attributes.formUnion(attributes.keys)
    open.append(name)
  }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?)
  {
    open.removeLast()
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    if let name = open.last { texts[name, default: ""] += text }
  }
}
