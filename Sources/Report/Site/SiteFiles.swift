// The files of a report, and how they are called.

internal import Digest

/// One file of a report.
public struct SiteFile: Sendable {
  /// From the report's folder, with `/`.
  public var path: String
  public var bytes: [UInt8]

  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }

  public init(path: String, text: String) { self.init(path: path, bytes: Array(text.utf8)) }
}

extension Site {
  /// The pages about all personas. The same site gives the same bytes.
  public func overviewFiles() -> [SiteFile] {
    [SitePath.index, SitePath.coverage, SitePath.sources].compactMap { path in
      overviewPage(path).map { SiteFile(path: path, text: $0) }
    }
  }

  /// The pages about one persona.
  public func files(of persona: SitePersona) -> [SiteFile] {
    [
      SiteFile(path: SitePath.persona(persona.id), text: personaPage(persona)),
      SiteFile(path: SitePath.handout(persona.id), text: handoutPage(persona)),
    ]
  }

  /// A page about all personas; nil where there is none of that path.
  public func overviewPage(_ path: String) -> String? {
    switch path {
    case SitePath.index: indexPage()
    case SitePath.coverage: coveragePage()
    case SitePath.sources: sourcesPage()
    default: nil
    }
  }
}

/// Where the pages lie, from the report's folder.
public enum SitePath {
  public static let index = "index.html"
  public static let coverage = "coverage.html"
  public static let sources = "sources.html"
  /// Of pages that are served.
  public static let compare = "compare.html"
  public static let script = "live.js"
  public static let version = "version"

  public static func persona(_ id: String) -> String { "personas/\(fileName(id)).html" }

  public static func handout(_ id: String) -> String { "handouts/\(fileName(id)).html" }

  /// Keeps git from committing a report by accident.
  public static let ignore = ".gitignore"

  /// Whether a report could have a file of this name.
  public static func isOfReport(_ path: String) -> Bool {
    if [index, coverage, sources, ignore].contains(path) { return true }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, ["personas", "handouts"].contains(parts[0]), parts[1].hasSuffix(".html") else {
      return false
    }
    return parts[1].dropLast(5).utf8.allSatisfy(isPlain)
  }

  /// An id as the name of a file that is the same on every system, in an address as well: most ids as they are, others
  /// with what small letters without marks can say of them and a part of their SHA-256.
  static func fileName(_ id: String) -> String {
    let bytes = Array(id.utf8)
    if bytes.allSatisfy(isPlain), bytes.first != UInt8(ascii: "-"), (1...60).contains(bytes.count) {
      return id
    }
    let kept = String(decoding: plainLetters(of: id).utf8.filter(isPlain), as: UTF8.self)
    let rest = kept.split(separator: "-").joined(separator: "-").prefix(40)
    return (rest.isEmpty ? "persona" : rest) + "-" + SHA256.hexadecimal(of: bytes).prefix(12)
  }

  /// The text in small letters, those of Latin script without their marks, and with hyphens for its blanks.
  private static func plainLetters(of text: String) -> String {
    text.lowercased().unicodeScalars.reduce(into: "") { plain, scalar in
      if scalar == "ß" {
        plain += "ss"
      } else if scalar.properties.isWhitespace {
        plain += "-"
      } else if let letter = baseLetter(of: scalar) {
        plain += letter
      } else {
        plain.unicodeScalars.append(scalar)
      }
    }
  }

  /// `e` of `é`, `ae` of `æ`: what Unicode calls LATIN SMALL LETTER E WITH ACUTE is one letter, or two that are written as one.
  private static func baseLetter(of scalar: Unicode.Scalar) -> String? {
    guard scalar.value > 0x7F, let words = scalar.properties.name?.split(separator: " "), words.count > 3,
      words[..<3] == ["LATIN", "SMALL", "LETTER"] || words[..<3] == ["LATIN", "SMALL", "LIGATURE"],
      words[3].count <= 2
    else { return nil }
    return words[3].lowercased()
  }

  /// Small letters only: on some systems `Jen` and `jen` are one file.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
