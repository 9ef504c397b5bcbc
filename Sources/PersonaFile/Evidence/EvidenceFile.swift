// Evidence as the bytes of `evidence/ID.json`. One value has one text, so that git shows a change of a figure as a
// change of its line and of nothing else. Documentation/evidence.schema.json says the same for other programs.

public import Persona

/// The file format of evidence, `persona-sync/evidence/1`.
public enum EvidenceFile {
  /// The canonical text: keys sorted, one figure a line, intervals and named shares on one line each, one day a line
  /// in `hour_of_week`, figures as they are published, a line ending at the end. What is not known is left out.
  public static func bytes(of evidence: Evidence) -> [UInt8] {
    Array((evidence.json.text + "\n").utf8)
  }

  /// The canonical text of a model by itself.
  public static func text(of learned: LearnedRule) -> String { learned.json.text }

  /// Reads what `bytes(of:)` wrote, now or in an older version; keys it does not know are passed over.
  ///
  /// - Throws: A located `Failure` for what is not JSON, not this format, or lacks a figure.
  public static func evidence(from bytes: [UInt8], file: String) throws(Failure) -> Evidence {
    let tape: JSONTape
    do throws(Failure) {
      tape = try JSONTape(reading: bytes, file: file)
    } catch {
      var failure = error
      failure.hint = EvidenceNode.hint
      throw failure
    }
    return try Evidence(EvidenceNode(tape))
  }

  /// The evidence in a version of its file that git has; `nil` for what is none and so shows nobody.
  ///
  /// - Throws: A located `Failure` for evidence by newer formulas than this program knows: it shows people, and nobody here
  ///   can tell what it shows of them.
  public static func evidence(inVersion bytes: [UInt8], file: String) throws(Failure) -> Evidence? {
    do throws(Failure) {
      return try evidence(from: bytes, file: file)
    } catch {
      guard let tape = try? JSONTape(reading: bytes, file: file), EvidenceNode(tape).isNewer else {
        return nil
      }
      throw error
    }
  }
}

extension Evidence {
  fileprivate var json: JSONValue {
    .object(
      [
        "format": .text(Evidence.format),
        "formulas": .whole(formulas),
        "persona": .text(persona),
        "stage": .text(stage.rawValue),
        "as_of": .text(asOf),
        "window": .object([
          "from": .text(window.from), "to": .text(window.to), "days": .whole(window.days),
        ]),
        "people": .object([
          "matched": .whole(people.matched), "of": .whole(people.of), "share": .number(people.share),
        ]),
        "metrics": .object(metrics.mapValues(\.json)),
        "scores": .object(
          scores.mapValues { .object(["mean": .number($0.mean), "median": .number($0.median)]) }),
        "distributions": distributions.json,
        "claims": .list(claims.map(\.json)),
        "distinctions": .list(distinctions.map(\.json)),
        "affinities": .list(affinities.map(\.json)),
        "joint_prevalence": jointPrevalence.map { joint in
          .object([
            "claims": .whole(joint.claims), "at_least": .inline(.list(joint.atLeast.map(JSONValue.number))),
          ])
        },
        "coverage": coverage.map {
          .object(["covered": .number($0.covered), "shared": .number($0.shared)])
        },
        "drift": drift.map(\.json),
        "model": model.map(\.json),
        "sources": .list(sources.map(\.json)),
        "rules": .text(rules),
        "suppressed": .list(
          suppressed.map {
            .inline(
              .object(["part": .text($0.part), "count": .whole($0.count), "reason": .text($0.reason)]))
          }),
      ].compactMapValues { $0 })
  }
}

extension Evidence.Metric {
  fileprivate var json: JSONValue {
    let everyone = ["mean": everyoneMean, "median": everyoneMedian].compactMapValues {
      $0.map(JSONValue.number)
    }
    let figures = [
      "p10": p10, "p25": p25, "median": median, "p75": p75, "p90": p90, "mean": mean, "lift": lift,
    ]
    var members = figures.compactMapValues { $0.map(JSONValue.number) }
    members["n"] = .whole(n)
    members["mean_ci95"] = meanInterval.map(\.json)
    members["median_ci95"] = medianInterval.map(\.json)
    members["everyone"] = everyone.isEmpty ? nil : .object(everyone)
    return .object(members)
  }
}

extension Evidence.Interval {
  fileprivate var json: JSONValue { .inline(.list([.number(low), .number(high)])) }
}

extension Evidence.Distributions {
  fileprivate var json: JSONValue {
    func shares(_ shares: [Evidence.Share]) -> JSONValue {
      .list(shares.map { .inline(.object(["name": .text($0.name), "share": .number($0.share)])) })
    }
    var members: [String: JSONValue] = [
      "hour_of_week": .rows(hourOfWeek.map { $0.map(JSONValue.number) ?? .null }, perLine: 24),
      "weeks": .list(
        weeks.map {
          .inline(.object(["monday": .text($0.monday), "share": .number($0.share)]))
        }),
      "channels": shares(channels),
      "events": shares(events),
      "last_before_leaving": shares(lastBeforeLeaving),
      "traits": .object(traits.mapValues(shares)),
      "funnels": .object(
        funnels.mapValues { steps in
          .list(
            steps.map { step in
              .inline(
                .object(["event": .text(step.event), "share": step.share.map(JSONValue.number) ?? .null]))
            })
        }),
    ]
    if hasDatesOnly { members["dates_only"] = .flag(true) }
    return .object(members)
  }
}

extension Evidence.ClaimResult {
  fileprivate var json: JSONValue {
    let members: [String: JSONValue?] = [
      "id": .text(id), "says": .text(says), "verdict": .text(verdict.rawValue),
      "value": value.map(JSONValue.number), "ci95": interval.map(\.json), "n": .whole(n),
      "expected": .text(expected), "expected_low": expectedLow.map(JSONValue.exact),
      "expected_high": expectedHigh.map(JSONValue.exact), "difference_ci95": difference.map(\.json),
      "measure": .text(measure), "is_share": .flag(isShare),
    ]
    return .object(members.compactMapValues { $0 })
  }
}

extension Evidence.Distinction {
  fileprivate var json: JSONValue {
    .inline(
      .object([
        "kind": .text(kind.rawValue), "name": .text(name), "here": .number(here),
        "others": .number(others), "effect": .number(effect),
      ]))
  }
}

extension Evidence.Affinity {
  fileprivate var json: JSONValue {
    .inline(
      .object([
        "kind": .text(kind.rawValue), "name": .text(name), "share": .number(share),
        "everyone": .number(everyone), "lift": .number(lift),
      ]))
  }
}

extension Evidence.Drift {
  fileprivate var json: JSONValue {
    .object([
      "from": .text(from), "to": .text(to), "events_distance": .number(eventsDistance),
      "changes": .list(
        changes.map {
          .inline(
            .object(["metric": .text($0.metric), "before": .number($0.before), "now": .number($0.now)]))
        }),
    ])
  }
}

extension Evidence.Source {
  fileprivate var json: JSONValue {
    let members: [String: JSONValue?] = [
      "name": .text(name), "events": events.map(JSONValue.whole), "rejected": .whole(rejected),
      "duplicates": .whole(duplicates), "from": from.map(JSONValue.text), "to": to.map(JSONValue.text),
      "digest": .text(digest), "records": records.map(JSONValue.whole),
    ]
    return .object(members.compactMapValues { $0 })
  }
}
