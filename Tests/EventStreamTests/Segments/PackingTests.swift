// Columns come back from a segment as they went in, in few bytes.

import Persona
import Testing

@testable import EventStream

@Suite struct PackingTests {
  /// Columns of every kind that packing tells apart, by the seed.
  private func codes(_ count: Int, _ random: inout SeededGenerator) -> [UInt32] {
    let largest = ([1, 200, 256, 60_000, 70_000, .max - 1] as [UInt32]).randomElement(using: &random) ?? 1
    let gaps = ([0, 0.1, 0.99, 1] as [Double]).randomElement(using: &random) ?? 0
    return (0..<count).map { _ in
      Double.random(in: 0..<1, using: &random) < gaps
        ? EventBatch.none : UInt32.random(in: 0...largest, using: &random)
    }
  }

  private func numbers(_ count: Int, _ random: inout SeededGenerator) -> [Int64] {
    let step = ([1, 7, 1000, 10_000, 1_000_000, 60_000_000] as [Int64]).randomElement(using: &random) ?? 1
    let most = ([0, 3, 300, 70_000, 1 << 40] as [Int64]).randomElement(using: &random) ?? 1
    let base = ([0, -5, 1_700_000_000_000_000, .min + 1] as [Int64]).randomElement(using: &random) ?? 0
    let gaps = ([0, 0.1, 0.99, 1] as [Double]).randomElement(using: &random) ?? 0
    return (0..<count).map { index in
      if Double.random(in: 0..<1, using: &random) < gaps { return EventBatch.noAmount }
      // Now and then a value that the step does not divide, and one from the other end of all numbers.
      switch UInt16.random(in: 0...9999, using: &random) {
      case 0: return base &+ 1
      case 1: return .max
      default: return base &+ Int64.random(in: 0...most, using: &random) &* step
      }
    }
  }

  private func batch(rows: Int, _ random: inout SeededGenerator) -> EventBatch {
    var batch = EventBatch()
    batch.rowCount = rows
    batch.times = numbers(rows, &random)
    batch.amounts = numbers(rows, &random)
    batch.versions = numbers(rows, &random)
    batch.events = codes(rows, &random)
    batch.channels = codes(rows, &random)
    batch.screens = codes(rows, &random)
    batch.sessions = codes(rows, &random)
    batch.orders = codes(rows, &random)
    batch.currencies = codes(rows, &random)
    batch.sets = (0..<rows).map { _ in UInt32.random(in: 0...300, using: &random) }
    let hasIDs = Bool.random(using: &random)
    batch.ids = (0..<rows).map { row in
      hasIDs && row % 3 > 0 ? EventID(high: UInt64(row), low: random.next()) : .none
    }
    batch.properties = [.text(codes(rows, &random)), .number(numbers(rows, &random))]
    for row in 0..<UInt32(rows) where Bool.random(using: &random) {
      batch.traitRows.append(row)
      batch.traitNames.append(UInt16(row % 5))
      batch.traitValues.append(UInt32.random(in: 0...9, using: &random))
    }
    for text in ["a", "", "Zoë", String(repeating: "x", count: 300)].shuffled(using: &random) {
      batch.strings.bytes += Array(text.utf8)
      batch.strings.ends.append(UInt32(batch.strings.bytes.count))
    }
    for number in 0..<UInt32(rows % 10) {
      batch.identifiers.kinds.append(UInt8(number % 3))
      batch.identifiers.values.append(number)
      batch.identifiers.members += number == 0 ? [0] : [number - 1, number]
      batch.identifiers.setEnds.append(UInt32(batch.identifiers.members.count))
      batch.identifiers.setTimes.append([EventBatch.noTime, .max, 5].randomElement(using: &random) ?? 5)
      batch.identifiers.setLocations.append(UInt64(3) << 40 + UInt64(number))
    }
    return batch
  }

  @Test("every column comes back as it went in", arguments: 1...60 as ClosedRange<UInt64>)
  func roundTrip(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let batch = batch(rows: [0, 1, 2, 63, 1000, 3001].randomElement(using: &random) ?? 1, &random)
    let segment = Segment(batch)
    #expect(segment.rowCount == batch.rowCount)
    // What stood in the array before is of no consequence.
    var codes: [UInt32] = [1, 2, 3]
    for (column, values) in [
      (.events, batch.events), (.channels, batch.channels), (.screens, batch.screens),
      (.sessions, batch.sessions), (.orders, batch.orders), (.currencies, batch.currencies),
      (.sets, batch.sets),
    ] as [(Segment.CodeColumn, [UInt32])] {
      try segment.read(column, into: &codes)
      #expect(codes == values, "\(column), seed \(seed)")
      let nothing = column == .sets ? 0 : EventBatch.none
      #expect(segment.isAbsent(column) == values.allSatisfy { $0 == nothing }, "\(column), seed \(seed)")
    }
    var numbers: [Int64] = []
    for (column, values) in [
      (.times, batch.times), (.amounts, batch.amounts), (.versions, batch.versions),
    ] as [(Segment.NumberColumn, [Int64])] {
      try segment.read(column, into: &numbers)
      #expect(numbers == values, "\(column), seed \(seed)")
      #expect(segment.isAbsent(column) == values.allSatisfy { $0 == EventBatch.noAmount }, "seed \(seed)")
    }
    var ids: [EventID] = []
    try segment.readIDs(into: &ids)
    #expect(ids == batch.ids)
    #expect(segment.hasIDs == batch.ids.contains { $0 != .none })
    if case .text(let column) = batch.properties[0], case .number(let other) = batch.properties[1] {
      try segment.read(.property(0), into: &codes)
      try segment.read(.property(1), into: &numbers)
      #expect(codes == column && numbers == other, "seed \(seed)")
    }
    try expectPools(of: segment, like: batch, seed: seed)
  }

