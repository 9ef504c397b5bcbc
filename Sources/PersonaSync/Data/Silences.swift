// Days on which sources or events are missing: figures change by them, and nobody does anything else.

internal import EventStream
internal import Persona
internal import Profiles

extension ProfileTable {
  /// Warnings of sources that have no event on days on which they would have some, and of events that rules ask for and that
  /// are no more.
  ///
  /// - Parameters:
  ///   - common: the events behind which enough people stand to speak of them.
  ///   - named: the events that rules ask for.
  func silenceProblems(sources: [SourceMapping], common: Set<String>, named: Set<String>) -> [Problem] {
    let first = daysSeen.firstDay
    let silent = sources.indices.map { SilentDays(daysSeen.days(ofSource: $0), from: first) }
    let ends = silent.compactMap(\.end?.lowerBound)
    let stopped = eventNames.enumerated().filter { common.contains($1) && named.contains($1) }
    return zip(sources, silent).flatMap { $1.outages(of: $0.name) }
      + stopped.compactMap { number, name in
        let silent = SilentDays(daysSeen.days(ofEvent: number), from: first)
        // Where its source is silent, that says it all.
        guard let end = silent.end, !ends.contains(where: { $0 <= end.lowerBound + 1 }) else { return nil }
        let successors = successors(of: end, among: common)
        // Rules that name both know of the change.
        return named.isDisjoint(with: successors) ? silent.stop(of: name, successors) : nil
      }
  }

  /// The events that begin on the day on which another stops, or the day before or after, and that go on.
  private func successors(of end: Range<Int>, among common: Set<String>) -> [String] {
    eventNames.enumerated().filter { number, name in
      guard common.contains(name) else { return false }
      let first = daysSeen.days(ofEvent: number).firstIndex(of: true)
      return first.map { $0 > 0 && abs($0 - end.lowerBound) <= 1 } ?? false
    }.map(\.element)
  }
}

/// Warnings of sources that end before others do, each of which was read by itself.
///
/// - Parameter seen: of each source its name, and the days of the window that ends with it.
func endProblems(_ seen: [(source: String, days: DaysSeen)]) -> [Problem] {
  let last = seen.map { $0.days.firstDay + $0.days.dayCount }.max() ?? 0
  return seen.flatMap { source, days in
    let missing = [Bool](repeating: false, count: last - days.firstDay - days.dayCount)
    let silent = SilentDays(days.days(ofSource: 0) + missing, from: days.firstDay)
    return silent.end == nil || missing.isEmpty ? [] : silent.outages(of: source).suffix(1)
  }
}

/// The silences among some days, in words.
private struct SilentDays {
  private let silences: [Silence]
  private let count: Int
  private let firstDay: Int

  /// - Parameter firstDay: days since 1970.
  init(_ days: [Bool], from firstDay: Int) {
    silences = Silence.all(in: days)
    count = days.count
    self.firstDay = firstDay
  }

  /// The days at the end that are silent.
  var end: Range<Int>? { silences.last.flatMap { $0.days.upperBound == count ? $0.days : nil } }

  func outages(of source: String) -> [Problem] {
    silences.map { silence in
      let when =
        silence.days == end
        ? "after \(date(silence.days.lowerBound - 1))"
        : "from \(date(silence.days.lowerBound)) to \(date(silence.days.upperBound - 1))"
      return .doubt(
        "the source \(source) has no event \(when), and some on \(usual(silence))",
        hint: "is an export missing? What people did then counts nowhere, as if they had done nothing")
    }
  }

  /// That an event stopped at the end; `nil` where it did not.
  func stop(of name: String, _ successors: [String]) -> Problem? {
    guard let silence = silences.last, silence.days == end else { return nil }
    let asked = successors.count == 1 ? "`\(successors[0])` begins then: was it renamed?" : "was it renamed?"
    return .doubt(
      "no event is named `\(name)` after \(date(silence.days.lowerBound - 1)), and rules ask for it; some were on "
        + usual(silence),
      hint: asked + " Name both in the rules, as long as the window has both")
  }

  private func usual(_ silence: Silence) -> String {
    silence.seenDays == silence.otherDays
      ? "each of the \(silence.otherDays) other days"
      : "\(silence.seenDays) of the \(silence.otherDays) other days"
  }

  private func date(_ day: Int) -> String { LocalDays.text(ofDay: firstDay + day) }
}
