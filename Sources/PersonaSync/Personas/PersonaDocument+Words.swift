// What people wrote of a persona, apart from what the tool did.

internal import Persona
internal import PersonaFile

extension PersonaDocument {
  /// The file as it would be had the tool never written to it; its stage is that of research.
  func withoutToolPart() throws(Failure) -> [UInt8] {
    let staged = try replacing(block: "", toolText: "", stage: .researchDriven)
    return try PersonaDocument(bytes: staged, path: path).removingBlock()
  }

  /// The same for any bytes; those that are no persona file are taken whole.
  static func words(in bytes: [UInt8], path: String) -> [UInt8] {
    (try? PersonaDocument(bytes: bytes, path: path).withoutToolPart()) ?? bytes
  }
}
