// Every distinct identifier of all segments once, as a number that does not depend on the order of the input.

import EventStream
import Persona

/// Identifiers numbered by priority of their kind, then by key.
struct IdentifierNumbers: Sendable {
  let form: IdentifierForm
  /// By number; ascending within a kind.
  let keys: [IdentifierKey]
  /// Numbers of kind `k` are `kindStarts[k]..<kindStarts[k + 1]`.
  let kindStarts: [Int]
  /// Of each number a place where its text stands: segment, and the identifier's place in it.
  private let homes: [Home]

  fileprivate struct Home: Sendable {
    var segment: UInt32
    var place: UInt32
  }

  var count: Int { keys.count }

  func kind(of number: Int) -> Int {
    var kind = 0
    while number >= kindStarts[kind + 1] { kind += 1 }
    return kind
  }

  /// The number of an identifier as people write it; `nil` when it was never seen or never links.
  func number(of identifier: Identifier) -> Int? {
    form.key(of: identifier).flatMap { number(of: $0.key, kind: $0.kind) }
  }

  private func number(of key: IdentifierKey, kind: Int) -> Int? {
    var (low, high) = (kindStarts[kind], kindStarts[kind + 1])
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < key { low = middle + 1 } else { high = middle }
    }
    return low < kindStarts[kind + 1] && keys[low] == key ? low : nil
  }

  /// Identifiers in the form in which they are compared, in the order of the numbers given.
  func identifiers(_ wanted: [Int], in segments: LoggedSegments) throws(Failure) -> [Identifier] {
    var result = [Identifier?](repeating: nil, count: wanted.count)
    let bySegment = Dictionary(grouping: wanted.indices) { homes[wanted[$0]].segment }
    for (segment, places) in bySegment {
      let strings = try segments[Int(segment)].segment.strings()
      let pool = try segments[Int(segment)].segment.identifiers()
      for place in places {
        let number = wanted[place]
        let text = strings.range(of: pool.values[Int(homes[number].place)])
        result[place] = form.identifier(strings.bytes[text], kind: kind(of: number))
      }
    }
    return result.compactMap(\.self)
  }

  /// The numbers of a segment's identifiers, worked out anew; `EventBatch.none` for one that never links.
  func numbers(ofSegment index: Int, in segments: LoggedSegments) throws(Failure) -> [UInt32] {
    var form = form
    let kinds = segments.kinds(of: index)
    let strings = try segments[index].segment.strings()
    let pool = try segments[index].segment.identifiers()
    return (0..<pool.count).map { place in
      let kind = kinds[Int(pool.kinds[place])]
      let key = form.key(of: strings.bytes[strings.range(of: pool.values[place])], kind: kind)
      return key.flatMap { number(of: $0, kind: kind) }.map { UInt32($0) } ?? EventBatch.none
    }
  }

  /// The numbers of the identifiers that are forgotten.
  func forgotten(
    _ forgets: @escaping Forgets, in segments: LoggedSegments, threads: Int
  ) throws(Failure) -> [Int] {
    // Each identifier is asked for where it is at home, so once.
    var atHome = [[UInt32]](repeating: [], count: segments.count)
    for (number, home) in homes.enumerated() { atHome[Int(home.segment)].append(UInt32(number)) }
    let wanted = atHome
    return try inParallel(segments.count, threads: threads) { index throws(Failure) in
      let strings = try segments[index].segment.strings()
      let pool = try segments[index].segment.identifiers()
      return wanted[index].map { Int($0) }.filter { number in
        let kind = kind(of: number)
        let text = strings.range(of: pool.values[Int(homes[number].place)])
        return forgets(form.kinds[kind].name, form.compared(strings.bytes[text], kind: kind))
      }
    }.flatMap(\.self)
  }
}

