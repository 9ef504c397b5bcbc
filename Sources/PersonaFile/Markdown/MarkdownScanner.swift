// The walk over the lines of a Markdown body that finds the tool's markers. It knows just enough of CommonMark to
// tell a marker from an example of one: fences, raw HTML, and the list items that end both.

/// Finds the markers and the first heading of a Markdown body, and what is still open at its end.
///
/// A marker counts at column 0, where no list item or quotation can hold it; it does not count inside a fence or
/// inside raw HTML that ends with its own mark (`<pre>`, a comment). Deeper nesting than the outermost list item
/// need not be told apart: all of it ends where that item ends.
struct MarkdownScanner {
  /// A fence or raw HTML that goes on until something ends it.
  private enum Open: Equatable {
    case fence(UInt8, length: Int)
    case html(HTMLBlock)
  }

  /// Index of the line, from 0.
  private(set) var markers: [(marker: Marker, line: Int)] = []
  private(set) var heading: String?
  /// What would swallow text that is added at the end: its name and the line it starts on.
  var openAtEnd: (name: String, line: Int)? {
    guard let open, openIndent == 0 else { return nil }
    switch open {
    case .fence: return ("code fence", openLine)
    case .html(.until): return ("HTML block", openLine)
    case .html(.untilBlankLine): return nil
    }
  }

  private var open: Open?
  private var openLine = 0
  /// The columns that the container of the open block is moved in; 0 for none.
  private var openIndent = 0
  /// The columns that the content of the outermost list item is moved in.
  private var listIndent: Int?
  /// Whether the last line was the marker of a list item and nothing else.
  private var isInEmptyItem = false
  /// The lines of the paragraph so far; empty between paragraphs.
  private var paragraph: [ArraySlice<UInt8>] = []
  /// Whether a quotation ends in a paragraph, which lines without `>` may go on with.
  private var isInQuotedParagraph = false
  private var isInParagraph: Bool { !paragraph.isEmpty || isInQuotedParagraph }

  /// Takes in the next line, without its line ending.
  mutating func scan(_ content: ArraySlice<UInt8>, line number: Int) {
    let line = MarkdownLine(content)
    if let open {
      if line.isBlank || line.indent >= openIndent {
        continueOpen(open, line, number)
        return
      }
      self.open = nil
    }
    if line.isBlank {
      endParagraph()
      // An item begins with one blank line at most.
      if isInEmptyItem { listIndent = nil }
      isInEmptyItem = false
      return
    }
    if let width = listIndent, line.indent < width {
      if isInParagraph, line.indent > 3 || line.start(inParagraph: true) == .text { return }
      listIndent = nil
      endParagraph()
    }
    begin(line, number)
  }

  private mutating func continueOpen(_ open: Open, _ line: MarkdownLine, _ number: Int) {
    switch open {
    case .fence(let byte, let length):
      if line.indent - openIndent <= 3, line.closesFence(byte, length: length) { self.open = nil }
    case .html(let block):
      if block.ends(on: line.rest) {
        self.open = nil
      } else if block == .untilBlankLine {
        noteMarker(line, number)
      }
    }
  }

  /// A line that starts something or goes on with a paragraph.
  private mutating func begin(_ line: MarkdownLine, _ number: Int) {
    guard line.indent - (listIndent ?? 0) <= 3 else { return }
    noteMarker(line, number)
    if listIndent == nil, !paragraph.isEmpty, line.isSetextUnderline {
      noteHeading(paragraph.map { String(decoding: trimmed($0), as: UTF8.self) }.joined(separator: " "))
      endParagraph()
      return
    }
    isInEmptyItem = false
    switch line.start(inParagraph: isInParagraph) {
    case .fence(let byte, let length):
      start(.fence(byte, length: length), number)
    case .html(let block):
      start(.html(block), number)
      if case .until = block, block.ends(on: line.rest) { open = nil }
    case .heading(let text):
      noteHeading(text)
      endParagraph()
    case .thematicBreak:
      endParagraph()
    case .quote:
      endParagraph()
      isInQuotedParagraph = line.endsInQuotedParagraph
    case .item(let markerBytes, let contentIndent, let interrupts):
      guard interrupts || paragraph.isEmpty else { return goOn(with: line) }
      endParagraph()
      let content = MarkdownLine(line.rest.dropFirst(markerBytes), column: line.indent + markerBytes)
      isInEmptyItem = content.isBlank && listIndent == nil
      listIndent = listIndent ?? contentIndent
      if !content.isBlank { begin(content, number) }
    case .text:
      goOn(with: line)
    }
  }

  private mutating func goOn(with line: MarkdownLine) {
    if !isInQuotedParagraph { paragraph.append(line.rest) }
  }

  private mutating func endParagraph() {
    paragraph = []
    isInQuotedParagraph = false
  }

  private mutating func start(_ block: Open, _ number: Int) {
    open = block
    openLine = number
    openIndent = listIndent ?? 0
    endParagraph()
  }

  private mutating func noteMarker(_ line: MarkdownLine, _ number: Int) {
    if let marker = Marker(line.rest, isAtStart: line.indent == 0 && listIndent == nil) {
      markers.append((marker, number))
    }
  }

  private mutating func noteHeading(_ text: String) {
    // A heading inside the tool's block names nobody.
    if heading == nil, !text.isEmpty, markers.last?.marker != .begin { heading = text }
  }
}
