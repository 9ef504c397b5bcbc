// How people come back, as the fitted model says it, and how well it predicts.

internal import Persona
internal import Profiles

/// The model's parameters, or with `holdoutDays` a back-test of it, as text for standard output.
public func reportPropensity(
  in folder: WorkspaceFolder, asOf: String?, holdoutDays: Int?,
  progress: @escaping RunProgress.Report = { _ in }
) throws -> String {
  let workspace = try OpenWorkspace(folder)
  let settings = try workspace.settings()
  let behaviour = try IdentifiedBehaviour.read(
    settings, in: workspace, asOf: asOf, reach: .everything,
    engine: Engine(settings, in: folder, report: progress)
  ).behaviour
  guard let days = holdoutDays else {
    let table = try behaviour.engine.step(.measuring, .profiles, behaviour.graph.count) {
      resources throws(Failure) in
      try behaviour.graph.measured(
        over: behaviour.span, by: settings.measures, progress: resources.progress)
    }
    guard let fit = table.propensity.fit else { throw tooFewReturned(by: behaviour.asOf, behaviour) }
    return words(fit, knownBy: behaviour.asOf, behaviour)
  }
  let holdout = behaviour.days.span(endingAt: behaviour.asOf, days: days)
  let backTest = try behaviour.engine.step(.measuring, .profiles, behaviour.graph.count) {
    resources throws(Failure) in
    try behaviour.graph.backTest(
      over: holdout, days: days, by: settings.measures, progress: resources.progress)
  }
  guard let (fit, test) = backTest else {
    throw tooFewReturned(by: holdout.from, behaviour)
  }
  return words(fit, knownBy: holdout.from, behaviour) + "\n" + words(test, over: holdout, behaviour)
}

private func tooFewReturned(by end: Int64, _ behaviour: Behaviour) -> Failure {
  Failure(
    "there is no propensity by \(behaviour.days.date(of: end))",
    causes: ["too few people had come back on another day: at least 100 are needed"],
    hint: "add older data, or look at a later day with --as-of or a shorter --holdout")
}

private func words(_ fit: BetaGeometric.Fit, knownBy end: Int64, _ behaviour: Behaviour) -> String {
  let model = fit.model
  return """
    BG/NBD, fitted to the returns of \(fit.people) people up to \(behaviour.days.date(of: end))
      returns:  r \(model.r), alpha \(model.alpha) days
      leaving:  a \(model.a), b \(model.b)
      log-likelihood \(fixed(fit.logLikelihood, 1))

    """
}

private func words(_ test: BackTest, over holdout: Span, _ behaviour: Behaviour) -> String {
  let (first, last) = (behaviour.days.date(of: holdout.from + 1), behaviour.days.date(of: holdout.to))
  var rows = [["tenth", "people", "predicted", "came back"]]
  for (place, decile) in test.deciles.enumerated() {
    rows.append(
      ["\(place + 1)", "\(decile.people)", percentage(decile.predicted), percentage(decile.returned)])
  }
  let lines = rows.map { row in row.map { String(repeating: " ", count: 11 - $0.count) + $0 }.joined() + "\n"
  }
  return "Predicted to come back from \(first) to \(last), least likely first\n" + lines.joined()
    + "Brier score \(fixed(test.brierScore, 4)); \(fixed(test.brierScoreOfShare, 4)) for who gives everybody "
    + "the share that came back\n"
}

private func percentage(_ share: Double) -> String { fixed(100 * share, 1) + "%" }

/// With so many decimals, a point before them.
private func fixed(_ value: Double, _ decimals: Int) -> String {
  var unit = 1
  for _ in 0..<decimals { unit *= 10 }
  let whole = Int((value.magnitude * Double(unit)).rounded())
  let digits = String(whole % unit)
  let sign = value < 0 && whole > 0 ? "-" : ""
  return "\(sign)\(whole / unit).\(String(repeating: "0", count: decimals - digits.count))\(digits)"
}
