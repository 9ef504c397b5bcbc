// Who was ever seen together with whom, and when first.

import EventStream
import Persona

/// Two numbers of identifiers that stood on one record.
struct SeenLink: Sendable, Comparable {
  /// The smaller number above, the greater below.
  var numbers: UInt64
  /// The earliest time of a record with both.
  var time: Int64

  var smaller: UInt32 { UInt32(numbers >> 32) }
  var greater: UInt32 { UInt32(truncatingIfNeeded: numbers) }

  static func packed(_ smaller: UInt32, _ greater: UInt32) -> UInt64 {
    UInt64(smaller) << 32 | UInt64(greater)
  }

  static func < (a: Self, b: Self) -> Bool {
    a.numbers != b.numbers ? a.numbers < b.numbers : a.time < b.time
  }
}

/// All links of a log: what was seen together by some time is found by leaving out what came later.
struct SeenLinks: Sendable {
  /// Of each identifier: the place of its kind in the priority.
  let kinds: [UInt16]
  /// The identifiers of the kind of highest priority: the first ones.
  let firstKind: Range<Int>
  /// Of each identifier: the earliest time it was seen.
  let firstSeen: [Int64]
  /// Ascending, each once, in parts by their smaller number.
  let links: [[SeenLink]]
}

extension SeenLinks {
  /// - Parameter numbersOfSegments: of each segment, the number of each of its identifiers.
  init(
    _ numbers: IdentifierNumbers, _ numbersOfSegments: [[UInt32]], in segments: LoggedSegments, threads: Int
  ) throws(Failure) {
    let kindStarts = numbers.kindStarts
    kinds = zip(kindStarts, kindStarts.dropFirst()).enumerated().flatMap { kind, range in
      repeatElement(UInt16(kind), count: range.1 - range.0)
    }
    firstKind = 0..<kindStarts[1]
    let shift = max(0, UInt32.bitWidth - UInt32(max(1, numbers.count)).leadingZeroBitCount - Self.partBits)
    let observed = try inParallel(segments.count, threads: threads) { index throws(Failure) in
      ObservedLinks(
        try segments[index].segment.identifiers(), numbers: numbersOfSegments[index],
        partCount: 1 << Self.partBits, shift: shift)
    }
    let parts = try inParallel(1 << Self.partBits, threads: threads) { part throws(Failure) in
      let start = min(numbers.count, part << shift)
      let end = min(numbers.count, (part + 1) << shift)
      return LinksPart(observed, part: part, identifiers: start..<end)
    }
    firstSeen = parts.flatMap(\.firstSeen)
    links = parts.map(\.links)
  }

  private static let partBits = 6
}

/// What one segment says: links between two numbers, and when numbers were seen, in parts by number.
private struct ObservedLinks: Sendable {
  /// By part of the smaller number.
  private(set) var links: [[SeenLink]]
  /// Numbers and the earliest time of a set that has them; by part.
  private(set) var seen: [[(number: UInt32, time: Int64)]]

  init(_ pool: IdentifierPool, numbers: [UInt32], partCount: Int, shift: Int) {
    links = Array(repeating: [], count: partCount)
    seen = Array(repeating: [], count: partCount)
    var times = [Int64](repeating: .max, count: numbers.count)
    for set in 0..<pool.setCount {
      let (range, time) = (pool.range(of: set), pool.setTimes[set])
      for a in range {
        let place = Int(pool.members[a])
        times[place] = min(times[place], time)
        guard numbers[place] != EventBatch.none else { continue }
        for b in range where b > a {
          let (first, second) = (numbers[place], numbers[Int(pool.members[b])])
          guard second != EventBatch.none, first != second else { continue }
          let smaller = min(first, second)
          links[Int(smaller >> UInt32(shift))].append(
            SeenLink(numbers: SeenLink.packed(smaller, max(first, second)), time: time))
        }
      }
    }
    for (place, number) in numbers.enumerated() where number != EventBatch.none {
      seen[Int(number >> UInt32(shift))].append((number, times[place]))
    }
  }
}

/// What all segments say of a range of numbers.
private struct LinksPart: Sendable {
  private(set) var links: [SeenLink] = []
  private(set) var firstSeen: [Int64]

  init(_ observed: [ObservedLinks], part: Int, identifiers: Range<Int>) {
    firstSeen = Array(repeating: .max, count: identifiers.count)
    for one in observed {
      for (number, time) in one.seen[part] {
        let place = Int(number) - identifiers.lowerBound
        firstSeen[place] = min(firstSeen[place], time)
      }
    }
    gather(observed.map { $0.links[part] }, identifiers)
    var kept = 0
    for index in links.indices where index == 0 || links[index].numbers != links[index - 1].numbers {
      links[kept] = links[index]
      kept += 1
    }
    links.removeSubrange(kept...)
  }
  /// All links, ascending: they are counted by their smaller number, of which there are few in a part.
  private mutating func gather(_ observed: [[SeenLink]], _ identifiers: Range<Int>) {
    var starts = [Int](repeating: 0, count: identifiers.count + 1)
    for links in observed {
      for link in links { starts[Int(link.smaller) - identifiers.lowerBound + 1] += 1 }
    }
    for place in 0..<identifiers.count { starts[place + 1] += starts[place] }
    var next = starts
    links = Array(repeating: SeenLink(numbers: 0, time: 0), count: starts[identifiers.count])
    for own in observed {
      for link in own {
        let place = Int(link.smaller) - identifiers.lowerBound
        links[next[place]] = link
        next[place] += 1
      }
    }
    for (start, end) in zip(starts, starts.dropFirst()) where end - start > 1 {
      links.sort(start..<end, by: <)
    }
  }
}
