// One column of the log: grows without copying, and costs nothing while it is empty.

/// Values of one kind for all rows, in chunks.
///
/// A growing array would hold twice its size for a moment; chunks never do. A chunk in which every value is
/// `absent` is not stored at all, so that fields which a source does not have take no memory.
struct Column<Element: Equatable & Sendable>: Sendable {
  let absent: Element
  private(set) var count = 0
  /// Chunks of 65,536 values, the last one shorter; an empty one holds only `absent`.
  private var chunks: [[Element]] = []

  init(absent: Element) { self.absent = absent }

  private static var chunkBits: Int { 16 }
  private static var chunkMask: Int { (1 << chunkBits) - 1 }

  mutating func append(_ values: [Element]) {
    var rest = values[...]
    while !rest.isEmpty {
      let used = count & Self.chunkMask
      if used == 0 { chunks.append([]) }
      let last = chunks.count - 1
      let part = rest.prefix(Self.chunkMask + 1 - used)
      if chunks[last].isEmpty, part.contains(where: { $0 != absent }) {
        chunks[last] = Array(repeating: absent, count: used)
        chunks[last].append(contentsOf: part)
      } else if !chunks[last].isEmpty {
        chunks[last].append(contentsOf: part)
      }
      count += part.count
      rest = rest.dropFirst(part.count)
    }
  }

  mutating func append(_ value: Element) {
    let used = count & Self.chunkMask
    if used == 0 { chunks.append([]) }
    let last = chunks.count - 1
    if !chunks[last].isEmpty {
      chunks[last].append(value)
    } else if value != absent {
      chunks[last] = Array(repeating: absent, count: used)
      chunks[last].append(value)
    }
    count += 1
  }

  subscript(row: Int) -> Element {
    let chunk = row >> Self.chunkBits
    return chunks[chunk].isEmpty ? absent : chunks[chunk][row & Self.chunkMask]
  }

  var isAbsent: Bool { chunks.allSatisfy(\.isEmpty) }

  /// The values of these rows in this order; empty when there is none but `absent`.
  func values(of rows: [UInt32]) -> [Element] {
    isAbsent ? [] : rows.map { self[Int($0)] }
  }

  mutating func removeAll() { self = Column(absent: absent) }
}
