// What was to be reached, beside what was.

/// A goal with the figures that decide it; without figures it was not measured.
struct Goal {
  let work: String
  let goal: String
  let measured: String
  let isMet: Bool?

  /// Figures with the most that each may be; `words` say them.
  fileprivate init(
    _ work: String, _ goal: String, _ figures: [(value: Double, limit: Double)]?, _ words: String
  ) {
    self.work = work
    self.goal = goal
    guard let figures, figures.allSatisfy({ $0.value.isFinite }), !figures.isEmpty else {
      measured = "not measured"
      isMet = nil
      return
    }
    measured = words
    isMet = figures.allSatisfy { $0.value <= $0.limit }
  }
}

extension Results {
  var goals: [Goal] {
    let largest = InputKind.allCases.flatMap { kind in
      [
        laterGoal("second sync, nothing new", "< 1/100 of the first", 1.0 / 100, kind) { $0.nothingNew },
        laterGoal("sync after 1% was appended", "< 1/15 of the first", 1.0 / 15, kind) { $0.appended },
        laterGoal("rules or metrics changed", "< 1/4 of the first", 1.0 / 4, kind) { $0.rulesChanged },
      ]
    }
    return [
      firstSyncGoal(.jsonLines, ratio: 0.30, megabytes: 150),
      firstSyncGoal(.csv, ratio: 0.15, megabytes: 500),
      growthGoal(.jsonLines), growthGoal(.csv),
    ] + largest + [commitGoal, startUpGoal, statusGoal]
  }

  private func firstSyncGoal(_ kind: InputKind, ratio: Double, megabytes: Double) -> Goal {
    let goal = "wall and CPU <= \(Figures.ratio(ratio)) of DuckDB's, memory <= \(Int(megabytes)) MB"
    let measured = firstSyncs.first { $0.input.kind == kind && $0.input.size.words == "1 GB" }
    guard let measured else { return Goal("first sync, 1 GB of \(kind.words)", goal, nil, "") }
    let wall = measured.ours.ratio(to: measured.samples[1], \.wallSeconds)
    let cpu = measured.ours.ratio(to: measured.samples[1], \.cpuSeconds)
    let memory = measured.ours.median(\.peakBytes)
    return Goal(
      "first sync, \(measured.input.words)", goal, [(wall, ratio), (cpu, ratio), (memory, megabytes * 1e6)],
      "wall \(Figures.ratio(wall)), CPU \(Figures.ratio(cpu)), \(Figures.memory(memory))")
  }

  /// Five times the data, no more than five and a half times the time, and memory within the default budget.
  private func growthGoal(_ kind: InputKind) -> Goal {
    func sync(_ size: String) -> Samples? {
      firstSyncs.first { $0.input.kind == kind && $0.input.size.words == size }?.ours
    }
    let goal = "<= 5.5 times 1 GB, memory <= 1 GB"
    guard let small = sync("1 GB"), let large = sync("5 GB") else {
      return Goal("first sync, 5 GB of \(kind.words)", goal, nil, "")
    }
    let growth = large.median(\.wallSeconds) / small.median(\.wallSeconds)
    let memory = large.median(\.peakBytes)
    return Goal(
      "first sync, 5 GB of \(kind.words)", goal, [(growth, 5.5), (memory, 0x1p30)],
      "\(Figures.ratio(growth)) times, \(Figures.memory(memory))")
  }

  /// At the largest size that was measured.
  private func laterGoal(
    _ work: String, _ goal: String, _ limit: Double, _ kind: InputKind, _ samples: (LaterSyncs) -> Samples
  ) -> Goal {
    guard let measured = laterSyncs.last(where: { $0.input.kind == kind }) else {
      return Goal("\(work), \(kind.words)", goal, nil, "")
    }
    let ratio = samples(measured).ratio(to: measured.first, \.wallSeconds)
    return Goal("\(work), \(measured.input.words)", goal, [(ratio, limit)], Figures.ratio(ratio))
  }

  private var commitGoal: Goal {
    let ratio = commits.map { $0.sync.ratio(to: $0.gitCommit, \.wallSeconds) }
    return Goal(
      "commits of 50 changed personas, synced to disk (a whole sync)",
      "<= 1/2 of `git add`, `git commit` for each",
      ratio.map { [($0, 0.5)] }, ratio.map(Figures.ratio) ?? "")
  }

  private var startUpGoal: Goal {
    let seconds = startUp?.median(\.wallSeconds)
    return Goal(
      "start-up of `persona-sync --version`", "<= 20 ms", seconds.map { [($0, 0.020)] },
      seconds.map(Figures.time) ?? "")
  }

  private var statusGoal: Goal {
    let slowest = laterSyncs.map { ($0.status.median(\.wallSeconds), $0.input.words) }.max { $0.0 < $1.0 }
    return Goal(
      "`status`" + (slowest.map { ", \($0.1)" } ?? ""), "<= 100 ms", slowest.map { [($0.0, 0.100)] },
      slowest.map { Figures.time($0.0) } ?? "")
  }
}
