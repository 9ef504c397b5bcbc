// What an audit found, as a value.

/// The outcome of an audit.
public struct AuditOutcome: Sendable {
  /// Different values that were looked for.
  public var sought = 0
  /// Why others were not looked for, in words, and how many.
  public var unsought: [(reason: String, count: Int)] = []
  public var sources = 0
  /// What was looked through.
  public var contents = 0
  public var bytes = 0
  public var paths = 0
  public var commits = 0
  public var tags = 0
  public var references = 0
  /// By place.
  public var findings: [AuditFinding] = []
  /// Places that are not among the findings, because they are too many.
  public var furtherFindings = 0
  /// What the audit cannot see.
  public var notes: [String] = []

  public var isClean: Bool { findings.isEmpty && furtherFindings == 0 }
}

/// A place where a value of the sources stands.
public struct AuditFinding: Sendable {
  /// `evidence/jen.json:12`, `the message of the commit, line 3`; without the value, unless values are shown.
  public var place: String
  /// The oldest commit that has it, shortened; nil for a reference.
  public var commit: String?
  /// `identifier email of crm`
  public var what: String
  /// What stands there; nil unless values are shown.
  public var value: String?
}