extension IdentifierNumbers {
  /// Numbers the identifiers of all sets. Throws when there are more than 32-bit numbers can count.
  ///
  /// - Returns: the numbers, and of each segment that of each of its identifiers; `EventBatch.none` for one that never
  ///   links or that no set needs.
  static func numbering(
    _ segments: LoggedSegments, form: IdentifierForm, threads: Int
  ) throws(Failure) -> (numbers: IdentifierNumbers, ofSegments: [[UInt32]]) {
    let total = segments.list.reduce(0) { $0 + $1.segment.rowCount }
    let partBits = PartitionStore.partitionCount(records: total, each: 1 << 17, most: 256)
      .trailingZeroBitCount
    let keyed = try inParallel(segments.list.count, threads: threads) { index throws(Failure) in
      try SegmentKeys(
        segments[index], form: form, kinds: segments.kinds(of: index), bits: partBits)
    }
    let kindCount = form.kinds.count
    let parts = try inParallel(1 << partBits, threads: threads) { part throws(Failure) in
      DistinctKeys(keyed, part: part, kindCount: kindCount)
    }

    // Kind after kind, and within a kind part after part: parts are ranges of keys.
    var starts = [[Int]](repeating: [], count: parts.count)
    var kindStarts = [0]
    var keys: [IdentifierKey] = []
    var homes: [Home] = []
    for kind in 0..<kindCount {
      for (number, part) in parts.enumerated() {
        starts[number].append(keys.count)
        let range = part.kindStarts[kind]..<part.kindStarts[kind + 1]
        keys.append(contentsOf: part.entries[range].lazy.map(\.key))
        homes.append(contentsOf: part.entries[range].lazy.map(\.home))
      }
      kindStarts.append(keys.count)
    }
    guard keys.count < Int32.max else {
      throw Failure(
        "cannot link the identifiers", causes: ["there are more than \(Int32.max) of them"],
        hint: "map fewer identifiers; ids of events are none")
    }
    let partStarts = starts
    let ofSegments = try inParallel(keyed.count, threads: threads) { index throws(Failure) in
      keyed[index].numbers(segment: index, parts: parts, starts: partStarts)
    }
    return (IdentifierNumbers(form: form, keys: keys, kindStarts: kindStarts, homes: homes), ofSegments)
  }
}

/// The keys of one segment's identifiers, in parts by their leading bits.
private struct SegmentKeys: Sendable {
  /// Of each identifier; meaningless for those in no part.
  private var keys: [IdentifierKey] = []
  private var kinds: [UInt16] = []
  /// The places of the identifiers, part after part.
  private var order: [UInt32] = []
  private var partStarts: [Int] = []

  init(
    _ logged: LoggedSegment, form: IdentifierForm, kinds kindOfIndex: [Int], bits: Int
  ) throws(Failure) {
    var form = form
    let pool = try logged.segment.identifiers()
    let strings = try logged.segment.strings()
    var isNeeded = [Bool](repeating: false, count: pool.count)
    for member in pool.members { isNeeded[Int(member)] = true }
    keys.reserveCapacity(pool.count)
    kinds.reserveCapacity(pool.count)
    var counts = [Int](repeating: 0, count: 1 << bits)
    for place in 0..<pool.count {
      let kind = kindOfIndex[Int(pool.kinds[place])]
      var key: IdentifierKey?
      if isNeeded[place] {
        key = form.key(of: strings.bytes[strings.range(of: pool.values[place])], kind: kind)
      }
      isNeeded[place] = key != nil
      keys.append(key ?? IdentifierKey(high: 0, low: 0))
      kinds.append(UInt16(kind))
      if let key { counts[Self.part(of: key, bits: bits)] += 1 }
    }
    partStarts = [0]
    for count in counts { partStarts.append(partStarts[partStarts.count - 1] + count) }
    var next = partStarts
    order = Array(repeating: 0, count: partStarts[counts.count])
    for place in 0..<pool.count where isNeeded[place] {
      let part = Self.part(of: keys[place], bits: bits)
      order[next[part]] = UInt32(place)
      next[part] += 1
    }
  }

  private static func part(of key: IdentifierKey, bits: Int) -> Int {
    bits == 0 ? 0 : Int(key.high >> UInt64(64 - bits))
  }

