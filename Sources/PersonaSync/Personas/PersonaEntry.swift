// A persona file as a sync sees it: what is on disk, what is committed, and the rules that hold for it.

internal import Persona
internal import PersonaFile
internal import Workspace

/// One persona file of the workspace.
struct PersonaEntry {
  /// Relative to the workspace.
  var path: String
  /// The file that rules are read from: the one on disk, or the committed one when edits are left alone.
  var document: PersonaDocument
  /// What is on disk.
  var disk: PersonaDocument
  /// What HEAD holds; `nil` for a file that is not committed yet.
  var committed: PersonaDocument?
  var rules: PersonaRules
  /// SHA-256 of the settings and of this persona's rules, hexadecimal.
  var rulesDigest: String
  /// The evidence that HEAD holds.
  var committedEvidence: Evidence?

  var id: String { rules.id }
  var evidencePath: String { "evidence/\(id).json" }
  var picturePath: String { "evidence/\(id).svg" }

  /// Whether the tool has anything to do with this file.
  var isManaged: Bool { rules.match != nil || document.hasBlock || committedEvidence != nil }

  /// A link to a file of the workspace as seen from the persona file.
  func link(to path: String) -> String {
    let depth = self.path.split(separator: "/").count - 1
    return String(repeating: "../", count: depth) + path
  }

  /// Whether the two files differ outside the parts that belong to the tool.
  static func differByHand(_ a: PersonaDocument, _ b: PersonaDocument) throws(Failure) -> Bool {
    if case .edited = b.blockState { return a.bytes != b.bytes }
    func withoutToolParts(_ document: PersonaDocument) throws(Failure) -> [UInt8] {
      try document.replacing(block: "\n", toolText: "\n", stage: .researchDriven)
    }
    return try withoutToolParts(a) != withoutToolParts(b)
  }
}
