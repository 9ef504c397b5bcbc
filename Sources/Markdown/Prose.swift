// What a person wrote in Markdown, as HTML that is safe to put on a page.

public import Markup

/// Prose as HTML.
///
/// CommonMark with GitHub's tables, strikethrough, task lists, notes and links without brackets. The HTML has the tags
/// that `ProseWriter` writes and no others: HTML in the text loses its tags and keeps its words, a block of it its
/// headings, paragraphs and emphasis too; scripts and styles lose their words. Links lead to `http`, `https` and
/// `mailto` addresses and to the pages that `surroundings` knows; others keep their words. Pictures are parts of the
/// page; those from elsewhere become links. So nothing runs, and nothing is asked for when the page is opened.
public struct Prose: Sendable, Hashable {
  /// The longest text that is read, in bytes of UTF-8; longer ones are cut at a line, and say so.
  public static let maximumBytes = 1 << 20
  /// The longest opening, in characters.
  public static let openingLimit = 1200

  public let html: HTML
  /// The words of the first section that has paragraphs, on one line: what stands for the text where there is little room. No
  /// lists and no pictures; quotations, and what has to be unfolded, only where there is nothing else.
  public let opening: String

  /// - Parameters:
  ///   - markdown: Without front matter.
  ///   - title: What the page is called already; a first heading with the same words is left out.
  ///   - headingLevel: The level of the highest headings of the prose, 1 to 6. None is skipped below it.
  public init(
    _ markdown: String, title: String? = nil, headingLevel: Int = 2,
    in surroundings: ProseSurroundings = .none
  ) {
    var writer = ProseWriter(title: title, headingLevel: headingLevel, surroundings: surroundings)
    let text = Self.cut(markdown)
    MarkdownTree(text)?.walk { writer.write($0) }
    if text.utf8.count < markdown.utf8.count {
      writer.html +=
        "<p><em>The text goes on; only its first \(Self.maximumBytes) bytes are shown.</em></p>\n"
    }
    html = writer.html
    opening = writer.opening
  }

  private static func cut(_ text: String) -> String {
    guard text.utf8.count > maximumBytes else { return text }
    let start = text.utf8.prefix(maximumBytes)
    let end = start.lastIndex(of: UInt8(ascii: "\n")) ?? start.startIndex
    return String(decoding: start[..<end], as: UTF8.self)
  }
}

/// What lies around a persona file, for its relative links and pictures.
public struct ProseSurroundings {
  /// The address of the page that a relative link leads to; nil where there is none.
  public var page: (_ link: String) -> String?
  /// The picture that a relative link names; nil where it cannot be shown.
  public var picture: (_ link: String) -> Picture?

  public struct Picture {
    public var kind: PictureKind
    public var bytes: [UInt8]

    public init(_ kind: PictureKind, _ bytes: [UInt8]) {
      self.kind = kind
      self.bytes = bytes
    }
  }

  public init(page: @escaping (String) -> String?, picture: @escaping (String) -> Picture?) {
    self.page = page
    self.picture = picture
  }

  /// Nothing is near.
  public static var none: ProseSurroundings { ProseSurroundings(page: { _ in nil }, picture: { _ in nil }) }
}
