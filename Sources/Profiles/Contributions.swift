// What each profile puts into figures, as hashes: enough to count whose part differs between two tables.

import EventStream
public import Persona

/// Of each active profile of a table, for each thing that figures are made of, a hash of its part.
///
/// The things are `events`, `channels`, `screens`, and each property, trait and metric by its name. A hash says nothing of
/// who somebody is, so that tables can be compared whose profiles are not the same.
public struct Contributions: Sendable {
  private let table: ProfileTable
  /// What is made of events. The rest is worked out when it is asked for: there are many metrics, and many people.
  private let ofEvents: [String: [UInt32]]

  /// Throws when the events cannot be read any more.
  public init(_ table: ProfileTable) throws(Failure) {
    self.table = table
    ofEvents = try table.eventContributions()
  }

  public var names: Set<String> {
    Set(ofEvents.keys).union(table.metrics.keys.map { "metric " + $0 })
      .union(table.traits.keys.map { "trait " + $0 })
  }

  /// Of each profile the hash of its part of a thing, 0 for none and for everybody who is not active; `nil` for a thing that
  /// the table does not have.
  public func parts(of name: String) -> [UInt32]? {
    if let parts = ofEvents[name] { return parts }
    let words = name.split(separator: " ", maxSplits: 1).map(String.init)
    guard words.count == 2 else { return nil }
    switch words[0] {
    case "metric": return table.metrics[words[1]].map(parts)
    case "trait": return table.traits[words[1]].map(parts)
    default: return nil
    }
  }

  private func parts(of metric: [Double]) -> [UInt32] {
    zip(metric, table.isActive).map { value, isActive in
      isActive && !value.isNaN ? ProfileTable.folded(value.bitPattern) : 0
    }
  }

  private func parts(of trait: ProfileTable.TraitColumn) -> [UInt32] {
    let hashes = trait.values.map { ProfileTable.folded(textHash(Array($0.utf8)[...])) }
    return zip(trait.codes, table.isActive).map { code, isActive in
      isActive && code >= 0 ? hashes[Int(code)] : 0
    }
  }
}

extension ProfileTable {
  fileprivate func eventContributions() throws(Failure) -> [String: [UInt32]] {
    let events = events
    let parts = try inParallel(events.partitionCount, threads: events.threads) { partition throws(Failure) in
      let window = try events.part(partition).window
      let history = window.history
      var columns: [(name: String, codes: (Int) -> UInt64)] = [
        ("events", Self.hashes(history.events)), ("channels", Self.hashes(history.channels)),
        ("screens", Self.hashes(history.screens)),
      ]
      for property in history.properties {
        let (texts, numbers) = (property.texts, property.numbers)
        if !texts.isEmpty {
          columns.append(
            (
              "text " + property.name,
              { texts[$0] == EventBatch.none ? 0 : textHash(history.texts.utf8(of: texts[$0])) }
            ))
        }
        if !numbers.isEmpty {
          columns.append(
            (
              "number " + property.name,
              { numbers[$0] == EventBatch.noAmount ? 0 : UInt64(bitPattern: numbers[$0]) &+ 1 }
            ))
        }
      }
      return columns.map { column in
        let hashes = (0..<window.profileCount).map { profile in
          Self.hash(of: window.range(of: profile), times: history.times, column.codes)
        }
        return (column.name, hashes)
      }
    }
    var result: [String: [UInt32]] = [:]
    for part in parts {
      for (name, hashes) in part { result[name, default: []] += hashes }
    }
    return result
  }

  private static func hashes(_ column: EventHistory.NamedColumn) -> (Int) -> UInt64 {
    let hashes = column.names.map { textHash(Array($0.utf8)[...]) }
    return { row in column[row] == EventBatch.none ? 0 : hashes[Int(column[row])] }
  }

  /// Of rows with their times; rows where nothing stands count nothing.
  private static func hash(of rows: Range<Int>, times: [Int64], _ value: (Int) -> UInt64) -> UInt32 {
    var hash: UInt64 = 0
    var isEmpty = true
    for row in rows {
      let value = value(row)
      guard value != 0 else { continue }
      isEmpty = false
      hash.mix(UInt64(bitPattern: times[row]))
      hash.mix(value)
    }
    return isEmpty ? 0 : folded(hash)
  }

  /// 32 bits of a hash, never 0.
  fileprivate static func folded(_ hash: UInt64) -> UInt32 {
    let mixed = (hash ^ hash >> 32) &* 0x9E37_79B9_7F4A_7C15
    return max(1, UInt32(truncatingIfNeeded: mixed >> 32))
  }
}
