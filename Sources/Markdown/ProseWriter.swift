// Writes a parsed text as HTML: the tags here are all the tags that prose can have.

import Markup

/// HTML in the making, one node after the other.
struct ProseWriter {
  var html = HTML()
  /// The words that introduce the text.
  var opening: String { introduction.text }

  private let title: String?
  private let headingLevel: Int
  private let surroundings: ProseSurroundings
  /// The levels, as written, of the headings that this place stands under.
  private var headings: [Int] = []
  /// Words of the paragraph or heading in the making.
  private var words = ""
  private var blocks = 0
  /// Lists and quotations around this place. They take the direction of their first words as a whole, with their
  /// bullets and lines.
  private var lists = 0
  private var quotations = 0
  /// For each link around this place whether it has a tag.
  private var links: [Bool] = []
  /// The pictures around this place, and the words that stand for the outermost.
  private var pictures = 0
  private var pictureWords = ""
  private var alignments: [UInt8] = []
  private var column = 0
  private var isHeader = false
  /// The notes so far: the last things of a text, in the order in which they are referred to.
  private var notes = 0
  private var passages = HTMLPassages()
  private var introduction = Introduction()

  init(title: String?, headingLevel: Int, surroundings: ProseSurroundings) {
    self.title = title
    self.headingLevel = headingLevel
    self.surroundings = surroundings
  }

  mutating func write(_ node: MarkdownTree.Node) {
    switch node.kind {
    case .text, .code, .softBreak, .lineBreak, .htmlInline: writeWords(node)
    case .emphasis: tag("<em>", "</em>", node)
    case .strong: tag("<strong>", "</strong>", node)
    case .strikethrough: tag("<del>", "</del>", node)
    case .link: writeLink(node)
    case .image: writePicture(node)
    case .heading: writeHeading(node)
    case .paragraph: writeParagraph(node)
    case .table, .tableHeader, .tableRow, .tableCell: writeTable(node)
    case .quotation:
      quotations += node.isEntering ? 1 : -1
      html += node.isEntering ? "<blockquote dir=\"auto\">\n" : "</blockquote>\n"
    case .list: writeList(node)
    case .item: writeItem(node)
    case .codeBlock: html += "<pre><code>\(node.literal)</code></pre>\n"
    case .rule: html += "<hr>\n"
    case .htmlBlock: for passage in passages.read(node.literal) { write(passage) }
    case .noteReference: if node.isEntering { writeReference(toNote: node.literal) }
    case .note: writeNote(node)
    case .document: if !node.isEntering, notes > 0 { html += "</ol>\n" }
    case .other: break
    }
  }

  private mutating func tag(_ open: HTML, _ close: HTML, _ node: MarkdownTree.Node) {
    if pictures == 0 { html += node.isEntering ? open : close }
  }

  private mutating func writeWords(_ node: MarkdownTree.Node) {
    let isBreak = node.kind == .lineBreak || (node.kind == .htmlInline && isLineBreak(node.literal))
    let text = isBreak || node.kind == .softBreak ? " " : node.kind == .htmlInline ? "" : node.literal
    guard pictures == 0 else {
      pictureWords += text
      return
    }
    words += text
    switch node.kind {
    case .code: html += "<code>\(node.literal)</code>"
    case .softBreak: html += "\n"
    case _ where isBreak: html += "<br>\n"
    default: html.append(text)
    }
  }

  private mutating func writeLink(_ node: MarkdownTree.Node) {
    guard pictures == 0 else { return }
    guard node.isEntering else {
      if links.popLast() == true { html += "</a>" }
      return
    }
    switch Address(node.address) {
    case .web(let address), .mail(let address):
      html += "<a href=\"\(address)\" rel=\"noopener noreferrer\">"
    case .relative(let path):
      guard let page = surroundings.page(path) else { return links.append(false) }
      html += "<a href=\"\(page)\">"
    case .refused: return links.append(false)
    }
    links.append(true)
  }

  /// A picture as a part of the page, one from elsewhere as a link, else its words.
  private mutating func writePicture(_ node: MarkdownTree.Node) {
    pictures += node.isEntering ? 1 : -1
    guard pictures == 0, !node.isEntering else {
      if pictures == 1, node.isEntering { pictureWords = "" }
      return
    }
    let words = pictureWords.isEmpty ? "picture" : pictureWords
    switch Address(node.address) {
    case .relative(let path):
      if let picture = surroundings.picture(path) {
        html += "<img alt=\"\(pictureWords)\" src=\"\(dataURL(picture.kind, picture.bytes))\">"
        return
      }
    case .web(let address) where !links.contains(true):
      html += "<a href=\"\(address)\" rel=\"noopener noreferrer\">\(words)</a>"
      return
    case .web, .mail, .refused: break
    }
    html += "<span class=\"picture\">\(words)</span>"
  }

