// Behaviour of people of whom it is known who they are: what an earlier run linked does not serve for it.

internal import EventStream
internal import Persona
internal import Profiles
internal import Workspace

/// What the sources say of people, and who they are.
struct IdentifiedBehaviour {
  let behaviour: Behaviour
  let graph: IdentifiedGraph

  /// Reads every source of a workspace, and links everybody anew. Fails as `Behaviour.read` does.
  ///
  /// - Parameters:
  ///   - asOf: the end of the window as the person wrote it; `nil`: the day of the newest event.
  ///   - reach: what is to be measured.
  ///   - who: who of the forgotten is left out.
  static func read(
    _ settings: Settings, in workspace: OpenWorkspace, asOf: String?, reach: Reach = .windows,
    forgotten who: Forgotten = .everybody, engine: Engine
  ) throws(Failure) -> IdentifiedBehaviour {
    let forgets = try who.forgets(settings, in: workspace)
    return try ReadSources.withStore(of: engine, settings, in: workspace) { store throws(Failure) in
      let sources = try SummedSources(settings, in: workspace, asOf: asOf, engine: engine, store: store)
      let earlier = reach == .windows ? sources.earlier : nil
      let graph = try sources.linking { resources throws(Failure) in
        try sources.log.indexed(resources.part(0, 0.5)).linked(
          until: sources.until, earlier: earlier, forgetting: forgets, resources: resources.part(0.5, 1))
      }
      return IdentifiedBehaviour(behaviour: Behaviour(sources, graph.graph), graph: graph)
    }
  }

  /// What is to be measured of the events.
  enum Reach {
    /// The window, and the one before it.
    case windows
    /// Any time.
    case everything
  }

  /// Who of the forgotten is left out.
  enum Forgotten {
    case everybody
    /// Who was forgotten before an instant.
    case before(String)
    /// Nor is there a list: whoever begins one has none yet.
    case nobody

    func forgets(_ settings: Settings, in workspace: OpenWorkspace) throws(Failure) -> Forgets? {
      switch self {
      case .everybody: try workspace.forgotten(settings).forgets()
      case .before(let instant): try workspace.forgotten(settings).forgets(before: instant)
      case .nobody: nil
      }
    }
  }
}
