// The pages of a report: what stands on them, and that nothing from data or files can do anything there.

import Foundation
import Markup
import Persona
import Testing

@testable import Report

extension SitePersona {
  /// A persona whose every text is `text`.
  fileprivate static func example(
    _ id: String, name: String? = nil, story: HTML = "<p>She plays.</p>", opening: String = "She plays.",
    evidence: Evidence? = .rich, moments: [SiteMoment]? = nil
  ) -> SitePersona {
    SitePersona(
      id: id, name: name ?? id.capitalizedFirst, story: story, opening: opening, evidence: evidence,
      missing:
        "behaviour that tells its people from others as well as its match does: `persona-sync promote jen` tries",
      moments: moments
        ?? [
          SiteMoment(
            commit: "2222222222", day: "2026-11-20", subject: "jen: more", evidence: .rich, before: .earlier),
          SiteMoment(.edit, commit: "1111111111", day: "2026-10-01", subject: "jen: edited by hand"),
          SiteMoment(
            commit: "0000000000", day: "2026-08-22", subject: "jen: first", evidence: .earlier, before: nil),
        ])
  }
}

extension SiteFile {
  fileprivate var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension Site {
  /// All pages.
  fileprivate func files() -> [SiteFile] { overviewFiles() + personas.flatMap(files) }
}

@Suite("The pages of a report")
struct SiteTests {
  private func site(_ personas: SitePersona...) -> Site {
    Site(personas: personas, commit: "2222222222", day: "2026-11-20")
  }

  @Test("every link leads to a page of the report or a place on the same page")
  func links() throws {
    let files = site(.example("jen"), .example("Zoë/../x"), .example("new", evidence: nil, moments: []))
      .files()
    let pages = Dictionary(uniqueKeysWithValues: files.map { ($0.path, $0.text) })
    for file in files {
      let ids = file.text.matches(of: #/ id="([^"]*)"/#).map { String($0.1) }
      #expect(Set(ids).count == ids.count, "\(file.path)")
      for link in file.text.matches(of: #/ href="([^"]*)"/#).map({ String($0.1) }) {
        let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        var folders = file.path.split(separator: "/").dropLast()
        for step in parts[0].split(separator: "/") {
          if step == ".." { folders.removeLast() } else { folders.append(step) }
        }
        let target = parts[0].isEmpty ? file.text : pages[folders.joined(separator: "/")]
        #expect(target != nil, "\(link) on \(file.path)")
        if parts.count == 2 {
          #expect(target?.contains(" id=\"\(parts[1])\"") == true, "\(link) on \(file.path)")
        }
      }
    }
  }

  @Test("headings skip no level, and there is one of the first", arguments: [Evidence.rich, .sparse, nil])
  func headings(evidence: Evidence?) {
    for file in site(.example("jen", evidence: evidence)).files() {
      let levels = file.text.matches(of: #/<h([1-6])[ >]/#).compactMap { Int($0.1) }
      #expect(levels.count { $0 == 1 } == 1, "\(file.path)")
      #expect(levels.first == 1)
      for (above, below) in zip(levels, levels.dropFirst()) {
        #expect(below <= above + 1, "\(file.path) \(levels)")
      }
    }
  }

  @Test("no text from data or files becomes a part of the page", arguments: hostileTexts)
  func hostile(text: String) {
    var evidence = Evidence.hostile(text)
    evidence.suppressed.append(Evidence.Suppression(part: "traits." + text, count: 2, reason: text))
    let moment = SiteMoment(
      commit: "3333333333", day: text, subject: text, evidence: evidence, before: .earlier)
    let persona = SitePersona(
      id: text, name: text, story: "\(text)", opening: text, evidence: evidence, missing: text,
      moments: [moment])
    for file in site(persona).files() {
      #expect(PageFaults.all(in: file.text).isEmpty, "\(file.path)")
    }
  }

  @Test("pages ask for nothing, run nothing, and let no other style in")
  func policy() throws {
    for file in site(.example("jen")).files() {
      #expect(
        file.text.contains(
          "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src &#39;none&#39;;"))
      #expect(!file.text.contains("unsafe-inline"))
      #expect(!file.text.contains("http://") && !file.text.contains("https://"))
      #expect(!file.text.contains("url(") && !file.text.contains("@import"))
    }
  }

  @Test("a file's name is safe on every system, and no two personas share one")
  func names() {
    let ids = [
      "jen", "Jen", "JEN", "", ".", "..", "../jen", "a/b", "a\\b", "ä", "a b", "-x", "x#y?z%41", "index",
    ]
    let names = ids.map(SitePath.fileName)
    #expect(Set(names.map { $0.lowercased() }).count == ids.count)
    for name in names {
      #expect(name.wholeMatch(of: #/[a-z0-9_-]{1,60}/#) != nil && !name.hasPrefix("-"), "\(name)")
    }
    #expect(SitePath.persona("jen") == "personas/jen.html")
    #expect(
      ids.allSatisfy {
        SitePath.isOfReport(SitePath.persona($0)) && SitePath.isOfReport(SitePath.handout($0))
      })
    for path in [
      "../index.html", "personas/../x.html", "personas/Jen.html", "x/jen.html", "/index.html", "personas/",
    ] {
      #expect(!SitePath.isOfReport(path), "\(path)")
    }
  }

  @Test(
    "a file's name can be read: letters lose their size and their marks, blanks become hyphens",
    arguments: [
      ("Camille Dubois", "camille-dubois"), ("großkunde", "grosskunde"),
      ("Jérôme Ångström", "jerome-angstrom"),
      ("Je\u{301}ro\u{302}me", "jerome"), ("lena-müller", "lena-muller"), ("Ærø", "aero"),
      ("œuvre", "oeuvre"),
      ("Łukasz", "lukasz"), ("İpek", "ipek"), ("健二", "persona"), ("kenji 健二", "kenji"), ("-x", "x"),
    ])
  func readableNames(id: String, words: String) {
    #expect(SitePath.fileName(id).dropLast(13) == words)
  }

