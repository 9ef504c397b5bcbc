// The commit that takes an evolution back.

public import Persona

/// The message of the commit that takes the last evolution of a persona back, with the trailers of an evolution.
///
/// - Parameters:
///   - before: the evidence that holds again; nil for none.
///   - subject: of the commit that is taken back.
///   - undone: the trailer that says which evidence was taken back.
public func undoMessage(
  persona: String, before: Evidence?, subject: String, undone: (key: String, value: String), stage: Stage,
  tool: String
) -> String {
  let name = oneLine(persona, limit: 40)
  let words =
    before.map { "back to the data up to \(dateWords($0.window.to))" } ?? "back to before its evidence"
  var lines: [String]
  if let before {
    lines = trailers(
      persona: persona, stage: stage, window: before.window,
      people: "\(grouped(before.people.matched)) of \(grouped(before.people.of))", sources: before.sources,
      rules: before.rules, tool: tool)
  } else {
    lines = ["Persona: \(oneLine(persona))", "Stage: \(stage.rawValue)", "Tool: \(oneLine(tool))"]
  }
  lines.insert("\(undone.key): \(undone.value)", at: lines.count - 1)
  return [
    "\(name): \(words)", wrappedItem("Takes back: " + oneLine(subject)).joined(separator: "\n"),
    lines.joined(separator: "\n"),
  ].joined(separator: "\n\n") + "\n"
}
