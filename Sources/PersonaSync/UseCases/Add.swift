// Adds a persona file with the conventional sections, for a researcher to fill in.

public import Persona
internal import Workspace

/// Writes `personas/ID.md` for a new persona and gives its path. The id is made from the name.
public func addPersona(named name: String, in folder: WorkspaceFolder) throws(Failure) -> String {
  let path = try newPersonaPath(for: name, in: folder)
  let lock = try WorkspaceLock.acquire(in: folder.root)
  let files = try FileStore(root: folder.root)
  try files.createFolder("personas")
  try files.replace(path, with: Array(personaTemplate(name: name).utf8), expecting: nil)
  _ = consume lock
  return path
}

/// The path of the file of a persona that there is not yet.
func newPersonaPath(for name: String, in folder: WorkspaceFolder) throws(Failure) -> String {
  let id = personaID(from: name)
  guard !id.isEmpty else {
    throw Failure(
      "cannot make a file name from \"\(name)\"", hint: "use a name with at least one letter or digit")
  }
  // Some file systems take upper and lower case for one.
  let existing = folder.personaPaths().first { WorkspaceFolder.personaID(of: $0).lowercased() == id }
  if let existing {
    throw Failure("there is already a persona \(id): \(existing)", hint: "edit it, or choose another name")
  }
  return "personas/\(id).md"
}

/// A file name from a name: lower case, blanks and punctuation become one hyphen; letters of any script stay.
func personaID(from name: String) -> String {
  let words = name.lowercased().split { !($0.isLetter || $0.isNumber) }
  return words.joined(separator: "-")
}

/// The sections that persona templates share, each with a word on what belongs there.
private func personaTemplate(name: String) -> String {
  """
  ---
  name: \(quoted(name))
  stage: research-driven
  # match:                      # who counts as this persona; `persona-sync check` knows the words
  #   all:
  #     - trait: age
  #       between: [25, 40]
  #     - metric: sessions_per_week
  #       at_least: 3
  # claims:                     # what you believe, in a form that data can test
  #   - says: Comes in the evening
  #     share: events
  #     where: { hours: [18-22] }
  #     at_least: 50%
  ---

  # \(oneLine(name))

  *Who this is in one sentence: age, work, what they came for.*

  > "A sentence they said, word for word."

  ## Goals

  - What they want to get done.

  ## Frustrations

  - What is in their way.

  ## Behaviours

  How they go about it: when, how often, with what.

  ## Scenarios

  One day, one task, from beginning to end.

  ## Research basis

  - How many interviews, when, with whom, led by whom.

  """
}

/// A YAML scalar in double quotes, so that any name is itself.
private func quoted(_ text: String) -> String {
  let escaped = oneLine(text).unicodeScalars.flatMap { $0 == "\\" || $0 == "\"" ? ["\\", $0] : [$0] }
  return "\"" + String(String.UnicodeScalarView(escaped)) + "\""
}

private func oneLine(_ text: String) -> String {
  String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
}
