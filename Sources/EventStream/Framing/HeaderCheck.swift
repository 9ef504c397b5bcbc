// Mapped columns against the headers of a source's files.

internal import Persona

/// The columns that a mapping names, and the slot of each.
struct ColumnPlan: Sendable {
  var slots: [String: Int] = [:]
  /// Groups of columns of which each file must have one: without, none of its records tells of anybody, or of any event.
  var needed: [Set<String>] = []
}

/// Maps the columns of each file, and knows which mapped ones its header and all headers lack.
struct HeaderCheck {
  private let columns: ColumnPlan
  /// Mapped ones that no header has had so far.
  private var missing: Set<String>
  /// The headers without all mapped columns.
  private var incomplete: [Header] = []

  private struct Header {
    var names: [String]
    var place: SourceLocation
    var delimiter: UInt8?
  }

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
    if !seen.isSuperset(of: columns.slots.keys) {
      incomplete.append(Header(names: names, place: place, delimiter: delimiter))
    }
    return layout
  }

  /// Says which mapped columns no header had, or which a file cannot do without; `nil` when there are none, or was no header
  /// at all.
  var failure: Failure? {
    guard let first = incomplete.first else { return nil }
    guard missing.isEmpty else { return Self.failure(missing.sorted(), of: first) }
    for header in incomplete {
      guard let lacking = columns.needed.first(where: { $0.isDisjoint(with: header.names) }) else { continue }
      return Self.failure(
        lacking.sorted(), of: header,
        causes: [
          "other files of the source have \(lacking.count == 1 ? "it" : "one of them"), and without it this one "
            + "tells nothing"
        ])
    }
    return nil
  }

  /// What single files lack, where it is no failure.
  var lacking: [LackingColumns] {
    incomplete.map { header in
      let names = Set(columns.slots.keys).subtracting(header.names).sorted()
      return LackingColumns(place: header.place, columns: names, hint: Self.hint(names, of: header))
    }
  }

  private static func failure(_ names: [String], of header: Header, causes: [String] = []) -> Failure {
    let columns = names.count == 1 ? "is no column" : "are no columns"
    return Failure(
      "there \(columns) \(listed(names))", at: header.place, causes: causes, hint: hint(names, of: header))
  }

  private static func hint(_ names: [String], of header: Header) -> String {
    let near = names.compactMap { suggestion(for: $0, among: header.names) }
    if near.count == names.count { return "did you mean \(listed(near))?" }
    if header.names.count == 1, let other = otherDelimiter(in: header.names[0], than: header.delimiter) {
      return "the header looks as if it were separated by \(other): set the source's `format`"
    }
    return "the header has \(listed(header.names))"
  }

  /// The first eight names, and how many more there are.
  private static func listed(_ names: [String]) -> String {
    names.prefix(8).map { "`\($0)`" }.joined(separator: ", ")
      + (names.count > 8 ? " and \(names.count - 8) more" : "")
  }

  private static func otherDelimiter(in header: String, than delimiter: UInt8?) -> String? {
    let found = knownDelimiters.first { $0 != delimiter && header.utf8.contains($0) }
    return found.map { $0 == UInt8(ascii: "\t") ? "tabs" : "`\(Character(UnicodeScalar($0)))`" }
  }
}
