// Mapped columns against the headers of a source's files.

internal import Persona

/// The columns that a mapping names, and the slot of each.
struct ColumnPlan: Sendable {
  var slots: [String: Int] = [:]
  var mapped = MappedColumns()
  /// Columns that no file needs to have, unless no record counts without them.
  var optional: Set<String> = []
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
    var file: Int
  }

  init(columns: ColumnPlan) {
    self.columns = columns
    missing = Set(columns.slots.keys)
  }

  /// The layout of a file with these columns. Blanks around a name do not count; of two columns of one name
  /// the first counts, and it is an error if that name is mapped.
  mutating func layout(
    of header: [String], at place: SourceLocation, delimiter: UInt8?, file: Int = 0
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
      incomplete.append(Header(names: names, place: place, delimiter: delimiter, file: file))
    }
    return layout
  }

  /// Says which mapped columns no header had; `nil` when all were found or there was no header at all.
  var failure: Failure? {
    let names = missing.subtracting(columns.optional).sorted()
    guard !names.isEmpty, let first = incomplete.first else { return nil }
    return Failure("there \(Self.areNo(names))", at: first.place, hint: hint(names, of: first))
  }

  /// Says which columns a file cannot do without; `nil` when there is no such file. One without records can.
  ///
  /// - Parameter files: the numbers of those with records.
  func failure(of files: Set<Int>) -> Failure? {
    for header in incomplete where files.contains(header.file) {
      let needed = columns.mapped.needed(by: Set(header.names)).sorted()
      guard !needed.isEmpty else { continue }
      let cause =
        missing.isSuperset(of: needed)
        ? "no record counts without \(needed.count == 1 ? "it" : "any of them")"
        : "other files of the source have \(needed.count == 1 ? "it" : "them"), and no record of this one counts"
      return Failure(
        "there \(Self.areNo(needed))", at: header.place, causes: [cause],
        hint: Self.meant(needed, of: header)
          ?? "rename the column, or describe the file as a source of its own")
    }
    return nil
  }

  /// What single files lack.
  var lacking: [LackingColumns] {
    incomplete.compactMap { header in
      let own = Set(header.names)
      let names = columns.mapped.lacking(in: own).subtracting(columns.optional).sorted()
      guard !names.isEmpty else { return nil }
      return LackingColumns(
        place: header.place, columns: names, isWithoutEvents: !columns.mapped.givesEvents(with: own),
        hint: Self.meant(names, of: header))
    }
  }

  private static func areNo(_ names: [String]) -> String {
    (names.count == 1 ? "is no column " : "are no columns ") + listed(names)
  }

  private func hint(_ names: [String], of header: Header) -> String {
    if let meant = Self.meant(names, of: header) { return meant }
    if header.names.count == 1, let other = Self.otherDelimiter(in: header.names[0], than: header.delimiter) {
      return "the header looks as if it were separated by \(other): set the source's `format`"
    }
    let constant = names.first { columns.mapped.possibleConstants.contains($0) }
    return "the header has \(Self.listed(header.names))"
      + (constant.map { "; a text for all records is written `{ constant: \($0) }`" } ?? "")
  }

  private static func meant(_ names: [String], of header: Header) -> String? {
    let near = names.compactMap { suggestion(for: $0, among: header.names) }
    return near.count == names.count ? "did you mean \(listed(near))?" : nil
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
