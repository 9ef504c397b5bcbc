// The values that are looked for, as hashes: eight to fifteen bytes for each, however long it is.

/// Hashes of values, ready to be added to those that are looked for. One for each batch of values.
public struct HashedValues: Sendable {
  fileprivate var wholes: [UInt64] = []
  /// Of what stands before the end of each run but the last.
  fileprivate var beginnings: [UInt64] = []
  fileprivate var longest = 0
  fileprivate var unsought: [[UInt64]] = Unsought.allCases.map { _ in [] }
  private var folded = FoldedText()

  public init() {}

  /// How many values were added.
  public private(set) var count = 0

  public mutating func removeAll() {
    wholes.removeAll(keepingCapacity: true)
    beginnings.removeAll(keepingCapacity: true)
    for reason in unsought.indices { unsought[reason].removeAll(keepingCapacity: true) }
    count = 0
  }

  /// Adds a value, in the form in which it is looked for, and answers its hash; nil when it is not looked for.
  @discardableResult
  public mutating func add(_ value: Span<UInt8>, isIdentifier: Bool) -> UInt64? {
    count += 1
    let (part, reason) = SoughtForm.part(of: value, isIdentifier: isIdentifier)
    folded.fold(value.extracting(part))
    let first = beginnings.count
    var (place, hash) = (0, 0 as UInt64)
    while place < folded.count {
      let end = folded.end(ofRunAt: place)
      hash = folded.hash(hash, place..<end)
      if end < folded.count, folded.isStart(place) { beginnings.append(hash) }
      place = end
    }
    if let reason {
      beginnings.removeLast(beginnings.count - first)
      unsought[reason.rawValue].append(hash)
      return nil
    }
    longest = max(longest, part.count)
    wholes.append(hash)
    return hash
  }

  /// The folded text of the value that was added last.
  public var lastText: ArraySlice<UInt8> { folded.text(0..<folded.count) }
}

/// The values that are looked for.
///
/// A filter of bits says of nearly every text at once that it is neither a value nor the beginning of one; what it
/// lets pass is looked up. It is as large as the values need, so that for few of them it stays in the near caches.
public struct SoughtValues: Sendable {
  private var parts: [HashSet]
  private var filter: [UInt64]
  /// Leading bits of a hash that are its place in the filter.
  private var filterBits: Int
  private var bitsSet = 0
  private(set) var longest = 0
  private var unsoughtParts = Unsought.allCases.map { _ in HashSet(expected: 0) }

  /// 64 MiB.
  private static let mostFilterBits = 29
  private static let fewestFilterBits = 15
  /// Values for which there is room from the start: 100 MB. Values that are repeated often may be far fewer.
  private static let mostExpected = 10_000_000

  /// - Parameter most: no more values than these will be added, counting repeated ones.
  public init(most: Int) {
    // Tables that grow leave holes in memory as large as they were.
    let expected = min(most, Self.mostExpected) / 256
    parts = Array(repeating: HashSet(expected: expected), count: 256)
    // An e-mail address or a UUID sets four or five bits.
    let wanted = Int.bitWidth - (max(1, most) * 5 * 64).leadingZeroBitCount
    filterBits = min(Self.mostFilterBits, max(Self.fewestFilterBits, wanted))
    filter = Array(repeating: 0, count: 1 << (filterBits - 6))
  }

  /// How many different values there are.
  public var count: Int { parts.reduce(0) { $0 + $1.count } }

  /// How many different values are not looked for.
  public func count(of reason: Unsought) -> Int { unsoughtParts[reason.rawValue].count }

  /// Adds values; not after `finish()`.
  public mutating func add(_ values: borrowing HashedValues) {
    longest = max(longest, values.longest)
    for hash in values.wholes {
      parts[Int(hash & 255)].insert(hash)
      note(hash)
    }
    for hash in values.beginnings { note(hash) }
    for reason in unsoughtParts.indices {
      for hash in values.unsought[reason] { unsoughtParts[reason].insert(hash) }
    }
  }

  private mutating func note(_ hash: UInt64) {
    let place = Int(hash >> UInt64(64 - filterBits))
    let bit: UInt64 = 1 << UInt64(place & 63)
    if filter[place >> 6] & bit == 0 {
      filter[place >> 6] |= bit
      bitsSet += 1
    }
  }

  /// Makes the filter as small as it can be with one bit of a hundred set, halving it by joining neighbours.
  public mutating func finish() {
    let bits = filterBits
    while filterBits > Self.fewestFilterBits, bitsSet * 200 < 1 << filterBits {
      for index in 0..<(filter.count / 2) {
        filter[index] = Self.joined(filter[2 * index]) | Self.joined(filter[2 * index + 1]) << 32
      }
      filter.removeLast(filter.count / 2)
      filterBits -= 1
    }
    // A copy takes no more room than it needs; of a filter that is as large as before it would be a second one.
    if filterBits < bits { filter = filter.map(\.self) }
  }

  /// Each two neighbouring bits as one, in the lower half.
  private static func joined(_ word: UInt64) -> UInt64 {
    var bits = (word | word >> 1) & 0x5555_5555_5555_5555
    bits = (bits | bits >> 1) & 0x3333_3333_3333_3333
    bits = (bits | bits >> 2) & 0x0F0F_0F0F_0F0F_0F0F
    bits = (bits | bits >> 4) & 0x00FF_00FF_00FF_00FF
    bits = (bits | bits >> 8) & 0x0000_FFFF_0000_FFFF
    return (bits | bits >> 16) & 0xFFFF_FFFF
  }

  /// False when this is certainly neither a value nor the beginning of one.
  @inline(__always)
  func mayBegin(_ hash: UInt64) -> Bool {
    let place = Int(hash >> UInt64(64 - filterBits))
    return filter[place >> 6] >> UInt64(place & 63) & 1 == 1
  }

  func contains(_ hash: UInt64) -> Bool { parts[Int(hash & 255)].contains(hash) }
}

/// Hashes that were seen, by open addressing. It grows by half, so that it is at least half full.
private struct HashSet {
  private(set) var count = 0
  /// Zero for a free place; the hash zero is kept as one.
  private var places: [UInt64]

  init(expected: Int) { places = Array(repeating: 0, count: expected == 0 ? 0 : expected * 21 / 16 + 64) }

  mutating func insert(_ hash: UInt64) {
    if 5 * count >= 4 * places.count { grow() }
    let hash = max(1, hash)
    var place = home(of: hash)
    while places[place] != 0 {
      if places[place] == hash { return }
      place = place + 1 == places.count ? 0 : place + 1
    }
    places[place] = hash
    count += 1
  }

  func contains(_ hash: UInt64) -> Bool {
    guard !places.isEmpty else { return false }
    let hash = max(1, hash)
    var place = home(of: hash)
    while places[place] != 0 {
      if places[place] == hash { return true }
      place = place + 1 == places.count ? 0 : place + 1
    }
    return false
  }

  private func home(of hash: UInt64) -> Int {
    Int((hash &* 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: UInt64(places.count)).high)
  }

  private mutating func grow() {
    let old = places
    places = Array(repeating: 0, count: max(16, old.count * 3 / 2))
    count = 0
    for hash in old where hash != 0 { insert(hash) }
  }
}
