// A few people of whom no persona tells: what all did less what the people of the personas did would be theirs. Decision 0211.

internal import Profiles

/// Who is in no persona of which anything is told; `nil` where that is nobody, or are enough people to be found in none of them.
///
/// - Parameter membership: by persona and profile.
func fewInNoPersona(
  _ membership: [[Bool]], of table: ProfileTable, minimumGroup: Int
) -> [Bool]? {
  let told = membership.filter { $0.count { $0 } >= minimumGroup }
  guard !told.isEmpty else { return nil }
  let rest = table.isActive.indices.map { profile in
    table.isActive[profile] && !told.contains { $0[profile] }
  }
  return 1..<minimumGroup ~= rest.count { $0 } ? rest : nil
}

extension Attribution {
  /// Whether the sources' totals, less those of some persona or of all, would be a few people's.
  var hidesTotals: Bool {
    leftOut > 0
      || membership.contains { members in
        let people = members.count { $0 }
        return people >= rules.minimumGroup && 1..<rules.minimumGroup ~= table.activeCount - people
      }
  }
}
