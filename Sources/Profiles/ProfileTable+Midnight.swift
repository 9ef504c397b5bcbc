// Whether the events of a table have times of day. Apart from the tallies, because it is asked of few populations.

public import Persona

extension ProfileTable {
  /// Of each population, how many of its events stand at the first instant of a local day, as a date without a time does.
  public func eventsAtMidnight(of populations: [[Bool]]) throws(Failure) -> [Int] {
    guard !populations.isEmpty else { return [] }
    let none = [Int](repeating: 0, count: populations.count)
    let parts = try events.gather(none) { (part, counts) throws(Failure) in
      for profile in 0..<part.window.profileCount {
        let own = populations.indices.filter { populations[$0][part.firstProfile + profile] }
        guard !own.isEmpty else { continue }
        let times = part.window.history.times[part.window.ranges[profile]]
        let count = times.count { part.localTime($0) % LocalCalendar.day == 0 }
        for population in own { counts[population] += count }
      }
    }
    return populations.indices.map { population in parts.reduce(0) { $0 + $1[population] } }
  }
}
