// What a record says as one number: an order of records that does not depend on where they were read.

import EventStream
import Persona

/// Hashes rows of one segment by everything that they say: texts by their hashes, numbers as they are.
///
/// Only for records whose id, version and time are the same: there a collision, one in 10^19, would decide which of
/// two counts by chance.
struct ContentHash {
  private let segment: Segment
  private let strings: StringPool
  private let identifiers: IdentifierPool

  init(_ segment: Segment) throws(Failure) {
    self.segment = segment
    strings = try segment.strings()
    identifiers = try segment.identifiers()
  }

  func hashes(of rows: [Int]) throws(Failure) -> [UInt64] {
    var hashes = [UInt64](repeating: 0, count: rows.count)
    var codes: [UInt32] = []
    let columns: [Segment.CodeColumn] = [.events, .channels, .screens, .currencies, .sessions, .orders]
    for column in columns + segment.textProperties.map({ .property($0) }) {
      try segment.read(column, into: &codes)
      for (place, row) in rows.enumerated() { hashes[place].mix(textHash(codes[row])) }
    }
    var numbers: [Int64] = []
    for column in [.amounts] + segment.numberProperties.map({ Segment.NumberColumn.property($0) }) {
      try segment.read(column, into: &numbers)
      for (place, row) in rows.enumerated() { hashes[place].mix(UInt64(bitPattern: numbers[row])) }
    }
    try segment.read(.sets, into: &codes)
    for (place, row) in rows.enumerated() { hashes[place].mix(setHash(Int(codes[row]))) }
    try addTraits(rows, &hashes)
    return hashes
  }

  private func textHash(_ code: UInt32) -> UInt64 { code == EventBatch.none ? 0 : strings.hashes[Int(code)] }

  /// The same for the same identifiers, in whichever order a segment numbers them.
  private func setHash(_ set: Int) -> UInt64 {
    identifiers.range(of: set).reduce(0) { sum, place in
      let number = Int(identifiers.members[place])
      var hash = UInt64(identifiers.kinds[number])
      hash.mix(textHash(identifiers.values[number]))
      return sum &+ hash
    }
  }

  private func addTraits(_ rows: [Int], _ hashes: inout [UInt64]) throws(Failure) {
    let traits = try segment.traits()
    guard !traits.rows.isEmpty else { return }
    let places = Dictionary(grouping: rows.indices) { UInt32(rows[$0]) }
    for (index, row) in traits.rows.enumerated() {
      for place in places[row] ?? [] {
        hashes[place].mix(UInt64(traits.names[index]))
        hashes[place].mix(textHash(traits.values[index]))
      }
    }
  }
}
