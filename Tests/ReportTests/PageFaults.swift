// Reads a page as strictly as it can be read, to find a tag or an attribute that pages do not have.

enum PageFaults {
  /// Tags and attributes that are not the pages' own, and tags that are not closed; empty when all is well.
  static func all(in page: String) -> [String] {
    var faults: [String] = []
    var open: [String] = []
    // The style sheet is the program's own, and the policy lets in no other.
    guard let styleStart = page.firstRange(of: "<style>")?.lowerBound,
      let styleEnd = page.firstRange(of: "</style>")?.upperBound
    else { return ["no style sheet"] }
    var rest = (page[..<styleStart] + page[styleEnd...]).replacing("<!DOCTYPE html>\n", with: "")[...]
    while let start = rest.firstIndex(of: "<") {
      guard
        let match = rest[start...].prefixMatch(
          of: #/<(\/?)([a-z][a-z0-9]*)((?: [a-zA-Z-]+(?:="[^"<>]*")?)*)\/?>/#)
      else { return faults + ["no tag: \(rest[start...].prefix(60))"] }
      let name = String(match.2)
      if !tags.contains(name) { faults.append("tag: \(match.0)") }
      for attribute in match.3.split(separator: " ").filter({ $0.contains("=\"") }).map({
        $0.prefix { $0 != "=" }
      })
      where attribute.hasPrefix("on") || attribute == "style" || attribute == "srcset" {
        faults.append("attribute: \(match.0)")
      }
      if match.1.isEmpty {
        if !voidTags.contains(name), !match.0.hasSuffix("/>") { open.append(name) }
      } else if open.popLast() != name {
        faults.append("closes nothing: \(match.0)")
      }
      rest = rest[match.range.upperBound...]
    }
    return open.isEmpty ? faults : faults + ["never closed: \(open)"]
  }

  private static let voidTags: Set<String> = ["meta", "br", "img", "hr"]
  private static let tags: Set<String> = [
    "html", "head", "meta", "title", "body", "a", "header", "nav", "ul", "ol", "li", "main", "footer", "p",
    "code",
    "h1", "h2", "h3", "h4", "bdi", "div", "section", "article", "aside", "span", "strong", "dl", "dt", "dd",
    "table",
    "caption", "thead", "tbody", "tr", "th", "td", "details", "summary", "img", "br", "svg", "polyline",
    "path", "rect",
  ]
}
