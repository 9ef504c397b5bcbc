// What sources hold that can be read and is probably not meant: figures would be wrong without a word.

internal import EventStream
internal import Persona
internal import Profiles

extension Behaviour {
  /// Warnings of sources in which most events repeat an id, or records have a state that the preset does not know, and of
  /// orders that have an amount in two sources.
  var sourceDoubts: [Problem] {
    repeatedIDs + unknownStates + doubts(about: sharedOrders, in: settings.sources)
  }

  private var unknownStates: [Problem] {
    zip(settings.sources, summaries).compactMap { source, summary in
      guard let passedOver = summary.passedOver else { return nil }
      let all = summary.records + summary.rejected + passedOver.count
      return Problem(
        .warning,
        "\(grouped(passedOver.count)) of \(grouped(all)) records of \(source.name) do not count: \(passedOver.reason)",
        at: passedOver.locations.first ?? SourceLocation(file: Settings.fileName), hint: passedOver.hint)
    }
  }

  private var repeatedIDs: [Problem] {
    settings.sources.indices.filter(repeatsMostly).map { index in
      let (name, repeated) = (settings.sources[index].name, graph.duplicates[index])
      let all = graph.eventCounts[index] + repeated
      return .doubt(
        "\(grouped(repeated)) of \(grouped(all)) events of the source \(name) have the id of another and do not count",
        hint:
          "if its files overlap, all is well; else `id` names what several events share, such as a counter")
    }
  }

  private func repeatsMostly(_ index: Int) -> Bool {
    settings.sources[index].version == nil && graph.duplicates[index] > graph.eventCounts[index]
  }

  /// Warnings of ids with records that differ, where nothing says which is right. Where most are repeated, `id` is the
  /// trouble, and not what stands below it.
  var contradictions: [Problem] {
    zip(settings.sources.indices, graph.contradictions).filter { $1 > 0 && !repeatsMostly($0) }.compactMap {
      index, count -> Problem? in
      let source = settings.sources[index]
      guard source.version == nil else { return nil }
      return .doubt(
        "\(grouped(count)) \(count == 1 ? "id" : "ids") of the source \(source.name) stand\(count == 1 ? "s" : "") on records "
          + "that differ, and nothing says which is right",
        hint:
          "name the field that says when a record was changed: `version: FIELD`; without it the earliest counts"
      )
    }
  }
}

/// Warnings of orders that have an amount in two sources, and may be the same orders: their revenue counts twice then.
func doubts(about shared: [SharedOrders], in sources: [SourceMapping]) -> [Problem] {
  shared.map { shared in
    let (first, second) = (sources[shared.sources.first].name, sources[shared.sources.second].name)
    let orders = shared.count == 1 ? "1 order has" : "\(grouped(shared.count)) orders have"
    return .doubt(
      "\(orders) an amount in both \(first) and \(second), the same or from the same person: revenue may count twice",
      hint:
        "where they are the same orders, leave `revenue` out of one of the two; of a source with a preset, `revenue: null` does"
    )
  }
}

/// Warnings of kinds of which many identifiers would join different people. A few are families and shared devices; where it is
/// more than a fifth, something else stands in a column than its kind says, such as the ids of two systems as `user`.
func linkDoubts(of graph: IdentifiedGraph) -> [Problem] {
  let fewest = 10
  return ((try? graph.joining()) ?? []).filter { $0.stopped >= fewest && 5 * $0.stopped > $0.count }.map {
    .doubt(
      "\(grouped($0.stopped)) of \(grouped($0.count)) identifiers of the kind \($0.kind) that join others would join different "
        + "people, and join nobody",
      hint:
        "ids of different systems need kinds of their own; `persona-sync profiles --stopped-links` lists them"
    )
  }
}

extension Problem {
  /// A warning of what the settings' sources hold.
  static func doubt(_ message: String, hint: String) -> Problem {
    Problem(.warning, message, at: SourceLocation(file: Settings.fileName), hint: hint)
  }
}
