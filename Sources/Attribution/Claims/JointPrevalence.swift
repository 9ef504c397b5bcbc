// How much of a description is true of the same people.

internal import Persona

/// The share of members for whom at least 1, 2, ... of the claims hold; `nil` when none can be read person by
/// person.
///
/// Groups that hold exactly so many claims and are too small are counted with their neighbours: first with the
/// next higher number, at the top with the next lower one.
func jointPrevalence(
  of tests: [ClaimTest], members: [Bool], disclosure: inout Disclosure
) -> Evidence.JointPrevalence? {
  let personal = tests.filter { $0.isPersonal(disclosure) }
  guard !personal.isEmpty else { return nil }
  var exactly = [Int](repeating: 0, count: personal.count + 1)
  for profile in members.indices where members[profile] {
    exactly[personal.count { $0.holds(for: profile) }] += 1
  }
  let people = exactly.reduce(0, +)
  for level in exactly.indices.dropLast() where !disclosure.isSafe(exactly[level]) {
    exactly[level + 1] += exactly[level]
    exactly[level] = 0
    disclosure.omit(from: "joint_prevalence", because: .merged)
  }
  if let top = exactly.indices.last, !disclosure.isSafe(exactly[top]),
    let below = exactly.indices.dropLast().last(where: { exactly[$0] > 0 })
  {
    exactly[below] += exactly[top]
    exactly[top] = 0
    disclosure.omit(from: "joint_prevalence", because: .merged)
  }
  var atLeast: [Double] = []
  for level in 1...personal.count {
    atLeast.append(disclosure.share(exactly[level...].reduce(0, +), of: people))
  }
  return Evidence.JointPrevalence(claims: personal.count, atLeast: atLeast)
}
