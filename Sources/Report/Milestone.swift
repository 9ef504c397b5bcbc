// The commits in the life of a persona, as words about its history need them.

public import Persona

/// One commit in the life of a persona.
public struct Milestone: Sendable {
  public enum Kind: Sendable {
    /// It changed the evidence: to this, or to none that can be read.
    case evolution(Evidence?)
    /// It took the evidence back.
    case withdrawal
    /// A person changed the file.
    case edit
  }

  public var kind: Kind
  /// The beginning of the commit's id.
  public var commit: String
  /// `2026-05-31`
  public var day: String
  public var author: String
  public var subject: String
  /// Whether what came before it is not known, as at the end of a shallow clone.
  public var isCutOff: Bool

  public init(
    _ kind: Kind, commit: String, day: String, author: String, subject: String, isCutOff: Bool = false
  ) {
    self.kind = kind
    self.commit = commit
    self.day = day
    self.author = author
    self.subject = subject
    self.isCutOff = isCutOff
  }

  var evidence: Evidence? {
    guard case .evolution(let evidence) = kind else { return nil }
    return evidence
  }

  /// `ccc8dbe7d6 (31 May 2026)`: the commit with the last day of its data.
  var name: String { "\(commit) (\(dateWords(evidence?.window.to ?? day)))" }
}
