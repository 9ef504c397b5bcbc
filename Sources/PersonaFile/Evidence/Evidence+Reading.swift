// Each value of the evidence from its node.

internal import Persona

extension Evidence {
  init(_ node: EvidenceNode) throws(Failure) {
    let format = try node["format"]
    guard try format.text() == Evidence.format else { throw format.wrong("`\(Evidence.format)`") }
    let formulas = try node["formulas"].formulas()
    let window = try node["window"]
    let people = try node["people"]
    self.init(
      persona: try node["persona"].text(), stage: try node["stage"].word(Stage.self),
      asOf: try node["as_of"].instant(),
      window: Window(
        from: try window["from"].day(), to: try window["to"].day(), days: try window["days"].whole()),
      people: People(
        matched: try people["matched"].whole(), of: try people["of"].whole(),
        share: try people["share"].number()),
      metrics: try node["metrics"].members(Metric.init),
      scores: try node["scores"].members { score throws(Failure) in
        Score(mean: try score["mean"].number(), median: try score["median"].number())
      },
      distributions: try Distributions(node["distributions"]),
      claims: try node["claims"].items(ClaimResult.init),
      distinctions: try node["distinctions"].items(Distinction.init),
      affinities: try node.optional("affinities")?.items(Affinity.init) ?? [],
      jointPrevalence: try node.optional("joint_prevalence").map { joint throws(Failure) in
        JointPrevalence(
          claims: try joint["claims"].whole(),
          atLeast: try joint["at_least"].items { share throws(Failure) in try share.number() })
      },
      coverage: try node.optional("coverage").map { coverage throws(Failure) in
        Coverage(covered: try coverage["covered"].number(), shared: try coverage["shared"].number())
      },
      drift: try node.optional("drift").map(Drift.init),
      model: try node.optional("model").map(LearnedRule.init),
      sources: try node["sources"].items(Source.init),
      rules: try node["rules"].text(), formulas: formulas,
      suppressed: try node["suppressed"].items { part throws(Failure) in
        Suppression(
          part: try part["part"].text(), count: try part["count"].whole(), reason: try part["reason"].text())
      })
  }
}

extension EvidenceNode {
  /// The version of the formulas.
  fileprivate func formulas() throws(Failure) -> Int {
    let version = try whole()
    guard version >= 1 else { throw wrong("1 or more") }
    guard version <= Evidence.currentFormulas else { throw newer(version) }
    return version
  }

  /// Whether this is evidence by newer formulas than this program knows.
  var isNewer: Bool {
    guard let version = try? self["formulas"].whole() else { return false }
    return version > Evidence.currentFormulas
  }
}

extension Evidence.Metric {
  fileprivate init(_ node: EvidenceNode) throws(Failure) {
    let everyone = try node.optional("everyone")
    self.init(
      n: try node["n"].whole(), mean: try node.optional("mean")?.number(),
      meanInterval: try node.optional("mean_ci95")?.interval(), p10: try node.optional("p10")?.number(),
      p25: try node.optional("p25")?.number(), median: try node["median"].number(),
      medianInterval: try node.optional("median_ci95")?.interval(), p75: try node.optional("p75")?.number(),
      p90: try node.optional("p90")?.number(), everyoneMean: try everyone?.optional("mean")?.number(),
      everyoneMedian: try everyone?.optional("median")?.number(), lift: try node.optional("lift")?.number())
  }
}

extension Evidence.Distributions {
  fileprivate init(_ node: EvidenceNode) throws(Failure) {
    func shares(_ list: EvidenceNode) throws(Failure) -> [Evidence.Share] {
      try list.items { share throws(Failure) in
        Evidence.Share(name: try share["name"].text(), share: try share["share"].number())
      }
    }
    let hours = try node["hour_of_week"].items { hour throws(Failure) in try hour.numberOrNull() }
    guard hours.isEmpty || hours.count == 168 else {
      throw try node["hour_of_week"].wrong("empty or 168 numbers")
    }
    // Evidence of earlier versions has none.
    let weeks = try node.optional("weeks")?.items { week throws(Failure) in
      Evidence.Week(monday: try week["monday"].day(), share: try week["share"].number())
    }
    self.init(
      hourOfWeek: hours, hasDatesOnly: try node.optional("dates_only")?.flag() ?? false, weeks: weeks ?? [],
      channels: try shares(node["channels"]),
      events: try shares(node["events"]),
      lastBeforeLeaving: try shares(node["last_before_leaving"]),
      traits: try node["traits"].members(shares),
      funnels: try node["funnels"].members { steps throws(Failure) in
        try steps.items { step throws(Failure) in
          Evidence.FunnelStep(event: try step["event"].text(), share: try step.optional("share")?.number())
        }
      })
  }
}

extension Evidence.ClaimResult {
  fileprivate init(_ node: EvidenceNode) throws(Failure) {
    self.init(
      id: try node["id"].text(), says: try node["says"].text(),
      verdict: try node["verdict"].word(Verdict.self),
      value: try node.optional("value")?.number(), interval: try node.optional("ci95")?.interval(),
      n: try node["n"].whole(), expected: try node["expected"].text(),
      expectedLow: try node.optional("expected_low")?.number(),
      expectedHigh: try node.optional("expected_high")?.number(),
      difference: try node.optional("difference_ci95")?.interval(), measure: try node["measure"].text(),
      isShare: try node["is_share"].flag())
  }
}

extension Evidence.Distinction {
  fileprivate init(_ node: EvidenceNode) throws(Failure) {
    guard let kind = Kind(rawValue: try node["kind"].text()) else {
      throw try node["kind"].wrong("metric, event, channel, screen or trait")
    }
    self.init(
      kind: kind, name: try node["name"].text(), here: try node["here"].number(),
      others: try node["others"].number(), effect: try node["effect"].number())
  }
}

extension Evidence.Affinity {
  fileprivate init(_ node: EvidenceNode) throws(Failure) {
    guard let kind = Kind(rawValue: try node["kind"].text()) else {
      throw try node["kind"].wrong("event, channel, screen or property")
    }
    self.init(
      kind: kind, name: try node["name"].text(), share: try node["share"].number(),
      everyone: try node["everyone"].number(), lift: try node["lift"].number())
  }
}

extension Evidence.Drift {
  fileprivate init(_ node: EvidenceNode) throws(Failure) {
    self.init(
      from: try node["from"].day(), to: try node["to"].day(),
      eventsDistance: try node["events_distance"].number(),
      changes: try node["changes"].items { change throws(Failure) in
        Change(
          metric: try change["metric"].text(), before: try change["before"].number(),
          now: try change["now"].number())
      })
  }
}

extension Evidence.Source {
  fileprivate init(_ node: EvidenceNode) throws(Failure) {
    self.init(
      name: try node["name"].text(), events: try node.optional("events")?.whole(),
      rejected: try node["rejected"].whole(), duplicates: try node["duplicates"].whole(),
      from: try node.optional("from")?.day(), to: try node.optional("to")?.day(),
      digest: try node["digest"].text(), records: try node.optional("records")?.whole())
  }
}
