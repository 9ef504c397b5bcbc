// Finds the profile that somebody means who writes an identifier, with its kind or without.

internal import EventStream
internal import Persona
internal import Profiles

extension IdentifiedBehaviour {
  /// What a text may name, likeliest first: `user:17` is a value of the kind `user`, or a whole value of any kind.
  func identifiers(named written: String) -> [Identifier] {
    let kinds = behaviour.settings.identity.kinds.map(\.name)
    let parts = written.split(separator: ":", maxSplits: 1).map(String.init)
    let whole = kinds.map { Identifier(kind: $0, value: written) }
    return parts.count == 2 && kinds.contains(parts[0])
      ? [Identifier(kind: parts[0], value: parts[1])] + whole : whole
  }

  /// The identifier that a text names with its kind, in the form in which it is compared.
  func identifierWithKind(_ written: String) -> Identifier? {
    let candidates = identifiers(named: written)
    return candidates.count > behaviour.settings.identity.kinds.count ? graph.compared(candidates[0]) : nil
  }

  /// The profile that has an identifier.
  func profile(named written: String) throws(Failure) -> Int {
    let candidates = identifiers(named: written)
    for candidate in candidates {
      if let profile = graph.profile(of: candidate) { return profile }
    }
    if let stopped = try graph.stoppedLinks().first(where: { candidates.contains($0.identifier) }) {
      throw Failure(
        "the identifier that was asked for belongs to nobody",
        causes: ["it was seen with \(stopped.neighbours) others and joins them no more: \(stopped.reason)"],
        hint: "ask for one of those it was seen with; Documentation/Identity.md says when a link stops")
    }
    if candidates.contains(where: graph.isForgotten) {
      throw Failure(
        "the identifier that was asked for is forgotten",
        hint: "`persona-sync forget --undo KIND:VALUE` takes that back"
      )
    }
    throw Failure(
      "no profile has the identifier that was asked for",
      hint: "write it as `KIND:VALUE`; the kinds are "
        + behaviour.settings.identity.kinds.map(\.name).joined(separator: ", "))
  }
}
