// Records as tests write them, and the batches they become: what a reader would hand over.

import EventStream
import Persona
import Profiles

/// One record of one source.
struct Record {
  var source = 0
  /// Microseconds since 1970 in UTC.
  var time: Int64?
  var event: String?
  var channel: String?
  var screen: String?
  var session: String?
  var order: String?
  var currency: String?
  var amount: Int64?
  var id: UInt64?
  var version: Int64?
  var identifiers: [(kind: String, value: String)] = []
  var traits: [(name: String, value: String)] = []
  var properties: [String: Property] = [:]

  enum Property {
    case text(String)
    case number(Int64)
  }
}

/// Sources that can carry everything that the records have.
func sources(for records: [Record], properties: [SourceMapping.Property] = []) -> [SourceMapping] {
  let count = (records.map(\.source).max() ?? 0) + 1
  let kinds = Set(records.flatMap { $0.identifiers.map(\.kind) }).sorted()
  let traits = Set(records.flatMap { $0.traits.map(\.name) }).sorted()
  let nothing = TextRule.constant("")
  return (0..<count).map { index in
    SourceMapping(
      name: "source\(index)", files: [], identifiers: kinds.map { .init(kind: $0, value: nothing) },
      traits: traits.map { .init(name: $0, value: nothing) }, properties: properties)
  }
}

/// The records of one source as one batch.
func batch(_ records: [Record], of source: SourceMapping) -> EventBatch {
  var batch = EventBatch()
  // By bytes: strings also equal other spellings of an accent.
  var codes: [[UInt8]: UInt32] = [:]
  func code(_ text: String?) -> UInt32 {
    guard let text else { return EventBatch.none }
    if let code = codes[Array(text.utf8)] { return code }
    batch.strings.bytes.append(contentsOf: text.utf8)
    batch.strings.ends.append(UInt32(batch.strings.bytes.count))
    batch.strings.hashes.append(fnv1a(text))
    codes[Array(text.utf8)] = UInt32(codes.count)
    return UInt32(codes.count - 1)
  }
  var numbers = PoolNumbers()
  batch.properties = source.properties.map { $0.kind == .text ? .text([]) : .number([]) }
  for (row, record) in records.enumerated() {
    batch.rowCount += 1
    batch.times.append(record.time ?? EventBatch.noTime)
    batch.events.append(code(record.event))
    batch.channels.append(code(record.channel))
    batch.screens.append(code(record.screen))
    batch.sessions.append(code(record.session))
    batch.orders.append(code(record.order))
    batch.currencies.append(code(record.currency))
    batch.amounts.append(record.amount ?? EventBatch.noAmount)
    batch.ids.append(record.id.map { EventID(high: $0 &* 0x9E37_79B9_7F4A_7C15, low: $0) } ?? .none)
    batch.versions.append(record.version ?? EventBatch.noTime)
    let members = record.identifiers.compactMap { kind, value in
      source.identifiers.firstIndex { $0.kind == kind }.map {
        numbers.number(of: code(value), kind: $0)
      }
    }
    batch.locations.append(UInt64(row + 1))
    batch.sets.append(
      numbers.set(
        of: Set(members).sorted(), time: record.time ?? EventBatch.noTime, at: UInt64(row + 1)))
    for (name, value) in record.traits {
      guard let index = source.traits.firstIndex(where: { $0.name == name }) else { continue }
      batch.traitRows.append(UInt32(row))
      batch.traitNames.append(UInt16(index))
      batch.traitValues.append(code(value))
    }
    for (index, property) in source.properties.enumerated() {
      switch (batch.properties[index], record.properties[property.name]) {
      case (.text(let column), .text(let text)): batch.properties[index] = .text(column + [code(text)])
      case (.text(let column), .number(let value)):
        // As a file would write it: every property is a text, and some are numbers too.
        batch.properties[index] = .text(column + [code("\(Double(value) / 1_000_000)")])
      case (.text(let column), _): batch.properties[index] = .text(column + [EventBatch.none])
      case (.number(let column), .number(let value)): batch.properties[index] = .number(column + [value])
      case (.number(let column), _): batch.properties[index] = .number(column + [EventBatch.noAmount])
      }
    }
  }
  batch.identifiers = numbers.pool
  return batch
}

