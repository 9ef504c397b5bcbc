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
    let silent = sources.indices.map { Silence.all(in: daysSeen.days(ofSource: $0)) }
    let ends = silent.compactMap { $0.last }.filter { isAtEnd($0) }.map(\.days.lowerBound)
    let outages = zip(sources, silent).flatMap { source, silences in
      silences.map { outage(of: source.name, $0) }
    }
    let stopped = eventNames.enumerated().filter { common.contains($1) && named.contains($1) }
    return outages
      + stopped.compactMap { number, name in
        guard let silence = Silence.all(in: daysSeen.days(ofEvent: number)).last, isAtEnd(silence),
          // Where its source is silent, that says it all.
          !ends.contains(where: { $0 <= silence.days.lowerBound + 1 })
        else { return nil }
        let successors = successors(of: silence, among: common)
        // Rules that name both know of the change.
        return named.isDisjoint(with: successors) ? stop(of: name, silence, successors) : nil
      }
  }

  private func isAtEnd(_ silence: Silence) -> Bool { silence.days.upperBound == daysSeen.dayCount }

  private func outage(of source: String, _ silence: Silence) -> Problem {
    let when =
      isAtEnd(silence)
      ? "after \(date(silence.days.lowerBound - 1))"
      : "from \(date(silence.days.lowerBound)) to \(date(silence.days.upperBound - 1))"
    return .doubt(
      "the source \(source) has no event \(when), and some on \(usual(silence))",
      hint: "is an export missing? What people did then counts nowhere, as if they had done nothing")
  }

  private func stop(of name: String, _ silence: Silence, _ successors: [String]) -> Problem {
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

  /// The events that begin on the day on which another stops, or the day before or after, and that go on.
  private func successors(of silence: Silence, among common: Set<String>) -> [String] {
    eventNames.enumerated().filter { number, name in
      guard common.contains(name) else { return false }
      let first = daysSeen.days(ofEvent: number).firstIndex(of: true)
      return first.map { $0 > 0 && abs($0 - silence.days.lowerBound) <= 1 } ?? false
    }.map(\.element)
  }

  private func date(_ day: Int) -> String { LocalDays.text(ofDay: daysSeen.firstDay + day) }
}
