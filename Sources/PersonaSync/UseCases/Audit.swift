// Proves that nothing that the sources hold of single people can be read in the repository, or shows where it can.

internal import Attribution
internal import Audit
internal import EventStream
internal import Persona
internal import Profiles
internal import Synchronization
internal import Workspace

/// Looks for every identifier and every personal value of the sources in everything that can be reached in the
/// repository.
///
/// - Parameter showsValues: whether findings have the value that stands there.
public func audit(
  _ folder: WorkspaceFolder, showsValues: Bool, progress: @escaping RunProgress.Report = { _ in }
) throws -> AuditOutcome {
  let workspace = try OpenWorkspace(folder)
  // What is found in a part of a history proves nothing of the rest.
  guard !workspace.repository.isShallow else {
    throw Failure(
      "cannot tell whether somebody can be found in the history",
      causes: ["this is a shallow clone, and what is older is not in it"],
      hint: "fetch the rest: git fetch --unshallow (on a build server: check out the whole history)")
  }
  let settings = try workspace.settings()
  let engine = Engine(settings, in: folder, report: progress)
  let sources = try ReadSources.withStore(of: engine, settings, in: workspace) { store throws(Failure) in
    try ReadSources(settings, in: workspace, until: nil, engine: engine, store: store)
  }
  let log = sources.log
  let values = try soughtValues(of: log, threads: engine.threads)
  var outcome = AuditOutcome()
  outcome.sources = settings.sources.count
  outcome.sought = values.count
  outcome.unsought = Unsought.allCases.map { ($0.words, values.count(of: $0)) }.filter { $0.count > 0 }
  let hits = try search(workspace, for: values, engine: engine, outcome: &outcome)
  let origins = try origins(of: hits, in: log, settings: settings, threads: engine.threads)
  var names = AuditNames(values, showsValues: showsValues)
  for hit in hits {
    // Hashes that are equal by chance belong to no value of the sources with that text.
    guard let origin = origins[hit.folded] else { continue }
    outcome.findings.append(
      AuditFinding(
        place: names.words(for: hit), commit: hit.commit?.short, what: origin,
        value: showsValues ? String(decoding: hit.folded, as: UTF8.self) : nil))
  }
  return outcome
}

/// Whether a value may tell who somebody is.
private func isPersonal(_ origin: ValueOrigin, _ value: ArraySlice<UInt8>) -> Bool {
  switch origin {
  case .identifier: true
  case .trait(let name), .property(let name):
    isPersonalTrait(name) || looksPersonal(String(decoding: value, as: UTF8.self))
  }
}

/// Values that a thread hashes before it hands them over.
private let handedOver = 4096

private func soughtValues(of log: EventLog, threads: Int) throws(Failure) -> SoughtValues {
  let sought = Mutex(SoughtValues(most: log.valueCount))
  try log.forEachValues(threads: threads) { values throws(Failure) in
    var hashed = HashedValues()
    try values.visit { origin, value in
      guard isPersonal(origin, value) else { return }
      hashed.add(value.span, isIdentifier: origin.isIdentifier)
      if hashed.count == handedOver {
        sought.withLock { $0.add(hashed) }
        hashed.removeAll()
      }
    }
    sought.withLock { $0.add(hashed) }
  }
  return sought.withLock { sought in
    sought.finish()
    return sought
  }
}

