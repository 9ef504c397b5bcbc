// Gathers what the pages of a report show from what is committed. Its own file because everything that shows pages
// needs the same.

internal import Attribution
internal import Markdown
internal import Markup
internal import Persona
internal import PersonaFile
internal import Report
internal import Workspace

/// Reads the personas of a commit with their stories, their evidence and their lives.
struct SiteReader {
  /// The largest picture that becomes part of a page.
  static let pictureBytes = 1 << 20

  let history: History
  let settings: Settings
  private let repository: Repository
  /// The persona files by their path, for links from one to another.
  private let ids: [String: String]

  init(_ history: History, settings: Settings) {
    self.history = history
    self.settings = settings
    repository = history.workspace.repository
    ids = Dictionary(
      history.personas.compactMap { persona in persona.file.map { ($0, persona.id) } },
      uniquingKeysWith: { first, _ in first })
  }

  /// Everything that is shown, and what is wrong with the files that are not.
  func site() throws(Failure) -> (Site, [Problem]) {
    var personas: [SitePersona] = []
    var problems: [Problem] = []
    for persona in history.personas {
      do throws(Failure) {
        if let shown = try self.persona(persona) { personas.append(shown) }
      } catch {
        problems.append(Problem(error, at: SourceLocation(file: persona.file ?? persona.id)))
      }
    }
    let newest = history.personas.flatMap { $0.evolutions.map(\.commit) + $0.edits.map(\.commit) }
      .min { $0.position < $1.position }
    return (Site(personas: personas, commit: newest?.shortID, day: newest?.day), problems)
  }

  /// A persona that has a file; nil for one that is gone.
  private func persona(_ life: PersonaHistory) throws(Failure) -> SitePersona? {
    guard let file = life.file, let bytes = try repository.bytes(of: file, at: nil) else { return nil }
    let document = try PersonaDocument(bytes: bytes, path: file)
    let evidences = try history.evidences(of: life)
    let evidence = evidences.first ?? nil
    var rules = document.rules
    rules.learned = evidence?.model
    if let match = settings.personas[life.id]?.match { rules.match = match }
    let prose = Prose(
      try document.prose(), title: document.name, headingLevel: 3, in: surroundings(of: file))
    return SitePersona(
      id: life.id, name: document.name, story: prose.html, opening: prose.opening, evidence: evidence,
      missing: missing(
        life.id, decidesMembership: rules.decidesMembership, evidence: evidence,
        minimumGroup: settings.attribution.minimumGroup),
      moments: moments(of: life, evidences))
  }

  /// Evolutions and what people wrote between them, newest first.
  private func moments(of life: PersonaHistory, _ evidences: [Evidence?]) -> [SiteMoment] {
    var moments: [(position: Int, moment: SiteMoment)] = []
    for (place, evolution) in life.evolutions.enumerated() {
      let commit = evolution.commit
      let before = evidences[(place + 1)...].lazy.compactMap { $0 }.first
      let moment =
        if let evidence = evidences[place] {
          SiteMoment(
            commit: commit.shortID, day: commit.day, subject: commit.subject, evidence: evidence,
            before: before)
        } else {
          SiteMoment(
            evolution.hasEvidence ? .evolution : .withdrawal, commit: commit.shortID, day: commit.day,
            subject: commit.subject)
        }
      moments.append((commit.position, moment))
    }
    for edit in life.edits {
      let kind = edit.isRemoval ? SiteMoment.Kind.removal : .edit
      let commit = edit.commit
      moments.append(
        (
          commit.position,
          SiteMoment(kind, commit: commit.shortID, day: commit.day, subject: commit.subject)
        ))
    }
    return moments.sorted { $0.position < $1.position }.map(\.moment)
  }

  /// Where the relative links of a persona file lead: to the pages of other personas, and to pictures that are
  /// committed.
  private func surroundings(of file: String) -> ProseSurroundings {
    let folder = file.split(separator: "/").dropLast().map(String.init)
    return ProseSurroundings(
      page: { link in resolved(link, from: folder).flatMap { ids[$0] }.map { "../" + SitePath.persona($0) } },
      picture: { link in
        guard let path = resolved(link, from: folder), let kind = PictureKind(path: path),
          let bytes = try? repository.bytes(of: path, at: nil), bytes.count <= Self.pictureBytes
        else { return nil }
        return ProseSurroundings.Picture(kind, bytes)
      })
  }
}

/// The path that a relative link names, from the workspace; nil where it leads out of it.
private func resolved(_ link: String, from folder: [String]) -> String? {
  guard !link.hasPrefix("/") else { return nil }
  var parts = folder
  for part in link.split(separator: "/") where part != "." {
    if part == ".." {
      guard parts.popLast() != nil else { return nil }
    } else {
      parts.append(String(part))
    }
  }
  return parts.joined(separator: "/")
}
