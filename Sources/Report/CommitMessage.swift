// The message of an evolution's commit: what changed in words, then trailers that git reads back.

public import Persona

/// The message of the commit that takes a persona's evidence from `before` to `after`.
///
/// The subject has at most 72 characters and the body is wrapped at 72; the trailers, one line each, stand
/// last: `Persona`, `Stage`, `Window`, `People`, one `Source` per source, `Rules`, `Tool`. Names that come
/// from data or files are put on one line, so that none can start a trailer or end the message.
///
/// - Parameter isReturn: whether the persona had evidence, before it was withdrawn.
public func commitMessage(
  persona: String, before: Evidence?, after: Evidence, isReturn: Bool = false, tool: String
) -> String {
  var body = changesInWords(from: before, to: after)
  if body.isEmpty { body = ["No verdict turned, and no main figure moved by more than a tenth"] }
  return [
    subject(persona: persona, before: before, after: after, isReturn: isReturn),
    body.flatMap(wrappedItem).joined(separator: "\n"),
    trailers(
      persona: persona, stage: after.stage, window: after.window,
      people: "\(grouped(after.people.matched)) of \(grouped(after.people.of))", sources: after.sources,
      rules: after.rules, tool: tool
    ).joined(separator: "\n"),
  ].joined(separator: "\n\n") + "\n"
}

/// Characters in a subject and in a line of the body.
private let width = 72

/// The persona and as much of what matters most as fits.
private func subject(persona: String, before: Evidence?, after: Evidence, isReturn: Bool) -> String {
  var subject = oneLine(persona, limit: 40) + ":"
  var joint = " "
  for wordings in subjectParts(before: before, after: after, isReturn: isReturn) {
    let part = wordings.first { subject.count + joint.count + $0.count <= width }
    guard let part, !part.isEmpty else { continue }
    subject += joint + part
    joint = "; "
  }
  return subject
}

/// What a subject tells, most important first; for each part the fullest wording first.
private func subjectParts(before: Evidence?, after: Evidence, isReturn: Bool) -> [[String]] {
  let people = counted(after.people.matched, "person", "people")
  let verdicts = [
    verdictSummary(after.claims), verdictSummary(after.claims, of: [.confirmed, .contradicted]),
  ]
  guard let before else {
    let beginning =
      isReturn
      ? "evidence again" : after.model?.origin == .discovered ? "found in behaviour" : "first evidence"
    return [["\(beginning), \(people)"], after.stage == .researchDriven ? ["out of date"] : [], verdicts]
  }
  let changes = Changes(from: before, to: after)
  let parts =
    [changes.stage == nil ? [] : ["now \(after.stage.rawValue)"]]
    + [changes.turnedInSubject, changes.moveInSubject, [changes.people ?? ""]]
    + (changes.turned.isEmpty ? [verdicts] : [])
  let nothing = changes.areWindowsFull ? "little changed" : "data still fill the window"
  return parts.joined().allSatisfy(\.isEmpty) ? [["\(nothing), \(people)"]] : parts
}

extension Changes {
  /// The claim that turned, by name where it is one; else how many did.
  fileprivate var turnedInSubject: [String] {
    guard claims.count == 1, let claim = claims.first?.after, !turned.isEmpty else { return [turned] }
    return ["\"\(oneLine(claim.says, limit: width))\" now \(claim.verdict.inSummary)", turned]
  }

  /// What moved most since the last evolution, and the same without its kind of mean; else what moved beyond chance since the
  /// window before, which small steps make too.
  fileprivate var moveInSubject: [String] {
    if let move = moves.first { return [move.words.uncapitalizedFirst, move.shortWords.uncapitalizedFirst] }
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
