// The events of one partition that lie in a window, and the sessions that they make.

import EventStream
import Persona

/// A window over the histories of some profiles, counted from 0. Events are rows of the history.
struct WindowEvents: Sendable {
  let history: EventHistory
  let span: Span
  /// Of each profile, which of the history's it is.
  let places: [Int]
  /// Of each profile, the rows of its events in the window.
  let ranges: [Range<Int>]

  init(history: EventHistory, places: [Int], span: Span) {
    self.history = history
    self.places = places
    self.span = span
    ranges = places.map { history.range(of: $0, in: span) }
  }

  var profileCount: Int { ranges.count }

  /// The time of a profile's first event ever; it has one.
  func firstTime(of profile: Int) -> Int64 { history.firstTime(of: places[profile]) }

  /// Stands for the number of the session of an event that is part of none.
  static let noSession = UInt32.max

  /// How many sessions are numbered.
  static func sessionCount(_ numbers: ArraySlice<UInt32>) -> Int {
    // No session is the greatest number, and one more than it is 0.
    Int(numbers.lazy.map { $0 &+ 1 }.max() ?? 0)
  }

  /// Of each event of the window, the number of its session within the profile, from 0, in the order in which
  /// sessions start; or `noSession`.
  ///
  /// Events with the source's own session id belong to the (profile, id) pair. Among the others a session ends
  /// where more than the gap passes until the next of them.
  func sessionNumbers(by rules: SessionRules) -> [UInt32] {
    let gap = Int64(rules.gapSeconds) * 1_000_000
    var result = [UInt32](repeating: 0, count: history.count)
    if history.sessions.isEmpty, rules.sourcesOutside.isEmpty {
      numberByGaps(gap, &result)
    } else {
      numberOneByOne(gap, outside: rules.sourcesOutside, &result)
    }
    return result
  }

  private func numberByGaps(_ gap: Int64, _ result: inout [UInt32]) {
    let times = history.times.span
    var numbers = result.mutableSpan
    for range in ranges {
      var number: UInt32 = 0
      for row in range.dropFirst() {
        // Without a branch, which nobody could foresee.
        number &+= times[row] &- times[row - 1] > gap ? 1 : 0
        numbers[row] = number
      }
    }
  }

  private func numberOneByOne(_ gap: Int64, outside: Set<Int>, _ result: inout [UInt32]) {
    var own = OwnSessions()
    for range in ranges {
      own.start()
      var count: UInt32 = 0
      var lastTime = Int64.min
      var lastNumber: UInt32 = 0
      for row in range {
        if !outside.isEmpty, outside.contains(history.source(of: row)) {
          result[row] = Self.noSession
          continue
        }
        let id = history.sessions.isEmpty ? 0 : history.sessions[row]
        if id != 0 {
          result[row] = own.number(of: id, next: &count)
          continue
        }
        let time = history.times[row]
        if lastTime == .min || time - lastTime > gap {
          lastNumber = count
          count += 1
        }
        lastTime = time
        result[row] = lastNumber
      }
    }
  }
}

/// The numbers of a source's own sessions within one profile.
private struct OwnSessions {
  private var last: UInt64 = 0
  private var lastNumber: UInt32 = 0
  private var numbers: [UInt64: UInt32] = [:]

  mutating func start() {
    last = 0
    // A table that one busy profile made large would be cleared for every profile after it.
    if numbers.capacity > 256 { numbers = [:] } else { numbers.removeAll(keepingCapacity: true) }
  }

  mutating func number(of id: UInt64, next: inout UInt32) -> UInt32 {
    if id == last { return lastNumber }
    last = id
    if let known = numbers[id] {
      lastNumber = known
    } else {
      lastNumber = next
      numbers[id] = next
      next += 1
    }
    return lastNumber
  }
}
