// Evidences to report on: a rich one and the one before it, an almost empty one, one with hostile texts.

import Persona

extension Evidence {
  /// Jen after a season of data.
  static var rich: Evidence {
    Evidence(
      persona: "jen", stage: .dataAugmented, asOf: "2026-11-20T22:59:59Z",
      window: Window(from: "2026-08-23", to: "2026-11-20", days: 90),
      people: People(matched: 1230, of: 9980, share: 0.12),
      metrics: [
        "active_days_per_week": .example(mean: 5.1, 4.95...5.25, median: 5, everyone: 2.9),
        "sessions_per_week": .example(mean: 9.37, 9.1...9.64, median: 8.8, everyone: 4.4),
        "session_minutes": .example(mean: 6.4, 6.2...6.6, median: 5.9, everyone: 11.2),
        "purchases_per_month": .example(mean: 1.42, 1.31...1.53, median: 1.3, everyone: 0.61),
        "revenue_eur": .example(mean: 12.4, 11.3...13.6, median: 7.96, everyone: 6.05),
        "support_contacts_per_month": .example(mean: 0.62, 0.54...0.7, median: 0.3, everyone: 0.21),
      ],
      distributions: Distributions(
        hourOfWeek: week(working: [7: 8, 8: 10, 9: 6, 12: 2, 17: 5, 18: 6, 19: 8, 20: 9, 21: 7], weekend: 1),
        weeks: zip(
          [
            "08-24", "08-31", "09-07", "09-14", "09-21", "09-28", "10-05", "10-12", "10-19", "10-26", "11-02",
            "11-09",
          ],
          [0.48, 0.47, 0.51, 0.49, 0, 0.53, 0.55, 0.54, 0.58, 0.61, 1, 0.64]
        ).map { Week(monday: "2026-" + $0, share: $1) },
        channels: [
          Share(name: "phone", share: 0.83), Share(name: "tablet", share: 0.11),
          Share(name: "web", share: 0.045),
        ],
        lastBeforeLeaving: [
          Share(name: "Level Failed", share: 0.31), Share(name: "Shop", share: 0.184),
          Share(name: "Home", share: 0.121), Share(name: "Payment", share: 0.06),
        ],
        funnels: [
          "shop": [
            FunnelStep(event: "Shop Opened", share: 0.82), FunnelStep(event: "Item Viewed", share: 0.61),
            FunnelStep(event: "In-App Purchase", share: 0.24),
          ]
        ]),
      claims: [
        ClaimResult(
          id: "commuting", says: "Plays during commuting hours and some evenings", verdict: .confirmed,
          value: 0.5823, interval: Interval(low: 0.5691, high: 0.5944), n: 1230, expected: "at least 50%",
          expectedLow: 0.5, measure: "share of events", isShare: true),
        ClaimResult(
          id: "buys", says: "Often makes micro-transactions", verdict: .contradicted, value: 1.3,
          interval: Interval(low: 1.1, high: 1.4), n: 1230, expected: "at least 2", expectedLow: 2,
          measure: "median of purchases_per_month", isShare: false),
        ClaimResult(
          id: "support", says: "Contacts support more than others do", verdict: .confirmed, value: 0.62,
          interval: Interval(low: 0.54, high: 0.7), n: 1230, expected: "more than others (0.16)",
          expectedLow: 0.16, measure: "mean of support_contacts_per_month", isShare: false),
        ClaimResult(
          id: "errors", says: "Runs into an interface problem in one of twenty steps", verdict: .inconclusive,
          value: 0.0497, interval: Interval(low: 0.0461, high: 0.0533), n: 1230, expected: "at least 5%",
          expectedLow: 0.05, measure: "share of events", isShare: true),
        ClaimResult(
          id: "crm", says: "Is in her early thirties", verdict: .noData, value: nil, interval: nil, n: 10,
          expected: "between 30 and 34", expectedLow: 30, expectedHigh: 34, measure: "median of age",
          isShare: false),
      ],
      distinctions: [
        Distinction(kind: .event, name: "UI Error", here: 0.71, others: 0.22, effect: 1.02),
        Distinction(kind: .metric, name: "active_days_per_week", here: 5.1, others: 2.6, effect: 0.61),
        Distinction(kind: .metric, name: "session_minutes", here: 6.4, others: 11.9, effect: -0.44),
        Distinction(
          kind: .metric, name: "support_contacts_per_month", here: 0.62, others: 0.16, effect: 0.38),
        Distinction(kind: .metric, name: "revenue_eur", here: 12.4, others: 5.16, effect: 0.33),
        Distinction(kind: .trait, name: "plan=season pass", here: 0.4, others: 0.19, effect: 0.47),
        Distinction(kind: .channel, name: "tablet", here: 0.09, others: 0.21, effect: -0.34),
        Distinction(kind: .screen, name: "Clan", here: 0.523, others: 0.388, effect: 0.27),
        Distinction(kind: .screen, name: "Ninth", here: 0.3, others: 0.2, effect: 0.23),
      ],
      affinities: [
        Affinity(kind: .event, name: "UI Error", share: 0.0497, everyone: 0.0118, lift: 4.1),
        Affinity(kind: .channel, name: "phone", share: 0.91, everyone: 0.62, lift: 1.46),
        Affinity(kind: .screen, name: "Shop", share: 0.12, everyone: 0.05, lift: 2.37),
      ],
      jointPrevalence: JointPrevalence(claims: 3, atLeast: [0.94, 0.63, 0.18]),
      coverage: Coverage(covered: 0.41, shared: 0.22),
      drift: Drift(
        from: "2026-05-25", to: "2026-08-22", eventsDistance: 0.0712,
        changes: [
          Drift.Change(metric: "active_days_per_week", before: 4.2, now: 5.1),
          Drift.Change(metric: "purchases_per_month", before: 1.76, now: 1.42),
        ]),
      sources: [
        Source(
          name: "app", events: 41_032, rejected: 12, duplicates: 310, from: "2026-01-01", to: "2026-11-20",
          digest: "xxh3-128:" + String(repeating: "4f", count: 16)),
        Source(
          name: "support", events: 1204, rejected: 0, duplicates: 0, from: "2026-01-03", to: "2026-11-19",
          digest: "xxh3-128:" + String(repeating: "0a", count: 16)),
        Source(
          name: "crm", events: 0, rejected: 0, duplicates: 0, from: nil, to: nil,
          digest: "xxh3-128:" + String(repeating: "c3", count: 16)),
      ],
      rules: String(repeating: "9e", count: 32),
      suppressed: [
        Suppression(part: "channels", count: 2, reason: "fewer than 20 people"),
        Suppression(part: "traits.city", count: 14, reason: "looks like personal data"),
      ])
  }

