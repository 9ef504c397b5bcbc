// What the tool has to say in one persona's files: evidence, or that nothing may be shown any more.

internal import Persona
internal import PersonaFile
internal import Report

/// The tool's part of one persona.
enum ToolPart {
  case evidence(Evidence)
  case withdrawn(WithdrawalReason)

  var evidence: Evidence? {
    if case .evidence(let evidence) = self { evidence } else { nil }
  }

  var stage: Stage { evidence?.stage ?? .researchDriven }

  /// The text of the block, without its markers.
  func block(at paths: PersonaPaths) -> String {
    switch self {
    case .evidence(let evidence):
      blockMarkdown(
        evidence, pictureLink: paths.link(to: paths.picture), evidenceLink: paths.link(to: paths.evidence))
    case .withdrawn(let reason): withdrawnBlockMarkdown(reason)
    }
  }

  /// All that it is in files.
  ///
  /// - Parameter name: the persona's as it is written now: a new name makes a new picture.
  func texts(at paths: PersonaPaths, name: String) -> ToolTexts {
    ToolTexts(
      stage: stage, block: block(at: paths),
      files: [
        (paths.evidence, evidence.map(EvidenceFile.bytes)),
        (paths.picture, evidence.map { Array(pictureSVG($0, name: name).utf8) }),
      ])
  }

  /// The message of the commit that takes what is committed to this.
  ///
  /// - Parameter before: the evidence before, as far as there is any now.
  func message(
    _ entry: PersonaEntry, after before: PersonaEntry.Predecessor, assessment: Assessment, tool: String
  ) -> String {
    switch self {
    case .evidence(let evidence):
      return commitMessage(
        persona: entry.id, before: before.evidence, after: evidence, rules: before.rules,
        beginning: before.beginning, tool: tool)
    case .withdrawn(let reason):
      return withdrawalMessage(
        persona: entry.id, from: entry.committedEvidence?.stage ?? .dataAugmented, because: reason,
        rulesChanged: reason != .noMatch
          && entry.committedEvidence.map { $0.rules != entry.rulesDigest } ?? false,
        window: assessment.window, sources: assessment.evidenceSources,
        rules: entry.rulesDigest, tool: tool)
    }
  }
}

/// The tool's part of one persona as it is written: the block and the stage in the persona's own file, and files beside it.
struct ToolTexts {
  let stage: Stage
  /// Without its markers.
  let block: String
  /// Relative to the workspace; `nil` removes one.
  let files: [(path: String, bytes: [UInt8]?)]
}
