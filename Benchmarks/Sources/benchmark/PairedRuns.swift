// Runs that are compared with each other happen side by side: A B, B A, A B ... What slows the machine down for a
// while slows both, and the ratio within a round stays what it is.

/// Something that takes part in a comparison.
struct Contestant {
  var name: String
  /// Brings about the state that the run starts from; not measured.
  var prepare: () throws -> Void = {}
  var run: () throws -> Usage
}

/// What a contestant took, round by round; nothing when it failed.
struct Samples {
  var name: String
  var usages: [Usage] = []
  var failure: String?

  func median(_ figure: (Usage) -> Double) -> Double { benchmark.median(usages.map(figure)) }

  /// The median of the ratios of each round.
  func ratio(to other: Samples, _ figure: (Usage) -> Double) -> Double {
    benchmark.median(zip(usages, other.usages).map { figure($0) / figure($1) })
  }
}

/// Runs everybody once a round, every other round in reverse order. The first contestant must not fail; when
/// another does, it is left out from then on.
func pairedRuns(of contestants: [Contestant], rounds: Int) throws -> [Samples] {
  var samples = contestants.map { Samples(name: $0.name) }
  for round in 0..<rounds {
    let order = Array(contestants.indices)
    for index in round.isMultiple(of: 2) ? order : order.reversed() where samples[index].failure == nil {
      do {
        try contestants[index].prepare()
        let usage = try contestants[index].run()
        samples[index].usages.append(usage)
        note("  round \(round + 1): \(contestants[index].name) \(Figures.words(for: usage))")
      } catch let failure as Failure where index > 0 {
        samples[index] = Samples(name: contestants[index].name, failure: failure.summary)
        note("  \(contestants[index].name) failed: \(failure.summary)")
      }
    }
  }
  return samples
}

/// The middle value; between the two middle ones of an even number. Not a number when there is none.
func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  guard let last = sorted.last else { return .nan }
  let middle = sorted.count / 2
  if sorted.count == 1 { return last }
  return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
}