  /// Jen three months before `rich`.
  static var earlier: Evidence {
    var evidence = rich
    evidence.window = Window(from: "2026-05-25", to: "2026-08-22", days: 90)
    evidence.people = People(matched: 1080, of: 9100, share: 0.12)
    evidence.metrics["active_days_per_week"] = .example(mean: 4.2, 4.05...4.35, median: 4, everyone: 2.9)
    evidence.metrics["purchases_per_month"] = .example(mean: 1.76, 1.6...1.92, median: 2.2, everyone: 0.6)
    evidence.metrics["support_contacts_per_month"] = .example(
      mean: 0.59, 0.5...0.68, median: 0.3, everyone: 0.2)
    evidence.claims[1].verdict = .inconclusive
    evidence.claims[3].verdict = .contradicted
    evidence.distributions.lastBeforeLeaving.swapAt(0, 1)
    return evidence
  }

  /// Nothing but people: every figure was too small to show.
  static var sparse: Evidence {
    Evidence(
      persona: "pat", stage: .dataAugmented, asOf: "2026-03-31T21:59:59Z",
      window: Window(from: "2026-03-31", to: "2026-03-31", days: 1),
      people: People(matched: 20, of: 1000, share: 0.02))
  }

  /// Every text that data or settings can fill holds `text`.
  static func hostile(_ text: String) -> Evidence {
    var evidence = rich
    evidence.persona = text
    evidence.metrics[text] = .example(mean: 2, 1.9...2.1, median: 2, everyone: 1)
    evidence.distributions.channels = [Share(name: text, share: 1)]
    evidence.distributions.lastBeforeLeaving = [Share(name: text, share: 1)]
    evidence.distributions.weeks[0].monday = text
    evidence.distributions.funnels = [
      text: [FunnelStep(event: text, share: 1), FunnelStep(event: text, share: 0.5)]
    ]
    for index in evidence.claims.indices {
      evidence.claims[index].says = text
      evidence.claims[index].expected = text
      evidence.claims[index].measure = ["", "share of ", "median of ", "mean of ", ""][index] + text
    }
    let kinds: [Distinction.Kind] = [.metric, .event, .channel, .screen, .trait]
    evidence.distinctions = kinds.map { Distinction(kind: $0, name: text, here: 0.5, others: 0.1, effect: 1) }
    evidence.distinctions.append(
      Distinction(kind: .trait, name: "\(text)=\(text)", here: 1, others: 0, effect: 1))
    evidence.affinities = [.event, .channel, .screen].map {
      Affinity(kind: $0, name: text, share: 0.5, everyone: 0.1, lift: 4)
    }
    evidence.drift?.from = text
    evidence.drift?.changes = [Drift.Change(metric: text, before: 1, now: 2)]
    evidence.sources[0].name = text
    evidence.suppressed = [Suppression(part: text, count: 1, reason: text)]
    return evidence
  }

  /// Shares by hour of the week from weights; the weekend flat, the nights suppressed.
  private static func week(working: [Int: Double], weekend: Double) -> [Double?] {
    let weights = (0..<168).map { place -> Double? in
      if (1..<6).contains(place % 24) { return nil }
      return place < 120 ? working[place % 24, default: 0.5] : weekend
    }
    let total = weights.reduce(0) { $0 + ($1 ?? 0) }
    return weights.map { $0.map { ($0 / total * 10_000).rounded() / 10_000 } }
  }
}

extension Evidence.Metric {
  static func example(
    mean: Double, _ interval: ClosedRange<Double>, median: Double, everyone: Double
  ) -> Evidence.Metric {
    Evidence.Metric(
      n: 1230, mean: mean,
      meanInterval: Evidence.Interval(low: interval.lowerBound, high: interval.upperBound),
      p10: 0, p25: median / 2, median: median, medianInterval: nil, p75: median * 1.5, p90: median * 2,
      everyoneMean: everyone, everyoneMedian: everyone, lift: mean / everyone)
  }
}
