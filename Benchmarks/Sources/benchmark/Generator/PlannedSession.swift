// Who comes when: some users far more often than others, most of them in the evening and around noon.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A visit before anything has happened in it. Times are milliseconds since 1970, UTC.
struct PlannedSession {
  var start: UInt64
  var user: Int
  var device: Crowd.Device
  var length: Int
  /// Seed of everything that happens in it.
  var draw: UInt64
}

/// The 90 days that are described, from 1 March 2024 on.
enum Period {
  static let start: UInt64 = 1_709_251_200_000
  static let days = 90
  static let day: UInt64 = 86_400_000
  static let hour: UInt64 = 3_600_000
  /// 1 March 2024 was a Friday; weeks are counted from Monday.
  static let firstWeekday = 4
}

/// Sessions with so many events together, in the order in which they start.
func plannedSessions(of crowd: Crowd, events: Int) -> [PlannedSession] {
  let users = Sampler(weights: (0..<crowd.userCount).map { 1 / (Double($0) + 50) })  // Zipf and Mandelbrot
  let hours = Sampler(weights: (0..<168).map(busyness))
  var chance = Chance(Chance.mixed(crowd.seed))
  var sessions: [PlannedSession] = []
  var planned = 0
  while planned < events {
    let user = users.index(&chance)
    let length = 1 + Int(min(60, chance.exponential(mean: crowd.archetype(of: user).meanSessionLength)))
    var device = Crowd.Device(owner: user, number: chance.number(below: crowd.deviceCount(of: user)))
    if chance.happens(0.002) {
      device = Crowd.Device(owner: chance.number(below: crowd.userCount), number: 0)
    }
    let week = chance.number(below: Period.days) / 7
    let hourOfWeek = hours.index(&chance)
    let day = week * 7 + (hourOfWeek / 24 + 7 - Period.firstWeekday) % 7
    let start =
      Period.start + UInt64(day) * Period.day + UInt64(hourOfWeek % 24) * Period.hour
      + UInt64(chance.number(below: Int(Period.hour)))
    sessions.append(
      PlannedSession(start: start, user: user, device: device, length: length, draw: chance.next()))
    planned += length
  }
  sessions.sort { ($0.start, $0.draw) < ($1.start, $1.draw) }
  return sessions
}

/// How much goes on in an hour of the week: a peak at noon, a higher one in the evening, more at weekends.
private func busyness(hourOfWeek: Int) -> Double {
  func bell(around peak: Double, width: Double) -> Double {
    let distance = (Double(hourOfWeek % 24) - peak) / width
    return exp(-0.5 * (distance * distance))
  }
  let hour = 0.15 + bell(around: 20, width: 3) + 0.6 * bell(around: 12, width: 2.5)
  return hour * (hourOfWeek / 24 >= 5 ? 1.2 : 1)
}

/// Draws indices, each as often as its weight says.
private struct Sampler {
  private let cumulative: [Double]

  init(weights: [Double]) {
    var sum = 0.0
    cumulative = weights.map { weight in
      sum += weight
      return sum
    }
  }

  func index(_ chance: inout Chance) -> Int {
    let point = chance.fraction() * (cumulative.last ?? 0)
    var low = 0
    var high = cumulative.count - 1
    while low < high {
      let middle = (low + high) / 2
      if cumulative[middle] < point { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
