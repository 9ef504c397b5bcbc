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
  /// How many orders both have with a positive amount.
  public let count: Int

  init(_ first: Int, _ second: Int, count: Int) {
    (self.first, self.second, self.count) = (first, second, count)
  }
}

extension EventLog {
  /// The sources that have a positive amount for the same orders, as many as is no accident: at least a tenth of those of
  /// the source with fewer. Numbers of orders are compared without a `#` in front, which one system writes and the other
  /// leaves out.
  public func sharedOrders(threads: Int) throws(Failure) -> [SharedOrders] {
    let paid = sources.indices.filter { sources[$0].order != nil && sources[$0].revenue != nil }
    guard paid.count > 1 else { return [] }
    let segments = logged.filter { paid.contains($0.source) }
    let parts = try inParallel(segments.count, threads: threads) { index throws(Failure) in
      try paidOrders(of: segments[index].segment)
    }
    var orders = [Set<UInt64>](repeating: [], count: sources.count)
    for (segment, part) in zip(segments, parts) { orders[segment.source].formUnion(part) }
    var shared: [SharedOrders] = []
    for (place, first) in paid.enumerated() {
      for second in paid[(place + 1)...] {
        let count = orders[first].intersection(orders[second]).count
        guard count > 0, count * 10 >= min(orders[first].count, orders[second].count) else { continue }
        shared.append(SharedOrders(first, second, count: count))
      }
    }
    return shared
  }
}

/// Hashes of the orders with a positive amount.
private func paidOrders(of segment: Segment) throws(Failure) -> Set<UInt64> {
  guard !segment.isAbsent(.orders), !segment.isAbsent(.amounts) else { return [] }
  var (codes, amounts): ([UInt32], [Int64]) = ([], [])
  try segment.read(.orders, into: &codes)
  try segment.read(.amounts, into: &amounts)
  let paid = Set(zip(codes, amounts).lazy.filter { $0 != EventBatch.none && $1 > 0 }.map(\.0))
  let strings = try segment.strings()
  return Set(
    paid.map { code in
      var text = withoutApostrophe(strings.bytes[strings.range(of: code)])
      if text.first == UInt8(ascii: "#"), text.count > 1 { text = text.dropFirst() }
      return textHash(text)
    })
}
