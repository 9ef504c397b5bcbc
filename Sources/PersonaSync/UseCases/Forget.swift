// Leaves people out of everything from now on, and takes that back.

internal import Persona
internal import Profiles
internal import Workspace

/// What became of the people whose identifiers were named.
public struct ForgetOutcome: Sendable, Hashable {
  /// How many are left out from now on, or counted again.
  public var people = 0
  /// Their identifiers, as far as the sources have them.
  public var identifiers = 0
  /// Identifiers that were named and that no source has now.
  public var unseen = 0
  /// How many were left out before.
  public var known = 0
  /// Where the list of all of them lies: absolute.
  public var path = ""
}

/// Leaves people out from now on: the whole profile of each of these identifiers.
///
/// Where the settings require a list and there is none here, those who are on it elsewhere would be counted again: it is
/// begun only when that is asked for.
///
/// An identifier that no profile has is kept as well when it is written with its kind, so that somebody who was taken
/// out of the sources does not come back with them. Nothing is written when it cannot be told of one of them whose it is.
@discardableResult
public func forget(
  _ written: [String], in folder: WorkspaceFolder, beginsList: Bool = false,
  progress: @escaping RunProgress.Report = { _ in }
) throws -> ForgetOutcome {
  try changeForgotten(written, in: folder, beginsList: beginsList, progress: progress) {
    named, people, instant in
    let forgets = people.forgets()
    var outcome = ForgetOutcome()
    for person in named {
      guard !person.identifiers.contains(where: { forgets($0.kind, Array($0.value.utf8)[...]) }) else {
        outcome.known += 1
        continue
      }
      people.forget(person.identifiers, at: instant)
      outcome.people += 1
      if person.isSeen { outcome.identifiers += person.identifiers.count } else { outcome.unseen += 1 }
    }
    return outcome
  }
}

/// Counts people again who were left out.
@discardableResult
public func remember(
  _ written: [String], in folder: WorkspaceFolder, progress: @escaping RunProgress.Report = { _ in }
) throws -> ForgetOutcome {
  try changeForgotten(written, in: folder, beginsList: false, progress: progress) {
    named, people, instant in
    var outcome = ForgetOutcome()
    for person in named {
      let count = people.remember(person.identifiers, at: instant)
      guard count > 0 else {
        throw Failure(
          "nobody with the identifier that was named is forgotten", causes: person.place,
          hint: "`persona-sync profiles --explain KIND:VALUE` says whose it is")
      }
      outcome.people += count
    }
    return outcome
  }
}

/// Changes the list of forgotten people by everybody who was named: all of them or none.
private func changeForgotten(
  _ written: [String], in folder: WorkspaceFolder, beginsList: Bool,
  progress: @escaping RunProgress.Report,
  _ change: ([NamedPerson], inout ForgottenPeople, _ instant: String) throws -> ForgetOutcome
) throws -> ForgetOutcome {
  let lock = try WorkspaceLock.acquire(in: folder.root)
  let workspace = try OpenWorkspace(folder)
  let settings = try workspace.settings()
  let file = try beginsList ? ForgottenFile(workspace) : workspace.forgotten(settings)
  if beginsList, file.isThere {
    throw Failure(
      "there is a list of forgotten people already", at: SourceLocation(file: try file.path()),
      hint: "leave --new-list out: they are put on it")
  }
  let behaviour = try IdentifiedBehaviour.read(
    settings, in: workspace, asOf: nil, forgotten: .nobody,
    engine: Engine(settings, in: folder, report: progress))
  var people = file.people
  let named = try behaviour.people(named: written)
  var outcome = try change(named, &people, LocalDays.instant(workspace.now * 1_000_000))
  outcome.path = try file.path()
  if people != file.people || beginsList { try file.replace(with: people) }
  _ = consume lock
  return outcome
}

/// Somebody who was named by an identifier.
private struct NamedPerson {
  /// In the form in which they are compared.
  var identifiers: [Identifier]
  /// Whether the sources have them.
  var isSeen: Bool
  /// Which of those that were named it is, in words; nothing where there is one. The identifier itself is not repeated:
  /// what is printed may be kept in a log.
  var place: [String]
}

extension IdentifiedBehaviour {
  /// Everybody who is named, once.
  fileprivate func people(named written: [String]) throws(Failure) -> [NamedPerson] {
    var people: [NamedPerson] = []
    var profiles: [Int] = []
    var (seenProfiles, seenIdentifiers) = (Set<Int>(), Set<Identifier>())
    let stopped = Set(try graph.stoppedLinks().map(\.identifier))
    for (index, text) in written.enumerated() {
      let place =
        written.count > 1 ? ["it is number \(index + 1) of those that were named; nothing was changed"] : []
      let profile = identifiers(named: text).lazy.compactMap(graph.profile).first
      if profile == nil, let identifier = identifierWithKind(text), !stopped.contains(identifier) {
        guard seenIdentifiers.insert(identifier).inserted else { continue }
        people.append(NamedPerson(identifiers: [identifier], isSeen: false, place: place))
        continue
      }
      do throws(Failure) {
        let profile = try self.profile(named: text)
        guard seenProfiles.insert(profile).inserted else { continue }
        profiles.append(profile)
        people.append(NamedPerson(identifiers: [], isSeen: true, place: place))
      } catch {
        throw Failure(error.summary, causes: error.causes + place, hint: error.hint)
      }
    }
    var identifiers = try graph.identifiers(of: profiles).makeIterator()
    for index in people.indices where people[index].isSeen {
      people[index].identifiers = identifiers.next() ?? []
    }
    return people
  }
}
