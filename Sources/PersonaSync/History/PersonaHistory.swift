// The life of a persona as git tells it, as values: its evolutions, and what people wrote between them.

public import Persona
internal import Workspace

/// The history of one persona, newest first.
public struct PersonaHistory: Sendable, Equatable {
  public var id: String
  /// What it was called before its file was renamed, newest first; evolutions and edits by those names are among its own.
  public var formerIDs: [String] = []
  /// The persona file at the newest commit, relative to the workspace; nil for a persona that is gone.
  public var file: String?
  /// The commits that changed its evidence.
  public var evolutions: [Evolution] = []
  /// The commits in which people changed its file.
  public var edits: [HandEdit] = []

  /// What there was once an evolution had been made, 1 being the oldest. There must be one of that number.
  func upTo(evolution number: Int) -> PersonaHistory {
    var life = self
    life.evolutions = Array(evolutions.suffix(number))
    let position = life.evolutions[0].commit.position
    life.edits = edits.filter { $0.commit.position >= position }
    life.file = life.edits.first?.file ?? file
    return life
  }
}

/// A commit as pages and terminals tell it. Everything comes from the commit, nothing from the clock or the locale.
public struct CommitNote: Sendable, Equatable {
  /// 40 hexadecimal digits.
  public var id: String
  /// As few of them as are shown to people.
  public var shortID: String
  /// When it was written, in its author's own time: `2026-05-17T23:59:59+02:00`.
  public var time: String
  public var author: String
  public var subject: String
  /// The lines between the subject and the trailers.
  public var body: [String] { text.split(separator: "\n").map(String.init) }
  /// The same as one text: most of them are never asked for.
  private var text: String
  /// Its place among all commits that were looked at, 0 for the newest: evolutions and edits in one order.
  public var position: Int

  /// The day of `time`: `2026-05-17`.
  public var day: String { String(time.prefix(10)) }
}

/// One commit that changed a persona's evidence.
public struct Evolution: Sendable, Equatable {
  public var commit: CommitNote
  public var persona: String
  /// As the commit's trailers say; nil where it has none, as after a squash by hand.
  public var window: Evidence.Window?
  /// Whether the commit left evidence: an evolution can also take it back.
  public var hasEvidence: Bool { evidence != nil }
  /// Whether a shallow clone ends here: what the evidence was before is not known.
  public var isCutOff: Bool
  var evidence: ObjectID?
}

/// One commit in which a person wrote, moved or removed a persona's file.
public struct HandEdit: Sendable, Equatable {
  public var commit: CommitNote
  public var persona: String
  /// The file after it, relative to the workspace; the file before it where it is gone.
  public var file: String
  public var isRemoval: Bool { text == nil }
  var text: ObjectID?
}

extension CommitNote {
  init(_ record: CommitRecord, position: Int) {
    self.init(
      id: record.id.hexadecimal, shortID: record.id.short, time: record.author.localTime,
      author: record.author.name, subject: record.subject,
      text: record.body, position: position)
  }
}

extension Evolution {
  init(_ record: CommitRecord, _ commit: CommitNote, persona: String, evidence: ObjectID?, isCutOff: Bool) {
    // The trailers of a commit that a shallow clone ends with may be about another persona.
    let window = record.trailer("Persona") == persona ? record.trailer("Window") : nil
    self.init(
      commit: commit, persona: persona, window: window.flatMap(Evidence.Window.init(trailer:)),
      isCutOff: isCutOff, evidence: evidence)
  }
}

extension Evidence.Window {
  /// `2026-01-01 to 2026-03-31 (90 days)`
  init?(trailer: String) {
    let words = trailer.split(separator: " ")
    guard words.count == 5, words[1] == "to", words[3].first == "(",
      let days = Int(words[3].dropFirst().filter { $0 != "," })
    else { return nil }
    self.init(from: String(words[0]), to: String(words[2]), days: days)
  }
}
