// Which orders have money in which source: the same one in two counts twice. Its own file, because it is asked of what was
// read before anybody is linked.

import EventStream
public import Persona

/// Two sources that have an amount for the same orders.
public struct SharedOrders: Sendable, Hashable {
  /// Indices into the sources, in their order.
  public var sources: (first: Int, second: Int) { (first, second) }
  private let first: Int
  private let second: Int
  /// How many orders both have with the same positive amount, or with an amount from the same person.
  public let count: Int

  init(_ first: Int, _ second: Int, count: Int) {
    (self.first, self.second, self.count) = (first, second, count)
  }
}

extension EventLog {
  /// The sources that have a positive amount for the same orders, as many as is no accident: at least a tenth of those of
  /// the source with fewer. Numbers of orders are compared without a `#` in front, which one system writes and the other
  /// leaves out. Two shops may both count from 1001, so that the amount or who paid has to agree as well.
  public func sharedOrders(threads: Int) throws(Failure) -> [SharedOrders] {
    let paid = sources.indices.filter { sources[$0].order != nil && sources[$0].revenue != nil }
    guard paid.count > 1 else { return [] }
    let orders = try gathered(from: paid, threads: threads) { segment, _ throws(Failure) in
      try paidOrders(of: segment.segment).reduce(into: []) { $0.insert($1.value) }
    }
    let pairs = paid.enumerated().flatMap { place, first in paid[(place + 1)...].map { (first, $0) } }
    func isNoAccident(_ count: Int, _ first: Int, _ second: Int) -> Bool {
      count > 0 && count * 10 >= min(orders[first].count, orders[second].count)
    }
    let alike = pairs.filter { isNoAccident(orders[$0].intersection(orders[$1]).count, $0, $1) }
    guard !alike.isEmpty else { return [] }
    let both = alike.reduce(into: Set<UInt64>()) { $0.formUnion(orders[$1.0].intersection(orders[$1.1])) }
    let signs = try gathered(
      from: Array(Set(alike.flatMap { [$0.0, $0.1] })).sorted(), threads: threads
    ) { segment, source throws(Failure) in
      try orderSigns(of: segment.segment, source: source, among: both)
    }
    return alike.compactMap { first, second in
      let haveCurrencies = sources[first].currency != nil && sources[second].currency != nil
      let other: OrderSign.Kind = haveCurrencies ? .amount : .amountInCurrency
      let agreeing = signs[first].intersection(signs[second]).filter { $0.kind != other }
      let count = Set(agreeing.lazy.map(\.order)).count
      return isNoAccident(count, first, second) ? SharedOrders(first, second, count: count) : nil
    }
  }

  /// What the segments of some sources give, by source.
  private func gathered<Element: Hashable & Sendable>(
    from wanted: [Int], threads: Int,
    _ part: @escaping @Sendable (LoggedSegment, SourceMapping) throws(Failure) -> Set<Element>
  ) throws(Failure) -> [Set<Element>] {
    let (segments, sources) = (logged.filter { wanted.contains($0.source) }, sources)
    let parts = try inParallel(segments.count, threads: threads) { index throws(Failure) in
      try part(segments[index], sources[segments[index].source])
    }
    var all = [Set<Element>](repeating: [], count: sources.count)
    for (segment, part) in zip(segments, parts) { all[segment.source].formUnion(part) }
    return all
  }
}

/// Something by which an order is known again beside its number.
private struct OrderSign: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case amount, amountInCurrency, person
  }

  var order: UInt64
  var kind: Kind
  var value: UInt64
}

/// Hashes of the orders with a positive amount, by the code of their number.
private func paidOrders(of segment: Segment) throws(Failure) -> [UInt32: UInt64] {
  guard !segment.isAbsent(.orders), !segment.isAbsent(.amounts) else { return [:] }
  var (codes, amounts): ([UInt32], [Int64]) = ([], [])
  try segment.read(.orders, into: &codes)
  try segment.read(.amounts, into: &amounts)
  let paid = Set(zip(codes, amounts).lazy.filter { $0 != EventBatch.none && $1 > 0 }.map(\.0))
  let strings = try segment.strings()
  return paid.reduce(into: [:]) { hashes, code in
    var text = withoutApostrophe(strings.bytes[strings.range(of: code)])
    if text.first == UInt8(ascii: "#"), text.count > 1 { text = text.dropFirst() }
    hashes[code] = textHash(text)
  }
}

/// The amounts of some orders, and who stands beside them.
private func orderSigns(
  of segment: Segment, source: SourceMapping, among wanted: Set<UInt64>
) throws(Failure) -> Set<OrderSign> {
  let orders = try paidOrders(of: segment).filter { wanted.contains($0.value) }
  guard !orders.isEmpty else { return [] }
  var (codes, amounts): ([UInt32], [Int64]) = ([], [])
  var (currencies, sets): ([UInt32], [UInt32]) = ([], [])
  try segment.read(.orders, into: &codes)
  try segment.read(.amounts, into: &amounts)
  try segment.read(.currencies, into: &currencies)
  try segment.read(.sets, into: &sets)
  let (strings, pool) = (try segment.strings(), try segment.identifiers())
  func text(_ code: UInt32) -> String {
    code == EventBatch.none
      ? "" : String(decoding: strings.bytes[strings.range(of: code)], as: UTF8.self).lowercased()
  }
  var signs: Set<OrderSign> = []
  for row in codes.indices where amounts[row] > 0 {
    guard let order = orders[codes[row]] else { continue }
    func add(_ kind: OrderSign.Kind, _ text: String) {
      signs.insert(OrderSign(order: order, kind: kind, value: textHash(Array(text.utf8)[...])))
    }
    add(.amount, "\(amounts[row])")
    add(.amountInCurrency, "\(amounts[row]) \(text(currencies[row]))")
    for member in pool.members[pool.range(of: Int(sets[row]))] {
      let kind = source.identifiers[Int(pool.kinds[Int(member)])].kind
      add(.person, "\(kind) \(text(pool.values[Int(member)]))")
    }
  }
  return signs
}
