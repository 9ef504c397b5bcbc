// A file of a workspace as git shows it when it compares two versions: `git diff` and `git log -p` call for it.

public import Persona
internal import PersonaFile
internal import Report

/// The readable form of a file, wherever it lies: evidence in words, a persona with the tool's block in words, anything
/// else as it is.
///
/// - Parameter safe: makes text from data harmless for a terminal.
public func readableText(ofFile path: String, safe: (String) -> String) throws(Failure) -> [UInt8] {
  let bytes = try bytesFromGit(path)
  if let evidence = try? EvidenceFile.evidence(from: bytes, file: path) {
    return Array(evidenceText(evidence, safe: safe).utf8)
  }
  guard let document = try? PersonaDocument(bytes: bytes, path: path), let block = document.blockText else {
    return bytes
  }
  return PersonaDocument.words(in: bytes, path: path) + Array("\n".utf8)
    + Array(blockText(block).split(separator: "\n").map { safe(String($0)) + "\n" }.joined().utf8)
}
