// Packed columns whose words lie in a file of the cache.

import EventStream
import Persona

/// Columns in a file: all but their words is at hand.
struct StoredColumns: Sendable {
  private let columns: PackedColumns
  let range: Range<Int>

  /// Stores columns; `nil` when there is no room, and then nothing is kept in the end.
  init?(_ columns: PackedColumns, in file: DerivedFile) {
    guard let range = file.write(columns.words) else { return nil }
    var columns = columns
    columns.words = []
    (self.columns, self.range) = (columns, range)
  }

  /// Throws when the words are not those that were packed.
  func read(from file: DerivedFile) throws(Failure) -> PackedColumns {
    var columns = columns
    columns.words = try file.words(range)
    guard columns.isIntact else { throw file.damage }
    return columns
  }

  func write(to writer: inout ByteWriter) {
    columns.writeForm(to: &writer)
    writer.write(Int64(range.lowerBound))
    writer.write(Int64(range.count))
  }

  init(_ reader: inout ByteReader) throws(DamagedBytes) {
    columns = try PackedColumns(formFrom: &reader)
    let (start, count) = (try reader.count(), try reader.count())
    guard count <= Int.max - start else { throw DamagedBytes() }
    range = start..<start + count
  }
}
