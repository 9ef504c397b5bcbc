// The events of one window, with what the workspace's clocks and sessions make of them.

import EventStream
import Persona

/// The part of the history that lies in a window, as the columns of a `ProfileTable`.
struct WindowEvents: Sendable {
  let history: EventHistory
  let span: Span
  /// Events of profile `i` are `offsets[i]..<offsets[i + 1]` of the columns.
  let offsets: [Int]
  /// Of each profile, the row of the history that its first event of the window stands on.
  let historyRows: [Int]
  let columns: ProfileTable.EventColumns
  /// Local days since 1970 of each event.
  let days: [Int32]
  let calendar: LocalCalendar

  init(history: EventHistory, span: Span, calendar: LocalCalendar, sessionGapSeconds: Int) {
    self.history = history
    self.span = span
    self.calendar = calendar
    let profileCount = history.offsets.count - 1
    var offsets = [0]
    offsets.reserveCapacity(profileCount + 1)
    var historyRows: [Int] = []
    historyRows.reserveCapacity(profileCount)
    for profile in 0..<profileCount {
      let range = history.range(of: profile, in: span)
      historyRows.append(range.lowerBound)
      offsets.append(offsets[profile] + range.count)
    }
    self.offsets = offsets
    self.historyRows = historyRows

    let isWhole = offsets[profileCount] == history.count
    func column<Element>(_ all: [Element]) -> [Element] {
      // The whole history shares its memory with the table.
      if isWhole { return all }
      var result: [Element] = []
      result.reserveCapacity(offsets[profileCount])
      for profile in 0..<profileCount {
        let count = offsets[profile + 1] - offsets[profile]
        result.append(contentsOf: all[historyRows[profile]..<historyRows[profile] + count])
      }
      return result
    }
    func codes(_ named: EventHistory.NamedColumn) -> [UInt32] {
      named.codes.isEmpty
        ? Array(repeating: EventBatch.none, count: offsets[profileCount]) : column(named.codes)
    }

    let times = column(history.times)
    var hoursOfWeek = [UInt8](repeating: 0, count: times.count)
    var days = [Int32](repeating: 0, count: times.count)
    for (index, time) in times.enumerated() {
      let local = calendar.local(time)
      days[index] = Int32(truncatingIfNeeded: LocalCalendar.day(ofLocal: local))
      hoursOfWeek[index] = LocalCalendar.hourOfWeek(ofLocal: local)
    }
    self.days = days
    let sessions = sessionNumbers(
      times: times, offsets: offsets,
      sourceSessions: history.sessions.isEmpty ? [] : column(history.sessions),
      textCount: history.texts.count, gapSeconds: sessionGapSeconds)
    columns = ProfileTable.EventColumns(
      times: times, hoursOfWeek: hoursOfWeek, events: codes(history.events),
      channels: codes(history.channels), screens: codes(history.screens), sessions: sessions,
      eventNames: history.events.names, channelNames: history.channels.names,
      screenNames: history.screens.names)
  }

  var profileCount: Int { offsets.count - 1 }

  func range(of profile: Int) -> Range<Int> { offsets[profile]..<offsets[profile + 1] }

  /// The window's events of a profile as rows of the history.
  func historyRange(of profile: Int) -> Range<Int> {
    historyRows[profile]..<historyRows[profile] + offsets[profile + 1] - offsets[profile]
  }

  /// The row of the history for an event of the columns.
  func historyRow(of event: Int, profile: Int) -> Int { historyRows[profile] + event - offsets[profile] }
}

/// Numbers the sessions of every profile from 0, in the order in which they start.
///
/// Events with the source's own session id belong to the (profile, id) pair. Among the others a session ends
/// where more than the gap passes until the next of them.
private func sessionNumbers(
  times: [Int64], offsets: [Int], sourceSessions: [UInt32], textCount: Int, gapSeconds: Int
) -> [UInt32] {
  let gap = Int64(gapSeconds) * 1_000_000
  var result = [UInt32](repeating: 0, count: times.count)
  // Of each session id: the profile that it was last seen with, and its number there.
  var owners = [Int32](repeating: -1, count: sourceSessions.isEmpty ? 0 : textCount)
  var numbers = [UInt32](repeating: 0, count: owners.count)
  for profile in 0..<offsets.count - 1 {
    var count: UInt32 = 0
    var lastTime: Int64?
    var lastNumber: UInt32 = 0
    for event in offsets[profile]..<offsets[profile + 1] {
      let id = sourceSessions.isEmpty ? EventBatch.none : sourceSessions[event]
      if id != EventBatch.none {
        if owners[Int(id)] != profile {
          owners[Int(id)] = Int32(profile)
          numbers[Int(id)] = count
          count += 1
        }
        result[event] = numbers[Int(id)]
      } else {
        if lastTime.map({ times[event] - $0 > gap }) ?? true {
          lastNumber = count
          count += 1
        }
        lastTime = times[event]
        result[event] = lastNumber
      }
    }
  }
  return result
}
