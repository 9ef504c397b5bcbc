import Foundation
import Persona
import PersonaFile
import Testing

@Suite("Evidence files")
struct EvidenceFileTests {
  @Test("evidence reads back as it was written")
  func roundTrip() throws {
    for evidence in [fullEvidence, featureEvidence, bareEvidence] {
      let bytes = EvidenceFile.bytes(of: evidence)
      let back = try EvidenceFile.evidence(from: bytes, file: "evidence/jen.json")
      #expect(back == evidence)
      #expect(EvidenceFile.bytes(of: back) == bytes)
    }
  }

  @Test("evidence says by which formulas it was made, whichever the program's are")
  func formulas() {
    var evidence = bareEvidence
    evidence.formulas = 7
    #expect(String(decoding: EvidenceFile.bytes(of: evidence), as: UTF8.self).contains("\"formulas\": 7,"))
  }

  @Test("the canonical text has sorted keys, one figure a line and the digits that matter")
  func canonicalText() {
    let text = String(decoding: EvidenceFile.bytes(of: fullEvidence), as: UTF8.self)
    #expect(
      text.hasPrefix(
        "{\n  \"affinities\": [\n    {\"everyone\": 0.1, \"kind\": \"screen\", \"lift\": 2.8, "
          + "\"name\": \"Shop\", \"share\": 0.3}\n  ],\n  \"as_of\": \"2026-03-31T21:59:59Z\",\n  \"claims\": [\n    {\n      \"ci95\": [0.41, 0.4567],\n"
      ))
    #expect(text.hasSuffix("\n}\n"))
    #expect(
      text.contains(
        "\n    \"sessions\": {\n      \"everyone\": {\n        \"mean\": 2.5\n      },\n      \"lift\": 1.68,\n"
      ))
    #expect(text.contains("\n      \"mean_ci95\": [4, 4.4],\n"))
    #expect(text.contains("\n      {\"name\": \"app \\\"web\\\"\", \"share\": 0.75},\n"))
    #expect(text.contains("\n    \"hour_of_week\": [\n      0, 0, null, 0.0001, "))
    #expect(!text.contains("lift\": null"))
  }

  /// `python3 -c "for x in (...): print(('%.4f' % x).rstrip('0').rstrip('.'))"`, -0 aside.
  @Test(
    "numbers are plain decimals",
    arguments: [
      (0.0, "0"), (-0.0, "0"), (-0.00001, "-0.00001"), (1.23456e-7, "0.0000001235"), (0.012345, "0.01235"),
      (1e-30, "0"), (1.0, "1"), (0.1, "0.1"), (0.12345, "0.1235"), (-2.5, "-2.5"),
      (123456.7891, "123456.7891"), (1e-4, "0.0001"), (1e6, "1000000"), (2e15, "2000000000000000"),
    ])
  func numbers(value: Double, expected: String) {
    var evidence = bareEvidence
    evidence.scores = ["x": .init(mean: value, median: 0)]
    let text = String(decoding: EvidenceFile.bytes(of: evidence), as: UTF8.self)
    #expect(text.contains("\"mean\": \(expected),\n"))
  }

  @Test("what would move a cursor or the order of a text is escaped")
  func controls() throws {
    let names = ["c1\u{9B}31m", "\u{202E}abc", "\u{2066}x\u{2069}", "del\u{7F}", "\u{2028}"]
    var evidence = bareEvidence
    evidence.scores = Dictionary(uniqueKeysWithValues: names.map { ($0, .init(mean: 1, median: 0)) })
    let bytes = EvidenceFile.bytes(of: evidence)
    let text = String(decoding: bytes, as: UTF8.self)
    for escape in ["\\u009b31m", "\\u202eabc", "\\u2066x\\u2069", "del\\u007f", "\\u2028"] {
      #expect(text.contains(escape), "\(escape)")
    }
    #expect(try EvidenceFile.evidence(from: bytes, file: "evidence/jen.json") == evidence)
  }

  @Test("a version that is no evidence shows nobody; one of newer formulas may")
  func versions() throws {
    let good = String(decoding: EvidenceFile.bytes(of: fullEvidence), as: UTF8.self)
    func evidence(_ text: String) throws -> Evidence? {
      try EvidenceFile.evidence(inVersion: Array(text.utf8), file: "evidence/jen.json")
    }
    #expect(try evidence(good) == fullEvidence)
    #expect(try evidence("<<<<<<< HEAD\n") == nil)
    #expect(try evidence(good.replacing("\"days\": 90", with: "\"dags\": 90")) == nil)
    let newer = good.replacing("formulas\": \(Evidence.currentFormulas)", with: "formulas\": 99")
    let failure = #expect(throws: Failure.self) { try evidence(newer) }
    #expect(failure?.hint == "update persona-sync")
  }

  @Test("what is wrong is named with its place")
  func refusals() throws {
    let good = String(decoding: EvidenceFile.bytes(of: fullEvidence), as: UTF8.self)
    let cases = [
      ("evidence/1", "evidence/9", "`format` must be `persona-sync/evidence/1`"),
      ("\"verdict\": \"confirmed\"", "\"verdict\": \"perhaps\"", "`verdict` must be one of confirmed"),
      ("\"lift\": 1.68", "\"lift\": \"1.68\"", "`lift` must be a number"),
      ("\"lift\": 1.68", "\"lift\": 1e308", "`lift` must be a number below 9e18"),
      ("\"lift\": 1.68", "\"lift\": -9000000000000000000", "`lift` must be a number below 9e18"),
      ("\"mean_ci95\": [4, 4.4]", "\"mean_ci95\": [4]", "`mean_ci95` must be two numbers"),
      ("\"days\": 90", "\"dags\": 90", "`days` is missing in `window`"),
      ("0, 0, null, ", "0, null, ", "`hour_of_week` must be empty or 168 numbers"),
      ("formulas\": \(Evidence.currentFormulas)", "formulas\": 0", "`formulas` must be 1 or more"),
      (
        "formulas\": \(Evidence.currentFormulas)", "formulas\": 99",
        "it was made by version 99 of the formulas, and this program knows"
      ),
      ("as_of\": \"2026-03-31T21", "as_of\": \"2026-03-31T24", "`as_of` must be an instant such as"),
      ("as_of\": \"2026-03-31T", "as_of\": \"2026-03-31 ", "`as_of` must be an instant such as"),
      ("learned\": \"2026", "learned\": \"\\u001b[31m2026", "`learned` must be an instant such as"),
      ("from\": \"2026-01-01", "from\": \"2026-01-01\\u001b[0m", "`from` must be a day such as 2026-03-31"),
      ("to\": \"2026-03-31", "to\": \"2026-02-29", "`to` must be a day such as 2026-03-31"),
      ("monday\": \"2026-01-05", "monday\": \"2026-13-05", "`monday` must be a day such as 2026-03-31"),
      ("to\": \"2025-12-31", "to\": \"\\u0662025-12-31", "`to` must be a day such as 2026-03-31"),
    ]
    for (part, replacement, cause) in cases {
      let bytes = Array(good.replacing(part, with: replacement).utf8)
      let failure = #expect(throws: Failure.self) {
        try EvidenceFile.evidence(from: bytes, file: "evidence/jen.json")
      }
      #expect(failure?.causes.first?.hasPrefix(cause) ?? false, "\(failure?.causes ?? [])")
      #expect(failure?.location?.line != nil)
    }
  }
}

