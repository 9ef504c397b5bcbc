// Where the figures of a persona come from, for a terminal.

public import Persona

/// The sources of evidence, a line each: name, events, and the beginning of the digest that tells the same records
/// again.
public func sourceLines(_ evidence: Evidence, safe: (String) -> String) -> [String] {
  evidence.sources.map { source in
    "\(safe(source.name)): \(counted(source.events, "event", "events")), \(safe(shortDigest(source.digest)))"
  }
}

/// `app 0e288434, crm 5d41402a`: which records an evolution was made of.
func sourceNames(_ evidence: Evidence, safe: (String) -> String) -> String {
  evidence.sources.map { "\(safe($0.name)) \(safe(shortDigest($0.digest)))" }.joined(separator: ", ")
}

/// The first eight digits of `xxh3-128:0e288434bcaec43a...`.
private func shortDigest(_ digest: String) -> String {
  String(digest[(digest.firstIndex(of: ":").map(digest.index(after:)) ?? digest.startIndex)...].prefix(8))
}
