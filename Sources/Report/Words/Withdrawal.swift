// A persona whose figures may not be shown any more: its block, and the commit that takes the figures back.

public import Persona

/// Why a persona has no figures any more.
public enum WithdrawalReason: Sendable, Hashable {
  /// Its rule is gone.
  case noMatch
  /// Fewer people match than may be shown.
  case fewerPeople(than: Int)

  /// The reason as the end of a sentence.
  public var words: String {
    switch self {
    case .noMatch: "no match says any more who belongs to it"
    case .fewerPeople(let minimum): "fewer than \(minimum) people match now"
    }
  }
}

/// What the block says when nothing may be shown; earlier figures stay in git's history.
public func withdrawnBlockMarkdown(_ reason: WithdrawalReason) -> String {
  """
  ## What the data says

  Nothing can be shown about this persona: \(reason.words). The figures of earlier evolutions are in the history of
  this file.

  """
}

/// The message of the commit that takes a persona's figures back, with the same trailers as an evolution's.
///
/// - Parameters:
///   - stage: the persona's until now: one whose figures were out of date rested on its research already.
///   - rulesChanged: since the figures were made.
public func withdrawalMessage(
  persona: String, from stage: Stage, because reason: WithdrawalReason, rulesChanged: Bool = false,
  window: Evidence.Window,
  sources: [Evidence.Source],
  rules: String, tool: String
) -> String {
  let people =
    switch reason {
    case .noMatch: "none"
    case .fewerPeople(let minimum): "fewer than \(minimum)"
    }
  let subject =
    oneLine(persona, limit: 32)
    + (stage == .researchDriven ? ": figures taken back" : ": back to research-driven")
  let body =
    [reason.words.capitalizedFirst] + (rulesChanged ? ["The settings or the persona's rules changed"] : [])
  return [
    subject, body.map { "- " + $0 }.joined(separator: "\n"),
    trailers(
      persona: persona, stage: .researchDriven, window: window, people: people, sources: sources,
      rules: rules,
      tool: tool
    ).joined(separator: "\n"),
  ].joined(separator: "\n\n") + "\n"
}
