// Which value of a trait counts, as of the end of the window.

import EventStream
import Persona

extension TraitHistory {
  /// The value of each trait of some of the partition's profiles, by the trait's place in `traitNames`. Records later than
  /// `end` give nothing; records without a time always count.
  ///
  /// - Throws: when a sum does not fit 64 bits of millionths.
  func values(
    of places: [Int], until end: Int64, choices: [String: TraitChoice], texts: TextDictionary
  ) throws(Failure) -> [ChosenValues] {
    var byTrait = traitNames.map { _ in ChosenValues(profileCount: places.count) }
    if records.isEmpty { return byTrait }
    var chosen = traitNames.map { _ in [Int]() }
    for (profile, place) in places.enumerated() {
      for record in offsets[place]..<offsets[place + 1] where records[record].time <= end {
        chosen[Int(records[record].name)].append(record)
      }
      for trait in chosen.indices where !chosen[trait].isEmpty {
        let choice = choices[traitNames[trait]] ?? .latest
        let value = try value(of: chosen[trait], choice: choice, trait: traitNames[trait], texts: texts)
        if let value { byTrait[trait].set(value, for: profile) }
        chosen[trait].removeAll(keepingCapacity: true)
      }
    }
    return byTrait
  }

  private func value(
    of chosen: [Int], choice: TraitChoice, trait: String, texts: TextDictionary
  ) throws(Failure) -> String? {
    func text(_ record: Int) -> String { texts.text(of: records[record].value) }
    func isEarlier(_ a: Int, _ b: Int) -> Bool {
      let (first, second) = (records[a], records[b])
      if first.time != second.time { return first.time < second.time }
      if first.version != second.version { return first.version < second.version }
      return first.value != second.value && bytesPrecede(text(a), text(b))
    }
    switch choice {
    case .latest: return chosen.max(by: isEarlier).map(text)
    case .first: return chosen.min(by: isEarlier).map(text)
    case .max: return chosen.map(text).max(by: numbersPrecede)
    case .min: return chosen.map(text).min(by: numbersPrecede)
    case .all:
      return Set(chosen.map { ExactText(text: text($0)) }).map(\.text).sorted(by: bytesPrecede).joined(
        separator: ", ")
    case .sum:
      var total: Int64?
      for record in chosen where records[record].counts {
        guard let value = millionths(text(record)) else { continue }
        total = try sum(total ?? 0, value, of: "the trait \(trait)")
      }
      return total.map(decimalText)
    }
  }
}

/// One trait's value for each profile, each distinct value once.
struct ChosenValues: Sendable {
  private var codes: [Int32]
  private var values: [String] = []
  private var codeOfValue: [ExactText: Int32] = [:]

  init(profileCount: Int) { codes = Array(repeating: -1, count: profileCount) }

  mutating func set(_ value: String, for profile: Int) { codes[profile] = code(of: value) }

  private mutating func code(of value: String) -> Int32 {
    let key = ExactText(text: value)
    if let code = codeOfValue[key] { return code }
    codeOfValue[key] = Int32(values.count)
    values.append(value)
    return Int32(values.count - 1)
  }

  /// Adds the profiles that follow.
  mutating func append(_ next: ChosenValues) {
    let own = next.values.map { code(of: $0) }
    codes.append(contentsOf: next.codes.lazy.map { $0 < 0 ? -1 : own[Int($0)] })
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
