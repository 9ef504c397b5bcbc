// Looks for groups of like behaviour, with no persona in mind.

internal import Attribution
internal import Persona
internal import Profiles
internal import Report

/// How groups are looked for.
public struct DiscoverOptions: Sendable {
  public var asOf: String?
  /// nil: as many as there are.
  public var groups: Int?
  /// Whether only people are looked at whom no persona covers.
  public var uncovered: Bool

  public init(asOf: String?, groups: Int?, uncovered: Bool) {
    self.asOf = asOf
    self.groups = groups
    self.uncovered = uncovered
  }
}

/// The groups, as text for standard output; nothing is written. Every figure is over enough people to be shown.
///
/// - Parameter safe: makes text from data harmless where it is going to stand.
public func discoverGroups(
  in folder: WorkspaceFolder, options: DiscoverOptions, safe: (String) -> String,
  progress: @escaping RunProgress.Report = { _ in }
) throws -> String {
  let people = try People(folder, asOf: options.asOf, progress: progress)
  return groupingText(try people.attributed.grouping(options), safe: safe)
}

extension AttributedPeople {
  /// The groups among these people.
  func grouping(_ options: DiscoverOptions) throws(Failure) -> Grouping {
    let question = GroupingQuestion(
      window: behaviour.window, asOf: LocalDays.instant(behaviour.asOf), uncovered: options.uncovered,
      count: options.groups, declared: behaviour.settings.declaredMetrics)
    return try behaviour.engine.step(.grouping, .profiles, table.count) { [attribution] _ throws(Failure) in
      try attribution.grouping(question)
    }
  }
}
