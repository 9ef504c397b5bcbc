// Gathers what the pages of a report show from what is committed. Its own file because everything that shows pages
// needs the same.

internal import Attribution
internal import Markdown
internal import Markup
internal import Persona
internal import PersonaFile
internal import Report
internal import Workspace

/// Which words of a persona are shown: those of the commit, or those on disk, which nobody may have committed yet.
enum ShownWords {
  case committed, onDisk
}

/// Reads the personas with their stories, their evidence and their lives.
struct SiteReader {
  /// The largest picture that becomes part of a page.
  static let pictureBytes = 1 << 20
  /// Evolutions whose evidence is in memory at one time, so that a long history needs hardly more of it than a short one.
  private static let evolutionsAtOnce = 8

  let history: History
  let settings: Settings
  private let words: ShownWords
  /// Those of the history, and those that are only on disk where words on disk are shown.
  private let lives: [PersonaHistory]
  private let repository: Repository
  /// The persona files by their path, for links from one to another.
  private let ids: [String: String]

  init(_ history: History, settings: Settings, words: ShownWords = .committed) {
    self.history = history
    self.settings = settings
    self.words = words
    repository = history.workspace.repository
    lives = words == .onDisk ? Self.lives(history) : history.personas
    ids = Dictionary(
      lives.compactMap { persona in persona.file.map { ($0, persona.id) } },
      uniquingKeysWith: { first, _ in first })
  }

  /// The histories, with the files that are on disk now.
  private static func lives(_ history: History) -> [PersonaHistory] {
    var lives = Dictionary(history.personas.map { ($0.id, $0) }) { first, _ in first }
    for id in lives.keys { lives[id]?.file = nil }
    for path in history.workspace.folder.personaPaths() {
      let id = WorkspaceFolder.personaID(of: path)
      lives[id, default: PersonaHistory(id: id)].file = path
    }
    return lives.values.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
  }

  /// Everything that is shown, and what is wrong with the files that are not.
  func site(_ progress: RunProgress.Report = { _ in }) -> Site {
    var site = emptySite
    site.problems = forEachPersona(progress) { site.personas.append($0) }
    return site
  }

  /// A site without personas: the commit that is shown.
  var emptySite: Site {
    let newest = history.personas.flatMap { $0.evolutions.map(\.commit) + $0.edits.map(\.commit) }
      .min { $0.position < $1.position }
    return Site(personas: [], commit: newest?.shortID, day: newest?.day)
  }

  /// Reads one persona after the other, and what is wrong with the files and with the evidence that cannot be shown.
  func forEachPersona(_ progress: RunProgress.Report, _ show: (SitePersona) -> Void) -> [Problem] {
    var problems: [Problem] = []
    for (place, life) in lives.enumerated() {
      let share = Double(place) / Double(lives.count)
      progress(RunProgress(step: .showing, unit: .personas, count: place, share: share))
      do throws(Failure) {
        guard let persona = try persona(life) else { continue }
        show(persona)
        // Without figures because there are none, or because nobody can read them: the second is said.
        if persona.evidence == nil, let newest = life.evolutions.first {
          _ = try history.evidence(of: newest)
        }
      } catch {
        problems.append(problem(error, of: life))
      }
    }
    return problems
  }

  /// What cannot be shown, as a problem: an error, but for a file that was never anything of the tool's.
  private func problem(_ failure: Failure, of life: PersonaHistory) -> Problem {
    let file = life.file ?? life.id
    let isForeign =
      isReadable(file) && life.evolutions.isEmpty
      && !PersonaSet.belongsToTool(
        file, files: history.workspace.files, repository: repository, settings: settings)
    return PersonaSet.problem(failure, of: file, belongsToTool: !isForeign)
  }

  /// What git does not give out, as in a partial clone, may be anything.
  private func isReadable(_ file: String) -> Bool {
    do throws(Failure) {
      _ = try repository.bytes(of: file, at: nil)
      return true
    } catch {
      return false
    }
  }

