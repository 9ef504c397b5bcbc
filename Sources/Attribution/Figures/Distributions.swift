// When, by which channels and with what people come, and what they are: shares of a whole by category.

internal import Persona
internal import Profiles

/// Makes the distributions of one population.
struct DistributionFigures {
  let table: ProfileTable
  let members: [Bool]
  let funnels: [String: [String]]

  func distributions(_ disclosure: inout Disclosure) -> Evidence.Distributions {
    Evidence.Distributions(
      hourOfWeek: hourOfWeek(&disclosure), channels: shares(by: .channel, part: "channels", &disclosure),
      events: shares(by: .event, part: "events", &disclosure),
      lastBeforeLeaving: shares(by: .lastScreen, part: "last_before_leaving", &disclosure),
      traits: traits(&disclosure), funnels: funnelSteps(&disclosure))
  }

  /// 168 shares of events, an hour without events 0, one with too few people `nil`.
  private func hourOfWeek(_ disclosure: inout Disclosure) -> [Double?] {
    let tallies = table.tally(by: .hourOfWeek, members: members)
    let shown = disclosure.shown(tallies, part: "hour_of_week", namesAreData: false) {
      together($0, by: .hourOfWeek)
    }
    guard shown.whole > 0 else { return [] }
    var hours = [Double?](repeating: 0, count: 168)
    for tally in tallies where tally.count > 0 { hours[Int(tally.name) ?? 0] = nil }
    for tally in shown.tallies {
      hours[Int(tally.name) ?? 0] = publishedFigure(Double(tally.count) / Double(shown.whole))
    }
    return hours
  }

  /// Several categories as one, with the distinct people behind them.
  private func together(_ tallies: [Tally], by dimension: Dimension) -> Tally? {
    table.tally(by: dimension, members: members, merging: Set(tallies.map(\.name))).last { $0.name.isEmpty }
  }

  /// Shares of events, or of sessions.
  private func shares(
    by dimension: Dimension, part: String, _ disclosure: inout Disclosure
  ) -> [Evidence.Share] {
    let shown = disclosure.shown(table.tally(by: dimension, members: members), part: part) {
      together($0, by: dimension)
    }
    return sorted(
      shown.tallies.map {
        Evidence.Share(name: $0.name, share: publishedFigure(Double($0.count) / Double(shown.whole)))
      })
  }

  /// Shares of the people who have a value, for each trait that does not tell who somebody is.
  private func traits(_ disclosure: inout Disclosure) -> [String: [Evidence.Share]] {
    var traits: [String: [Evidence.Share]] = [:]
    for (name, column) in table.traits.sorted(by: { $0.key < $1.key }) {
      guard !isPersonalTrait(name) else {
        disclosure.omit(from: "traits", because: .personalTrait)
        continue
      }
      let shown = disclosure.shown(column.tallies(members: members), part: "traits.\(name)") { tallies in
        // The values of a trait exclude each other.
        let people = tallies.reduce(0) { $0 + $1.people }
        return Tally(name: "", count: people, people: people)
      }
      guard !shown.tallies.isEmpty else { continue }
      traits[name] = sorted(
        shown.tallies.map {
          Evidence.Share(name: $0.name, share: disclosure.share($0.people, of: shown.whole))
        })
    }
    return traits
  }

  /// Shares of the population per step. A step stays out when too few reached it, and when too few fell away
  /// since the last step that is shown.
  private func funnelSteps(_ disclosure: inout Disclosure) -> [String: [Evidence.FunnelStep]] {
    let total = members.count { $0 }
    var result: [String: [Evidence.FunnelStep]] = [:]
    for (name, steps) in funnels.sorted(by: { $0.key < $1.key }) {
      var before = total
      var shown: [Evidence.FunnelStep] = []
      for (step, people) in zip(steps, table.funnel(steps, members: members)) {
        guard disclosure.isSafe(people) else {
          disclosure.omit(from: "funnels.\(name)", because: .fewPeople)
          continue
        }
        guard disclosure.isSafe(before - people) else {
          disclosure.omit(from: "funnels.\(name)", because: .revealing)
          continue
        }
        shown.append(Evidence.FunnelStep(event: step, share: disclosure.share(people, of: total)))
        before = people
      }
      if !shown.isEmpty { result[name] = shown }
    }
    return result
  }

  private func sorted(_ shares: [Evidence.Share]) -> [Evidence.Share] {
    shares.sorted { ($1.share, $0.name) < ($0.share, $1.name) }
  }
}

extension ProfileTable.TraitColumn {
  /// People by value.
  func tallies(members: [Bool]) -> [Tally] {
    var people = [Int](repeating: 0, count: values.count)
    for (code, isMember) in zip(codes, members) where isMember && code >= 0 { people[Int(code)] += 1 }
    return zip(values, people).map { Tally(name: $0, count: $1, people: $1) }
  }
}
