// What time does to an evidence: how much of its window it has data of, and what is left of it when its people stay away.

extension Evidence {
  /// The first day of data, where it lies within the window: before it nothing is known.
  public var dataFrom: String? { sources.compactMap(\.from).min().flatMap { $0 > window.from ? $0 : nil } }

  /// Whether the sources had begun when the window did, but for those of less than a tenth of all events. Until then people who
  /// are new to a source seem to come more often than they do, and totals grow with every day: what differs between two
  /// windows is no change.
  public var isWindowFull: Bool {
    let total = sources.compactMap(\.events).reduce(0, +)
    return sources.allSatisfy { source in
      guard let from = source.from, from > window.from else { return true }
      return source.events.map { $0 * 10 < total } ?? false
    }
  }

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
