// Everybody measured over the window and held against every persona: exact, and of single people.

internal import Attribution
internal import Persona
internal import Profiles

/// The profiles of the window, attributed to personas.
struct AttributedPeople {
  let behaviour: Behaviour
  let table: ProfileTable
  let attribution: Attribution

  init(_ behaviour: Behaviour, personas rules: [PersonaRules]) throws(Failure) {
    self.behaviour = behaviour
    let (graph, settings) = (behaviour.graph, behaviour.settings)
    let (table, before) = try behaviour.engine.step(.measuring, .profiles, graph.count) {
      resources throws(Failure) in
      let table = try graph.measured(
        over: behaviour.span, by: settings.measures, progress: resources.part(0, 0.5).progress)
      let before = try graph.measured(
        over: behaviour.spanBefore, by: settings.measures, progress: resources.part(0.5, 1).progress)
      return (table, before)
    }
    self.table = table
    attribution = try behaviour.engine.step(.matching, .personas, rules.count) { _ throws(Failure) in
      try Attribution(table: table, previous: before, personas: rules, rules: settings.attribution)
    }
  }
}
