// How all personas of a workspace stand together, from the sources.

internal import Attribution
internal import Persona
internal import Report

/// Whom the personas leave out, which of them may be one, and what people in them are: as text for standard output.
/// Every figure is over enough people to be shown to anybody.
///
/// - Parameter safe: makes text from data harmless where it is going to stand.
public func reportCoverage(
  in folder: WorkspaceFolder, asOf: String?, safe: (String) -> String,
  progress: @escaping RunProgress.Report = { _ in }
) throws -> String {
  let people = try People(folder, asOf: asOf, progress: progress)
  guard people.personas.contains(where: { $0.rules.decidesMembership }) else {
    throw Failure(
      "no persona says who belongs to it", hint: "write a `match` into one; `persona-sync add NAME` shows how"
    )
  }
  let behaviour = people.behaviour
  let overview = try behaviour.engine.step(.grouping, .personas, people.personas.count) { _ throws(Failure) in
    try people.attribution.overview(
      behaviour.window, declared: behaviour.settings.declaredMetrics)
  }
  return overviewText(overview, safe: safe)
}