  private func expectPools(of segment: Segment, like batch: EventBatch, seed: UInt64) throws {
    let strings = try segment.strings()
    #expect(strings.bytes == batch.strings.bytes && strings.ends == batch.strings.ends)
    let pool = try segment.identifiers()
    let other = batch.identifiers
    #expect(pool.kinds == other.kinds && pool.values == other.values && pool.members == other.members)
    #expect(pool.setEnds == other.setEnds && pool.setLocations == other.setLocations)
    #expect(pool.setTimes == other.setTimes, "seed \(seed)")
    let traits = try segment.traits()
    #expect(traits.rows == batch.traitRows && traits.names == batch.traitNames)
    #expect(traits.values == batch.traitValues)
  }

  /// `xxhash.xxh3_64_intdigest` of Python of each.
  @Test("texts come back with the hashes that they are looked up by")
  func hashes() throws {
    var batch = EventBatch()
    for text in ["user", "Zoë"] {
      batch.strings.bytes += Array(text.utf8)
      batch.strings.ends.append(UInt32(batch.strings.bytes.count))
    }
    #expect(try Segment(batch).strings().hashes == [0x99e3_89d2_5c10_af32, 0x44e1_6385_af55_d1be])
  }

  @Test("a row takes as many bytes as the range of its values needs")
  func sizes() {
    /// Bytes of a thousand rows, beyond those of no rows.
    func size(_ fill: (inout EventBatch) -> Void) -> Int {
      var batch = EventBatch()
      batch.rowCount = 1000
      fill(&batch)
      return unsafe SegmentPacker().pack(batch, file: 0) { header, _ in header.dataBytes }
    }
    let start: Int64 = 1_709_251_200_000_000
    #expect(size { _ in } == 0)
    #expect(size { $0.events = Array(repeating: EventBatch.none, count: 1000) } == 0)
    #expect(size { $0.events = Array(repeating: 7, count: 1000) } == 0)
    #expect(size { $0.events = (0..<1000).map { $0 % 200 } } == 1000)
    #expect(size { $0.sets = Array(1...1000) } == 2000)
    #expect(size { $0.screens = (0..<1000).map { $0 * 100 } } == 4000)
    // Whole seconds of an hour, milliseconds of a day, microseconds of a day.
    #expect(size { $0.times = (0..<1000).map { start + $0 * 3_000_000 } } == 2000)
    #expect(size { $0.times = (0..<1000).map { start + $0 * 86_399_000 + $0 % 7 * 1_000 } } == 4000)
    #expect(size { $0.times = (0..<1000).map { start + $0 * 86_399_999 + $0 % 7 } } == 8000)
    // Prices of ten orders: a row and a byte each, and what fills up to eight.
    #expect(
      size { batch in
        batch.amounts = Array(repeating: EventBatch.noAmount, count: 1000)
        for row in 0..<10 { batch.amounts[row * 100] = 4_990_000 + Int64(row) * 3_370_000 }
      } == 56)
    #expect(size { $0.ids = (1...1000).map { EventID(high: 0, low: $0) } } == 16_000)
  }

  @Test(
    "columns outside a segment come back as well, and no changed word goes unseen",
    arguments: 0..<60 as Range<UInt64>)
  func columns(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let count = seed % 10 == 0 ? 0 : Int.random(in: 1..<300, using: &random)
    let times = numbers(count, &random)
    let names = codes(count, &random)
    let hashes = (0..<count).map { $0 % 3 == 0 ? 0 : random.next() }
    let sources = (0..<count).map { UInt16($0 % 3) }
    let packed = PackedColumns.packing { writer in
      writer.add(times, nothing: EventBatch.noAmount)
      writer.add(names, nothing: EventBatch.none)
      writer.add(hashes, nothing: 0)
      writer.add([UInt32]())
      writer.add(sources)
      writer.add(sources.map { UInt8($0) })
    }
    #expect(packed.valueBytes == count * (8 + 4 + 8 + 2 + 1))
    var form = ByteWriter()
    packed.writeForm(to: &form)
    var bytes = ByteReader(form.bytes)
    var again = try PackedColumns(formFrom: &bytes)
    #expect(bytes.isAtEnd)
    #expect(again.isIntact == packed.words.isEmpty)
    again.words = packed.words
    #expect(again.isIntact)
    var reader = again.reader
    #expect(reader.read(nothing: EventBatch.noAmount) == times)
    #expect(reader.read(nothing: EventBatch.none) == names)
    #expect(reader.read(nothing: 0) == hashes)
    #expect((reader.read() as [UInt32]).isEmpty)
    #expect((reader.read() as [UInt16]) == sources)
    #expect((reader.read() as [UInt8]) == sources.map { UInt8($0) })
    // Up to seven bytes behind a column are filled up, and nobody's.
    for place in packed.words.indices {
      again.words = packed.words
      again.words[place] ^= 1
      #expect(!again.isIntact, "word \(place)")
    }
    again.words = packed.words.dropLast()
    #expect(again.isIntact == packed.words.isEmpty)
  }
}
