// How much it costs that there are many personas.

struct PersonaCount {
  let personas: Int
  let input: Input
  let first: Samples
  let nothingNew: Samples
}

extension Site {
  func personaCounts(of input: Input, rounds: Int) throws -> [PersonaCount] {
    try [1, 50, 2000].map { count in
      note("\(count) personas, \(input.words)")
      let workspace = try manyPersonas(count, named: "many", input, settings: "window: 100 days")
      defer { try? workspace.remove() }
      let sync = personaSync(["sync"], in: workspace)
      let samples = try pairedRuns(
        of: [
          Contestant(name: "first sync", prepare: workspace.reset, run: sync.run),
          Contestant(
            name: "nothing new",
            prepare: {
              waitUntilSettled(workspace.data)
              try sync.run()
            }, run: sync.run),
        ], rounds: min(rounds, 2))
      if let failure = samples[1].failure { throw Failure(failure) }
      return PersonaCount(personas: count, input: input, first: samples[0], nothingNew: samples[1])
    }
  }

  /// A workspace with so many personas, each with a rule of its own that many people fit.
  ///
  /// - Parameters:
  ///   - settings: what stands before the personas.
  ///   - rule: of each persona, the least events and the most days since the last one; either is enough.
  func manyPersonas(
    _ count: Int, named name: String, _ input: Input, settings start: String,
    rule: (Int) -> (events: Int, days: Double) = { (10 + $0 % 5, Double(500 + 4 * $0) / 100) }
  ) throws -> JobWorkspace {
    let personas = (0..<count).map { "persona-\($0 + 1)" }
    var settings = start + "\npersonas:\n"
    for (index, persona) in personas.enumerated() {
      let (events, days) = rule(index)
      settings += """
          \(persona):
            match: { any: [{ metric: events, at_least: \(events) }, { metric: days_since_last, at_most: \(days) }] }

        """
    }
    return try JobWorkspace(
      at: "\(work)/workspaces/\(name)-\(count)",
      settings: settings + jobText("source-\(input.kind.rawValue).yml"),
      personas: personas, input: input)
  }
}