/// Evidence with every part filled.
let fullEvidence = Evidence(
  persona: "jen", stage: .dataAugmented, asOf: "2026-03-31T21:59:59Z",
  window: .init(from: "2026-01-01", to: "2026-03-31", days: 90),
  people: .init(matched: 1230, of: 9980, share: 0.12),
  metrics: [
    "sessions": .init(
      n: 1230, mean: 4.2, meanInterval: .init(low: 4, high: 4.4), p10: nil, p25: 1, median: 4,
      medianInterval: .init(low: 4, high: 4), p75: 6, p90: 9.25, everyoneMean: 2.5, everyoneMedian: nil,
      lift: 1.68),
    "revenue": .init(
      n: 40, mean: -0.5, meanInterval: nil, p10: nil, p25: nil, median: 0, medianInterval: nil, p75: nil,
      p90: nil, everyoneMean: nil, everyoneMedian: nil, lift: nil),
  ],
  scores: ["frequency": .init(mean: 61.5, median: 63)],
  distributions: .init(
    hourOfWeek: [0, 0, nil, 0.0001] + Array(repeating: 0.006, count: 164), hasDatesOnly: true,
    weeks: [.init(monday: "2026-01-05", share: 0.5)],
    channels: [.init(name: "app \"web\"", share: 0.75), .init(name: "mail", share: 0.25)],
    events: [.init(name: "level_up", share: 0.5)],
    lastBeforeLeaving: [.init(name: "/shop", share: 0.3)],
    traits: ["plan": [.init(name: "pro", share: 0.6)]],
    funnels: [
      "buy": [
        .init(event: "cart", share: 1), .init(event: "paid", share: 0.4), .init(event: "kept", share: nil),
      ]
    ]),
  claims: [
    .init(
      id: "commute", says: "Plays on the way – to work", verdict: .confirmed, value: 0.4321,
      interval: .init(low: 0.41, high: 0.4567), n: 1230, expected: "at least 40%", expectedLow: 0.4,
      difference: .init(low: -0.01, high: 0.2), measure: "share of events", isShare: true),
    .init(
      id: "buys", says: "Buys", verdict: .noData, value: nil, interval: nil, n: 0, expected: "at least 2",
      measure: "median of purchases_per_month", isShare: false),
  ],
  distinctions: [.init(kind: .trait, name: "plan=pro", here: 0.6, others: 0.2, effect: 0.84)],
  affinities: [.init(kind: .screen, name: "Shop", share: 0.3, everyone: 0.1, lift: 2.8)],
  jointPrevalence: .init(claims: 2, atLeast: [0.9, 0.4]), coverage: .init(covered: 0.7, shared: 0.05),
  drift: .init(
    from: "2025-10-03", to: "2025-12-31", eventsDistance: 0.0831,
    changes: [.init(metric: "sessions", before: 3.9, now: 4.2)]),
  model: LearnedRule(
    model: Model(
      features: [
        .init(.init(.metric, "sessions", .count), centre: 1.25, spread: 0.000321),
        .init(.init(.event, "Level Won", .share, base: 0.2), centre: 0.5, spread: 0.1),
      ], directions: [[0.6, -0.8], [0.8, 0.6]],
      components: [
        .init(weight: 0.7, mean: [1.5, 2.5e-7], covariance: [1, 0.25, 0.25, 2], group: 0),
        .init(weight: 0.3, mean: [-3, 0], covariance: [4, 0, 0, 4], group: -1),
      ], reach: 13.8155), group: 0, origin: .promoted, learned: "2026-03-31T21:59:59Z", agreement: 0.94,
    agreementInterval: .init(low: 0.91, high: 0.97)),
  sources: [
    .init(
      name: "app", events: 120_000, rejected: 3, duplicates: 17, from: "2025-12-01", to: "2026-03-31",
      digest: "xxh3-128:" + String(repeating: "0a", count: 16)),
    .init(
      name: "crm", events: 0, rejected: 0, duplicates: 0, from: nil, to: nil,
      digest: "xxh3-128:" + String(repeating: "0", count: 32)),
  ],
  rules: String(repeating: "f", count: 64),
  suppressed: [.init(part: "traits.country", count: 3, reason: "fewer than 20 people")])

/// The model is of the features themselves.
let featureEvidence = {
  var evidence = fullEvidence
  evidence.model?.model.directions = []
  evidence.model?.model.components = [
    .init(weight: 0.7, mean: [1.5, 2.5e-7], covariance: [1, 0.25], group: 0),
    .init(weight: 0.3, mean: [-3, 0], covariance: [4, 1], group: -1),
  ]
  return evidence
}()

/// Evidence with nothing that can be left out.
let bareEvidence = Evidence(
  persona: "bo", stage: .researchDriven, asOf: "2026-03-31T21:59:59Z",
  window: .init(from: "2026-03-31", to: "2026-03-31", days: 1), people: .init(matched: 0, of: 0, share: 0),
  rules: String(repeating: "0", count: 64))
