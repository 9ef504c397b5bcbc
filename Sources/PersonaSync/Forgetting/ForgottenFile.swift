// Where the list of forgotten people lies: among git's own files, which no commit, clone or `git clean` gets.

internal import Digest
internal import Persona
internal import Profiles
internal import Workspace

/// The list of one workspace on this computer.
struct ForgottenFile {
  private static let name = "forgotten.json"

  private let repository: Repository
  /// The list as it is on disk; nil when there is none.
  private let bytes: [UInt8]?
  /// Nobody, when there is no list.
  let people: ForgottenPeople

  init(_ workspace: OpenWorkspace) throws(Failure) {
    repository = workspace.repository
    let files = try repository.privateFiles(creates: false)
    bytes = try files?.read(Self.name, limitBytes: Limits.forgottenBytes)
    guard let bytes, let files else {
      people = ForgottenPeople()
      return
    }
    guard let people = ForgottenPeople(bytes) else {
      throw Failure(
        "cannot read who is forgotten", at: SourceLocation(file: files.root + "/" + Self.name),
        causes: ["the file is damaged, or a newer version wrote it"],
        hint: "put it back from a backup or from another computer: without it they would be counted again")
    }
    self.people = people
  }

  var isThere: Bool { bytes != nil }

  /// What tells who is left out; nil without a list.
  ///
  /// - Parameter instant: only those who were forgotten before it.
  func forgets(before instant: String? = nil) -> Forgets? { isThere ? people.forgets(before: instant) : nil }

  /// SHA-256, hexadecimal; empty without a list.
  var digest: String { bytes.map { SHA256.hexadecimal(of: $0) } ?? "" }

  /// Absolute.
  func path() throws(Failure) -> String {
    (try repository.privateFiles(creates: true)?.root ?? "") + "/" + Self.name
  }

  func replace(with people: ForgottenPeople) throws(Failure) {
    let bytes = people.bytes
    guard bytes.count <= Limits.forgottenBytes else {
      throw Failure(
        "too many people are forgotten", causes: ["their list may have \(Limits.forgottenBytes) bytes"],
        hint:
          "take those out of the exports of the sources who are still in them, and out of the list with --undo"
      )
    }
    try repository.privateFiles(creates: true)?.replace(Self.name, with: bytes, expecting: self.bytes)
  }
}

extension OpenWorkspace {
  /// Whether somebody was forgotten, and whether somebody was taken back, at a time or later.
  func forgotten(since instant: String) throws(Failure) -> (somebody: Bool, takenBack: Bool) {
    let people = try ForgottenFile(self).people
    return (people.newest.map { $0 >= instant } ?? false, people.takenBack >= instant)
  }

  /// Who is left out. Fails when the settings say that there is a list and this clone has none.
  func forgotten(_ settings: Settings) throws(Failure) -> ForgottenFile {
    let file = try ForgottenFile(self)
    guard settings.requiresForgotten, !file.isThere else { return file }
    throw Failure(
      "people asked to be forgotten, and who they are is not known here",
      at: settings.forgottenLocation,
      causes: [
        "the settings say that there is a list, and git does not have it: \(try file.path()) is missing"
      ],
      hint:
        "copy it from a computer that has it, without which they would be counted again; where nobody was forgotten yet, "
        + "`persona-sync forget --new-list` begins it")
  }
}
