// Shows the personas as pages that are always those of now: what `report` writes, served on this computer.

internal import Digest
internal import Foundation
internal import PageServer
public import Persona
internal import Report
internal import Synchronization
internal import Workspace

/// Serves the pages on 127.0.0.1 until the task is cancelled. Nothing is written.
///
/// - Parameters:
///   - port: 0 for any that is free.
///   - progress: is told how far the first reading is.
///   - ready: is told the address of the first page once it can be called.
public func serve(
  _ folder: WorkspaceFolder, port: UInt16, progress: @escaping RunProgress.Report = { _ in },
  ready: @escaping @Sendable (String) -> Void
) async throws(Failure) {
  let site = LiveSite(folder, progress: progress)
  // What cannot be shown at all is said before anybody looks.
  _ = try site.answer(PageRequest(path: "/"))
  try await PageServer(port: port, answer: site.answer).run(ready: ready)
}

/// The personas as they are whenever somebody asks: words from disk, figures from what is committed.
///
/// A class, because all requests share what was read last. They take turns: a repository serves one thread at a time.
final class LiveSite: Sendable {
  private let folder: WorkspaceFolder
  private let progress: RunProgress.Report
  private let state = Mutex<Reading?>(nil)

  /// What was read, and what it was read from.
  private struct Reading {
    let reader: SiteReader
    let site: Site
  }

  init(_ folder: WorkspaceFolder, progress: @escaping RunProgress.Report = { _ in }) {
    self.folder = folder
    self.progress = progress
  }

  /// The page; nil where there is none.
  func answer(_ request: PageRequest) throws(Failure) -> PageAnswer? {
    let path = request.path == "/" ? SitePath.index : String(request.path.dropFirst())
    if path == SitePath.script { return .script }
    let version = try self.version()
    if path == SitePath.version { return PageAnswer(Array(version.utf8), type: "text/plain; charset=utf-8") }
    let text = try state.withLock { (state) throws(Failure) -> String? in
      if state?.site.version != version { state = try read(version) }
      guard let reading = state else { return nil }
      return try page(path, request.query, reading)
    }
    return text.map(PageAnswer.page)
  }

  private func page(
    _ path: String, _ query: [String: String], _ reading: Reading
  ) throws(Failure) -> String? {
    let site = reading.site
    if path == SitePath.compare { return try comparison(query, reading) }
    if let page = site.overviewPage(path) { return page }
    for persona in site.personas {
      if path == SitePath.handout(persona.id) { return site.handoutPage(persona) }
      guard path == SitePath.persona(persona.id) else { continue }
      let number = query["at"].flatMap(Int.init)
      return try reading.reader.persona(persona.id, at: number).map { site.personaPage($0) }
    }
    let unread = Dictionary(grouping: site.problems) { WorkspaceFolder.personaID(of: $0.location.file) }
    return unread.first { path == SitePath.persona($0.key) }.map { site.problemsPage($0.key, $0.value) }
  }

  /// Without a choice, the newest two evolutions of the first persona that has them.
  private func comparison(_ query: [String: String], _ reading: Reading) throws(Failure) -> String? {
    let personas = reading.site.personas
    let first = personas.first { $0.moments.count { $0.figures != nil } > 1 } ?? personas.first
    func chosen(_ side: String, stepsBack: Int) throws(Failure) -> SitePersona? {
      guard let id = query[side] ?? first?.id else { return nil }
      let newest = try reading.reader.persona(id)
      let count = newest?.point?.number ?? 0
      let number = query[side + "-at"].flatMap(Int.init) ?? (query[side] == nil ? count - stepsBack : count)
      // Another persona may have fewer evolutions than the one that was chosen before.
      return number >= 1 && number < count ? try reading.reader.persona(id, at: number) : newest
    }
    let (left, right) = (try chosen("left", stepsBack: 1), try chosen("right", stepsBack: 0))
    guard personas.isEmpty || left != nil && right != nil else { return nil }
    return reading.site.comparePage(
      left, right, of: personas.map { SiteChoice(id: $0.id, name: $0.name) })
  }

  private func read(_ version: String) throws(Failure) -> Reading {
    progress(RunProgress(step: .opening, unit: .personas))
    let history = try History(in: folder)
    let (settings, problems) = try history.workspace.readSettings()
    let reader = SiteReader(history, settings: settings, words: .onDisk)
    var site = reader.site(progress)
    site.problems = (problems + site.problems).sortedByPlace()
    site.version = version
    return Reading(reader: reader, site: site)
  }

  /// Differs whenever the branch has moved, or a persona or the settings were saved.
  private func version() throws(Failure) -> String {
    let repository = try Repository.open(workspace: folder.root, surroundings: folder.surroundings)
    var parts = [repository.head()?.hexadecimal ?? ""]
    for path in folder.personaPaths() + [Settings.fileName] {
      let attributes = try? FileManager.default.attributesOfItem(atPath: folder.root + "/" + path)
      let time = (attributes?[.modificationDate] as? Date)?.timeIntervalSinceReferenceDate ?? 0
      parts.append("\(path) \(attributes?[.size] as? Int ?? 0) \(time)")
    }
    return String(SHA256.hexadecimal(of: Array(parts.joined(separator: "\n").utf8)).prefix(16))
  }
}

extension PageAnswer {
  fileprivate static let script = PageAnswer(
    Array(LiveScript.text.utf8), type: "text/javascript; charset=utf-8")

  /// The page says itself what it may load and run.
  fileprivate static func page(_ text: String) -> PageAnswer {
    PageAnswer(
      Array(text.utf8), type: "text/html; charset=utf-8",
      policy: "default-src 'self'; style-src 'unsafe-inline'; img-src data:")
  }
}
