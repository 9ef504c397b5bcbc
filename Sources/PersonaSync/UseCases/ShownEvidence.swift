// What people read of evidence, the block and the picture, against the evidence itself: they are made of nothing else, and
// whoever can write to the repository can write them, checksum and all.

internal import Persona
internal import PersonaFile
internal import Report
internal import Workspace

/// Compares what is committed beside the evidence of a persona with what that evidence makes of it.
struct ShownEvidence {
  let workspace: OpenWorkspace
  let settings: Settings
  /// Name and version of this program.
  let tool: String
  let safe: (String) -> String

  /// The lines that differ, committed ones with a minus; and what was not compared, in words.
  struct Finding {
    var differences: [String] = []
    var notes: [String] = []
  }

  func finding(_ entry: PersonaEntry, _ evidence: Evidence) throws(Failure) -> Finding {
    guard let committed = entry.committed else { return Finding() }
    let path = entry.paths.evidence
    let telling = try workspace.repository.versions(of: [path], until: { _, _ in true })[path]?.first?.commit
    // Another version has other words for the same figures.
    if let maker = telling?.trailer("Tool"), maker != tool {
      return Finding(notes: ["its block and picture are those of \(maker), and not compared by \(tool)"])
    }
    var finding = Finding()
    let part = ToolPart.evidence(evidence)
    switch committed.blockState {
    case .intact:
      let text = part.block(at: entry.paths)
      let made = try committed.replacing(block: text, toolText: text, stage: part.stage)
      finding.differences += try workspace.repository.differingLines(committed.bytes, made).map(safe)
    case .edited: finding.notes.append("its block was edited by hand, and is not compared")
    case .absent: finding.notes.append("its block was taken out by hand")
    }
    finding.differences += try pictureDifferences(entry, part, in: telling?.id)
    return finding
  }

  /// A name that changed since shows with the next evolution.
  private func pictureDifferences(
    _ entry: PersonaEntry, _ part: ToolPart, in telling: CommitID?
  ) throws(Failure) -> [String] {
    let path = entry.paths.picture
    let then = try telling.flatMap { commit throws(Failure) in
      try workspace.repository.personaDocument(of: entry.id, at: commit)?
        .rules(of: entry.id, settings, model: nil).name
    }
    guard let picture = try workspace.repository.bytes(of: path, at: nil) else {
      return ["- \(path) is not there"]
    }
    var differences: [String] = []
    for name in [then, entry.rules.name].compactMap(\.self) {
      guard let text = part.texts(at: entry.paths, name: name).files.first(where: { $0.path == path })?.bytes
      else { continue }
      let made = try workspace.repository.workTreeForm(of: text, at: path)
      if made == picture { return [] }
      differences = try workspace.repository.differingLines(picture, made).map(safe)
    }
    return differences
  }
}

extension Repository {
  /// The lines that only one of two texts has: those of the first with a minus, those of the second with a plus.
  func differingLines(_ old: [UInt8], _ new: [UInt8]) throws(Failure) -> [String] {
    try diff(old, new, path: "evidence").split(separator: "\n").map(String.init)
      .drop { !$0.hasPrefix("@@") }.filter { $0.hasPrefix("-") || $0.hasPrefix("+") }
  }
}
