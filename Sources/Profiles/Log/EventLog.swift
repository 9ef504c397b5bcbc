// Gathers the batches of all sources in memory; the first half of Profiles, before anybody is linked.

public import EventStream
import Persona

/// Everything that was read, in a compact form that does not depend on how it was cut into batches.
///
/// A batch's own text codes are turned into codes of the log once per distinct text and batch; rows then move
/// as integers, column by column. It cannot be copied, so that linking can free each column when it is done.
public struct EventLog: ~Copyable, Sendable {
  let rules: IdentityRules
  let sources: [SourceMapping]
  /// Sorted, over all sources.
  let propertyNames: [String]
  let traitNames: [String]

  var identifiers: IdentifierDictionary
  var sets = IdentifierSets()
  /// Events, channels, screens and currencies: few, and shown in order.
  var names = TextDictionary()
  /// Sessions, orders, properties and trait values: possibly millions.
  var texts = TextDictionary()
  var rows: RowColumns
  var traits = TraitRecords()

  /// The newest time of an event, microseconds since 1970 in UTC; repeated records count as well.
  public private(set) var newest: Int64?

  private let until: Int64

  /// `until`: records later than this (microseconds since 1970 in UTC) are passed over.
  public init(identity: IdentityRules, sources: [SourceMapping], until: Int64? = nil) {
    self.until = until ?? .max
    rules = identity
    self.sources = sources
    propertyNames = Set(sources.flatMap { $0.properties.map(\.name) }).sorted()
    traitNames = Set(sources.flatMap { $0.traits.map(\.name) }).sorted()
    identifiers = IdentifierDictionary(rules: identity, sources: sources)
    rows = RowColumns(propertyCount: propertyNames.count)
  }

  /// Adds a block of records. `source` is the index into the sources given at the start.
  public mutating func append(_ batch: borrowing EventBatch, source: Int) {
    let sets = identifierSets(of: batch, source: source)
    let selected = selectedRows(of: batch)
    let base = rows.count
    appendColumns(of: batch, selected: selected, source: source)
    rows.sets.append(selected.map { sets[Int(batch.sets[$0])] })
    appendTraits(of: batch, selected: selected, base: base, source: source)
    for row in selected where batch.isEvent(row) {
      newest = max(newest ?? .min, batch.times[row])
    }
  }

  /// Of each set of the batch its number in the log; sets of records that are not kept link as well.
  private mutating func identifierSets(of batch: borrowing EventBatch, source: Int) -> [UInt32] {
    let kinds = sources[source].identifiers.map { identifiers.kind(named: $0.kind) ?? 0 }
    let pool = batch.identifiers
    let codes = (0..<pool.count).map { number in
      identifiers.code(
        of: batch.strings.bytes[batch.strings.range(of: pool.values[number])],
        kind: kinds[Int(pool.kinds[number])])
    }
    var members: [UInt32] = []
    return (0..<pool.setCount).map { set in
      guard pool.setTimes[set] <= until else { return 0 }
      members.removeAll(keepingCapacity: true)
      for place in pool.range(of: set) {
        if let code = codes[Int(pool.members[place])] { insert(code, into: &members) }
      }
      let place = IdentifierSets.Place(source: UInt16(source), location: pool.setLocations[set])
      return sets.number(of: members, time: pool.setTimes[set], at: place)
    }
  }

  private func selectedRows(of batch: borrowing EventBatch) -> [Int] {
    var hasTrait = [Bool](repeating: false, count: batch.rowCount)
    for row in batch.traitRows { hasTrait[Int(row)] = true }
    return (0..<batch.rowCount).filter { row in
      batch.times[row] <= until && (batch.isEvent(row) || hasTrait[row] || batch.ids[row] != .none)
    }
  }

