// Everybody measured over the window and held against every persona: exact, and of single people.

internal import Attribution
internal import Persona
internal import Profiles

/// The profiles of the window, attributed to personas.
struct AttributedPeople {
  private let measured: MeasuredBehaviour
  private(set) var attribution: Attribution
  /// The rules that held in the end: what decides membership may change with the stage.
  private(set) var rules: [PersonaRules]

  var behaviour: Behaviour { measured.behaviour }
  var table: ProfileTable { measured.table }

  /// - Parameter promotes: whether personas whose match agrees with a model of their people become data-first.
  init(_ measured: MeasuredBehaviour, personas rules: [PersonaRules], promotes: Bool = false) throws(Failure)
  {
    self.measured = measured
    self.rules = rules
    attribution = try Self.attribution(measured, rules)
    try goBack()
    if promotes { try promoteAll() }
  }

  private static func attribution(
    _ measured: MeasuredBehaviour, _ rules: [PersonaRules]
  ) throws(Failure) -> Attribution {
    try measured.behaviour.engine.step(.matching, .personas, rules.count) { _ throws(Failure) in
      try Attribution(
        table: measured.table, previous: measured.before, personas: rules,
        rules: measured.behaviour.settings.attribution)
    }
  }

  /// Holds the people against other rules.
  mutating func attribute(to rules: [PersonaRules]) throws(Failure) {
    self.rules = rules
    attribution = try Self.attribution(measured, rules)
  }

  /// A model that too few people fit, or none any more, gives way to the match that somebody wrote.
  private mutating func goBack() throws(Failure) {
    var rules = rules
    for index in rules.indices where rules[index].learned != nil && rules[index].match != nil {
      if attribution.standing(of: index) != .fresh { rules[index].learned = nil }
    }
    if rules != self.rules { try attribute(to: rules) }
  }

  private mutating func promoteAll() throws(Failure) {
    var rules = rules
    for index in rules.indices where rules[index].learned == nil && attribution.standing(of: index) == .fresh
    {
      let promotion = try promotion(of: index)
      if promotion.agrees { rules[index].learned = promotion.learned }
    }
    if rules != self.rules { try attribute(to: rules) }
  }

  /// How the match of a persona agrees with a model of its people.
  func promotion(of persona: Int) throws(Failure) -> Promotion {
    let declared = behaviour.settings.declaredMetrics
    let asOf = LocalDays.instant(behaviour.asOf)
    return try behaviour.engine.step(.grouping, .personas, 1) { [attribution] _ throws(Failure) in
      try attribution.promotion(of: persona, declared: declared, asOf: asOf)
    }
  }
}