  func places(inPart part: Int) -> ArraySlice<UInt32> { order[partStarts[part]..<partStarts[part + 1]] }

  func key(at place: UInt32) -> IdentifierKey { keys[Int(place)] }
  func kind(at place: UInt32) -> UInt16 { kinds[Int(place)] }

  /// Of each identifier its final number.
  func numbers(segment: Int, parts: [DistinctKeys], starts: [[Int]]) -> [UInt32] {
    var result = [UInt32](repeating: EventBatch.none, count: keys.count)
    for (part, distinct) in parts.enumerated() {
      let codes = distinct.codes(ofSegment: segment)
      for (place, code) in zip(places(inPart: part), codes) {
        let kind = Int(kinds[Int(place)])
        result[Int(place)] = UInt32(starts[part][kind] + Int(code) - distinct.kindStarts[kind])
      }
    }
    return result
  }
}

/// The distinct keys of one part over all segments, by kind and key.
private struct DistinctKeys: Sendable {
  struct Entry: Sendable {
    var key: IdentifierKey
    var kind: UInt16
    var home: IdentifierNumbers.Home
  }

  private(set) var entries: [Entry] = []
  private(set) var kindStarts: [Int] = []
  /// For each segment's places in this part, in that order: the index of the entry.
  private var codes: [UInt32] = []
  private var segmentStarts = [0]

  init(_ segments: [SegmentKeys], part: Int, kindCount: Int) {
    let total = segments.reduce(0) { $0 + $1.places(inPart: part).count }
    codes.reserveCapacity(total)
    var slots = HashSlots()
    for (index, segment) in segments.enumerated() {
      for place in segment.places(inPart: part) {
        let entry = Entry(
          key: segment.key(at: place), kind: segment.kind(at: place),
          home: .init(segment: UInt32(index), place: place))
        codes.append(code(of: entry, &slots))
      }
      segmentStarts.append(codes.count)
    }
    sort(kindCount: kindCount)
  }

  func codes(ofSegment segment: Int) -> ArraySlice<UInt32> {
    codes[segmentStarts[segment]..<segmentStarts[segment + 1]]
  }

  private mutating func code(of entry: Entry, _ slots: inout HashSlots) -> UInt32 {
    var search = slots.search(entry.key.low)
    while let code = slots.next(&search) {
      // Kinds are in the key: the same key is the same kind.
      if entries[Int(code)].key == entry.key { return code }
    }
    if slots.isFull { slots.grow(hashes: entries.lazy.map(\.key.low)) }
    entries.append(entry)
    slots.insert(UInt32(entries.count - 1), hash: entry.key.low)
    return UInt32(entries.count - 1)
  }

  /// The leading half of a key, with the index of its entry.
  private struct SortKey {
    var high: UInt64
    var index: UInt32
  }

  private mutating func sort(kindCount: Int) {
    kindStarts = Array(repeating: 0, count: kindCount + 1)
    for entry in entries { kindStarts[Int(entry.kind) + 1] += 1 }
    for kind in 0..<kindCount { kindStarts[kind + 1] += kindStarts[kind] }
    var next = kindStarts
    var order = [SortKey](repeating: SortKey(high: 0, index: 0), count: entries.count)
    for (index, entry) in entries.enumerated() {
      order[next[Int(entry.kind)]] = SortKey(high: entry.key.high, index: UInt32(index))
      next[Int(entry.kind)] += 1
    }
    for kind in 0..<kindCount {
      order[kindStarts[kind]..<kindStarts[kind + 1]].sort { a, b in
        a.high != b.high
          ? a.high < b.high : entries[Int(a.index)].key.low < entries[Int(b.index)].key.low
      }
    }
    var places = [UInt32](repeating: 0, count: order.count)
    for (place, key) in order.enumerated() { places[Int(key.index)] = UInt32(place) }
    for index in codes.indices { codes[index] = places[Int(codes[index])] }
    entries = order.map { entries[Int($0.index)] }
  }
}
