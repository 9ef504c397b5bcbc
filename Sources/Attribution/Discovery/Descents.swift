// How groups that are found now stand to the data-first personas of before: which goes on, splits, merges or is gone.

internal import Persona
internal import Profiles

/// Where each group comes from.
struct Descents {
  let ofGroup: [Grouping.Descent]
  /// Personas that no group carries on, sorted by id.
  let gone: [Grouping.Gone]

  /// A group carries a persona on when at least half of the people of either belong to both.
  ///
  /// Another that has most of the people of two personas is their merger, of one it is wider; one whose people are mostly
  /// of one persona is a part of it, where another part of it is found too. A group of nobody's people now may have
  /// been a persona's in the window before: a model that goes on leaves those behind who change.
  init(of groups: [[Bool]], _ attribution: Attribution) {
    let personas = attribution.personas.indices.filter { attribution.personas[$0].learned != nil }
    let ids = personas.map { attribution.personas[$0].id }
    let overlaps = personas.map { persona in groups.map { Overlap($0, attribution.membership[persona]) } }
    var descents = groups.map { _ in Grouping.Descent.new }
    var carriedOn: Set<Int> = []
    for place in ids.indices {
      guard let group = groups.indices.first(where: { overlaps[place][$0].similarity >= 0.5 }),
        descents[group] == .new
      else { continue }
      descents[group] = .same(ids[place], similarity: wholePercent(overlaps[place][group].similarity))
      carriedOn.insert(place)
    }
    let settled = carriedOn
    var into: [Int: String] = [:]
    for group in groups.indices {
      let most = ids.indices.filter { !settled.contains($0) && overlaps[$0][group].ofPersona >= 0.5 }
      if case .same(let id, _) = descents[group] {
        for place in most { into[place] = id }
      } else if let one = most.first {
        descents[group] = most.count > 1 ? .merger(most.map { ids[$0] }) : .wider(than: ids[one])
        carriedOn.formUnion(most)
      }
    }
    for place in ids.indices {
      let parts = groups.indices.filter { descents[$0] == .new && overlaps[place][$0].ofGroup >= 0.5 }
      guard parts.count > (settled.contains(place) ? 0 : 1) else { continue }
      for part in parts { descents[part] = .part(of: ids[place]) }
      carriedOn.insert(place)
    }
    for group in groups.indices where descents[group] == .new {
      let count = groups[group].count { $0 }
      let former = personas.map { attribution.formerMembers(of: $0, among: groups[group]) }
      guard let most = former.max(), most >= attribution.rules.minimumGroup, 2 * most >= count else {
        continue
      }
      descents[group] = .former(ids[former.firstIndex(of: most) ?? 0])
    }
    ofGroup = descents
    gone = ids.indices.filter { !carriedOn.contains($0) }.map { place in
      let isTooFew = attribution.standing(of: personas[place]) == .tooFewPeople
      return .init(
        persona: ids[place], whereto: isTooFew ? .nobody : into[place].map { .persona($0) } ?? .scattered)
    }.sorted { $0.persona < $1.persona }
  }
}

extension Attribution {
  /// How many of some people belonged to a persona in the window before.
  fileprivate func formerMembers(of persona: Int, among people: [Bool]) -> Int {
    guard let previous else { return 0 }
    var (count, row) = (0, 0)
    for (place, profile) in table.profiles.enumerated() where people[place] {
      while row < previous.count, previous.profiles[row] < profile { row += 1 }
      guard row < previous.count else { break }
      if previous.profiles[row] == profile, previousMembership[persona][row] { count += 1 }
    }
    return count
  }
}

/// How many people a group and a persona share.
private struct Overlap {
  var similarity = 0.0
  var ofGroup = 0.0
  var ofPersona = 0.0

  init(_ group: [Bool], _ persona: [Bool]) {
    let both = Double(zip(group, persona).count { $0 && $1 })
    guard both > 0 else { return }
    let (a, b) = (Double(group.count { $0 }), Double(persona.count { $0 }))
    (similarity, ofGroup, ofPersona) = (both / (a + b - both), both / a, both / b)
  }
}