  private mutating func writeHeading(_ node: MarkdownTree.Node) {
    if node.isEntering {
      words = ""
      headings.removeAll { $0 >= node.headingLevel }
      headings.append(node.headingLevel)
      blocks += 1
      introduction.beginSection()
    }
    let level = min(6, headingLevel + headings.count - 1)
    html += node.isEntering ? "<h\(level) dir=\"auto\">" : "</h\(level)>\n"
    if !node.isEntering, blocks == 1, let title, isSame(words, title) {
      html = HTML()
      headings = []
    }
  }

  private mutating func writeParagraph(_ node: MarkdownTree.Node) {
    if node.isEntering {
      words = ""
      blocks += 1
    } else if lists == 0, notes == 0 {
      introduction.add(words, quotations > 0 ? .quoted : passages.isFolded ? .folded : .plain)
    }
    if node.isTight {
      if !node.isEntering { html += "\n" }
    } else {
      let open: HTML = lists + quotations > 0 ? "<p>" : "<p dir=\"auto\">"
      html += node.isEntering ? open : "</p>\n"
    }
  }

  /// A heading or a paragraph that was written in HTML.
  private mutating func write(_ passage: HTMLPassage) {
    if let level = passage.headingLevel {
      var heading = MarkdownTree.Node(kind: .heading, headingLevel: level)
      writeHeading(heading)
      html += passage.html
      words = passage.words
      heading.isEntering = false
      writeHeading(heading)
    } else {
      blocks += 1
      html += "<p dir=\"auto\">\(passage.html)</p>\n"
      if lists == 0, notes == 0, !passage.isEntry {
        introduction.add(passage.words, quotations > 0 ? .quoted : passage.isFolded ? .folded : .plain)
      }
    }
  }

  private mutating func writeList(_ node: MarkdownTree.Node) {
    lists += node.isEntering ? 1 : -1
    switch (node.isOrdered, node.isEntering) {
    case (true, true):
      html += node.start == 1 ? "<ol dir=\"auto\">\n" : "<ol dir=\"auto\" start=\"\(node.start)\">\n"
    case (true, false): html += "</ol>\n"
    case (false, true): html += "<ul dir=\"auto\">\n"
    case (false, false): html += "</ul>\n"
    }
  }

  private mutating func writeItem(_ node: MarkdownTree.Node) {
    guard node.isEntering else {
      html += "</li>\n"
      return
    }
    html += "<li>"
    if let isTicked = node.isTicked { html += isTicked ? "☑ " : "☐ " }
  }

  private mutating func writeReference(toNote number: String) {
    guard pictures == 0 else { return }
    html +=
      links.contains(true) ? "<sup>\(number)</sup>" : "<sup><a href=\"#note-\(number)\">\(number)</a></sup>"
  }

  private mutating func writeNote(_ node: MarkdownTree.Node) {
    guard node.isEntering else {
      html += "</li>\n"
      return
    }
    if notes == 0 { html += "<hr>\n<ol class=\"notes\">\n" }
    notes += 1
    html += "<li id=\"note-\(notes)\">"
  }

  private mutating func writeTable(_ node: MarkdownTree.Node) {
    switch (node.kind, node.isEntering) {
    case (.table, true):
      alignments = node.alignments
      html += "<div class=\"scroll\" role=\"group\" aria-label=\"Table\" tabindex=\"0\"><table>\n"
    case (.table, false): html += "</table></div>\n"
    case (.tableCell, true):
      let alignment: HTML =
        switch column < alignments.count ? alignments[column] : 0 {
        case UInt8(ascii: "r"): " class=\"right\""
        case UInt8(ascii: "c"): " class=\"centre\""
        default: ""
        }
      html += isHeader ? "<th scope=\"col\" dir=\"auto\"\(alignment)>" : "<td dir=\"auto\"\(alignment)>"
      column += 1
    case (.tableCell, false): html += isHeader ? "</th>" : "</td>"
    case (_, true):
      (isHeader, column) = (node.kind == .tableHeader, 0)
      html += "<tr>"
    case (_, false): html += "</tr>\n"
    }
  }
}

/// Whether two texts have the same words.
private func isSame(_ a: String, _ b: String) -> Bool {
  a.split(whereSeparator: \.isWhitespace) == b.split(whereSeparator: \.isWhitespace)
}
