// What differs from the last evidence more than people do: exports that were cut, identifiers that join nobody any more,
// amounts in another unit.

internal import Persona

/// Compares what the sources give with what they gave for the newest evidence that HEAD holds, made by the same rules.
struct Upsets {
  private let assessment: Assessment
  private let before: Evidence
  /// Of the same persona; `nil` where it has none any more.
  private let now: Evidence?

  /// Less than this part of its records is left of a source that was cut.
  private static let leastLeft = 0.8
  /// By so much more or less people nobody becomes in days.
  private static let mostGrowth = 1.25
  /// So many times more or less are amounts in another unit, or of another kind.
  private static let mostAmounts = 3.0

  /// Of fewer that are rejected nothing is said.
  private static let leastRejected = 20

  /// `nil` where there is nothing to compare with.
  ///
  /// - Parameter personas: in the order of the assessment.
  init?(_ assessment: Assessment, _ personas: [PersonaEntry]) {
    let told = zip(personas, assessment.personas).compactMap { entry, said -> (Evidence, Evidence?)? in
      guard let evidence = entry.committedEvidence, evidence.rules == entry.rulesDigest else { return nil }
      return (evidence, said.part.evidence)
    }
    guard let newest = told.max(by: { ($0.0.asOf, $1.0.persona) < ($1.0.asOf, $0.0.persona) }),
      let end = LocalDays.instant(newest.0.asOf), end <= assessment.asOf
    else { return nil }
    self.assessment = assessment
    (before, now) = newest
  }

  var notes: [String] { cutSources + (isRecent ? people + amounts : []) }

  /// Fails when most of what a source gained is rejected, be it ever so little of all that it holds: the longer a source lives,
  /// the longer an export that broke would stay below the limit.
  ///
  /// - Parameter limit: of all records of a source, 0...1; where more than half may be, so may of what is new.
  func requireFewNewRejects(limit: Double) throws(Failure) {
    for (source, outcome) in zip(assessment.evidenceSources, assessment.sources) {
      guard let old = before.sources.first(where: { $0.name == source.name }) else { continue }
      let rejected = source.rejected - old.rejected
      guard let now = Self.accepted(source), let then = Self.accepted(old) else { continue }
      let accepted = now - then
      guard rejected >= Self.leastRejected, accepted >= 0,
        Double(rejected) > max(0.5, limit) * Double(rejected + accepted)
      else { continue }
      throw Failure(
        "\(grouped(rejected)) of the \(grouped(rejected + accepted)) records that the source \(source.name) gained since the "
          + "evidence to \(lastDay) are rejected",
        causes: outcome.rejects.map {
          "\(grouped($0.count)) x \($0.reason), first at \($0.first.first ?? source.name)"
        },
        hint:
          "did the export change? Mend the records or the mapping (`persona-sync sources FILE` proposes one); "
          + "`rejects: {limit: 100%}` in \(Settings.fileName) lets all pass")
    }
  }

  /// `nil` in evidence that must not tell it.
  private static func accepted(_ source: Evidence.Source) -> Int? {
    source.events.map { $0 + source.duplicates + (source.records ?? 0) }
  }

  private var lastDay: String { before.window.to }

  /// Whether most of the window was in the one before, which was full: what is another there is not another after days, and
  /// sources that had just begun grow by themselves.
  private var isRecent: Bool {
    guard let end = LocalDays.instant(before.asOf), before.isWindowFull else { return false }
    return (assessment.asOf - end) / LocalDays.dayMicroseconds * 4 <= Int64(before.window.days)
  }

  /// Sources that have less in them than they had. Those that are gone by name are settings that were changed.
  private var cutSources: [String] {
    assessment.evidenceSources.compactMap { source in
      guard let old = before.sources.first(where: { $0.name == source.name }),
        let oldEvents = old.events, let events = source.events
      else { return nil }
      let (had, has) = (oldEvents + (old.records ?? 0), events + (source.records ?? 0))
      guard Double(has) < Double(had) * Self.leastLeft else { return nil }
      let what = old.records == nil ? "events" : "records"
      return
        "the source \(source.name) has \(grouped(has)) \(what), and had \(grouped(had)) for the evidence to \(lastDay): "
        + "was its export cut?"
    }
  }

  private var people: [String] {
    let (had, has) = (Double(before.people.of), Double(assessment.everyone))
    guard max(had, has) > min(had, has) * Self.mostGrowth else { return [] }
    return [
      "\(grouped(assessment.everyone)) people are active, and \(grouped(before.people.of)) were in the window to \(lastDay): "
        + "do the identifiers still join what they joined?"
    ]
  }

  private var amounts: [String] {
    guard let now else { return [] }
    return before.metrics.keys.filter { AmountMetric($0) != nil || AmountMetric.names.contains($0) }.sorted()
      .compactMap {
        name in
        guard let had = before.metrics[name]?.everyoneMean, let has = now.metrics[name]?.everyoneMean,
          had > 0, has > 0, max(had, has) > min(had, has) * Self.mostAmounts
        else { return nil }
        return
          "everyone's mean \(name) is \(Self.words(has / had)) times what it was in the evidence to \(lastDay): "
          + "did a source change the unit of its amounts?"
      }
  }
  /// With two decimals at most.
  private static func words(_ ratio: Double) -> String {
    let hundredths = (ratio * 100).rounded()
    return hundredths.truncatingRemainder(dividingBy: 100) == 0
      ? grouped(Int(hundredths / 100)) : "\(hundredths / 100)"
  }
}
