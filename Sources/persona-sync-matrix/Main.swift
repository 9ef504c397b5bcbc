// Finds groups among the rows of a matrix in a file, for Benchmarks/Job/million.py. No part of the tool: it shows what
// discovery takes where no events have to be read.

internal import Discovery
internal import Foundation
internal import Persona

/// Prints the number of groups and what they rest on, and writes the group of each row, -1 for none, as 32-bit
/// numbers.
@main
enum Main {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 4, let columns = Int(arguments[2]) else {
      print("usage: persona-sync-matrix MATRIX COLUMNS GROUPS    (32-bit floating-point numbers, row by row)")
      exit(2)
    }
    let file = MatrixFile(path: arguments[1], columns: columns)
    let rows = FeatureRows(count: try file.rowCount(), matrix: file.matrix)
    let found = try discover(rows, options: DiscoveryOptions(leastPeople: 20))
    var groups = Data(capacity: rows.count * 4)
    if let model = found.model {
      let placer = try Placer(model)
      for block in rows.blocks({ placer.placement(of: $1).mostProbable }) { groups.append(contentsOf: block) }
    } else {
      groups.append(contentsOf: repeatElement(UInt8.max, count: rows.count * 4))
    }
    try groups.write(to: URL(filePath: arguments[3]))
    print("\(found.groups.count) groups: \(found.reason)")
  }
}

/// Rows of 32-bit floating-point numbers.
private struct MatrixFile {
  let path: String
  let columns: Int

  private var rowBytes: Int { columns * 4 }

  func rowCount() throws -> Int {
    let file = try FileHandle(forReadingFrom: URL(filePath: path))
    return Int(try file.seekToEnd()) / rowBytes
  }

  /// Some of the rows; those that follow each other are read together. What cannot be read is missing.
  @Sendable func matrix(of rows: [Int]) -> FeatureMatrix {
    var values = (0..<columns).map { _ in [Double](repeating: .nan, count: rows.count) }
    guard let file = try? FileHandle(forReadingFrom: URL(filePath: path)) else {
      return matrix(values, rowCount: rows.count)
    }
    var place = 0
    while place < rows.count {
      var end = place + 1
      while end < rows.count, rows[end] == rows[end - 1] + 1 { end += 1 }
      let wanted = (end - place) * rowBytes
      guard (try? file.seek(toOffset: UInt64(rows[place] * rowBytes))) != nil,
        let data = try? file.read(upToCount: wanted), data.count == wanted
      else { break }
      read([UInt8](data), into: &values, from: place)
      place = end
    }
    return matrix(values, rowCount: rows.count)
  }

  private func read(_ bytes: [UInt8], into values: inout [[Double]], from start: Int) {
    for column in values.indices {
      for row in 0..<bytes.count / rowBytes {
        let place = row * rowBytes + column * 4
        let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[place + $1]) << (8 * UInt32($1)) }
        values[column][start + row] = Double(Float(bitPattern: bits))
      }
    }
  }

  private func matrix(_ values: [[Double]], rowCount: Int) -> FeatureMatrix {
    FeatureMatrix(
      values.enumerated().map { .init(Model.Measure(.metric, "\($0)", .level), values: $1) },
      rowCount: rowCount)
  }
}

extension Placement {
  /// Of each row its group, four bytes each.
  fileprivate var mostProbable: [UInt8] {
    (0..<(shares.first?.count ?? 0)).flatMap { row in
      let bits = UInt32(bitPattern: Int32(mostProbable(row)))
      return (0..<4).map { UInt8(truncatingIfNeeded: bits >> (8 * UInt32($0))) }
    }
  }
}
