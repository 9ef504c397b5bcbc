// An order of rows by what they say, for ties that time does not break.

import EventStream

/// Compares rows of a log by content alone: never by the place where they were read.
struct ContentOrder {
  /// Of each name's code, its place among the sorted names.
  let nameRanks: [UInt32]

  /// Negative when `a` stands first, zero when the rows are interchangeable.
  func compare(_ a: Int, _ b: Int, in log: borrowing EventLog) -> Int {
    let rows = log.rows
    var order = three(rows.sources[a], rows.sources[b])
    if order == 0 { order = names(rows.events[a], rows.events[b]) }
    if order == 0 { order = names(rows.channels[a], rows.channels[b]) }
    if order == 0 { order = names(rows.screens[a], rows.screens[b]) }
    if order == 0 { order = names(rows.currencies[a], rows.currencies[b]) }
    if order == 0 { order = three(rows.amounts[a], rows.amounts[b]) }
    if order == 0 { order = texts(rows.sessions[a], rows.sessions[b], log.texts) }
    if order == 0 { order = texts(rows.orders[a], rows.orders[b], log.texts) }
    for property in rows.propertyTexts.indices where order == 0 {
      let (columnText, columnNumber) = (rows.propertyTexts[property], rows.propertyNumbers[property])
      order = texts(columnText[a], columnText[b], log.texts)
      if order == 0 { order = three(columnNumber[a], columnNumber[b]) }
    }
    return order
  }

  /// The same for two records of one id, which may also differ in identifiers and traits.
  func compareRecords(_ a: Int, _ b: Int, in log: borrowing EventLog, ranks: [UInt32]) -> Int {
    let order = compare(a, b, in: log)
    if order != 0 { return order }
    let (setA, setB) = (Int(log.rows.sets[a]), Int(log.rows.sets[b]))
    if setA != setB {
      let ranksA = log.sets.range(of: setA).map { ranks[Int(log.sets.members[$0])] }.sorted()
      let ranksB = log.sets.range(of: setB).map { ranks[Int(log.sets.members[$0])] }.sorted()
      return ranksA.lexicographicallyPrecedes(ranksB) ? -1 : 1
    }
    let (traitsA, traitsB) = (log.traits.range(of: a), log.traits.range(of: b))
    for (placeA, placeB) in zip(traitsA, traitsB) {
      let byName = three(log.traits.names[placeA], log.traits.names[placeB])
      if byName != 0 { return byName }
      let byValue = texts(log.traits.values[placeA], log.traits.values[placeB], log.texts)
      if byValue != 0 { return byValue }
    }
    return three(traitsA.count, traitsB.count)
  }

  private func names(_ a: UInt32, _ b: UInt32) -> Int {
    if a == b { return 0 }
    if a == EventBatch.none { return 1 }
    if b == EventBatch.none { return -1 }
    return three(nameRanks[Int(a)], nameRanks[Int(b)])
  }

  private func texts(_ a: UInt32, _ b: UInt32, _ dictionary: TextDictionary) -> Int {
    if a == b { return 0 }
    if a == EventBatch.none { return 1 }
    if b == EventBatch.none { return -1 }
    return dictionary.precedes(a, b) ? -1 : 1
  }

  private func three<Value: Comparable>(_ a: Value, _ b: Value) -> Int { a < b ? -1 : a == b ? 0 : 1 }
}

extension TraitRecords {
  /// The records of one row; rows ascend.
  func range(of row: Int) -> Range<Int> {
    let start = firstRecord(from: row)
    var end = start
    while end < rows.count, rows[end] == row { end += 1 }
    return start..<end
  }

  private func firstRecord(from row: Int) -> Int {
    var low = 0
    var high = rows.count
    while low < high {
      let middle = (low + high) / 2
      if Int(rows[middle]) < row { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