/// Searches everything; the hits are in the order of messages and names, then of paths.
private func search(
  _ workspace: OpenWorkspace, for values: SoughtValues, engine: Engine, outcome: inout AuditOutcome
) throws(Failure) -> [AuditHit] {
  var told = AuditSearch(values)
  let reachable = try workspace.repository.reachable { text, place, commit throws(Failure) in
    told.look(through: text.span, at: place, commit)
  }
  var start = RunProgress(step: .searching, unit: .contents)
  start.share = 0
  engine.report(start)
  let (report, total) = (engine.report, reachable.blobs.count)
  let parts = try reachable.readContents(
    workspace: workspace.folder.root, surroundings: workspace.folder.surroundings, threads: engine.threads,
    progress: { done in
      var progress = RunProgress(step: .searching, unit: .contents, count: done)
      progress.share = Double(done) / Double(max(1, total))
      report(progress)
    },
    { repository, blobs throws(Failure) in
      var search = AuditSearch(values)
      try repository.forEachContent(of: blobs) { index, content throws(Failure) in
        search.look(through: content, at: .file(path: blobs[index].path), blobs[index].commit)
      }
      return AuditPart(
        hits: search.hits, furtherHits: search.furtherHits, bytes: search.bytes, compressed: search.compressed
      )
    })
  (outcome.contents, outcome.paths) = (reachable.blobs.count, reachable.paths)
  (outcome.commits, outcome.tags, outcome.references) = (
    reachable.commits, reachable.tags, reachable.references
  )
  outcome.bytes = parts.reduce(0) { $0 + $1.bytes }
  outcome.furtherFindings = parts.reduce(told.furtherHits) { $0 + $1.furtherHits }
  let compressed = Set(parts.flatMap(\.compressed)).sorted()
  if !compressed.isEmpty {
    let shown = compressed.prefix(3).joined(separator: ", ") + (compressed.count > 3 ? ", ..." : "")
    outcome.notes.append("nobody looked into what is compressed: \(shown)")
  }
  let contents = parts.flatMap(\.hits).sorted { a, b in
    (a.place.path, a.line, a.commit?.hexadecimal ?? "") < (b.place.path, b.line, b.commit?.hexadecimal ?? "")
  }
  return told.hits + contents
}

extension ReachablePlace {
  /// Of a file.
  fileprivate var path: String {
    if case .file(let path) = self { path } else { "" }
  }
}

/// What was found in a stretch of contents.
private struct AuditPart: Sendable {
  var hits: [AuditHit]
  var furtherHits: Int
  var bytes: Int
  var compressed: [String]
}

/// By what stands in the repository, what it is in the sources: `identifier email of crm`.
private func origins(
  of hits: [AuditHit], in log: EventLog, settings: Settings, threads: Int
) throws(Failure) -> [[UInt8]: String] {
  guard !hits.isEmpty else { return [:] }
  let hashes = Set(hits.map(\.hash))
  let found = Mutex<[[UInt8]: String]>([:])
  try log.forEachValues(threads: threads) { values throws(Failure) in
    var hashed = HashedValues()
    try values.visit { origin, value in
      hashed.removeAll()
      guard isPersonal(origin, value), let hash = hashed.add(value.span, isIdentifier: origin.isIdentifier),
        hashes.contains(hash)
      else { return }
      let (text, words) = (
        Array(hashed.lastText), origin.words + " of " + settings.sources[values.source].name
      )
      // Of several the first by name, so that it is the same on every run.
      found.withLock { $0[text] = min($0[text] ?? words, words) }
    }
  }
  return found.withLock(\.self)
}

extension ValueOrigin {
  fileprivate var isIdentifier: Bool {
    if case .identifier = self { true } else { false }
  }

  fileprivate var words: String {
    switch self {
    case .identifier(let kind): "identifier \(kind)"
    case .trait(let name): "trait \(name)"
    case .property(let name): "property \(name)"
    }
  }
}

extension Unsought {
  fileprivate var words: String {
    switch self {
    case .short: "shorter than \(SoughtForm.fewestCharacters) characters"
    case .figure: "numbers of fewer than \(SoughtForm.fewestDigits) digits, or dates"
    case .word: "one word without a digit, as a first name"
    }
  }
}

/// Says where something was found, without the values in it.
private struct AuditNames {
  private let values: SoughtValues
  private let showsValues: Bool

  init(_ values: SoughtValues, showsValues: Bool) {
    self.values = values
    self.showsValues = showsValues
  }

  mutating func words(for hit: AuditHit) -> String {
    switch hit.place {
    case .file(let path): "\(masked(path)):\(hit.line)"
    case .path(let path): "the path \(masked(path))"
    case .commitMessage: "the message of the commit" + line(hit)
    case .tagMessage(let tag): "the message of \(masked(tag))" + line(hit)
    case .reference(let name): "the name of \(masked(name))"
    }
  }

  /// A message begins behind one line of headers.
  private func line(_ hit: AuditHit) -> String { hit.line == 1 ? ", its headers" : ", line \(hit.line - 1)" }

  private func masked(_ text: String) -> String {
    if showsValues { return text }
    var bytes = Array(text.utf8)
    var search = TextSearch()
    var ranges: [Range<Int>] = []
    search.search(bytes.span, for: values) { ranges.append($0.range) }
    for range in ranges { for index in range { bytes[index] = UInt8(ascii: "*") } }
    return String(decoding: bytes, as: UTF8.self)
  }
}
