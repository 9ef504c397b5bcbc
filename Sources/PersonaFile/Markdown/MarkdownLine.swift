// What one line of Markdown begins, by CommonMark 0.31: the leaf of the scanner that finds the tool's block.

/// A line of Markdown without its line ending, after its indentation.
struct MarkdownLine {
  /// The bytes after the indentation.
  let rest: ArraySlice<UInt8>
  /// The column, from 0, on which `rest` starts; tabs go to the next multiple of four.
  let indent: Int

  init(_ content: ArraySlice<UInt8>, column: Int = 0) {
    var indent = column
    var start = content.startIndex
    while start < content.endIndex, content[start] == .space || content[start] == .tab {
      indent += content[start] == .tab ? 4 - indent % 4 : 1
      start += 1
    }
    rest = content[start...]
    self.indent = indent
  }

  var isBlank: Bool { rest.isEmpty }

  /// What a line can begin.
  enum Start: Equatable {
    case fence(UInt8, length: Int)
    case html(HTMLBlock)
    case heading(String)
    case thematicBreak
    case quote
    /// A list item: bytes of its marker and the columns its content is moved in, and whether it may interrupt
    /// a paragraph.
    case item(markerBytes: Int, contentIndent: Int, interrupts: Bool)
    case text
  }

  func start(inParagraph: Bool) -> Start {
    guard let first = rest.first else { return .text }
    switch first {
    case UInt8(ascii: "`"), UInt8(ascii: "~"):
      return fence(first) ?? .text
    case UInt8(ascii: "<"):
      return HTMLBlock(start: rest, inParagraph: inParagraph).map { .html($0) } ?? .text
    case UInt8(ascii: "#"):
      return heading.map { .heading($0) } ?? .text
    case UInt8(ascii: ">"):
      return .quote
    case UInt8(ascii: "*"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      return isThematicBreak ? .thematicBreak : item ?? .text
    default:
      return item ?? .text
    }
  }

  /// Whether the line ends a fence that was opened with `length` of `byte`.
  func closesFence(_ byte: UInt8, length: Int) -> Bool {
    let run = rest.prefix { $0 == byte }.count
    return run >= length && rest.dropFirst(run).allSatisfy(isSpace)
  }

  /// Whether the line underlines the paragraph above it as a heading.
  var isSetextUnderline: Bool {
    guard let first = rest.first, first == UInt8(ascii: "=") || first == UInt8(ascii: "-") else {
      return false
    }
    return rest.drop { $0 == first }.allSatisfy(isSpace)
  }

  /// Whether a line that starts with `>` ends in text of the quotation, or of a quotation in it.
  var endsInQuotedParagraph: Bool {
    let content = rest.drop { $0 == UInt8(ascii: ">") || isSpace($0) }
    return !content.isEmpty && MarkdownLine(content).start(inParagraph: false) == .text
  }

  private func fence(_ byte: UInt8) -> Start? {
    let length = rest.prefix { $0 == byte }.count
    // The info string after backticks holds none, so that code spans are not taken for fences.
    guard length >= 3, byte == UInt8(ascii: "~") || !rest.dropFirst(length).contains(byte) else { return nil }
    return .fence(byte, length: length)
  }

  private var heading: String? {
    let level = rest.prefix { $0 == UInt8(ascii: "#") }.count
    let content = rest.dropFirst(level)
    guard level <= 6, content.first.map(isSpace) ?? true else { return nil }
    var words = trimmed(content)
    let withoutClosing = words.reversed().drop { $0 == UInt8(ascii: "#") }.reversed()
    if withoutClosing.last.map(isSpace) ?? true { words = trimmed(ArraySlice(withoutClosing)) }
    return String(decoding: words, as: UTF8.self)
  }

  private var isThematicBreak: Bool {
    let marks = rest.filter { !isSpace($0) }
    return marks.count >= 3 && marks.allSatisfy { $0 == rest[rest.startIndex] }
  }

  private var item: Start? {
    guard let first = rest.first else { return nil }
    var markerBytes = 1
    var startsAtOne = true
    if (0x30...0x39).contains(first) {
      let digits = rest.prefix { (0x30...0x39).contains($0) }
      guard digits.count <= 9, let end = rest.dropFirst(digits.count).first,
        end == UInt8(ascii: ".") || end == UInt8(ascii: ")")
      else { return nil }
      markerBytes = digits.count + 1
      startsAtOne = digits.elementsEqual("1".utf8)
    } else if !"*-+".utf8.contains(first) {
      return nil
    }
    let content = rest.dropFirst(markerBytes)
    guard content.first.map(isSpace) ?? true else { return nil }
    let after = MarkdownLine(content, column: indent + markerBytes)
    let spaces = after.indent - indent - markerBytes
    let contentIndent = indent + markerBytes + (after.isBlank || spaces > 4 ? 1 : spaces)
    return .item(
      markerBytes: markerBytes, contentIndent: contentIndent,
      interrupts: startsAtOne && !after.isBlank)
  }
}

func isSpace(_ byte: UInt8) -> Bool { byte == .space || byte == .tab }

func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  let end = bytes.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? bytes.startIndex
  return bytes[..<end].drop(while: isSpace)
}
