// When, by which channels and with what people come, and what they are: shares of a whole by category.

internal import Persona
internal import Profiles

/// Makes the distributions of one population.
struct DistributionFigures {
  let table: ProfileTable
  let members: [Bool]
  let activity: PopulationActivity

  func distributions(_ disclosure: inout Disclosure) -> Evidence.Distributions {
    Evidence.Distributions(
      hourOfWeek: hourOfWeek(&disclosure), hasDatesOnly: activity.hasDatesOnly, weeks: weeks(&disclosure),
      channels: shares(by: .channel, part: "channels", &disclosure),
      events: shares(by: .event, part: "events", &disclosure),
      lastBeforeLeaving: shares(by: .lastScreen, part: "last_before_leaving", &disclosure),
      traits: traits(&disclosure), funnels: funnelSteps(&disclosure))
  }

  /// 168 shares of events, an hour without events 0, one with too few people `nil`.
  private func hourOfWeek(_ disclosure: inout Disclosure) -> [Double?] {
    let tallies = activity.tallies[.hourOfWeek]
    let shown = disclosure.shown(
      tallies, part: "hour_of_week", namesAreData: false, rest: activity.rest(.hourOfWeek))
    guard shown.whole > 0 else { return [] }
    var hours = [Double?](repeating: 0, count: 168)
    for tally in tallies where tally.count > 0 { hours[Int(tally.name) ?? 0] = nil }
    for tally in shown.tallies {
      hours[Int(tally.name) ?? 0] = publishedShare(Double(tally.count) / Double(shown.whole))
    }
    return hours
  }

  /// The share of the population that came, week by week.
  private func weeks(_ disclosure: inout Disclosure) -> [Evidence.Week] {
    let total = members.count { $0 }
    let came = Dictionary(activity.tallies[.week].map { ($0.name, $0.people) }) { first, _ in first }
    return table.weeks.map { monday in
      let people = disclosure.merged(came[monday] ?? 0, of: total, part: "weeks")
      return Evidence.Week(monday: monday, share: disclosure.share(people, of: total))
    }
  }

  /// Shares of events, or of sessions.
  private func shares(
    by dimension: Dimension, part: String, _ disclosure: inout Disclosure
  ) -> [Evidence.Share] {
    let shown = disclosure.shown(
      activity.tallies[dimension], part: part, rest: activity.rest(dimension))
    return sorted(
      shown.tallies.map {
        Evidence.Share(name: $0.name, share: publishedShare(Double($0.count) / Double(shown.whole)))
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
      let tallies = column.tallies(members: members)
      // The values of a trait exclude each other.
      let rest = tallies.filter { !disclosure.isEnough($0.people) }.reduce(0) { $0 + $1.people }
      let shown = disclosure.shown(
        tallies, part: "traits.\(name)", rest: Tally(name: "", count: rest, people: rest))
      guard !shown.tallies.isEmpty else { continue }
      traits[name] = sorted(
        shown.tallies.map {
          Evidence.Share(name: $0.name, share: disclosure.share($0.people, of: shown.whole))
        })
    }
    return traits
  }

  /// Shares of the population per step. A step is withheld when too few reached it, and when too few fell away
  /// since the last step that is shown. That it is there is said, else the ways around it would look like single steps.
  private func funnelSteps(_ disclosure: inout Disclosure) -> [String: [Evidence.FunnelStep]] {
    let total = members.count { $0 }
    var result: [String: [Evidence.FunnelStep]] = [:]
    for (name, steps) in activity.funnels {
      var before = total
      var told: [Evidence.FunnelStep] = []
      for (step, people) in steps {
        let isShown = disclosure.isSafe(people) && disclosure.isSafe(before - people)
        told.append(
          Evidence.FunnelStep(event: step, share: isShown ? disclosure.share(people, of: total) : nil))
        if isShown {
          before = people
        } else {
          let reason: Disclosure.Reason = disclosure.isSafe(people) ? .revealing : .fewPeople
          disclosure.omit(from: "funnels.\(name)", because: reason)
        }
      }
      if told.contains(where: { $0.share != nil }) { result[name] = told }
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
