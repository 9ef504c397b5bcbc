// Everybody measured over the window and the one before it.

internal import Persona
internal import Profiles

/// The profiles of a behaviour with their figures.
struct MeasuredBehaviour {
  let behaviour: Behaviour
  let table: ProfileTable
  /// Of the same profiles, over the window before.
  let before: ProfileTable

  init(_ behaviour: Behaviour, _ population: MeasuredPopulation = .seen) throws(Failure) {
    let (graph, settings) = (behaviour.graph, behaviour.settings)
    let tables = try behaviour.engine.step(.measuring, .profiles, graph.count) { resources throws(Failure) in
      try graph.measured(
        over: [behaviour.span, behaviour.spanBefore], population, by: settings.measures,
        progress: resources.progress)
    }
    self.behaviour = behaviour
    (table, before) = (tables[0], tables[1])
  }
}
