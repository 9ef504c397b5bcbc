// Stand-ins until Profiles has them.
internal import Persona
internal import Profiles

extension ProfileTable {
  func eventCounts(where filter: EventFilter) -> [UInt32] {
    (0..<count).map { i in
      UInt32(
        (eventOffsets[i]..<eventOffsets[i + 1]).count { e in
          func ok(_ names: [String], _ code: UInt32, _ list: [String]) -> Bool {
            names.isEmpty || (code != .max && names.contains(list[Int(code)]))
          }
          let how = Int(events.hoursOfWeek[e])
          return ok(filter.events, events.events[e], events.eventNames)
            && ok(filter.channels, events.channels[e], events.channelNames)
            && ok(filter.screens, events.screens[e], events.screenNames)
            && (filter.hours.isEmpty || filter.hours.contains(how % 24))
            && (filter.days.isEmpty || filter.days.contains { $0.rawValue == how / 24 })
        })
    }
  }
  func tally(by dimension: Dimension, members: [Bool]) -> [Tally] {
    var counts: [String: Int] = [:]
    var people: [String: Int] = [:]
    var only: [String: Int] = [:]
    for i in 0..<count where members[i] {
      let range = eventOffsets[i]..<eventOffsets[i + 1]
      func name(_ code: UInt32, _ list: [String]) -> String? { code == .max ? nil : list[Int(code)] }
      var names: [String] = []
      switch dimension {
      case .hourOfWeek: names = range.map { String(events.hoursOfWeek[$0]) }
      case .event: names = range.compactMap { name(events.events[$0], events.eventNames) }
      case .channel: names = range.compactMap { name(events.channels[$0], events.channelNames) }
      case .screen: names = range.compactMap { name(events.screens[$0], events.screenNames) }
      case .lastScreen:
        var last: [UInt32: String] = [:]
        for e in range {
          if let n = name(events.screens[e], events.screenNames) { last[events.sessions[e]] = n }
        }
        names = Array(last.values)
      }
      for n in names { counts[n, default: 0] += 1 }
      for n in Set(names) { people[n, default: 0] += 1 }
      if Set(names).count == 1 { only[names[0], default: 0] += 1 }
    }
    return counts.keys.sorted().map {
      Tally(name: $0, count: counts[$0] ?? 0, people: people[$0] ?? 0, peopleOnlyHere: only[$0] ?? 0)
    }
  }
  func funnel(_ steps: [String], members: [Bool]) -> [Int] {
    var reached = [Int](repeating: 0, count: steps.count)
    for i in 0..<count where members[i] {
      var step = 0
      for e in eventOffsets[i]..<eventOffsets[i + 1]
      where step < steps.count && events.eventNames[Int(events.events[e])] == steps[step] {
        reached[step] += 1
        step += 1
      }
    }
    return reached
  }
  func active(after time: Int64) -> [Bool] { newestEvent.map { $0 > time } }
  var newestEvent: [Int64] {
    (0..<count).map {
      eventOffsets[$0] == eventOffsets[$0 + 1] ? .min : events.times[eventOffsets[$0 + 1] - 1]
    }
  }
}
