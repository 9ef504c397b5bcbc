// Allows the commands of a workspace to run on this computer, shows them, and takes that back.

internal import EventStream
public import Persona

/// A command of a workspace, and whether it may run.
public struct CommandTrust: Sendable, Hashable {
  public enum State: Sendable, Hashable {
    case untrusted
    /// It may run since now.
    case trustedNow
    case trusted
    /// It may run, and the settings do not have it now.
    case unused
    /// It might run until now.
    case revoked
  }

  public var source: String
  /// As the settings have it: it may hold anything, so it must be escaped before it is shown.
  public var command: String
  public var state: State
}

/// Allows every command of the settings to run, to the byte as it stands there now.
public func trustCommands(in folder: WorkspaceFolder) throws -> [CommandTrust] {
  let workspace = try OpenWorkspace(folder)
  let sources = try workspace.settings().sources
  guard sources.contains(where: { $0.command != nil }) else { return [] }
  let trust = try Trust(workspace)
  return try sources.compactMap(trust.command).map { command in
    let isKnown = try trust.holds(command)
    if !isKnown { try trust.remember(command) }
    return CommandTrust(command, isKnown ? .trusted : .trustedNow)
  }
}

/// The commands of the settings, and those that were allowed and are there no longer.
public func listCommands(in folder: WorkspaceFolder) throws -> [CommandTrust] {
  let workspace = try OpenWorkspace(folder)
  let trust = try Trust(workspace)
  let commands = try workspace.settings().sources.compactMap(trust.command)
  let unused = try trust.all().filter { !commands.contains($0) }
  return try commands.map { CommandTrust($0, try trust.holds($0) ? .trusted : .untrusted) }
    + unused.map { CommandTrust($0, .unused) }
}

/// Takes back every permission that was given for the workspace, whatever its settings say now.
public func revokeTrust(in folder: WorkspaceFolder) throws(Failure) -> [CommandTrust] {
  let trust = try Trust(OpenWorkspace(folder))
  let commands = try trust.all()
  for command in commands { try trust.forget(command) }
  return commands.map { CommandTrust($0, .revoked) }
}

extension CommandTrust {
  fileprivate init(_ command: TrustedCommand, _ state: State) {
    self.init(source: command.source, command: command.command, state: state)
  }
}
