// The evolutions of a workspace, read back from the commits that made them.

public import Persona
internal import Workspace

/// One commit that changed a persona's evidence.
public struct Evolution: Sendable, Equatable {
  /// The commit's short id.
  public var commit: String
  public var persona: String
  /// `2026-01-01 to 2026-03-31`
  public var window: String
  public var subject: String
  /// The body's lines before the trailers.
  public var changes: [String]
}

/// The evolutions of one persona, or of all, newest first.
public func evolutions(of persona: String?, in folder: WorkspaceFolder) throws(Failure) -> [Evolution] {
  let repository = try OpenWorkspace(folder).repository
  let path = persona.map { "evidence/\($0).json" } ?? "evidence"
  let evolutions = try repository.history(of: path, limit: nil).compactMap { record -> Evolution? in
    guard let name = record.trailer("Persona"), let window = record.trailer("Window") else { return nil }
    return Evolution(
      commit: record.id.short, persona: name, window: window, subject: record.subject,
      changes: record.body.split(separator: "\n").map(String.init))
  }
  // A persona that is gone still has its history; one that never was is a slip.
  if let persona, evolutions.isEmpty { try folder.requirePersona(persona) }
  return evolutions
}
