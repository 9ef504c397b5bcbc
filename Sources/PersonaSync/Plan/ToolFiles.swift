// What lies in the places of the tool's own files: what somebody else put there is nowhere else, and stays.

internal import Persona
internal import PersonaFile
internal import Report

extension PersonaPaths {
  /// Why some changes cannot be made, in words for the person: files that the tool did not write, and that git does not
  /// have as they are, would be lost.
  func strangers(among changes: [PlannedFile]) -> [String] {
    let paths = changes.filter { change in
      guard let bytes = change.before, bytes != change.base, bytes != change.after else { return false }
      return [evidence, picture].contains(change.path) && !isOurs(bytes, at: change.path)
    }.map(\.path)
    return paths.isEmpty
      ? []
      : [
        "\(paths.joined(separator: ", ")): somebody else wrote what is there, and git does not have it",
        "hint: move it to another folder, or remove it: evidence/ is where sync writes",
      ]
  }

  /// Whether the tool wrote the bytes, for this persona: such a file is a function of the sources.
  private func isOurs(_ bytes: [UInt8], at path: String) -> Bool {
    if path == picture { return isPicture(bytes) }
    return (try? EvidenceFile.evidence(from: bytes, file: path))?.persona
      == WorkspaceFolder.personaID(of: file)
  }
}
