// How the rules of a persona differ from those that its last evidence was made by: the persona file of then tells.

internal import Persona
internal import PersonaFile
internal import Report
internal import Workspace

extension PersonaEntry {
  /// What a commit has to say of the evidence before: that of HEAD, else of the persona that this one was before its file was
  /// renamed.
  struct Predecessor {
    var evidence: Evidence?
    var beginning = EvidenceBeginning.first
    var rules: RuleChange?
  }

  func predecessor(of evidence: Evidence, _ settings: Settings) throws(Failure) -> Predecessor {
    if let before = committedEvidence {
      return Predecessor(evidence: before, rules: try ruleChange(from: before, to: evidence, settings))
    }
    if isNew { return Predecessor() }
    if try !past.published(at: paths.evidence).isEmpty { return Predecessor(beginning: .again) }
    guard let old = try past.ofGonePersonas().first(where: { $0.rules == evidence.rules }) else {
      return Predecessor()
    }
    return Predecessor(evidence: old, beginning: .renamed(from: old.persona))
  }

  private func ruleChange(
    from before: Evidence, to after: Evidence, _ settings: Settings
  ) throws(Failure) -> RuleChange? {
    if before.isBySameRules(as: after) { return nil }
    var basis = before.formulas == after.formulas ? [] : ["the formulas"]
    if before.rules == after.rules { return RuleChange(basis: basis, claims: []) }
    guard let document = try past.document(of: id, thatTold: before, at: paths.evidence) else {
      return RuleChange(basis: ["its rules or the settings"] + basis, claims: [])
    }
    let then = document.rules(of: id, settings, model: before.model)
    // The settings did not change where those of now and the file of then give the rules of then.
    if document.digest(of: then, settings) != before.rules { basis.insert("the settings", at: 0) }
    if before.model != after.model {
      basis.insert(after.model == nil ? "its match" : "its model", at: 0)
    } else if after.model == nil, then.match != rules.match {
      basis.insert("its match", at: 0)
    }
    let asked = Dictionary(then.claims.map { ($0.id, $0) }) { first, _ in first }
    let rewritten = rules.claims.filter { claim in
      asked[claim.id].map { $0.measure != claim.measure || $0.expectation != claim.expectation } ?? false
    }
    return RuleChange(basis: basis, claims: Set(rewritten.map(\.id)))
  }
}

extension PastEvidence {
  /// The persona file beside an evidence, in the commit that told it.
  fileprivate func document(
    of id: String, thatTold evidence: Evidence, at path: String
  ) throws(Failure) -> PersonaDocument? {
    guard let commit = try published(at: path).first(where: { $0.evidence == evidence })?.commit.id else {
      return nil
    }
    return try repository.personaDocument(of: id, at: commit)
  }
}

extension Repository {
  /// The persona file that a commit has of an id; nil where there is none that can be read.
  func personaDocument(of id: String, at commit: CommitID) throws(Failure) -> PersonaDocument? {
    let paths = try files(below: "personas", at: commit).keys.filter {
      WorkspaceFolder.isPersona($0) && WorkspaceFolder.personaID(of: $0) == id
    }
    guard let path = paths.min(), let bytes = try bytes(of: path, at: commit) else { return nil }
    return try? PersonaDocument(bytes: bytes, path: path)
  }
}
