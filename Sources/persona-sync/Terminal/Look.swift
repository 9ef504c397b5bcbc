// What a stream can show: colours, symbols, and how many columns. Worked out once, from the environment and from what
// was typed, so that everything else only says what a text means.

import Foundation

/// What was typed after `--color`.
enum ColorChoice: String, Sendable, CaseIterable {
  case auto, always, never
}

/// How texts look on one output stream.
struct Look: Sendable, Equatable {
  /// Whether text may carry escape sequences for colour.
  var hasColors = false
  /// Whether signs beyond ASCII are shown.
  var hasSymbols = true
  /// Columns that a line has; `nil` where nobody watches, and lines are as long as they are.
  var columns: Int?

  /// Whether somebody watches: the stream is a terminal.
  var isWatched: Bool { columns != nil }

  /// How a file or a pipe has it: the same bytes everywhere.
  static let plain = Look()

  /// - Parameters:
  ///   - isTerminal: whether the stream goes to a terminal.
  ///   - terminalColumns: the width that the terminal says it has.
  init(
    isTerminal: Bool, terminalColumns: Int? = nil, color: ColorChoice = .auto, environment: [String: String]
  ) {
    switch color {
    case .always: hasColors = true
    case .never: hasColors = false
    case .auto:
      hasColors =
        isTerminal && (environment["NO_COLOR"] ?? "").isEmpty
        && !["", "dumb"].contains(environment["TERM"] ?? "")
    }
    guard isTerminal else { return }
    hasSymbols = Self.isUnicode(environment)
    columns = environment["COLUMNS"].flatMap(Int.init).flatMap { $0 > 0 ? $0 : nil } ?? terminalColumns ?? 80
  }

  private init() {}

  /// Whether the locale writes UTF-8: the first variable that is set decides, as POSIX has it.
  private static func isUnicode(_ environment: [String: String]) -> Bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    let name = (locale ?? "").lowercased()
    return name.contains("utf-8") || name.contains("utf8")
  }

  /// What cut text ends with.
  var ellipsis: String { hasSymbols ? "…" : "..." }

  /// The text in the look of what it means; as it is, where there are no colours.
  func styled(_ style: Style, _ text: String) -> String {
    guard hasColors, !text.isEmpty else { return text }
    return "\u{1B}[\(style.code)m\(text)\u{1B}[m"
  }

  /// The text with signs that this stream can show, each as wide as before.
  func shown(_ text: String) -> String {
    guard !hasSymbols, !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
    return String(text.map { Self.substitutes[$0] ?? $0 })
  }

  /// Signs of our own words and what stands for them in ASCII. Letters are not among them: a name stays what it is.
  private static let substitutes: [Character: Character] = [
    "✓": "+", "✗": "x", "○": "o", "–": "-", "—": "-", "−": "-", "“": "\"", "”": "\"", "‘": "'", "’": "'",
    "…": "~", "→": ">", "←": "<", "↑": "^", "↓": "v", "·": ".", "•": "*", "×": "x", "±": "~",
    "│": "|", "─": "-", "├": "+", "└": "+", "┬": "+", "╮": "\\", "╯": "/", "●": "*", "\u{FFFD}": "?",
    "▁": "_", "▂": "_", "▃": ".", "▄": "-", "▅": "=", "▆": "+", "▇": "*", "█": "#",
  ]
}
