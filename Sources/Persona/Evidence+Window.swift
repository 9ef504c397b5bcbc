// What time does to an evidence: how much of its window it has data of, and what is left of it when its people stay away.

extension Evidence {
  /// The first day of data, where it lies within the window: before it nothing is known.
  public var dataFrom: String? { sources.compactMap(\.from).min().flatMap { $0 > window.from ? $0 : nil } }

  /// Whether every source with events had begun when the window did. Until then people who are new to the source seem to come
  /// more often than they do, and totals grow with every day: what differs between two windows is no change.
  public var isWindowFull: Bool { sources.allSatisfy { $0.from ?? window.from <= window.from } }

  /// The same figures, of people who have done nothing new for too long: what was last known.
  public var outOfDate: Evidence {
    var evidence = self
    evidence.stage = .researchDriven
    for index in claims.indices where claims[index].verdict != .noData {
      evidence.claims[index].verdict = .stale
    }
    return evidence
  }
}
