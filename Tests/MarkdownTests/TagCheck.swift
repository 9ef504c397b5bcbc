// Reads HTML as strictly as it can be read, to find any tag or attribute that prose must not have.

import Foundation

/// What is wrong with the HTML of prose; empty when nothing is.
func faults(in html: String) -> [String] {
  let tag = #/<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"<>]*")*)>/#
  let attribute = #/ ([a-z-]+)="([^"<>]*)"/#
  var faults: [String] = []
  var open: [String] = []
  var rest = html[...]
  while let start = rest.firstIndex(of: "<") {
    guard let match = rest[start...].prefixMatch(of: tag) else {
      faults.append("no tag: \(rest[start...].prefix(60))")
      rest = rest[start...].dropFirst()
      continue
    }
    let name = String(match.2)
    if !allowed.keys.contains(name) { faults.append("tag: \(match.0)") }
    if match.1.isEmpty {
      for attribute in match.3.matches(of: attribute) {
        let (key, value) = (String(attribute.1), String(attribute.2))
        if allowed[name]?.contains(key) != true { faults.append("attribute: \(match.0)") }
        if key == "href",
          !["http://", "https://", "mailto:", "page:", "#note-"].contains(where: value.lowercased().hasPrefix)
        {
          faults.append("link: \(value)")
        }
        if key == "src", !value.hasPrefix("data:image/") { faults.append("picture: \(value)") }
      }
      if !["br", "hr", "img"].contains(name) { open.append(name) }
    } else if open.popLast() != name {
      faults.append("closes nothing: \(match.0)")
    }
    rest = rest[match.range.upperBound...]
  }
  if !open.isEmpty { faults.append("never closed: \(open)") }
  if html.replacing(tag, with: "").contains(where: { "<>\"".contains($0) }) {
    faults.append("text with tags")
  }
  return faults
}

/// The tags of prose, and what each may carry.
private let allowed: [String: Set<String>] = [
  "p": ["dir"], "h1": ["dir"], "h2": ["dir"], "h3": ["dir"], "h4": ["dir"], "h5": ["dir"], "h6": ["dir"],
  "em": [], "strong": [], "del": [], "a": ["href", "rel"], "img": ["alt", "src"], "span": ["class"],
  "blockquote": ["dir"], "ul": ["dir"], "ol": ["dir", "start", "class"], "li": ["id"], "sup": [], "pre": [],
  "code": [], "hr": [],
  "br": [],
  "div": ["class", "role", "aria-label", "tabindex"], "table": [], "tr": [], "th": ["scope", "dir", "class"],
  "td": ["dir", "class"],
]
