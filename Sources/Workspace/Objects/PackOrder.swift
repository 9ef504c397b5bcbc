// Where objects stand in git's packs. Its own file: libgit2 does not tell, and contents that are read in another order than
// they were packed in are put together from their differences again and again (8 ms each instead of 0.5 ms for a file of
// 100 KB with 300 versions).

internal import Persona

/// The packs of a repository by their indexes, as far as they are of version 2.
struct PackOrder {
  /// A place in a pack.
  struct Place: Comparable {
    var pack: Int
    var offset: UInt64

    static func < (a: Place, b: Place) -> Bool { (a.pack, a.offset) < (b.pack, b.offset) }
  }

  private let indexes: [PackIndex]

  /// - Parameter folder: `objects/pack`.
  init(folder: String) {
    let names = entries(of: folder).map(\.name)
    indexes = names.filter { $0.hasSuffix(".idx") }.sorted().compactMap { PackIndex(folder + "/" + $0) }
  }

  /// Nil for an object that is in no pack, or in one that other repositories lend.
  func place(of id: ObjectID) -> Place? {
    for (number, index) in indexes.enumerated() {
      if let offset = index.offset(of: id.bytes) { return Place(pack: number, offset: offset) }
    }
    return nil
  }
}

/// `gitformat-pack`: a table of 256 counts, the names, their checksums, their offsets in 31 bits, those that need 64.
private struct PackIndex {
  private let bytes: [UInt8]
  private let count: Int

  private static let start: [UInt8] = [0xFF, 0x74, 0x4F, 0x63, 0, 0, 0, 2]
  private static let namesStart = 8 + 256 * 4
  /// An index of a hundred million objects is as large.
  private static let limitBytes = 4 << 30

  init?(_ path: String) {
    guard let found = try? FileStore.bytes(atAbsolutePath: path, limitBytes: Self.limitBytes),
      found.count >= Self.namesStart, found.starts(with: Self.start)
    else { return nil }
    bytes = found
    count = Int(Self.number(in: found, at: 8 + 255 * 4))
    guard bytes.count >= Self.namesStart + count * (ObjectID.byteCount + 8) else { return nil }
  }

  private static func number(in bytes: [UInt8], at place: Int) -> UInt32 {
    bytes[place..<(place + 4)].reduce(0) { $0 << 8 | UInt32($1) }
  }

  func offset(of name: [UInt8]) -> UInt64? {
    var low = name[0] == 0 ? 0 : Int(Self.number(in: bytes, at: 8 + (Int(name[0]) - 1) * 4))
    var high = Int(Self.number(in: bytes, at: 8 + Int(name[0]) * 4))
    guard low <= high, high <= count else { return nil }
    while low < high {
      let middle = (low + high) / 2
      let start = Self.namesStart + middle * ObjectID.byteCount
      let found = bytes[start..<(start + ObjectID.byteCount)]
      if found.elementsEqual(name) { return offset(at: middle) }
      if found.lexicographicallyPrecedes(name) { low = middle + 1 } else { high = middle }
    }
    return nil
  }

  private func offset(at position: Int) -> UInt64? {
    let start = Self.namesStart + count * (ObjectID.byteCount + 4)
    let offset = Self.number(in: bytes, at: start + 4 * position)
    guard offset >> 31 == 1 else { return UInt64(offset) }
    let place = start + 4 * count + 8 * Int(offset & 0x7FFF_FFFF)
    guard place + 8 <= bytes.count else { return nil }
    return UInt64(Self.number(in: bytes, at: place)) << 32 | UInt64(Self.number(in: bytes, at: place + 4))
  }
}
