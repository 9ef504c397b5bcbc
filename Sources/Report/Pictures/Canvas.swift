// An SVG drawing made from the top down: shapes and text at whole coordinates, every text escaped.

/// A drawing of fixed width that grows downwards.
struct Canvas {
  /// As wide as a page on a git host shows without scaling; on a telephone it shrinks to about half, where
  /// text of 17 units is still read.
  static let width = 640
  static let margin = 20
  static let inner = width - 2 * margin

  private var elements: [String] = []
  /// Where the next thing starts.
  var y = margin

  mutating func text(_ text: String, x: Int, y: Int, classes: String = "") {
    elements.append("<text x=\"\(x)\" y=\"\(y)\"\(attribute(classes))>\(escapedXML(text))</text>")
  }

  mutating func rectangle(x: Int, y: Int, width: Int, height: Int, classes: String) {
    elements.append(
      "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(height)\"\(attribute(classes))/>")
  }

  mutating func circle(x: Int, y: Int, radius: Int, classes: String) {
    elements.append("<circle cx=\"\(x)\" cy=\"\(y)\" r=\"\(radius)\"\(attribute(classes))/>")
  }

  mutating func path(_ path: String, classes: String) {
    if !path.isEmpty { elements.append("<path d=\"\(path)\"\(attribute(classes))/>") }
  }

  /// The whole picture, as high as what was drawn. `title` and `description` say the same to those who do not see it.
  func svg(title: String, description: String) -> String {
    svg(
      title: title, description: description, width: Self.width, height: y + Self.margin,
      styleSheet: Palette.styleSheet)
  }

  /// The whole picture in a size of its own.
  func svg(title: String, description: String, width: Int, height: Int, styleSheet: String) -> String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
    viewBox="0 0 \(width) \(height)" role="img" aria-labelledby="title description">
    <title id="title">\(escapedXML(title))</title>
    <desc id="description">\(escapedXML(description))</desc>
    <style>
    \(styleSheet)
    </style>
    <rect width="\(width)" height="\(height)" rx="6" class="ground"/>
    \(elements.joined(separator: "\n"))
    </svg>

    """
  }

  private func attribute(_ classes: String) -> String { classes.isEmpty ? "" : " class=\"\(classes)\"" }
}

/// Text on one line as it may stand in XML, in an element or in a quoted attribute.
func escapedXML(_ text: String) -> String {
  let line = oneLine(text)
  guard line.utf8.contains(where: { "&<>\"'".utf8.contains($0) }) else { return line }
  return line.unicodeScalars.reduce(into: "") { escaped, scalar in
    switch scalar {
    case "&": escaped += "&amp;"
    case "<": escaped += "&lt;"
    case ">": escaped += "&gt;"
    case "\"": escaped += "&quot;"
    case "'": escaped += "&#39;"
    default: escaped.unicodeScalars.append(scalar)
    }
  }
}

/// The text, cut so that it takes about `width` units at a size of `size`, however wide its script is.
func fitted(_ text: String, width: Int, size: Int, isBold: Bool = false) -> String {
  fittedLine(oneLine(text), width: width, size: size, isBold: isBold)
}

/// The same of what is a line already, such as a sentence around names whose direction is set apart.
func fittedLine(_ line: String, width: Int, size: Int, isBold: Bool = false) -> String {
  var taken = 0.0
  var count = 0
  for character in line {
    taken += Double(size) * (isBold ? character.boldWidth : character.relativeWidth)
    if taken > Double(width) { return shortened(line, to: count) }
    count += 1
  }
  return line
}

/// The text on at most `lines` lines of `width` units, broken between words; what is too much is cut.
func wrapped(_ text: String, width: Int, size: Int, lines: Int) -> [String] {
  var result: [String] = []
  var words = oneLine(text).split(separator: " ")[...]
  while result.count < lines - 1, !words.isEmpty {
    var taken = 0.0
    var count = 0
    for word in words {
      if count > 0 { taken += Character(" ").relativeWidth }
      for character in word { taken += character.relativeWidth }
      if count > 0, width < Int(taken * Double(size)) { break }
      count += 1
    }
    let line = words.prefix(count).joined(separator: " ")
    // A word alone may be wider than the line.
    result.append(count == 1 ? fitted(line, width: width, size: size) : line)
    words = words.dropFirst(count)
  }
  if !words.isEmpty { result.append(fitted(words.joined(separator: " "), width: width, size: size)) }
  return result
}

extension Character {
  /// About how wide it is, as a part of the font's size; East Asian characters and emoji take a whole square.
  fileprivate var relativeWidth: Double {
    if let ascii = asciiValue {
      return (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(ascii) || self == "m" || self == "w"
        ? 0.74 : 0.55
    }
    if "—―".contains(self) { return 1 }
    // Other dashes, quotation marks and dots (U+2010 to U+2027) are as narrow as letters.
    if unicodeScalars.contains(where: { $0.value >= 0x1100 && !(0x2010...0x2027).contains($0.value) }) {
      return 1
    }
    return isUppercase ? 0.74 : 0.55
  }

  /// The same in bold, by DejaVu Sans, the widest of the common fonts: a title that is too long leaves the drawing.
  fileprivate var boldWidth: Double {
    switch self {
    case " ", ".", ",", ":", ";", "'", "’", "|", "!", "-", "i", "j", "l", "I": 0.4
    case "f", "r", "t", "(", ")": 0.5
    case "M", "W", "m", "w", "…": 1.05
    case _ where relativeWidth == 1: 1
    default: isUppercase ? 0.8 : 0.7
    }
  }
}
