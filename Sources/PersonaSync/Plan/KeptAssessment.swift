// The last assessment on disk: while nothing that it depends on has changed, it is the answer, and no source is read.

internal import Digest
internal import EventStream
internal import Foundation
internal import Persona
internal import PersonaFile
internal import Workspace

/// The file that keeps an assessment, and what it must have been made of to serve.
///
/// It holds aggregated figures only. Deleting it costs only time, and so does one that is damaged: its first line is
/// the SHA-256 of what follows.
struct KeptAssessment {
  private let files: FileStore
  /// SHA-256 of everything that an assessment is made of; `nil`: it cannot be told, and nothing is kept.
  private let inputs: String?

  private static let path = ".persona-sync/assessment"

  private struct Content: Codable {
    var inputs: String
    var assessment: Assessment
  }

  /// - Parameter asOf: the end of the window as the person wrote it.
  init(
    _ workspace: OpenWorkspace, settings: Settings, personas: [PersonaEntry], asOf: String?, tool: String
  ) throws(Failure) {
    files = workspace.files
    guard settings.engine.cacheBytes != nil,
      let stamps = stamps(
        of: settings.sources, root: workspace.folder.root, now: workspace.folder.nanoseconds)
    else {
      inputs = nil
      return
    }
    var parts = [tool, programStamp(), settings.digest, asOf ?? "", stamps]
    parts.append(try workspace.forgotten(settings).digest)
    parts += personas.flatMap { [$0.id, $0.rulesDigest] }
    inputs = SHA256.hexadecimal(of: Array(parts.map(quotedJSON).joined(separator: ",").utf8))
  }

  /// The assessment, if the last one was made of the same.
  func read() -> Assessment? {
    guard let inputs, let bytes = try? files.read(Self.path, limitBytes: Limits.assessmentBytes),
      let lineEnd = bytes.firstIndex(of: UInt8(ascii: "\n"))
    else { return nil }
    let text = Array(bytes[(lineEnd + 1)...])
    guard Array(bytes[..<lineEnd]) == Array(SHA256.hexadecimal(of: text).utf8),
      let content = try? JSONDecoder().decode(Content.self, from: Data(text)), content.inputs == inputs
    else { return nil }
    return content.assessment
  }

  /// Keeps an assessment. Not being able to costs only time.
  func write(_ assessment: Assessment) {
    // Without an event the window ends with today.
    guard let inputs, assessment.sources.contains(where: { $0.to != nil }) else { return }
    guard let text = try? JSONEncoder().encode(Content(inputs: inputs, assessment: assessment)) else {
      return
    }
    let bytes = Array(SHA256.hexadecimal(of: Array(text)).utf8) + [UInt8(ascii: "\n")] + Array(text)
    try? files.createFolder(".persona-sync")
    let before = try? files.read(Self.path, limitBytes: Limits.assessmentBytes)
    try? files.replace(Self.path, with: bytes, expecting: before)
  }
}
