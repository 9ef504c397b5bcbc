// Headings and paragraphs that were written in HTML, as exports from wikis are: their words, and what of their form a
// page can show. Everything else about a tag is dropped.

internal import Markup

/// A heading or a paragraph of HTML.
struct HTMLPassage {
  /// 1 to 6; `nil` for a paragraph.
  var headingLevel: Int?
  /// Escaped, with no other tags than `strong`, `em` and `br`.
  var html = HTML()
  var words = ""
  /// Whether readers of the source have to unfold it.
  var isFolded = false
  /// Whether it is one of several that are alike: a row of a table, an item of a list.
  var isEntry = false
}

/// Reads one block of HTML after the other.
struct HTMLPassages {
  /// Elements around this place that are folded: one block opens them, a later one ends them.
  private var folds = 0
  /// What stands here has to be unfolded by readers of the source.
  var isFolded: Bool { folds > 0 }

  private var passages: [HTMLPassage] = []
  private var passage = HTMLPassage()
  /// The elements of form that are open in the passage: `strong` and `em` once at most.
  private var forms: [Form] = []
  /// What is put before the next words: blanks, and what separates the cells of a row.
  private var separator = ""
  /// The cell before this place in its row; `nil` outside rows.
  private var row: Row?

  private struct Row {
    var cell = ""
  }

  private enum Form {
    case strong, emphasis

    init?(_ tag: String) {
      switch tag {
      case "strong", "b": self = .strong
      case "em", "i": self = .emphasis
      default: return nil
      }
    }

    var opening: HTML { self == .strong ? "<strong>" : "<em>" }
    var closing: HTML { self == .strong ? "</strong>" : "</em>" }
  }

  /// The passages of a block of HTML that stands in Markdown. None of them is empty.
  mutating func read(_ block: String) -> [HTMLPassage] {
    (passages, row) = ([], nil)
    begin(level: nil)
    for piece in HTMLPiece.all(of: block) {
      switch piece {
      case .words(let words): add(words)
      case .begin(let tag): begin(tag)
      case .end(let tag): end(tag)
      }
    }
    finish()
    return passages
  }

  private mutating func begin(_ tag: String) {
    switch tag {
    case "details":
      folds += 1
      begin(level: nil)
    case "tr":
      begin(level: nil)
      passage.isEntry = true
      row = Row()
    case "td", "th": beginCell(tag)
    case "br": addLineBreak()
    case _ where Form(tag) != nil: open(tag)
    default: separate(tag)
    }
  }

  private mutating func end(_ tag: String) {
    switch tag {
    case "details":
      folds = max(0, folds - 1)
      begin(level: nil)
    case "tr", "table":
      row = nil
      begin(level: nil)
    case _ where Form(tag) != nil:
      guard let form = Form(tag), forms.last == form else { return }
      forms.removeLast()
      passage.html += form.closing
    default:
      // What follows a heading is no part of it.
      separate(headingLevels[tag] == nil ? tag : "p")
    }
  }

  /// A new passage outside rows; within them no more than a blank.
  private mutating func separate(_ tag: String) {
    let isBlock = blocks.contains(tag) || headingLevels[tag] != nil
    if isBlock, row == nil {
      begin(level: headingLevels[tag])
      if tag == "li" {
        passage.html += "• "
        passage.isEntry = true
      }
    } else if isBlock || tag.contains(":") {
      addSeparator(" ")
    }
  }

  /// The name of a row is followed by a colon, other cells by a dot.
  private mutating func beginCell(_ tag: String) {
    guard let before = row?.cell else { return addSeparator(" ") }
    row?.cell = tag
    if !passage.words.isEmpty { separator = before == "th" && tag == "td" ? ": " : " · " }
  }

  private mutating func open(_ tag: String) {
    guard let form = Form(tag), !forms.contains(form) else { return }
    flushSeparator()
    forms.append(form)
    passage.html += form.opening
  }

  private mutating func begin(level: Int?) {
    finish()
    passage = HTMLPassage(headingLevel: level, isFolded: isFolded)
    separator = ""
  }

  /// Ends the passage, which counts when it has words.
  private mutating func finish() {
    while let form = forms.popLast() { passage.html += form.closing }
    if !passage.words.isEmpty { passages.append(passage) }
    passage = HTMLPassage(isFolded: isFolded)
  }

  private mutating func addSeparator(_ blank: String) {
    if separator.isEmpty, !passage.words.isEmpty { separator = blank }
  }

  private mutating func flushSeparator() {
    passage.html.append(separator)
    passage.words += separator
    separator = ""
  }

  private mutating func addLineBreak() {
    guard !passage.words.isEmpty else { return }
    passage.html += "<br>\n"
    passage.words += " "
    separator = ""
  }

  /// Adds words; blanks in a row are one.
  private mutating func add(_ text: String) {
    for (place, run) in text.split(omittingEmptySubsequences: false, whereSeparator: isBlank).enumerated() {
      if place > 0 { addSeparator(" ") }
      guard !run.isEmpty else { continue }
      flushSeparator()
      let word = plainText(ofReferences: run)
      passage.html.append(word)
      passage.words += word
    }
  }
}

/// What HTML takes for one blank, however many follow each other.
private func isBlank(_ character: Character) -> Bool {
  character == " " || character == "\t" || character.isNewline || character == "\u{C}"
}

private let headingLevels = ["h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6]

/// Elements that begin on a line of their own.
private let blocks: Set<String> = [
  "address", "article", "aside", "blockquote", "caption", "center", "dd", "dialog", "dir", "div", "dl", "dt",
  "fieldset",
  "figcaption", "figure", "footer", "form", "header", "hr", "legend", "li", "main", "menu", "nav", "ol", "p",
  "pre",
  "section", "summary", "table", "tbody", "tfoot", "thead", "ul",
]

/// The characters that a word of HTML stands for, with references such as `&eacute;` in it: the Markdown library knows all
/// of them, and nothing else in the word means anything to it.
private func plainText(ofReferences word: Substring) -> String {
  guard word.contains("&") else { return String(word) }
  var escaped = ""
  for character in word {
    let isSign = character.isASCII && (character.isPunctuation || character.isSymbol)
    if isSign, !"&;".contains(character), character != "#" || escaped.last != "&" { escaped += "\\" }
    escaped.append(character)
  }
  guard let tree = MarkdownTree(escaped) else { return String(word) }
  var text = ""
  tree.walk { text += $0.literal }
  return text
}
