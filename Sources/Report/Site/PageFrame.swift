// What every page has: its head, the way to the other pages, and where it comes from.

internal import Digest
internal import Markup
internal import Persona

/// A page around its content.
struct PageFrame {
  /// Of the page, without that of the site.
  var title: String
  /// From the report's folder.
  var path: String
  /// Of the pages that the navigation names.
  var current: String?
  var content: HTML
  /// Classes of the page's body.
  var kind: HTML = "page"

  /// Nothing but what the page itself holds may be loaded, and nothing may run. The style sheet is let in by its
  /// hash, so a `style` that came in with prose would do nothing either.
  private static let policy =
    "default-src 'none'; style-src 'sha256-\(styleHash)'; img-src data:; base-uri 'none'"

  /// A served page also runs the one script of its server, which asks that server and nobody else.
  private static func policy(isServed: Bool) -> String {
    policy
      + (isServed ? "; script-src 'self'; connect-src 'self'; form-action 'self'" : "; form-action 'none'")
  }

  private static let styleHash: String = {
    var hash = SHA256()
    let bytes = Array(StyleSheet.html.text.utf8)
    unsafe hash.update(bytes.span.bytes)
    return base64(hash.finish())
  }()

  func html(of site: Site) -> String {
    let root = String(repeating: "../", count: path.split(separator: "/").count - 1)
    var places = [
      ("Personas", SitePath.index), ("Coverage", SitePath.coverage), ("Sources", SitePath.sources),
    ]
    if site.version != nil { places.append(("Compare", SitePath.compare)) }
    let links = places.map { name, page -> HTML in
      let mark: HTML = page == current ? " aria-current=\"page\"" : ""
      return "<li><a href=\"\(root + page)\"\(mark)>\(name)</a></li>"
    }
    let page: HTML = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(Self.policy(isServed: site.version != nil))">
      <meta http-equiv="x-dns-prefetch-control" content="off">
      <meta name="referrer" content="no-referrer">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="generator" content="persona-sync">
      <title>\(title)</title>
      <style>\(StyleSheet.html)</style>\(script(of: site, root: root))
      </head>
      <body class="\(kind)"\(mark(of: site))>
      <a class="skip" href="#content">Skip to the content</a>
      <header class="site"><nav aria-label="Report"><ul>\(links)</ul></nav></header>
      <main id="content" tabindex="-1">
      \(content)
      </main>
      <footer class="site"><p>\(footer(site))</p></footer>
      </body>
      </html>

      """
    return page.text
  }

  private func script(of site: Site, root: String) -> HTML {
    site.version == nil ? "" : "\n<script src=\"\(root + SitePath.script)\" defer></script>"
  }

  /// What the script compares.
  private func mark(of site: Site) -> HTML { site.version.map { " data-version=\"\($0)\"" } ?? "" }

  private func footer(_ site: Site) -> HTML {
    guard let commit = site.commit, let day = site.day else {
      return "Made by persona-sync; nothing is committed yet."
    }
    return
      "Made by persona-sync from what is committed in <code>\(commit)</code>, \(dateWords(day)). Only figures over enough people are shown."
  }
}

/// A text from data or settings in a sentence of a page: on one line, and turned by no other script around it.
func isolated(_ text: String) -> String { isolated(text, limit: nameLimit) }

func isolated(_ text: String, limit: Int) -> String {
  let line = oneLine(text, limit: limit)
  return line.utf8.allSatisfy { $0 < 0x80 } ? line : "\u{2068}" + line + "\u{2069}"
}

/// The text, cut after a word so that it takes about `width` units at a size of `size`.
func excerpt(_ text: String, width: Int, size: Int) -> String {
  excerptLine(oneLine(text), width: width, size: size)
}

/// The same of what is a line already, such as a sentence around names whose direction is set apart.
func excerptLine(_ line: String, width: Int, size: Int) -> String {
  let cut = fittedLine(line, width: width, size: size)
  guard cut.hasSuffix("…"), !line.hasSuffix("…"), let end = cut.lastIndex(of: " ") else { return cut }
  return cut[..<end] + " …"
}

/// Words of the tool in which a command stands between backticks.
func commandWords(_ words: String) -> HTML {
  words.split(separator: "`", omittingEmptySubsequences: false).enumerated().map { place, part -> HTML in
    place.isMultiple(of: 2) ? "\(String(part))" : "<code>\(String(part))</code>"
  }.joined()
}

/// A list of items; nothing without any.
func list(_ items: [HTML], of kind: HTML = "plain") -> HTML {
  guard !items.isEmpty else { return "" }
  return "<ul class=\"\(kind)\">\n\(items.map { "<li>\($0)</li>\n" as HTML })</ul>\n"
}

/// A part with its heading; nothing without content.
func part(_ heading: String, level: Int = 3, _ content: HTML) -> HTML {
  guard !content.isEmpty else { return "" }
  return "<section>\n<h\(level)>\(heading)</h\(level)>\n\(content)</section>\n"
}

/// Words that are only heard.
func heard(_ words: String) -> HTML { "<span class=\"heard\">\(words)</span>" }

/// A sign that is only seen.
func seen(_ sign: String) -> HTML { "<span aria-hidden=\"true\">\(sign)</span>" }

extension Stage {
  /// A circle that fills as the data takes over.
  var sign: String {
    switch self {
    case .researchDriven: "○"
    case .dataAugmented: "◐"
    case .dataFirst: "●"
    }
  }

  var badge: HTML { "<span class=\"badge\">\(seen(sign)) \(rawValue)</span>" }
}

extension Verdict {
  /// The class of its colour.
  var colour: HTML {
    switch self {
    case .confirmed: "confirmed"
    case .contradicted: "contradicted"
    case .inconclusive, .noData, .stale: "undecided"
    }
  }

  var label: HTML {
    "<span class=\"verdict \(colour)\">\(seen(sign)) \(rawValue.capitalizedFirst)</span>"
  }
}
