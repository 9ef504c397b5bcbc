// Mapping rules applied to one record the plain way: an oracle for presets that shares no code with the readers.

import Foundation
import Persona

@testable import EventStream

/// A record as nested dictionaries; a table's row is a flat one.
struct Record {
  var values: [String: Any]

  init(json: String) throws {
    values = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any] ?? [:]
  }

  init(_ values: [String: Any]) { self.values = values }

  func text(_ path: FieldPath) -> String? {
    var value: Any? = values
    for name in path.names { value = (value as? [String: Any])?[name] }
    switch value {
    case let text as String: return text.isEmpty ? nil : text
    case let number as NSNumber: return "\(number)"
    default: return nil
    }
  }

  func text(_ rule: TextRule?) -> String? {
    switch rule {
    case .field(let path): return text(path)
    case .constant(let text): return text
    case .firstOf(let rules): return rules.lazy.compactMap { text($0) }.first
    case .joined(let rules):
      let parts = rules.map { text($0) }
      return parts.contains(nil) ? nil : parts.compactMap { $0 }.joined(separator: "\u{1f}")
    case .cases(let cases, let otherwise):
      return text(cases.first { holds($0.when) }?.then ?? otherwise)
    case .part(let whole, let separator, let index):
      let parts = text(whole)?.components(separatedBy: String(UnicodeScalar(separator))) ?? []
      let part = index < parts.count ? parts[index].trimmingCharacters(in: .whitespaces) : ""
      return part.isEmpty ? nil : part
    case .unknown, nil: return nil
    }
  }

  func holds(_ condition: FieldCondition?) -> Bool {
    (condition?.tests ?? []).allSatisfy { test in
      let value = text(test.field)
      switch test.test {
      case .is(let wanted): return value.map { .text($0) == wanted } ?? false
      case .in(let wanted): return value.map { wanted.contains(.text($0)) } ?? false
      case .exists(let wanted): return (value != nil) == wanted
      case .matches(let pattern): return value?.range(of: pattern, options: .regularExpression) != nil
      default: return false
      }
    }
  }

  /// The signed factors of an amount, `nil` when there is none.
  func amount(_ rule: AmountRule?) -> Double? {
    guard let rule, holds(rule.only) else { return nil }
    let factors = rule.factors.compactMap { text($0).flatMap(Double.init) }
    guard factors.count == rule.factors.count else { return nil }
    let isNegative = rule.negative != nil && holds(rule.negative)
    let refund = abs(text(rule.minus).flatMap(Double.init) ?? 0)
    let amount = (factors.reduce(1, *) - refund) / Double(rule.divisor)
    return isNegative ? -abs(amount) : amount
  }

  func identifiers(_ mapping: SourceMapping) -> [String] {
    mapping.identifiers.compactMap { identifier in
      text(identifier.value).map { "\(identifier.kind):\($0)" }
    }
  }
}
