// A persona as it was at a point of its history: what people wrote, what the data said, and where that came from.

public import Persona
internal import PersonaFile
internal import Report
internal import Workspace

/// A persona in words, for a terminal.
public struct ShownPersona: Sendable {
  /// Its name, its stage and the commit.
  public var heading: String
  /// What people wrote, in Markdown.
  public var prose: String
  /// What the data said, and where that came from: outlines.
  public var evidence: String
}

/// The persona at a point of its history.
///
/// - Parameters:
///   - written: `PERSONA` for the newest commit, or `PERSONA@REVISION`.
///   - safe: makes text from data and files harmless where it is going to stand.
public func persona(
  _ written: String, in folder: WorkspaceFolder, safe: (String) -> String
) throws(Failure) -> ShownPersona {
  let history = try History(in: folder)
  let (id, revision) = WrittenPersona.parts(of: written, among: history.personas.map(\.id))
  let persona = try history.personas(named: id)[0]
  let commit = try history.commit(revision ?? "HEAD", of: persona)
  let state = try history.state(of: persona, at: commit)
  guard !state.isAbsent else { throw history.absent(persona, in: revision ?? "HEAD") }
  let name = state.file.map(WorkspaceFolder.personaID) ?? id
  let past = try History(in: folder, of: [name], upTo: commit.hexadecimal).persona(name)
  func safeLines(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { safe(String($0)) }.joined(
      separator: "\n")
  }
  return ShownPersona(
    heading: safeLines(heading(id, state)), prose: safeLines(prose(state)),
    evidence: safeLines(said(state) + origin(past, state, safe)))
}

/// A persona with the point of its history that is meant.
enum WrittenPersona {
  /// `jen@main~3` in its parts. An id may hold an `@` itself.
  static func parts(of written: String, among ids: [String]) -> (id: String, revision: String?) {
    if ids.contains(written) { return (written, nil) }
    let known = ids.filter { written.hasPrefix($0 + "@") }.max { $0.count < $1.count }
    let start = known.map { written.index(written.startIndex, offsetBy: $0.count) }
    guard let at = start ?? written.firstIndex(of: "@") else { return (written, nil) }
    let revision = written[written.index(after: at)...]
    // `jen@{1}` is what `@{1}` is to git.
    let name = revision.hasPrefix("{") ? "@" + revision : String(revision)
    return (String(written[..<at]), name.isEmpty ? nil : name)
  }
}

private func heading(_ id: String, _ state: PersonaState) -> String {
  let document = state.document
  let name = document?.name ?? id
  let stage = state.evidence?.stage ?? .researchDriven
  let title = name == id ? id : "\(name) (\(id))"
  return "\(title), \(stage.rawValue), in \(state.label)"
}

private func prose(_ state: PersonaState) -> String {
  guard let document = state.document else {
    return state.bytes.map { String(decoding: $0, as: UTF8.self) }
      ?? "There is no persona file in this commit.\n"
  }
  let text = (try? document.prose()) ?? String(decoding: state.words ?? [], as: UTF8.self)
  let lines = text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
  return lines.drop { $0.isEmpty }.joined(separator: "\n")
}

/// What the data said: the block of the file, which may hold a person's notes.
private func said(_ state: PersonaState) -> String {
  guard let block = state.document?.blockText else { return "No data has been added to it.\n" }
  return blockText(block)
}

private func origin(_ past: PersonaHistory?, _ state: PersonaState, _ safe: (String) -> String) -> String {
  guard let evolution = past?.evolutions.first, let evidence = state.evidence else { return "" }
  let commit = evolution.commit
  let lines =
    [
      "Evolution \(commit.shortID) of \(commit.day), by \(commit.author)",
      "Data from \(evidence.window.from) to \(evidence.window.to)",
    ]
    + (evidence.rules.isEmpty ? [] : ["Rules sha256:\(evidence.rules.prefix(8))"])
    + sourceLines(evidence, safe: safe).map { "Source \($0)" }
  return "\nWhere this comes from\n" + lines.map { "  \($0)\n" }.joined()
}

extension PersonaState {
  /// Nil for what cannot be read as a persona file.
  fileprivate var document: PersonaDocument? {
    guard let file, let bytes else { return nil }
    return try? PersonaDocument(bytes: bytes, path: file)
  }
}
