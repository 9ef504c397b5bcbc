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

  /// Those of a table with the same people and events, by other rules.
  public func sharing(with table: ProfileTable) -> Contributions {
    Contributions(table: table, ofEvents: ofEvents)
  }

  private init(table: ProfileTable, ofEvents: [String: [UInt32]]) {
    (self.table, self.ofEvents) = (table, ofEvents)
  }

  public var names: Set<String> {
    Set(ofEvents.keys).union(table.metrics.keys.map { "metric " + $0 })
      .union(table.traits.keys.map { "trait " + $0 })
  }

  /// Whether all parts of a thing are those of another table, place by place. No where it takes long to say.
  public func isSame(_ name: String, as other: Contributions) -> Bool {
    guard table.isActive == other.table.isActive else { return false }
    if let parts = ofEvents[name] { return parts == other.ofEvents[name] }
    return switch Self.measure(name) {
    // Columns with gaps are equal only where they are one and the same: `nan` is no value.
    case .metric(let metric)?: table.metrics[metric] == other.table.metrics[metric]
    case .trait(let trait)?: table.traits[trait] == other.table.traits[trait]
    case nil: false
    }
  }

  /// Of profiles the hash of their part of a thing, 0 for none and for those who are not active; `nil` for a thing that
  /// the table does not have.
  ///
  /// - Parameter profiles: which; `nil`: each.
  public func parts(of name: String, profiles: [Int]? = nil) -> [UInt32]? {
    if let parts = ofEvents[name] { return profiles.map { $0.map { parts[$0] } } ?? parts }
    let profiles = profiles ?? Array(0..<table.count)
    return switch Self.measure(name) {
    case .metric(let metric)?: table.metrics[metric].map { parts(of: $0, profiles) }
    case .trait(let trait)?: table.traits[trait].map { parts(of: $0, profiles) }
    case nil: nil
    }
  }

  private enum Measure {
    case metric(String)
    case trait(String)
  }

  private static func measure(_ name: String) -> Measure? {
    let words = name.split(separator: " ", maxSplits: 1).map(String.init)
    guard words.count == 2 else { return nil }
    return switch words[0] {
    case "metric": .metric(words[1])
    case "trait": .trait(words[1])
    default: nil
    }
  }

  private func parts(of metric: [Double], _ profiles: [Int]) -> [UInt32] {
    profiles.map { profile in
      table.isActive[profile] && !metric[profile].isNaN
        ? ProfileTable.folded(metric[profile].bitPattern) : 0
    }
  }

  private func parts(of trait: ProfileTable.TraitColumn, _ profiles: [Int]) -> [UInt32] {
    let hashes = trait.values.map { ProfileTable.folded(textHash(Array($0.utf8)[...])) }
    return profiles.map { profile in
      let code = trait.codes[profile]
      return table.isActive[profile] && code >= 0 ? hashes[Int(code)] : 0
    }
  }
}

extension ProfileTable {
  fileprivate func eventContributions() throws(Failure) -> [String: [UInt32]] {
    let events = events
    let parts = try inParallel(events.partitionCount, threads: events.threads) { partition throws(Failure) in
      Self.contributions(try events.part(partition).window)
    }
    var result: [String: [UInt32]] = [:]
    for part in parts {
      for (name, hashes) in part { result[name, default: []] += hashes }
    }
    return result
  }

  private static func contributions(_ window: WindowEvents) -> [(name: String, hashes: [UInt32])] {
    let history = window.history
    var columns = [
      ("events", hashes(history.events, in: window)), ("channels", hashes(history.channels, in: window)),
      ("screens", hashes(history.screens, in: window)),
    ]
    for property in history.properties {
      let (texts, numbers) = (property.texts, property.numbers)
      if !texts.isEmpty {
        let hashes = hashes(of: window) {
          texts[$0] == EventBatch.none ? 0 : textHash(history.texts.utf8(of: texts[$0]))
        }
        columns.append(("text " + property.name, hashes))
      }
      if !numbers.isEmpty {
        let hashes = hashes(of: window) {
          numbers[$0] == EventBatch.noAmount ? 0 : UInt64(bitPattern: numbers[$0]) &+ 1
        }
        columns.append(("number " + property.name, hashes))
      }
    }
    return columns
  }

  private static func hashes(_ column: EventHistory.NamedColumn, in window: WindowEvents) -> [UInt32] {
    if column.codes.isEmpty { return Array(repeating: 0, count: window.profileCount) }
    let hashes = column.names.map { textHash(Array($0.utf8)[...]) }
    let codes = column.codes
    return self.hashes(of: window) { codes[$0] == EventBatch.none ? 0 : hashes[Int(codes[$0])] }
  }

  /// Of each profile a hash of what stands in its rows, with their times; rows where nothing stands count nothing.
  ///
  /// A sum over the rows, so that none has to wait for the one before it. What is added of a row are both halves of a
  /// product of 128 bits, as in wyhash (Wang Yi, 2019).
  ///
  /// - Parameter value: of a row; 0 for nothing.
  @inline(__always)
  private static func hashes(of window: WindowEvents, _ value: (Int) -> UInt64) -> [UInt32] {
    let times = window.history.times
    return (0..<window.profileCount).map { profile in
      var hash: UInt64 = 0
      var count = 0
      for row in window.ranges[profile] {
        let value = value(row)
        let product = (UInt64(bitPattern: times[row]) ^ 0xA076_1D64_78BD_642F)
          .multipliedFullWidth(by: value ^ 0xE703_7ED1_A0B4_28DB)
        hash &+= value == 0 ? 0 : product.high ^ product.low
        count += value == 0 ? 0 : 1
      }
      return count == 0 ? 0 : folded(hash)
    }
  }

  /// 32 bits of a hash, never 0.
  fileprivate static func folded(_ hash: UInt64) -> UInt32 {
    let mixed = (hash ^ hash >> 32) &* 0x9E37_79B9_7F4A_7C15
    return max(1, UInt32(truncatingIfNeeded: mixed >> 32))
  }
}
