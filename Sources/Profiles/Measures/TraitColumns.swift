// Which value of a trait counts, as of the end of the window.

import EventStream
import Persona

extension TraitHistory {
  /// One column per trait. Records later than `end` give nothing; records without a time always count.
  ///
  /// - Throws: when a sum does not fit 64 bits of millionths.
  func columns(
    until end: Int64, choices: [String: TraitChoice], texts: TextDictionary
  ) throws(Failure) -> [String: ProfileTable.TraitColumn] {
    var result: [String: ProfileTable.TraitColumn] = [:]
    var byTrait = traitNames.map { _ in ChosenValues(profileCount: offsets.count - 1) }
    var records = traitNames.map { _ in [Int]() }
    for profile in 0..<offsets.count - 1 {
      for record in offsets[profile]..<offsets[profile + 1] where time(of: record) <= end {
        records[Int(names[record])].append(record)
      }
      for trait in records.indices where !records[trait].isEmpty {
        let choice = choices[traitNames[trait]] ?? .latest
        let value = try value(of: records[trait], choice: choice, trait: traitNames[trait], texts: texts)
        if let value { byTrait[trait].set(value, for: profile) }
        records[trait].removeAll(keepingCapacity: true)
      }
    }
    for (trait, name) in traitNames.enumerated() { result[name] = byTrait[trait].column() }
    return result
  }

  private func time(of record: Int) -> Int64 { times[record] }

  private func value(
    of records: [Int], choice: TraitChoice, trait: String, texts: TextDictionary
  ) throws(Failure) -> String? {
    func text(_ record: Int) -> String { texts.text(of: values[record]) }
    func isEarlier(_ a: Int, _ b: Int) -> Bool {
      if times[a] != times[b] { return times[a] < times[b] }
      if versions[a] != versions[b] { return versions[a] < versions[b] }
      return values[a] != values[b] && bytesPrecede(text(a), text(b))
    }
    switch choice {
    case .latest: return records.max(by: isEarlier).map(text)
    case .first: return records.min(by: isEarlier).map(text)
    case .max: return records.map(text).max(by: numbersPrecede)
    case .min: return records.map(text).min(by: numbersPrecede)
    case .all:
      return Set(records.map { ExactText(text: text($0)) }).map(\.text).sorted(by: bytesPrecede).joined(
        separator: ", ")
    case .sum:
      var total: Int64?
      for record in records where counts[record] {
        guard let value = millionths(text(record)) else { continue }
        total = try sum(total ?? 0, value, of: "the trait \(trait)")
      }
      return total.map(decimalText)
    }
  }
}

/// One trait's value for each profile, each distinct value once.
private struct ChosenValues {
  private var codes: [Int32]
  private var values: [String] = []
  private var codeOfValue: [ExactText: Int32] = [:]

  init(profileCount: Int) { codes = Array(repeating: -1, count: profileCount) }

  mutating func set(_ value: String, for profile: Int) {
    let key = ExactText(text: value)
    if let code = codeOfValue[key] {
      codes[profile] = code
    } else {
      codes[profile] = Int32(values.count)
      codeOfValue[key] = Int32(values.count)
      values.append(value)
    }
  }

  func column() -> ProfileTable.TraitColumn {
    let order = values.indices.sorted { bytesPrecede(values[$0], values[$1]) }
    var places = [Int32](repeating: 0, count: values.count)
    for (place, code) in order.enumerated() { places[code] = Int32(place) }
    let sorted = order.map { values[$0] }
    return ProfileTable.TraitColumn(
      codes: codes.map { $0 < 0 ? -1 : places[Int($0)] }, values: sorted,
      numbers: sorted.map { number(from: $0) ?? .nan })
  }
}

/// A text that equals only the same bytes. Swift's own strings also equal other spellings of an accent, and
/// then the one that happened to come first would be kept.
private struct ExactText: Hashable {
  let text: String

  static func == (a: Self, b: Self) -> Bool { a.text.utf8.elementsEqual(b.text.utf8) }

  func hash(into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(byte) }
  }
}

private func millionths(_ text: String) -> Int64? {
  let bytes = Array(text.utf8)
  return parseDecimal(bytes.span)?.millionths()
}

private func bytesPrecede(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }

/// Numbers by value before other texts by bytes: an order in which two values never go round in a circle.
private func numbersPrecede(_ a: String, _ b: String) -> Bool {
  switch (number(from: a), number(from: b)) {
  case (let x?, let y?): x != y ? x < y : bytesPrecede(a, b)
  case (_?, nil): true
  case (nil, _?): false
  case (nil, nil): bytesPrecede(a, b)
  }
}
