// Everybody measured over the window and the one before it.

internal import Persona
internal import Profiles

/// The profiles of a behaviour with their figures.
struct MeasuredBehaviour {
  let behaviour: Behaviour
  let table: ProfileTable
  let before: ProfileTable

  init(_ behaviour: Behaviour, _ population: MeasuredPopulation = .active) throws(Failure) {
    let (graph, settings) = (behaviour.graph, behaviour.settings)
    self.behaviour = behaviour
    (table, before) = try behaviour.engine.step(.measuring, .profiles, graph.count) {
      resources throws(Failure) in
      let tables = try graph.measured(
        over: [MeasuredWindow(behaviour.span, population), MeasuredWindow(behaviour.spanBefore, .active)],
        by: settings.measures, progress: resources.progress)
      // Every evidence has them, and they belong to this step.
      _ = tables[0].scores
      return (tables[0], tables[1])
    }
  }
}

extension Behaviour {
  /// Everybody who is active in the window, measured over it, and not over the window before.
  func measuredWindow(_ population: MeasuredPopulation = .active) throws(Failure) -> ProfileTable {
    try engine.step(.measuring, .profiles, graph.count) { resources throws(Failure) in
      try graph.measured(over: span, population, by: settings.measures, progress: resources.progress)
    }
  }
}