  @Test("a claim tells its verdicts from the first evolution to the last")
  func verdicts() {
    let page = site(.example("jen")).files().first { $0.path == "personas/jen.html" }?.text ?? ""
    let words = page.replacing(#/<[^>]*>/#, with: "")
    // Earlier: inconclusive; now: contradicted.
    #expect(words.contains("✗ Contradicted since 20 Nov 2026 (1 evolution)"))
    #expect(words.contains("? Inconclusive on 22 Aug 2026 (1 evolution)"))
    #expect(words.contains("✓ Confirmed since 22 Aug 2026 (2 evolutions)"))
  }

  @Test("its history tells of the days that the data reach to, and compares no window that they do not fill")
  func daysOfData() {
    func page(_ moments: [SiteMoment]) -> String {
      site(.example("jen", moments: moments)).files().first { $0.path == "personas/jen.html" }?.text
        .replacing(#/<[^>]*>/#, with: "") ?? ""
    }
    var young = Evidence.earlier
    for index in young.sources.indices { young.sources[index].from = young.window.to }
    let late = SiteMoment(
      commit: "2222222222", day: "2027-03-01", subject: "jen: more", evidence: .rich, before: .earlier)
    let first = SiteMoment(
      commit: "0000000000", day: "2027-02-28", subject: "jen: first", evidence: .earlier, before: nil)
    let full = page([late, first])
    #expect(
      full.contains("Over 2 evolutions, the first with data to 22 Aug 2026, the last to 20 Nov 2026; means."))
    #expect(full.contains("90 days to 20 Nov 2026 · Evolution, data-augmented, of 1 Mar 2027"))
    #expect(full.contains("Contradicted since 20 Nov 2026"))
    let begun = page([
      late,
      SiteMoment(
        commit: "0000000000", day: "2027-02-28", subject: "jen: first", evidence: young, before: nil),
    ])
    #expect(begun.contains("Means are not compared: the data fill no two windows yet."))
    #expect(full.contains("Active … days a week") || full.contains("days a week at first"))
  }

  @Test("figures that end on another day than the newest say so")
  func otherDays() {
    var old = Evidence.rich
    old.window.to = "2026-10-31"
    let coverage = site(.example("jen"), .example("old", evidence: old)).files().first {
      $0.path == "coverage.html"
    }
    #expect(coverage?.text.contains("data to 31 Oct 2026</span>") == true)
    #expect(coverage?.text.contains("data to 20 Nov 2026</span>") == false)
  }

  @Test("empty states say what to do")
  func empty() {
    let pages = Dictionary(
      uniqueKeysWithValues: Site(personas: [], commit: nil, day: nil).files().map { ($0.path, $0.text) })
    #expect(pages.count == 3)
    #expect(pages["index.html"]?.contains("persona-sync add NAME") == true)
    let page = site(.example("new", evidence: nil, moments: [])).files().first {
      $0.path == "personas/new.html"
    }
    #expect(page?.text.contains("The data says nothing of this persona yet.") == true)
    #expect(page?.text.contains("<code>persona-sync promote jen</code>") == true)
  }

  @Test("a persona whose figures were taken back is not one that never had any")
  func takenBack() {
    let pages = site(.example("gone", evidence: nil)).files().filter {
      ["personas/gone.html", "index.html"].contains($0.path)
    }
    #expect(pages.count == 2)
    for page in pages {
      #expect(page.text.contains("were taken back; earlier ones are in its history."), "\(page.path)")
      #expect(!page.text.contains("Nothing but research so far."), "\(page.path)")
    }
  }

  @Test("a handout shows what fits a sheet, and says that there is more")
  func handout() {
    var evidence = Evidence.rich
    evidence.claims = (0..<12).map { number in
      var claim = evidence.claims[0]
      claim.id = "c\(number)"
      return claim
    }
    let page = site(.example("jen", evidence: evidence)).files().first { $0.path == "handouts/jen.html" }
    #expect(page?.text.contains("and 6 more") == true)
  }

  @Test("a handout gives few claims more room, and says what its figures are")
  func roomOfClaims() {
    var evidence = Evidence.rich
    evidence.claims = [evidence.claims[1]]
    evidence.claims[0].says = String(repeating: "a long claim ", count: 20)
    let page = site(.example("jen", evidence: evidence)).files().first { $0.path == "handouts/jen.html" }
    #expect(
      page?.text.contains("<bdi>\(String(repeating: "a long claim ", count: 20).dropLast())</bdi>") == true)
    let words = page?.text.replacing(#/<[^>]*>/#, with: "") ?? ""
    #expect(words.contains("Contradicted: buys 1.3 times a month (median); expected at least 2"))
  }

  @Test("the words of a persona are in its language, those of the tool are not")
  func language() {
    var persona = SitePersona.example("jen")
    persona.language = "pt-BR"
    let pages = site(persona).files().filter { $0.text.contains("She plays.") || $0.path.contains("jen") }
    #expect(pages.count == 3)
    for page in pages {
      #expect(
        page.text.contains("<html lang=\"en\">") && page.text.contains(" lang=\"pt-BR\""), "\(page.path)")
    }
    #expect(
      !site(.example("jen")).files().contains { $0.text.replacing("<html lang", with: "").contains(" lang=") }
    )
  }

  @Test("the same site gives the same bytes")
  func deterministic() {
    let pages = site(.example("jen"), .example("bob")).files().map(\.text)
    for _ in 0..<3 { #expect(site(.example("jen"), .example("bob")).files().map(\.text) == pages) }
  }
}
