// What people write for a point in the history: anything that git understands, or a day of the data.

internal import EventStream
internal import Persona
internal import Workspace

/// One or two points, as they are written.
enum WrittenRevisions: Equatable {
  /// From there to the files as they are now, as `git diff` has it.
  case since(String)
  /// From one to the other; an end that is left out is HEAD.
  case between(String, String)

  init(_ written: String) throws(Failure) {
    guard let dots = written.firstRange(of: "..") else {
      self = .since(written)
      return
    }
    let (from, to) = (written[..<dots.lowerBound], written[dots.upperBound...])
    guard !to.hasPrefix(".") else {
      throw Failure(
        "\(written) asks for where two branches parted",
        hint: "name the two commits that are to be compared: \(from)..\(to.dropFirst())")
    }
    self = .between(from.isEmpty ? "HEAD" : String(from), to.isEmpty ? "HEAD" : String(to))
  }
}

extension History {
  /// The commit that is meant: by its name, else by a day or month, which stands for the last evolution of the persona
  /// with data up to then.
  func commit(_ revision: String, of persona: PersonaHistory) throws(Failure) -> CommitID {
    do throws(Failure) {
      return try workspace.repository.commit(named: revision)
    } catch {
      guard let day = Self.day(revision) else {
        guard let month = Self.month(named: revision),
          let last = persona.evolutions.lazy.compactMap(\.window).first
        else { throw error }
        let year = last.to[..<last.to.index(last.to.startIndex, offsetBy: 4)]
        throw Failure(error.summary, hint: "a month of the data is written \(year)-\(month)")
      }
      guard let evolution = persona.evolutions.first(where: { $0.window.map { $0.to <= day } ?? false })
      else {
        let first = persona.evolutions.last { $0.window != nil }?.window?.to
        throw Failure(
          "\(persona.id) has no evolution with data up to \(revision)",
          hint: first.map { "its first has data up to \($0)" } ?? "`persona-sync log` lists the evolutions")
      }
      return try workspace.repository.commit(named: evolution.commit.id)
    }
  }

  /// `2026-03-31`, also for `2026-03`; nil for what is no date.
  private static func day(_ written: String) -> String? {
    guard written.count >= 7, let days = try? WrittenDays(written, option: "") else { return nil }
    return LocalDays.text(ofDay: days.last)
  }

  /// `03` for `march` or `Mar`; nil for what is no month.
  private static func month(named word: String) -> String? {
    let months = [
      "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
      "november",
      "december",
    ]
    guard word.count >= 3, let place = months.firstIndex(where: { $0.hasPrefix(word.lowercased()) }) else {
      return nil
    }
    return (place < 9 ? "0" : "") + "\(place + 1)"
  }

  static func isDate(_ word: String) -> Bool { day(word) != nil }

  /// The personas that are meant.
  ///
  /// - Throws: when there is no such persona, nor ever was.
  func personas(named id: String?) throws(Failure) -> [PersonaHistory] {
    guard let id else { return personas }
    if let found = persona(id) { return [found] }
    let ids = personas.map(\.id)
    if let file = workspace.folder.personaPaths().first(where: { WorkspaceFolder.personaID(of: $0) == id }) {
      throw Failure(
        "\(id) is not committed yet",
        hint: "the next sync commits it; or: git add \(shellArgument(file)) && git commit")
    }
    throw Failure(
      "there is no persona \(id)",
      hint: suggestion(for: id, among: ids).map { "did you mean \($0)?" }
        ?? (ids.isEmpty
          ? "`persona-sync add NAME` makes one" : "the personas are: " + ids.joined(separator: ", ")))
  }

  /// The failure for a persona that a commit does not hold.
  func absent(_ persona: PersonaHistory, in revision: String) -> Failure {
    let changes = persona.evolutions.map(\.commit) + persona.edits.map(\.commit)
    let first = changes.max { $0.position < $1.position }
    return Failure(
      "there is no persona \(persona.id) in \(revision)",
      hint: first.map { "it came with \($0.shortID) of \($0.day)" }
        ?? "`persona-sync log` lists the evolutions")
  }
}
