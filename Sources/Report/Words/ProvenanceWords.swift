// Where the figures of a persona come from, for a terminal.

public import Persona

/// The sources of evidence, a line each: name, events, and the beginning of the digest that tells the same records
/// again.
public func sourceLines(_ evidence: Evidence, safe: (String) -> String) -> [String] {
  evidence.sources.map { source in
    "\(safe(source.name)): \(source.eventWords), \(safe(shortDigest(source.digest)))"
  }
}

extension Evidence.Source {
  /// `41,032 events`; without a number where it would tell of few people.
  var eventWords: String { events.map { counted($0, "event", "events") } ?? "events" }
}

/// `app 0e288434, crm 5d41402a`: which records an evolution was made of.
func sourceNames(_ evidence: Evidence, safe: (String) -> String) -> String {
  evidence.sources.map { "\(safe($0.name)) \(safe(shortDigest($0.digest)))" }.joined(separator: ", ")
}

/// The first eight digits of `xxh3-128:0e288434bcaec43a...`.
private func shortDigest(_ digest: String) -> String {
  String(digest[(digest.firstIndex(of: ":").map(digest.index(after:)) ?? digest.startIndex)...].prefix(8))
}
