// What changed of personas between two points of their history, by its meaning.

public import Persona
internal import PersonaFile
internal import Report
internal import Workspace

/// The difference as text for standard output; empty when nothing differs.
///
/// - Parameters:
///   - id: the persona's; nil for all.
///   - revisions: `A..B`, or `A` for the way from there to the files as they are now; nil for the last evolution.
///   - safe: makes text from data and files harmless where it is going to stand.
public func differences(
  of id: String?, revisions: String?, in folder: WorkspaceFolder, safe: (String) -> String
) throws(Failure) -> String {
  let history = try History(in: folder)
  let written = try revisions.map(WrittenRevisions.init)
  var texts: [String] = []
  for persona in try history.personas(named: id) {
    guard let (before, after) = try states(of: persona, written, in: history, isOneOfAll: id == nil) else {
      continue
    }
    if before.isAbsent, after.isAbsent {
      if id == nil { continue }
      throw history.absent(persona, in: revisions ?? "HEAD")
    }
    texts.append(try text(from: before, to: after, of: persona.id, in: history, safe: safe))
  }
  if let id, revisions == nil, texts.isEmpty {
    throw Failure("\(id) has no evolution yet", hint: "`persona-sync sync` makes the first")
  }
  return texts.filter { !$0.isEmpty }.joined(separator: "\n")
}

/// What words a command was given: the persona and the revisions, in whichever is meant when there is only one.
///
/// - Throws: when one word is neither.
public func personaOrRevisions(
  _ words: [String], in folder: WorkspaceFolder
) throws(Failure) -> (persona: String?, revisions: String?) {
  guard words.count == 1 else { return (words.first, words.count > 1 ? words[1] : nil) }
  let history = try History(in: folder)
  if history.persona(words[0]) != nil { return (words[0], nil) }
  let ends =
    switch try WrittenRevisions(words[0]) {
    case .since(let start): [start]
    case .between(let start, let end): [start, end]
    }
  for end in ends where !history.isRevision(end) {
    let near = suggestion(for: words[0], among: history.personas.map(\.id))
    throw Failure(
      ends.count == 1 ? "\(end) is neither a persona nor a revision" : "there is no revision \(end)",
      hint: near.map { "did you mean \($0)?" } ?? "`persona-sync log` lists the evolutions with their commits"
    )
  }
  return (nil, words[0])
}

/// The two points that are compared; nil for the last evolution of a persona that has none.
///
/// - Parameter isOneOfAll: whether a persona that had no data by a day simply was not there yet.
private func states(
  of persona: PersonaHistory, _ revisions: WrittenRevisions?, in history: History, isOneOfAll: Bool
) throws(Failure) -> (PersonaState, PersonaState)? {
  func state(_ revision: String) throws(Failure) -> PersonaState {
    do throws(Failure) {
      return try history.state(of: persona, at: history.commit(revision, of: persona))
    } catch {
      guard isOneOfAll, History.isDate(revision) else { throw error }
      return PersonaState(commit: nil, label: revision)
    }
  }
  switch revisions {
  case nil:
    guard let last = persona.evolutions.first else { return nil }
    let after = try state(last.commit.id)
    guard persona.evolutions.count > 1 else {
      return (PersonaState(commit: nil, label: "nothing", file: after.file, bytes: after.bytes), after)
    }
    return (try state(persona.evolutions[1].commit.id), after)
  case .since(let start):
    return (try state(start), try history.stateOnDisk(of: persona.id))
  case .between(let start, let end):
    return (try state(start), try state(end))
  }
}

/// The heading, what the data say otherwise, and what people wrote otherwise.
private func text(
  from before: PersonaState, to after: PersonaState, of id: String, in history: History,
  safe: (String) -> String
) throws(Failure) -> String {
  var text = differenceText(from: before.evidence, to: after.evidence, safe: safe)
  text += try wordsText(from: before, to: after, in: history, safe: safe)
  guard !text.isEmpty else { return "" }
  func point(_ state: PersonaState) -> String {
    state.label + (state.evidence.map { " (data to \($0.window.to))" } ?? "")
  }
  return safe("\(id): \(point(before)) -> \(point(after))") + "\n" + text
}

/// The lines that people changed, as git shows them.
private func wordsText(
  from before: PersonaState, to after: PersonaState, in history: History, safe: (String) -> String
) throws(Failure) -> String {
  let (old, new) = (before.words, after.words)
  guard old != new else { return "" }
  let heading =
    switch (old, new) {
    case (nil, _): "The persona file is new"
    case (_, nil): "The persona file is gone"
    default: "Words changed by hand"
    }
  guard let file = after.file ?? before.file, old != nil, new != nil else { return "  \(heading)\n" }
  let diff = try history.workspace.repository.diff(old, new, path: file)
  let lines = shownLines(ofDiff: diff).drop { !$0.hasPrefix("@@") }
  return "  \(heading)\n" + lines.filter { !$0.isEmpty }.map { "    \(safe($0))\n" }.joined()
}

extension History {
  /// Whether a word can name a point: a commit, or a day.
  fileprivate func isRevision(_ word: String) -> Bool {
    personas.contains { (try? commit(word, of: $0)) != nil } || Self.isDate(word)
      || (try? workspace.repository.commit(named: word)) != nil
  }
}
