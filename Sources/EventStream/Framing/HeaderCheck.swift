// Mapped columns against the headers of a source's files.

internal import Persona

/// The columns that a mapping names, and the slot of each.
struct ColumnPlan: Sendable {
  var slots: [String: Int32] = [:]
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
    var layout = TableLayout()
    var seen: Set<String> = []
    let names = header.map { name in
      let bytes = Array(name.utf8)
      return String(decoding: bytes[boundsWithoutBlanks(of: bytes.span)], as: UTF8.self)
    }
    for name in names {
      let slot = columns.slots[name]
      if !seen.insert(name).inserted {
        if slot != nil {
          throw Failure(
            "the column `\(name)` stands twice in the header", at: place, hint: "rename one of the two")
        }
        layout.slots.append(TableLayout.unmapped)
      } else {
        layout.slots.append(slot ?? TableLayout.unmapped)
        missing.remove(name)
      }
    }
    if first == nil, !seen.isSuperset(of: columns.slots.keys) { first = (names, place, delimiter) }
    return layout
  }

  /// Says which mapped column no header had; `nil` when all were found or there was no header at all.
  var failure: Failure? {
    guard let name = missing.min(), let first else { return nil }
    var hint: String
    if let near = suggestion(for: name, among: first.names) {
      hint = "did you mean `\(near)`?"
    } else if first.names.count == 1, let other = otherDelimiter(in: first.names[0], than: first.delimiter) {
      hint = "the header looks as if it were separated by \(other): set the source's `format`"
    } else {
      let listed = first.names.prefix(8).map { "`\($0)`" }.joined(separator: ", ")
      hint = "the header has \(listed)" + (first.names.count > 8 ? " and \(first.names.count - 8) more" : "")
    }
    return Failure("there is no column `\(name)`", at: first.place, hint: hint)
  }

  private func otherDelimiter(in header: String, than delimiter: UInt8?) -> String? {
    let found = knownDelimiters.first { $0 != delimiter && header.utf8.contains($0) }
    return found.map { $0 == UInt8(ascii: "\t") ? "tabs" : "`\(Character(UnicodeScalar($0)))`" }
  }
}
