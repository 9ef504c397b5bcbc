// What the tool has to say in one persona's files: evidence, or that nothing may be shown any more.

internal import Persona
internal import PersonaFile
internal import Report

/// The tool's part of one persona: the text of its block, its evidence and picture, and the commit's message.
enum ToolPart {
  case evidence(Evidence)
  case withdrawn(WithdrawalReason)

  var evidence: Evidence? {
    if case .evidence(let evidence) = self { evidence } else { nil }
  }

  var stage: Stage { evidence?.stage ?? .researchDriven }

  /// The text of the block, without its markers.
  func block(of entry: PersonaEntry) -> String {
    switch self {
    case .evidence(let evidence):
      blockMarkdown(
        evidence, pictureLink: entry.link(to: entry.picturePath),
        evidenceLink: entry.link(to: entry.evidencePath))
    case .withdrawn(let reason): withdrawnBlockMarkdown(reason)
    }
  }

  /// The files beside the persona's own; `nil` removes one.
  func files(of entry: PersonaEntry) -> [(path: String, bytes: [UInt8]?)] {
    [
      (entry.evidencePath, evidence.map(EvidenceFile.bytes)),
      (entry.picturePath, evidence.map { Array(pictureSVG($0).utf8) }),
    ]
  }

  /// The message of the commit that takes what is committed to this.
  func message(_ entry: PersonaEntry, assessment: Assessment, tool: String) -> String {
    switch self {
    case .evidence(let evidence):
      commitMessage(persona: entry.id, before: entry.committedEvidence, after: evidence, tool: tool)
    case .withdrawn(let reason):
      withdrawalMessage(
        persona: entry.id, because: reason, window: assessment.window, sources: assessment.evidenceSources,
        rules: entry.rulesDigest, tool: tool)
    }
  }
}

// Evidence as its file has it, so that there is one form of it.
extension ToolPart: Codable {
  private enum CodingKeys: String, CodingKey {
    case evidence, fewerThan
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .evidence(let evidence):
      try container.encode(
        String(decoding: EvidenceFile.bytes(of: evidence), as: UTF8.self), forKey: .evidence)
    case .withdrawn(.noMatch): break
    case .withdrawn(.fewerPeople(let minimum)): try container.encode(minimum, forKey: .fewerThan)
    }
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if let text = try container.decodeIfPresent(String.self, forKey: .evidence) {
      self = .evidence(try EvidenceFile.evidence(from: Array(text.utf8), file: "evidence"))
    } else if let minimum = try container.decodeIfPresent(Int.self, forKey: .fewerThan) {
      self = .withdrawn(.fewerPeople(than: minimum))
    } else {
      self = .withdrawn(.noMatch)
    }
  }
}
