// A reader of quoted tables that owes nothing to the product's own, so that the two can be held against each other.

import Foundation

/// The rows of an RFC 4180 table as dictionaries by column.
struct CSVTable {
  var rows: [[String: String]] = []

  init(contentsOf path: String) throws {
    self.init(String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self))
  }

  init(_ text: String) {
    var records: [[String]] = []
    var record: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    var bytes = Array(text.utf8)[...]
    func endField() {
      record.append(String(decoding: field, as: UTF8.self))
      field = []
    }
    while let byte = bytes.popFirst() {
      switch byte {
      case UInt8(ascii: "\"") where isQuoted && bytes.first == byte: field.append(bytes.removeFirst())
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: ",") where !isQuoted: endField()
      case UInt8(ascii: "\n") where !isQuoted:
        if field.last == UInt8(ascii: "\r") { field.removeLast() }
        endField()
        records.append(record)
        record = []
      default: field.append(byte)
      }
    }
    if !field.isEmpty || !record.isEmpty {
      endField()
      records.append(record)
    }
    guard let header = records.first else { return }
    rows = records.dropFirst().map { Dictionary(zip(header, $0)) { first, _ in first } }
  }

  /// The rows by the value of one column.
  func byKey(_ column: String) -> [String: [String: String]] {
    Dictionary(rows.map { ($0[column] ?? "", $0) }) { first, _ in first }
  }
}
