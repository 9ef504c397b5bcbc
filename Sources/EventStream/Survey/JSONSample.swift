// The first records of a JSON source. Foundation's decoder is slow, but a survey looks at few records.

private import Foundation
internal import Persona

extension Sample {
  /// A sample of records that are each one JSON object; what is none is passed over.
  init(jsonRecords texts: [ArraySlice<UInt8>], format: SourceMapping.Format) {
    self.format = format
    let decoder = JSONDecoder()
    var positions: [String: Int] = [:]
    for text in texts.prefix(Limits.surveyedRecords) {
      guard case .object(let object)? = try? decoder.decode(JSONValue.self, from: Data(text)) else {
        continue
      }
      var objects = [object]
      if let page = Page(object) {
        objects = page.records
        recordsField = FieldPath(written(page.name))
      }
      for object in objects where records < Limits.surveyedRecords {
        records += 1
        for (path, value) in flattened(object, below: "") {
          let position = positions[path] ?? fields.count
          if position == fields.count {
            positions[path] = position
            fields.append(FieldTally(path: FieldPath(path)))
          }
          fields[position].add(value)
        }
      }
    }
  }
}

/// A member's name as a path has it.
private func written(_ name: String) -> String {
  name.replacing("\\", with: "\\\\").replacing(".", with: "\\.")
}

/// An object that is no record but holds an array of them: a batch of messages, or a page that an API gave.
private struct Page {
  let name: String
  let records: [[String: JSONValue]]

  /// What stands on a page beside its records.
  private static let others: Set = [
    "next_page", "previous_page", "next", "previous", "count", "total", "total_count", "page", "per_page",
    "has_more", "object", "url", "links", "meta", "paging", "pagination", "cursor", "next_cursor",
    "after_cursor",
    "before_cursor", "after_url", "before_url", "end_of_stream", "end_time",
  ]

  init?(_ object: [String: JSONValue]) {
    let arrays = object.filter { if case .array = $0.value { true } else { false } }
    let isPage = arrays.count == 1 && object.keys.allSatisfy { arrays[$0] != nil || Self.others.contains($0) }
    guard let name = object["batch"] == nil && isPage ? arrays.keys.first : "batch",
      case .array(let elements)? = object[name]
    else { return nil }
    self.name = name
    records = elements.compactMap { if case .object(let object) = $0 { object } else { nil } }
    // An array of texts is a value.
    if records.isEmpty { return nil }
  }
}

/// Refuses a page that is written over many lines: of its records only those would be read that have a line to themselves.
func requireNoPage(_ head: FileHead) throws(Failure) {
  guard head.isWhole, head.lines.count > 1,
    case .object(let object)? = try? JSONDecoder().decode(JSONValue.self, from: Data(head.bytes)),
    let page = Page(object), page.name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" })
  else { return }
  let filter = "jq -c '.\(page.name)[]'"
  throw Failure(
    "\(head.file) is one object on many lines, with the records in its array `\(page.name)`",
    hint: "`\(filter) \(head.file)` writes them one a line")
}

/// The texts of an object's scalars by path, sorted. Arrays are not looked into, as in a mapping.
private func flattened(_ object: [String: JSONValue], below prefix: String) -> [(path: String, text: String)]
{
  var texts: [(path: String, text: String)] = []
  for (key, value) in object.sorted(by: { $0.key < $1.key }) {
    let path = prefix + written(key)
    switch value {
    case .object(let inner): texts += flattened(inner, below: path + ".")
    case .scalar(let text): texts.append((path, text))
    case .array, .null: break
    }
  }
  return texts
}

/// The elements of the array with which the text begins, without the last when it is cut off.
func arrayElements(in bytes: [UInt8]) -> [ArraySlice<UInt8>] {
  var elements: [ArraySlice<UInt8>] = []
  var depth = 0
  var start: Int?
  var inString = false
  var isEscaped = false
  for (index, byte) in bytes.enumerated() {
    if inString {
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        inString = false
      }
      continue
    }
    switch byte {
    case UInt8(ascii: "\""): inString = true
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      depth += 1
      if depth == 2 { start = index }
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      depth -= 1
      if depth == 1, let first = start { elements.append(bytes[first...index]) }
      if depth == 0 || elements.count == Limits.surveyedRecords { return elements }
    default: break
    }
  }
  return elements
}

/// A JSON value; scalars are kept as their text.
private enum JSONValue: Decodable {
  case object([String: JSONValue])
  case array([JSONValue])
  case scalar(String)
  case null

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let text = try? container.decode(String.self) {
      self = .scalar(text)
    } else if let number = try? container.decode(Decimal.self) {
      self = .scalar(number.description)
    } else if let flag = try? container.decode(Bool.self) {
      self = .scalar(flag ? "true" : "false")
    } else if let object = try? container.decode([String: JSONValue].self) {
      self = .object(object)
    } else {
      self = .array(try container.decode([JSONValue].self))
    }
  }
}
