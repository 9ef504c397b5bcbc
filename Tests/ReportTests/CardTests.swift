import Foundation
import Persona
import Testing

@testable import Report

@Suite("The card")
struct CardTests {
  @Test("a card is well-formed XML of harmless elements, whatever the texts", arguments: hostileTexts)
  func harmless(text: String) throws {
    let card = cardSVG(.hostile(text), name: text)
    let found = try Elements(of: card)
    #expect(
      found.names.subtracting(["svg", "title", "desc", "style", "rect", "circle", "path", "text"]).isEmpty)
    #expect(found.attributes.allSatisfy { !$0.hasPrefix("on") && !$0.contains("href") })
    #expect(!found.style.contains("url(") && !found.style.contains("@import"))
  }

  @Test("a card has the shape of a slide and says in words what it shows")
  func words() throws {
    let svg = cardSVG(.rich, name: "Jen")
    #expect(svg.contains("width=\"1280\" height=\"720\" viewBox=\"0 0 1280 720\""))
    let card = try Elements(of: svg)
    #expect(card.title == "Jen")
    #expect(
      card.wording.hasPrefix(
        "Data-augmented. 1,230 of 9,980 people (12%), 90 days to 20 Nov 2026. Confirmed: "))
    #expect(card.shown.contains("58% of events; expected at least 50%"))
    #expect(!card.shown.contains("interval"))
  }

  @Test("claims that the data decide come first, four at most")
  func statements() throws {
    var evidence = Evidence.rich
    let inconclusive = try #require(evidence.claims.first { $0.verdict == .inconclusive })
    let decided = evidence.claims.filter { [.confirmed, .contradicted].contains($0.verdict) }
    evidence.claims = [inconclusive] + decided + decided
    let shown = try Elements(of: cardSVG(evidence, name: "Jen")).shown
    #expect(!shown.contains(inconclusive.says))
    #expect(shown.contains(decided[0].says))
  }

  @Test("claims for which there is no room are counted", arguments: [(4, 0), (5, 1), (6, 2)])
  func rest(claims: Int, more: Int) throws {
    var evidence = Evidence.rich
    evidence.claims = Array(repeating: evidence.claims[0], count: claims)
    for place in evidence.claims.indices { evidence.claims[place].says = "Plays" }
    let card = try Elements(of: cardSVG(evidence, name: "Jen"))
    #expect(card.shown.contains("more claim") == (more > 0))
    if more > 0 { #expect(card.shown.contains("and \(more) more claim\(more == 1 ? "" : "s")")) }
    #expect(card.wording.contains("more claim") == (more > 0))
  }

  /// The widths were measured in DejaVu Sans Bold at 54 units, with Chromium: of the common fonts the widest.
  @Test(
    "a name is cut where it would leave the slide in the widest font, and hardly sooner",
    arguments: [
      ("Großkunde AG — Einkauf, Logistik und…", 1226), ("Großkunde AG — Einkauf, Logistik", 1038),
      ("Camille Dubois, who reads in the TGV", 1145), ("MMMMMM WWWWWW MMMMMM WWWWWW", 1416),
      ("Jen, who plays on the train", 817), ("Wilhelmina Wimmer-Mommsen, Einkauf…", 1267),
      ("iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii", 741), ("0123456789012345678901234567", 1053),
      ("Екатерина Достоевская, менеджер", 1110),
    ])
  func nameFits(text: String, units: Int) {
    #expect(fitted(text, width: units - 1, size: 54, isBold: true) != text)
    #expect(fitted(text, width: units * 6 / 5, size: 54, isBold: true) == text)
  }

  @Test("everything on a card lies within its edges, however long the words")
  func withinTheEdges() throws {
    for text in ["short", String(repeating: "word and ", count: 60), String(repeating: "日本語の", count: 60)] {
      for place in positions(in: cardSVG(.hostile(text), name: text)) {
        #expect((0...1280).contains(place.x) && (0...700).contains(place.y), "\(place)")
      }
    }
  }

  @Test("a word that is wider than its line is cut there, whichever line it is")
  func longWords() {
    let address = "https://shop.example/" + String(repeating: "a", count: 200)
    for text in [address, address + " is where they go", "They go to " + address] {
      for line in wrapped(text, width: 300, size: 26, lines: 2) {
        #expect(line == fitted(line, width: 300, size: 26))
      }
    }
  }

  @Test("stale evidence is called out of date")
  func stale() throws {
    var evidence = Evidence.sparse
    evidence.stage = .researchDriven
    #expect(try Elements(of: cardSVG(evidence, name: "Jen")).shown.contains("Out of date"))
  }

  @Test("a card has the bytes of the one that was looked at")
  func golden() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Pictures/card.svg")
    let card = cardSVG(.rich, name: "Jen, who plays on the train")
    if ProcessInfo.processInfo.environment["PERSONA_SYNC_RECORD"] != nil {
      try Data(card.utf8).write(to: file)
    }
    #expect(card == String(decoding: try Data(contentsOf: file), as: UTF8.self))
  }

  /// Where the texts of a drawing begin.
  private func positions(in svg: String) -> [(x: Int, y: Int)] {
    svg.matches(of: /<text x="(-?\d+)" y="(-?\d+)"/).compactMap { match in
      guard let x = Int(match.1), let y = Int(match.2) else { return nil }
      return (x, y)
    }
  }
}
