// The rules of a persona with those that the settings have for it, and what names them.

internal import Digest
internal import Persona
internal import PersonaFile

extension PersonaDocument {
  /// The rules of a persona: those of the settings before the file's own, and the model that its evidence has.
  func rules(of id: String, _ settings: Settings, model: LearnedRule?) -> PersonaRules {
    var rules = rules
    rules.learned = model
    if let match = settings.personas[id]?.match { rules.match = match }
    if let claims = settings.personas[id]?.claims { rules.claims = claims }
    return rules
  }

  /// SHA-256 of the settings and of what people wrote as a persona's rules, hexadecimal.
  func writtenDigest(of id: String, _ settings: Settings) -> String {
    var digests = [settings.digest, rulesDigest]
    if let written = settings.personas[id] { digests.append(written.digest) }
    return SHA256.hexadecimal(of: Array(digests.joined(separator: "\n").utf8))
  }

  /// What evidence names its rules by.
  func digest(of rules: PersonaRules, _ settings: Settings) -> String {
    Self.digest(written: writtenDigest(of: rules.id, settings), learned: rules.learned)
  }

  /// The digest of written rules with that of a model, if there is one.
  static func digest(written: String, learned: LearnedRule?) -> String {
    guard let learned else { return written }
    return SHA256.hexadecimal(of: Array((written + "\n" + EvidenceFile.text(of: learned)).utf8))
  }
}
