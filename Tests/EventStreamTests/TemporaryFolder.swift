// A folder of its own for each test, and rows as values that can be compared.

import Foundation
import Persona
import Synchronization
import Testing

@testable import EventStream

/// A new empty folder; gone when the value is.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/event-stream-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  /// A folder that is there, and goes with the value.
  init(at path: String) throws { self.path = path }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }

  func write(_ name: String, _ bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path + "/" + name))
  }
}

/// A row of a batch as texts, to be compared and printed.
struct Row: Hashable, CustomStringConvertible {
  var time: Int64
  var event: String?
  /// channel, screen, session, order, currency
  var texts: [String?]
  var amount: Int64
  var hasID: Bool
  var id: EventID
  var version: Int64
  var location: UInt64
  var identifiers: [String] = []
  var traits: [String] = []
  var properties: [String] = []

  var line: Int { Int(location & (1 << 40 - 1)) }
  var file: Int { Int(location >> 40) }
  var description: String {
    "\(line): \(time) \(id) \(version) \(event ?? "-") \(texts) \(amount) \(identifiers) \(traits) \(properties)"
  }
}

extension Row {
  /// As a segment has it: without its place, and with identifiers in the order of a batch that is not this one.
  var withoutPlace: Row {
    var row = self
    row.location = 0
    row.identifiers.sort()
    return row
  }

  static func all(of batch: borrowing EventBatch) -> [Row] {
    let strings = batch.strings
    func text(_ code: UInt32) -> String? { code == EventBatch.none ? nil : strings.text(of: code) }
    var rows = (0..<batch.rowCount).map { row in
      Row(
        time: batch.times[row], event: text(batch.events[row]),
        texts: [batch.channels, batch.screens, batch.sessions, batch.orders, batch.currencies].map {
          text($0[row])
        },
        amount: batch.amounts[row], hasID: batch.ids[row] != .none, id: batch.ids[row],
        version: batch.versions[row], location: batch.locations.isEmpty ? 0 : batch.locations[row],
        identifiers: batch.identifiers.range(of: Int(batch.sets[row])).map { place in
          let number = Int(batch.identifiers.members[place])
          return
            "\(batch.identifiers.kinds[number])=\(strings.text(of: batch.identifiers.values[number]))"
        },
        properties: batch.properties.map { column in
          switch column {
          case .text(let codes): text(codes[row]) ?? "-"
          case .number(let numbers): numbers[row] == EventBatch.noAmount ? "-" : String(numbers[row])
          }
        })
    }
    for (index, row) in batch.traitRows.enumerated() {
      rows[Int(row)].traits.append("\(batch.traitNames[index])=\(strings.text(of: batch.traitValues[index]))")
    }
    return rows
  }
}

/// Everything a source gives.
struct Reading {
  var rows: [Row] = []
  var summary = SourceSummary()

  var rejects: [String: [Int]] {
    Dictionary(uniqueKeysWithValues: summary.rejects.map { ($0.reason, $0.locations.map { $0.line ?? 0 }) })
  }
}

func read(
  _ mapping: SourceMapping, in folder: TemporaryFolder, until: Int64? = nil, threads: Int = 2,
  blockBytes: Int = 4096, environment: [String: String] = [:], standardInput: Int32 = 0
) throws -> Reading {
  let rows = Mutex([Row]())
  let reader = SourceReader(
    mapping: mapping, root: folder.path,
    options: ReadOptions(
      until: until, threads: threads, blockBytes: blockBytes, environment: environment),
    standardInput: standardInput)
  let summary = try reader.readBatches { batch in
    let new = Row.all(of: batch)
    rows.withLock { $0 += new }
  }
  // Threads hand over in any order.
  let reading = Reading(rows: rows.withLock { $0.sorted { $0.location < $1.location } }, summary: summary)
  if mapping.command == nil, !mapping.files.contains("-") {
    try expectSegments(of: reader, mapping, until: until, toHold: reading)
  }
  return reading
}

/// Segments hold what batches do, but for the places of the rows.
private func expectSegments(
  of reader: SourceReader, _ mapping: SourceMapping, until: Int64?, toHold reading: Reading
) throws {
  let segments = try Segments(of: reader, mapping, until: until)
  #expect(segments.summary == reading.summary)
  #expect(segments.rows == reading.rows.map(\.withoutPlace).sorted { $0.description < $1.description })
}

/// What the segments of a source hold, in an order of its own.
struct Segments {
  var rows: [Row] = []
  var summary = SourceSummary()
  /// The earliest time and place of each set of identifiers.
  var firstSeen: [[String]: [UInt64]] = [:]

  /// Before each segment is looked at, `interfere` is called. Later records than `until`, which the reader has as well,
  /// are counted apart.
  init(
    of reader: SourceReader, _ mapping: SourceMapping, until: Int64? = nil,
    interfere: @escaping @Sendable () -> Void = {}
  ) throws {
    let found = Mutex((rows: [Row](), firstSeen: [[String]: [UInt64]]()))
    let reading = try reader.reading { segment in
      interfere()
      let batch = try segment.batch(properties: mapping.properties)
      found.withLock { found in
        found.rows += Row.all(of: batch)
        found.firstSeen.merge(firstRecords(in: batch)) { a, b in a.lexicographicallyPrecedes(b) ? a : b }
      }
    }
    summary = reading.summary(until: until)
    rows = found.withLock { $0.rows.map(\.withoutPlace).sorted { $0.description < $1.description } }
    firstSeen = found.withLock { $0.firstSeen }
  }
}

private func firstRecords(in batch: EventBatch) -> [[String]: [UInt64]] {
  let pool = batch.identifiers
  return Dictionary(
    uniqueKeysWithValues: (1..<pool.setCount).map { set in
      let names = pool.range(of: set).map { place in
        let number = Int(pool.members[place])
        return "\(pool.kinds[number])=\(batch.strings.text(of: pool.values[number]))"
      }
      // Times before 1970 come first.
      return (names.sorted(), [UInt64(bitPattern: pool.setTimes[set]) ^ 1 << 63, pool.setLocations[set]])
    })
}

/// The failure that reading a source ends with.
func failure(
  of mapping: SourceMapping, in folder: TemporaryFolder
) -> Failure? {
  do {
    _ = try read(mapping, in: folder)
    return nil
  } catch let failure as Failure {
    return failure
  } catch {
    return nil
  }
}

extension SourceMapping {
  /// A mapping with traits of the same names as the columns.
  static func traits(_ names: [String], files: [String], format: Format?, columns: [String]? = nil) -> Self {
    SourceMapping(
      name: "test", files: files, format: format, columns: columns,
      traits: names.map { Trait(name: $0, value: .field(FieldPath($0))) })
  }
}