  private mutating func appendColumns(of batch: borrowing EventBatch, selected: [Int], source: Int) {
    var codes = TextCodes(textCount: batch.strings.count)
    func names(_ column: [UInt32], _ log: inout EventLog) -> [UInt32] {
      codes.codes(of: column, selected, in: batch.strings, &log.names)
    }
    rows.events.append(
      names(batch.events, &self).enumerated().map { index, code in
        batch.isEvent(selected[index]) ? code : EventBatch.none
      })
    rows.channels.append(names(batch.channels, &self))
    rows.screens.append(names(batch.screens, &self))
    rows.currencies.append(names(batch.currencies, &self))

    var textCodes = TextCodes(textCount: batch.strings.count)
    func texts(_ column: [UInt32], _ log: inout EventLog) -> [UInt32] {
      textCodes.codes(of: column, selected, in: batch.strings, &log.texts)
    }
    rows.sessions.append(texts(batch.sessions, &self))
    rows.orders.append(texts(batch.orders, &self))
    for (index, name) in propertyNames.enumerated() {
      let own = sources[source].properties.firstIndex { $0.name == name }
      var values = [UInt32](repeating: EventBatch.none, count: selected.count)
      var numbers = [Int64](repeating: EventBatch.noAmount, count: selected.count)
      switch own.map({ batch.properties[$0] }) {
      case .text(let column): values = texts(column, &self)
      case .number(let column): numbers = selected.map { column[$0] }
      case nil: break
      }
      rows.propertyTexts[index].append(values)
      rows.propertyNumbers[index].append(numbers)
    }
    rows.times.append(selected.map { batch.times[$0] })
    rows.amounts.append(selected.map { batch.amounts[$0] })
    rows.ids.append(selected.map { batch.ids[$0] })
    rows.versions.append(selected.map { batch.versions[$0] })
    rows.sources.append([UInt16](repeating: UInt16(source), count: selected.count))
  }

  private mutating func appendTraits(
    of batch: borrowing EventBatch, selected: [Int], base: Int, source: Int
  ) {
    guard !batch.traitRows.isEmpty else { return }
    var positions = [UInt32](repeating: 0, count: batch.rowCount)
    for (position, row) in selected.enumerated() { positions[row] = UInt32(base + position) }
    let all = batch.traitRows.indices.filter { batch.times[Int(batch.traitRows[$0])] <= until }
    let ownNames = sources[source].traits.map { trait in
      UInt16(traitNames.firstIndex(of: trait.name) ?? 0)
    }
    var codes = TextCodes(textCount: batch.strings.count)
    traits.values.append(codes.codes(of: batch.traitValues, all, in: batch.strings, &texts))
    traits.names.append(all.map { ownNames[Int(batch.traitNames[$0])] })
    traits.rows.append(all.map { positions[Int(batch.traitRows[$0])] })
  }

  /// Inserts into a short ascending list without repeating.
  private func insert(_ code: UInt32, into members: inout [UInt32]) {
    var place = members.count
    while place > 0, members[place - 1] > code { place -= 1 }
    if place == 0 || members[place - 1] != code { members.insert(code, at: place) }
  }
}

extension EventBatch {
  /// Whether a record is an event: it has a name and a time.
  fileprivate func isEvent(_ row: Int) -> Bool {
    events[row] != Self.none && times[row] != Self.noTime
  }
}

/// The log's codes for one batch's texts, looked up once per distinct text.
private struct TextCodes {
  private var known: [UInt32]

  init(textCount: Int) { known = Array(repeating: EventBatch.none, count: textCount) }

  mutating func codes(
    of column: [UInt32], _ rows: [Int], in strings: StringPool, _ dictionary: inout TextDictionary
  ) -> [UInt32] {
    var result = [UInt32](repeating: EventBatch.none, count: rows.count)
    for (position, row) in rows.enumerated() {
      let text = column[row]
      guard text != EventBatch.none else { continue }
      if known[Int(text)] == EventBatch.none {
        known[Int(text)] = dictionary.code(
          of: strings.bytes[strings.range(of: text)], hash: strings.hashes[Int(text)])
      }
      result[position] = known[Int(text)]
    }
    return result
  }
}
