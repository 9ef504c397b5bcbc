// A persona file as a sync sees it: what is on disk, what is committed, and the rules that hold for it.

internal import Digest
internal import Persona
internal import PersonaFile
internal import Workspace

/// Where a persona is, and where the tool's files of it are; relative to the workspace.
struct PersonaPaths {
  let file: String
  let evidence: String
  let picture: String

  init(file: String) {
    self.file = file
    let id = WorkspaceFolder.personaID(of: file)
    evidence = Self.evidence(of: id)
    picture = "evidence/\(id).svg"
  }

  /// Where the evidence of a persona is, wherever its own file is.
  static func evidence(of id: String) -> String { "evidence/\(id).json" }

  /// A relative URL of a file of the workspace as seen from the persona file. The report encodes what would end a
  /// link, but takes a percent sign for part of an encoding.
  func link(to path: String) -> String {
    let depth = file.split(separator: "/").count - 1
    return String(repeating: "../", count: depth) + path.replacing("%", with: "%25")
  }
}

/// One persona file of the workspace.
struct PersonaEntry {
  let paths: PersonaPaths
  /// The file that rules are read from: the one on disk, or the committed one when edits are left alone.
  var document: PersonaDocument
  /// What is on disk.
  var disk: PersonaDocument
  /// What HEAD holds; `nil` for a file that is not committed yet.
  var committed: PersonaDocument?
  var rules: PersonaRules
  /// SHA-256 of the settings and of what people wrote as this persona's rules, hexadecimal.
  var writtenDigest: String
  /// The evidence that HEAD holds.
  var committedEvidence: Evidence?
  /// Why what HEAD holds in the place of its evidence is none, where anything is there.
  var evidenceFailure: Failure?
  /// What git has seen of its evidence.
  var past: PastEvidence
  /// Whether the file is not on disk yet.
  var isNew = false
  /// Whether the file is committed and not on disk, where that is no removal: the persona counts beside the others, and
  /// nothing is written of it.
  var isLeftOut = false

  var id: String { rules.id }
  /// Relative to the workspace.
  var path: String { paths.file }

  /// Whether the tool has anything to do with this file.
  var isManaged: Bool { rules.decidesMembership || document.hasBlock || committedEvidence != nil }

  /// Whether what HEAD tells of it rests on rules that are not there any more.
  var losesRules: Bool {
    guard let evidence = committedEvidence else { return false }
    return !rules.decidesMembership || rules.claims.isEmpty && !evidence.claims.isEmpty
  }

  /// The evidence that HEAD holds, and what was taken back since it was published, if anything was. Of a persona that
  /// never had any, what personas had that are gone and had its rules: it may have been one of them, by another name.
  func publishedEvidence() throws(Failure) -> [Evidence] {
    let own = try (committedEvidence.map { [$0] } ?? []) + past.told(at: paths.evidence).map(\.evidence)
    if !own.isEmpty { return own }
    return try past.ofGonePersonas().filter { $0.rules == rulesDigest }.map { evidence in
      var evidence = evidence
      evidence.persona = id
      return evidence
    }
  }

  /// SHA-256 of the settings and of this persona's rules, hexadecimal.
  var rulesDigest: String { rulesDigest(learned: rules.learned) }

  /// The same with another model, or none.
  func rulesDigest(learned: LearnedRule?) -> String {
    PersonaDocument.digest(written: writtenDigest, learned: learned)
  }

  /// What a person changed: the file on disk with the tool's own parts as they are committed.
  ///
  /// A run that was interrupted between writing and committing leaves the tool's new block on disk; it must not be
  /// committed as somebody's words.
  func byHand() throws(Failure) -> [UInt8] {
    guard let committed, disk.blockState == .intact,
      committed.blockState != disk.blockState || committed.blockText != disk.blockText
    else { return disk.bytes }
    let stage = committed.writtenStage.flatMap(Stage.init) ?? .researchDriven
    switch committed.blockState {
    case .edited: return disk.bytes
    case .intact:
      let text = committed.blockText ?? ""
      return try disk.replacing(block: text, toolText: text, stage: stage)
    case .absent:
      let staged = try disk.replacing(block: "", toolText: "", stage: stage)
      return try PersonaDocument(bytes: staged, path: path).removingBlock()
    }
  }
}