/// Gives identifiers and sets of them their numbers.
private struct PoolNumbers {
  var pool = IdentifierPool()
  private var numbers: [[UInt32]: UInt32] = [:]
  private var sets: [[UInt32]: Int] = [[]: 0]

  mutating func number(of value: UInt32, kind: Int) -> UInt32 {
    if let number = numbers[[value, UInt32(kind)]] { return number }
    pool.kinds.append(UInt8(kind))
    pool.values.append(value)
    numbers[[value, UInt32(kind)]] = UInt32(pool.count - 1)
    return UInt32(pool.count - 1)
  }

  /// The set with these members; the earliest record with it, of several the first, gives its time and place.
  mutating func set(of members: [UInt32], time: Int64, at location: UInt64) -> UInt32 {
    if sets[members] == nil {
      sets[members] = pool.setCount
      pool.members += members
      pool.setEnds.append(UInt32(pool.members.count))
      pool.setTimes.append(.max)
      pool.setLocations.append(.max)
    }
    let set = sets[members] ?? 0
    if set > 0, (time, location) < (pool.setTimes[set], pool.setLocations[set]) {
      pool.setTimes[set] = time
      pool.setLocations[set] = location
    }
    return UInt32(set)
  }
}

/// Links records that arrive as batches of these sizes, in this order; the last batch takes the rest.
func graph(
  _ records: [Record], identity: IdentityRules = IdentityRules(), properties: [SourceMapping.Property] = [],
  batchSizes: [Int] = [], resources: Resources = Resources()
) throws -> IdentifiedGraph {
  let sources = sources(for: records, properties: properties)
  let log = EventLog(identity: identity, sources: sources)
  var rest = records[...]
  for size in batchSizes + [records.count] {
    let part = rest.prefix(size)
    rest = rest.dropFirst(size)
    for source in sources.indices {
      log.append(try Segment(batch(part.filter { $0.source == source }, of: sources[source])), source: source)
    }
  }
  return try log.indexed(resources).linked(resources: resources)
}

extension ProfileTable {
  func tally(by dimension: Dimension, members: [Bool]) throws -> [Tally] {
    try tallies(of: [members])[0][dimension]
  }

  func funnel(_ steps: [String], members: [Bool]) throws -> [Int] {
    try tallies(of: [members], funnels: [steps])[0].funnels[0]
  }

  func eventCounts(where filter: EventFilter) throws -> [UInt32] {
    try eventCounts(where: [filter])[filter] ?? []
  }
}

extension IdentifiedGraph {
  var count: Int { graph.count }

  func measured(
    over span: Span, _ population: MeasuredPopulation = .everybody, by rules: MeasureRules
  ) throws -> ProfileTable {
    try graph.measured(over: span, population, by: rules)
  }

  func identifiers(of profile: Int) throws -> [Identifier] { try identifiers(of: [profile])[0] }

  /// The profiles by the values of their first identifiers.
  func order() throws -> [Int] {
    let names = try identifiers(of: Array(0..<count)).map { $0[0].kind + $0[0].value }
    return names.indices.sorted { names[$0] < names[$1] }
  }
}

/// The days since 1970, or a part of them, as a time.
func day(_ days: Double) -> Int64 { Int64((days * 86_400_000_000).rounded()) }

/// A generator with a seed that stands in the test (SplitMix64; Steele, Lea, Flood 2014).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Any 64-bit hash serves a dictionary: the log verifies the bytes.
private func fnv1a(_ text: String) -> UInt64 {
  text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
}