  /// A persona as it was at one of its evolutions, 1 being the oldest; as it is now without one, or behind the last.
  ///
  /// - Returns: nil where there is no such persona, or no such evolution.
  func persona(_ id: String, at number: Int? = nil) throws(Failure) -> SitePersona? {
    guard let life = lives.first(where: { $0.id == id }) else { return nil }
    let count = life.evolutions.count
    if let number, !(1...max(1, count)).contains(number) { return nil }
    var persona: SitePersona?
    if let number, number < count {
      let past = life.upTo(evolution: number)
      let commit = try repository.commit(named: past.evolutions[0].commit.id)
      let file = past.file ?? ""
      persona = try self.persona(past, file: file, repository.bytes(of: file, at: commit))
    } else {
      persona = try self.persona(life)
    }
    let evolutions = life.evolutions.reversed().map {
      (day: $0.window?.to ?? $0.commit.day, subject: $0.commit.subject)
    }
    if count > 0 { persona?.point = SitePoint(number: number ?? count, evolutions: evolutions) }
    return persona
  }

  /// A persona that has a file; nil for one that is gone.
  private func persona(_ life: PersonaHistory) throws(Failure) -> SitePersona? {
    guard let file = life.file else { return nil }
    let committed = try repository.bytes(of: file, at: nil)
    guard words == .onDisk else { return try persona(life, file: file, committed) }
    let disk = try history.workspace.files.read(file, limitBytes: Limits.personaFileBytes)
    return try persona(life, file: file, disk ?? committed)
  }

  private func persona(
    _ life: PersonaHistory, file: String, _ bytes: [UInt8]?
  ) throws(Failure) -> SitePersona? {
    guard let bytes else { return nil }
    let document = try PersonaDocument(bytes: bytes, path: file)
    let (evidence, model, moments) = try moments(of: life)
    let rules = document.rules(of: life.id, settings, model: model)
    let prose = Prose(
      try document.prose(), title: document.name, headingLevel: 3, in: surroundings(of: file))
    var persona = SitePersona(
      id: life.id, name: document.name, story: prose.html, opening: prose.opening, evidence: evidence,
      missing: missing(rules, document, evidence: evidence, settings),
      moments: moments)
    persona.language = document.language
    return persona
  }

  /// The evidence that holds now; the model of the last there was, with which one that was found in the data waits for its
  /// people; and evolutions and what people wrote between them, newest first.
  private func moments(
    of life: PersonaHistory
  ) throws(Failure) -> (Evidence?, LearnedRule?, [SiteMoment]) {
    var moments = life.edits.map { edit in
      (edit.commit.position, SiteMoment(edit.isRemoval ? .removal : .edit, edit.commit))
    }
    var newest: Evidence?
    var last: Evidence?
    // The evolution whose evidence before it is still to be read.
    var open: (commit: CommitNote, evidence: Evidence)?
    func close(before: Evidence?) {
      guard let (commit, evidence) = open else { return }
      let moment = SiteMoment(
        commit: commit.shortID, day: commit.day, subject: commit.subject, evidence: evidence, before: before)
      moments.append((commit.position, moment))
    }
    for start in stride(from: 0, to: life.evolutions.count, by: Self.evolutionsAtOnce) {
      var part = life
      part.evolutions = Array(life.evolutions[start...].prefix(Self.evolutionsAtOnce))
      let evidences = try history.evidences(of: part)
      if start == 0 { newest = evidences[0] }
      for (evolution, evidence) in zip(part.evolutions, evidences) {
        if let evidence {
          last = last ?? evidence
          close(before: evidence)
          open = (evolution.commit, evidence)
        } else {
          let kind = evolution.hasEvidence ? SiteMoment.Kind.evolution : .withdrawal
          moments.append((evolution.commit.position, SiteMoment(kind, evolution.commit)))
        }
      }
    }
    close(before: nil)
    return (newest, last?.model, moments.sorted { $0.0 < $1.0 }.map(\.1))
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

extension SiteMoment {
  fileprivate init(_ kind: Kind, _ commit: CommitNote) {
    self.init(kind, commit: commit.shortID, day: commit.day, subject: commit.subject)
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
