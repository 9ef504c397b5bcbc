// The message of an evolution's commit: what changed in words, then trailers that git reads back.

public import Persona

/// The message of the commit that takes a persona's evidence from `before` to `after`.
///
/// The subject has at most 72 characters and the body is wrapped at 72; the trailers, one line each, stand
/// last: `Persona`, `Stage`, `Window`, `People`, one `Source` per source, `Rules`, `Tool`. Names that come
/// from data or files are put on one line, so that none can start a trailer or end the message.
///
/// - Parameters:
///   - rules: how the rules differ from those of `before`; nil where they do not.
///   - beginning: what it is for a persona whose evidence there is nothing before.
public func commitMessage(
  persona: String, before: Evidence?, after: Evidence, rules: RuleChange? = nil,
  beginning: EvidenceBeginning = .first, tool: String
) -> String {
  var body = changesInWords(from: before, to: after, rules: rules)
  if body.isEmpty { body = ["No verdict turned, and no main figure moved by more than a tenth"] }
  var parts =
    before.map { furtherParts(Changes(from: $0, to: after, rules: rules), rules, after) }
    ?? firstParts(after, beginning)
  var trailers = trailers(
    persona: persona, stage: after.stage, window: after.window,
    people: "\(grouped(after.people.matched)) of \(grouped(after.people.of))", sources: after.sources,
    rules: after.rules, tool: tool)
  if case .renamed(let old) = beginning {
    parts.insert(["was \(oneLine(old, limit: 30))"], at: 0)
    trailers.insert("\(formerIDTrailer): \(oneLine(old))", at: 1)
  }
  return [
    subject(persona: persona, parts), body.flatMap(wrappedItem).joined(separator: "\n"),
    trailers.joined(separator: "\n"),
  ].joined(separator: "\n\n") + "\n"
}

/// The trailer of the first evolution of a persona by a new name; it names the old one.
public let formerIDTrailer = "Former-Persona"

/// What evidence is for a persona that HEAD has none of.
public enum EvidenceBeginning: Sendable, Equatable {
  /// It never had any.
  case first
  /// It had some before, which was withdrawn.
  case again
  /// It had some by another name, which is compared with.
  case renamed(from: String)
}

/// Characters in a subject and in a line of the body.
private let width = 72

/// The persona and as much of what matters most as fits.
///
/// - Parameter parts: most important first; for each the fullest wording first.
private func subject(persona: String, _ parts: [[String]]) -> String {
  var subject = oneLine(persona, limit: 40) + ":"
  var joint = " "
  for wordings in parts {
    let part = wordings.first { subject.count + joint.count + $0.count <= width }
    guard let part, !part.isEmpty else { continue }
    subject += joint + part
    joint = "; "
  }
  return subject
}

private func firstParts(_ after: Evidence, _ beginning: EvidenceBeginning) -> [[String]] {
  let words =
    beginning == .again
    ? "evidence again" : after.model?.origin == .discovered ? "found in behaviour" : "first evidence"
  return [
    ["\(words), \(counted(after.people.matched, "person", "people"))"],
    after.stage == .researchDriven ? ["out of date"] : [], verdictWordings(after.claims),
  ]
}

/// What is news comes first, and what is not is called so.
private func furtherParts(_ changes: Changes, _ rules: RuleChange?, _ after: Evidence) -> [[String]] {
  let people = counted(after.people.matched, "person", "people")
  let stage = changes.stage == nil ? "" : "now \(after.stage.rawValue)"
  if let words = rules?.words {
    // A stage that comes with a model says that.
    let basis =
      changes.stage != nil && changes.model != nil ? [stage] : [stage, words].filter { !$0.isEmpty }
    return basis.map { [$0] } + [[changes.people ?? people]] + changes.claims.inSubject
      + (changes.claims.isEmpty ? [verdictWordings(after.claims)] : [])
  }
  let news = [[stage]] + changes.claims.inSubject + [changes.moveInSubject, [changes.people ?? ""]]
  let isNews = !news.joined().allSatisfy(\.isEmpty)
  let nothing = changes.areWindowsFull ? "little changed" : "window not full yet"
  let standing =
    changes.claims.isEmpty ? verdictWordings(after.claims).map { $0.isEmpty ? "" : "still " + $0 } : []
  return (isNews ? news : [["\(nothing), \(people)"]]) + [standing]
}

private func verdictWordings(_ claims: [Evidence.ClaimResult]) -> [String] {
  [verdictSummary(claims), verdictSummary(claims, of: [.confirmed, .contradicted])]
}

extension Changes {
  /// What moved most since the last evolution and beyond chance, and the same without its kind of mean; else what moved beyond chance
  /// since the window before, which small steps make too. How long ago people were last seen depends on the day of the week on which the
  /// window ends: it is news only against the window before, which ends on the same one.
  fileprivate var moveInSubject: [String] {
    if let move = moves.first(where: { $0.isBeyondChance && $0.metric != "days_since_last" }) {
      return [move.words.uncapitalizedFirst, move.shortWords.uncapitalizedFirst]
    }
    guard let moved = drifted.first?.uncapitalizedFirst else { return [""] }
    return ["\(moved) since the window before", moved]
  }
}

/// The trailers of every commit of the tool, one line each.
func trailers(
  persona: String, stage: Stage, window: Evidence.Window, people: String, sources: [Evidence.Source],
  rules: String, tool: String
) -> [String] {
  let values =
    [
      ("Persona", persona),
      ("Stage", stage.rawValue),
      ("Window", "\(window.from) to \(window.to) (\(counted(window.days, "day", "days")))"),
      ("People", people),
    ]
    + sources.map {
      ("Source", "\($0.name) \($0.eventWords) \($0.digest)")
    } + [("Rules", "sha256:\(rules)"), ("Tool", tool)]
  return values.map { "\($0): \(oneLine($1))" }
}

/// A list item of the body; its further lines are indented, so none can be taken for a trailer or a divider.
func wrappedItem(_ text: String) -> [String] {
  var lines = [""]
  for word in text.split(separator: " ").flatMap({ pieces($0, atMost: width - 2) }) {
    let line = lines[lines.count - 1]
    if line.isEmpty {
      lines[lines.count - 1] = word
    } else if line.count + 1 + word.count <= width - 2 {
      lines[lines.count - 1] += " " + word
    } else {
      lines.append(word)
    }
  }
  return lines.enumerated().map { ($0 == 0 ? "- " : "  ") + $1 }
}

private func pieces(_ word: Substring, atMost length: Int) -> [String] {
  var pieces: [String] = []
  var rest = word
  while !rest.isEmpty {
    pieces.append(String(rest.prefix(length)))
    rest = rest.dropFirst(length)
  }
  return pieces
}
