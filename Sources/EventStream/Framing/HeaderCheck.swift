// Mapped columns against the headers of a source's files.

internal import Persona

/// The columns that a mapping names, and the slot of each.
struct ColumnPlan: Sendable {
  var slots: [String: Int] = [:]
}

/// Maps the columns of each file, and knows which mapped ones no header has had so far.
struct HeaderCheck {
  private let columns: ColumnPlan
  private var missing: Set<String>
  /// The first header with a column missing: where to look.
  private var first: (names: [String], place: SourceLocation, delimiter: UInt8?)?

  init(columns: ColumnPlan) {
    self.columns = columns
    missing = Set(columns.slots.keys)
  }

  /// The layout of a file with these columns. Blanks around a name do not count; of two columns of one name
  /// the first counts, and it is an error if that name is mapped.
  mutating func layout(
    of header: [String], at place: SourceLocation, delimiter: UInt8?
  ) throws(Failure) -> TableLayout {
    var layout = TableLayout(columnCount: header.count)
    var seen: Set<String> = []
    let names = header.map { name in
      let bytes = Array(name.utf8)
      return String(decoding: bytes[boundsWithoutBlanks(of: bytes.span)], as: UTF8.self)
    }
    for (index, name) in names.enumerated() {
      let isNew = seen.insert(name).inserted
      guard let slot = columns.slots[name] else { continue }
      guard isNew else {
        throw Failure(
          "the column `\(name)` stands twice in the header", at: place, hint: "rename one of the two")
      }
      layout.mapped.append(TableLayout.Column(index: index, slot: slot))
      missing.remove(name)
    }
    if first == nil, !seen.isSuperset(of: columns.slots.keys) { first = (names, place, delimiter) }
    return layout
  }

  /// Says which mapped columns no header had; `nil` when all were found or there was no header at all.
  var failure: Failure? {
    guard !missing.isEmpty, let first else { return nil }
    let names = missing.sorted()
    let near = names.compactMap { suggestion(for: $0, among: first.names) }
    let hint: String
    if near.count == names.count {
      hint = "did you mean \(Self.listed(near))?"
    } else if first.names.count == 1, let other = otherDelimiter(in: first.names[0], than: first.delimiter) {
      hint = "the header looks as if it were separated by \(other): set the source's `format`"
    } else {
      hint = "the header has \(Self.listed(first.names))"
    }
    let columns = names.count == 1 ? "is no column" : "are no columns"
    return Failure("there \(columns) \(Self.listed(names))", at: first.place, hint: hint)
  }

  /// The first eight names, and how many more there are.
  private static func listed(_ names: [String]) -> String {
    names.prefix(8).map { "`\($0)`" }.joined(separator: ", ")
      + (names.count > 8 ? " and \(names.count - 8) more" : "")
  }

  private func otherDelimiter(in header: String, than delimiter: UInt8?) -> String? {
    let found = knownDelimiters.first { $0 != delimiter && header.utf8.contains($0) }
    return found.map { $0 == UInt8(ascii: "\t") ? "tabs" : "`\(Character(UnicodeScalar($0)))`" }
  }
}
