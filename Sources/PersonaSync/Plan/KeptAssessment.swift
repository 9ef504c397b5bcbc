// The last assessment on disk: while nothing that it depends on has changed, it is the answer, and no source is read.

internal import Digest
internal import EventStream
internal import Foundation
internal import Parallel
internal import Persona
internal import PersonaFile
internal import Workspace

/// The file that keeps an assessment, and what it must have been made of to serve.
///
/// It holds aggregated figures only. Deleting it costs only time, and so does one that is damaged: its first line is
/// the SHA-256 of what follows. The second is a `Head`; then come the evidence texts, one after the other.
struct KeptAssessment {
  private let files: FileStore
  /// SHA-256 of everything that an assessment is made of; `nil`: it cannot be told, and nothing is kept.
  private let inputs: String?

  private static let path = ".persona-sync/assessment"

  private struct Head: Codable {
    var inputs: String
    var assessment: Assessment
    /// By persona, the bytes of its evidence text; 0 where it has none.
    var textLengths: [Int]
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
    let lineEnd = UInt8(ascii: "\n")
    guard let inputs, let bytes = try? files.read(Self.path, limitBytes: Limits.assessmentBytes),
      let digestEnd = bytes.firstIndex(of: lineEnd)
    else { return nil }
    let content = bytes[(digestEnd + 1)...]
    guard bytes[..<digestEnd].elementsEqual(SHA256.hexadecimal(of: Array(content)).utf8),
      let headEnd = content.firstIndex(of: lineEnd),
      let head = try? JSONDecoder().decode(Head.self, from: Data(content[..<headEnd])), head.inputs == inputs,
      head.textLengths.count == head.assessment.personas.count, head.textLengths.allSatisfy({ $0 >= 0 })
    else { return nil }
    var rest = content[(headEnd + 1)...]
    let texts = head.textLengths.map { length in
      defer { rest = rest.dropFirst(length) }
      return length == 0 ? nil : Array(rest.prefix(length))
    }
    var assessment = head.assessment
    for (index, evidence) in parsed(texts, file: "evidence").enumerated() {
      if evidence == nil, texts[index] != nil { return nil }
      assessment.personas[index].evidence = evidence
    }
    return assessment
  }

  /// Keeps an assessment. Not being able to costs only time.
  func write(_ assessment: Assessment) {
    // Without an event the window ends with today.
    guard let inputs, assessment.sources.contains(where: { $0.to != nil }) else { return }
    let personas = assessment.personas
    let texts = concurrentMap(personas.indices) { personas[$0].evidence.map(EvidenceFile.bytes) ?? [] }
    let head = Head(inputs: inputs, assessment: assessment, textLengths: texts.map(\.count))
    guard let line = try? JSONEncoder().encode(head) else { return }
    let content = Array(line) + [UInt8(ascii: "\n")] + texts.joined()
    let bytes = Array(SHA256.hexadecimal(of: content).utf8) + [UInt8(ascii: "\n")] + content
    try? files.createFolder(".persona-sync")
    let before = try? files.read(Self.path, limitBytes: Limits.assessmentBytes)
    try? files.replace(Self.path, with: bytes, expecting: before)
  }
}
