// Which commands of a workspace may run on this computer. A repository that was cloned brings its settings along, and
// must not run anything by that: what is allowed stands below the user's own data, as direnv has it.

internal import EventStream
internal import Foundation
internal import Persona
internal import Workspace

/// The commands that were allowed for one workspace.
struct Trust {
  /// The real path of the workspace.
  private let workspace: String
  private let repository: Repository
  /// Absolute; may be missing.
  private let path: String

  init(_ workspace: OpenWorkspace) throws(Failure) {
    let environment = workspace.folder.surroundings.environment
    func folder(_ name: String) -> String? { environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil } }
    guard let data = folder("XDG_DATA_HOME") ?? folder("HOME").map({ $0 + "/.local/share" }) else {
      throw Failure(
        "cannot tell where trusted commands are kept",
        causes: ["neither HOME nor XDG_DATA_HOME is the path of a folder"], hint: "set HOME")
    }
    path = data + "/persona-sync/trust"
    repository = workspace.repository
    self.workspace = workspace.files.root
  }

  /// The command of a source as it would be remembered; nil for a source of files.
  func command(of source: SourceMapping) -> TrustedCommand? {
    source.command.map { TrustedCommand(workspace: workspace, source: source.name, command: $0) }
  }

  func holds(_ command: TrustedCommand) throws(Failure) -> Bool {
    guard let files = try store(creates: false) else { return false }
    let bytes = try files.read(command.fileName, limitBytes: Limits.trustBytes)
    return bytes.map { $0.elementsEqual(command.text.utf8) } ?? false
  }

  func remember(_ command: TrustedCommand) throws(Failure) {
    let bytes = Array(command.text.utf8)
    guard let files = try store(creates: true) else { return }
    let found = try files.read(command.fileName, limitBytes: Limits.trustBytes)
    if found != bytes { try files.replace(command.fileName, with: bytes, expecting: found) }
  }

  func forget(_ command: TrustedCommand) throws(Failure) {
    try store(creates: false)?.remove(command.fileName, expecting: Array(command.text.utf8))
  }

  /// Every command that was allowed for this workspace, by source and text.
  func all() throws(Failure) -> [TrustedCommand] {
    guard let files = try store(creates: false) else { return [] }
    var commands: [TrustedCommand] = []
    let names = (try? FileManager.default.contentsOfDirectory(atPath: files.root)) ?? []
    for name in names where name.hasSuffix(".json") {
      guard let bytes = try files.read(name, limitBytes: Limits.trustBytes),
        let command = TrustedCommand(bytes), command.fileName == name, command.workspace == workspace
      else { continue }
      commands.append(command)
    }
    return commands.sorted { ($0.source, $0.command) < ($1.source, $1.command) }
  }

  private func store(creates: Bool) throws(Failure) -> FileStore? {
    try FileStore.privateFolder(path, outside: repository, creates: creates)
  }
}

/// A command that may not run.
struct UntrustedCommand {
  var source: String
  var location: SourceLocation
  var text: String
  /// Whether another command of the same source was allowed.
  var hasChanged: Bool

  var reason: String {
    hasChanged ? "is not the one that was trusted" : "is not trusted"
  }
}

extension OpenWorkspace {
  /// The sources whose commands may not run, in the order of the settings.
  func untrustedCommands(_ settings: Settings) throws(Failure) -> [UntrustedCommand] {
    guard settings.sources.contains(where: { $0.command != nil }) else { return [] }
    let trust = try Trust(self)
    var untrusted: [UntrustedCommand] = []
    for source in settings.sources {
      guard let command = trust.command(of: source), try !trust.holds(command) else { continue }
      untrusted.append(
        UntrustedCommand(
          source: source.name,
          location: settings.commandLocations[source.name] ?? SourceLocation(file: Settings.fileName),
          text: command.command, hasChanged: try trust.all().contains { $0.source == source.name }))
    }
    return untrusted
  }

  /// Fails, with every command that may not run, unless all may.
  func requireTrust(_ settings: Settings) throws(Failure) {
    let untrusted = try untrustedCommands(settings)
    guard !untrusted.isEmpty else { return }
    let (subject, object) =
      untrusted.count == 1 ? ("a command", "it") : ("\(untrusted.count) commands", "them")
    throw Failure(
      "the settings want to run \(subject) that you do not trust; nothing was run",
      causes: untrusted.map { command in
        "\(command.location): the command of \(command.source) \(command.reason):\n\(indented(command.text))"
      },
      hint: "read \(object); then `persona-sync trust` lets \(object) run on this computer")
  }

  /// The commands that may not run, as warnings, and the names of the sources that cannot be read for it.
  func trustProblems(_ settings: Settings) -> (problems: [Problem], sources: Set<String>) {
    do throws(Failure) {
      let untrusted = try untrustedCommands(settings)
      let problems = untrusted.map { command in
        Problem(
          .warning, "the command of the source \(command.source) \(command.reason), so it is not read",
          at: command.location, hint: "`persona-sync trust --list` shows it, `persona-sync trust` lets it run"
        )
      }
      return (problems, Set(untrusted.map(\.source)))
    } catch {
      let commands = settings.sources.filter { $0.command != nil }
      return ([Problem(error, at: SourceLocation(file: Settings.fileName))], Set(commands.map(\.name)))
    }
  }
}

/// A text with every line moved to the right, so that none of it is taken for a line of ours; empty lines at its end
/// are left out.
public func indented(_ text: String) -> String {
  let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
  let last = lines.lastIndex { !$0.isEmpty } ?? 0
  return lines[...last].map { "    " + $0 }.joined(separator: "\n")
}
