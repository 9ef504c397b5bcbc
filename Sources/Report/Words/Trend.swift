// How many of a persona's people came, week by week, in a sentence.

import Persona

/// The weeks of an evidence, where there are enough of them for a trend.
struct Trend {
  let weeks: [Evidence.Week]
  let first: Evidence.Week
  let last: Evidence.Week

  /// `nil` with fewer than three weeks, and while data fill the window: before somebody was seen nobody knows of them.
  init?(_ evidence: Evidence) {
    let weeks = evidence.distributions.weeks
    guard evidence.isWindowFull, weeks.count >= 3, let first = weeks.first, let last = weeks.last else {
      return nil
    }
    self.weeks = weeks
    self.first = first
    self.last = last
  }

  /// `62% of them came in the week from 25 May 2026, 43% in the one from 2 Mar 2026`
  var sentence: String {
    let (then, now) = (Self.words(first.share), Self.words(last.share))
    return "\(now.capitalizedFirst) of them came in the week from \(dateWords(last.monday)), "
      + "\(then == now ? "as" : then) in the one from \(dateWords(first.monday))"
  }

  /// Groups that are too small to be spoken of count as nobody or everybody.
  private static func words(_ share: Double) -> String {
    switch share {
    case 0: "hardly any"
    case 1: "nearly all"
    default: percent(share)
    }
  }
}
