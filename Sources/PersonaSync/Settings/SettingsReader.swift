// Reads `persona-sync.yml` and collects everything that is wrong with it.

internal import Attribution
internal import Digest
internal import EventStream
internal import Persona
internal import PersonaFile
internal import Profiles

/// Reads the settings of a workspace.
struct SettingsReader {
  private var reader = NodeReader()
  private var sources = SourceMappingReader()
  private var written = RuleReader()

  static let keys = [
    "timezone", "window", "sessions", "purchases", "sources", "identity", "metrics", "funnels", "leanings",
    "privacy", "stages", "rejects", "engine", "personas",
  ]

  /// Everything found wrong so far, sorted by place.
  var problems: [Problem] {
    (reader.problems + sources.rules.problems + written.problems).sortedByPlace()
  }

  /// The settings; what is wrong keeps its default and is noted.
  mutating func read(_ bytes: [UInt8]) throws(Failure) -> Settings {
    let root = try parseYAML(bytes, file: Settings.fileName)
    var settings = Settings()
    if case .null = root.kind { return settings }
    let fields = reader.fields(root, of: Settings.fileName, known: Self.keys)
    if let zone = fields["timezone"].flatMap({ sources.rules.timeZone($0) }) { settings.timeZone = zone }
    settings.measures.timeZone = settings.timeZone
    if let node = fields["window"], let days = days(node, of: "window") { settings.windowDays = days }
    readSessions(fields, into: &settings)
    readSources(fields, into: &settings)
    readIdentity(fields, into: &settings)
    readMetrics(fields, into: &settings)
    readPublishing(fields, into: &settings)
    if let node = fields["engine"] { settings.engine = EngineSettings(node, reader: &reader) }
    readPersonas(fields, into: &settings)
    settings.measures.traits = sources.traitChoices
    settings.measures.sessions.sourcesOutside = Set(
      settings.sources.indices.filter { settings.sources[$0].isOutsideSessions })
    settings.digest = SHA256.hexadecimal(of: Array(meaning(of: root).utf8))
    return settings
  }

  /// What the settings say of evidence: without the rules of single personas, which count for their persona only,
  /// those of the engine, which no result depends on, and whether a list must be there.
  private func meaning(of root: Node) -> String {
    guard case .map(let members) = root.kind else { return root.canonicalText }
    let others = members.compactMap { member -> (key: Node, value: Node)? in
      switch member.key.text {
      case "personas", "engine": nil
      case "privacy": privacy(member.value).map { (key: member.key, value: $0) }
      default: member
      }
    }
    return Node(.map(others), at: root.location).canonicalText
  }

  private func privacy(_ node: Node) -> Node? {
    guard case .map(let members) = node.kind else { return node }
    let others = members.filter { $0.key.text != "forgotten" }
    return others.isEmpty && !members.isEmpty ? nil : Node(.map(others), at: node.location)
  }

  private mutating func readSessions(_ fields: Fields, into settings: inout Settings) {
    if let node = fields["sessions"] {
      let gap = reader.fields(node, of: "sessions", known: ["gap"])["gap"]
      if let gap, let seconds = seconds(gap, of: "gap") { settings.measures.sessions.gapSeconds = seconds }
    }
    if let node = fields["purchases"] {
      if case .list(let names) = node.kind, names.isEmpty {
        settings.measures.purchaseEvents = []
      } else {
        let names = reader.texts(node, of: "purchases")
        settings.measures.purchaseEvents = Set(names)
        settings.eventNames.append(EventFilter(events: names, location: node.location))
      }
    }
  }

  private mutating func readSources(_ fields: Fields, into settings: inout Settings) {
    guard let node = fields["sources"] else { return }
    for source in reader.fields(node, of: "sources").members {
      let mapping = sources.mapping(source.key, source.value, zone: settings.timeZone)
      if let mapping { settings.sources.append(mapping) }
    }
    let streams = settings.sources.filter { $0.files.contains("-") }
    if streams.count > 1 {
      reader.report(
        "\(streams.map(\.name).joined(separator: " and ")) both read standard input", at: node.location,
        hint: "only one source can; write the other into a file")
    }
    settings.commandLocations = sources.commandLocations
    // The order of sources in the file is of no consequence for any figure.
    settings.sources.sort { Array($0.name.utf8).lexicographicallyPrecedes(Array($1.name.utf8)) }
  }

  private mutating func readIdentity(_ fields: Fields, into settings: inout Settings) {
    guard let node = fields["identity"] else { return addKinds(to: &settings) }
    let parts = reader.fields(node, of: "identity", known: ["kinds", "block", "cut", "maximum_neighbours"])
    if let kinds = parts["kinds"] { settings.identity.kinds = self.kinds(kinds) }
    if let block = parts["block"], !block.isEmptyList {
      settings.identity.blocked = Set(reader.texts(block, of: "block"))
    }
    if let cut = parts["cut"], !cut.isEmptyList {
      for pair in reader.items(cut, of: "cut") { readCut(pair, into: &settings) }
    }
    if let node = parts["maximum_neighbours"],
      let most = reader.integer(node, of: "maximum_neighbours", in: 1...1_000_000)
    {
      settings.identity.maximumNeighbours = most
    }
    addKinds(to: &settings)
  }

  /// Kinds that sources use and nobody listed come last, in the order of their names.
  private func addKinds(to settings: inout Settings) {
    let listed = Set(settings.identity.kinds.map(\.name))
    let used = Set(settings.sources.flatMap { $0.identifiers.map(\.kind) })
    settings.identity.kinds += used.subtracting(listed).sorted().map {
      IdentityRules.Kind(name: $0, limit: Preset.kindsOfOneEach.contains($0) ? 1 : 5)
    }
  }

  /// A list of names by priority, or names with their limits.
  private mutating func kinds(_ node: Node) -> [IdentityRules.Kind] {
    if case .map = node.kind {
      return reader.fields(node, of: "kinds").members.compactMap { kind in
        reader.integer(kind.value, of: "the limit of \(kind.key)", in: 1...1_000_000)
          .map { IdentityRules.Kind(name: kind.key, limit: $0) }
      }
    }
    return reader.texts(node, of: "kinds").enumerated().map { index, name in
      IdentityRules.Kind(name: name, limit: index == 0 ? 1 : 5)
    }
  }

  /// `[device:abc, user:17]`
  private mutating func readCut(_ node: Node, into settings: inout Settings) {
    let ends = reader.texts(node, of: "a cut").map { text -> Identifier? in
      let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
      return parts.count == 2 ? Identifier(kind: parts[0], value: parts[1]) : nil
    }
    guard ends.count == 2, let a = ends[0], let b = ends[1] else {
      reader.report(
        "a cut names two identifiers with their kinds", at: node.location,
        hint: "write `- [device:abc, user:17]`")
      return
    }
    settings.identity.cuts.insert(IdentityRules.Cut(a, b))
  }

  private mutating func readMetrics(_ fields: Fields, into settings: inout Settings) {
    guard let node = fields["metrics"] else { return }
    var metrics = MetricReader(written: written, sources: settings.sources)
    settings.measures.metrics = reader.fields(node, of: "metrics").members.compactMap { member in
      metrics.metric(member, reader: &reader)
    }
    written = metrics.written
    metrics.addNumbers(to: &settings)
  }

  private mutating func readPublishing(_ fields: Fields, into settings: inout Settings) {
    if let node = fields["privacy"] {
      let parts = reader.fields(node, of: "privacy", known: ["minimum_group", "round_people", "forgotten"])
      if let node = parts["minimum_group"],
        let least = reader.integer(node, of: "minimum_group", in: 5...1_000_000)
      {
        settings.attribution.minimumGroup = least
        // A step that is larger than a group would make another of it.
        settings.attribution.roundPeopleTo = min(settings.attribution.roundPeopleTo, least)
      }
      if let node = parts["round_people"], let step = reader.integer(node, of: "round_people", in: 5...1_000)
      {
        settings.attribution.roundPeopleTo = step
      }
      if let node = parts["forgotten"] {
        settings.requiresForgotten = reader.choice(node, of: "forgotten", among: Forgotten.self) == .required
        settings.forgottenLocation = node.location
      }
    }
    if let node = fields["stages"] { readStages(node, into: &settings) }
    if let node = fields["rejects"],
      let limit = reader.fields(node, of: "rejects", known: ["limit"])["limit"],
      let share = reader.share(limit, of: "limit")
    {
      settings.rejectsLimit = share
    }
    if let node = fields["leanings"], !node.isEmptyList { readLeanings(node, into: &settings) }
    if let node = fields["funnels"] {
      for funnel in reader.fields(node, of: "funnels").members {
        let steps = reader.texts(funnel.value, of: "the funnel \(funnel.key)")
        settings.attribution.funnels[funnel.key] = steps
        settings.eventNames.append(EventFilter(events: steps, location: funnel.value.location))
      }
    }
  }

  /// Properties that no source keeps as texts have no values that anybody could lean to.
  private mutating func readLeanings(_ node: Node, into settings: inout Settings) {
    let known = settings.sources.flatMap(\.properties).filter { $0.kind == .text }.map(\.name)
    for name in reader.texts(node, of: "leanings") where !settings.attribution.leanings.contains(name) {
      if known.contains(name) {
        settings.attribution.leanings.append(name)
      } else {
        reader.report(
          "no property with texts is named `\(name)`", at: node.location,
          hint: didYouMean(name, among: known) ?? "name it under a source's `properties`")
      }
    }
  }

  private enum Forgotten: String, CaseIterable {
    case required, optional
  }

  private enum Promotion: String, CaseIterable {
    case auto, manual
  }

  private mutating func readStages(_ node: Node, into settings: inout Settings) {
    let parts = reader.fields(node, of: "stages", known: ["stale_after", "promote"])
    if let after = parts["stale_after"], let days = days(after, of: "stale_after") {
      settings.attribution.staleAfterDays = days
    }
    if let promote = parts["promote"] {
      settings.promotes = reader.choice(promote, of: "promote", among: Promotion.self) == .auto
    }
  }

  private mutating func readPersonas(_ fields: Fields, into settings: inout Settings) {
    guard let node = fields["personas"] else { return }
    for persona in reader.fields(node, of: "personas").members {
      let parts = reader.fields(persona.value, of: "the persona \(persona.key)", known: ["match", "claims"])
      settings.personas[persona.key] = Settings.WrittenRules(
        match: parts["match"].flatMap { written.match($0) },
        claims: parts["claims"].map { written.claims($0) },
        digest: SHA256.hexadecimal(of: Array(persona.value.canonicalText.utf8)), location: persona.keyLocation
      )
    }
  }

  /// `90 days`, `12 weeks`
  private mutating func days(_ node: Node, of subject: String) -> Int? {
    span(node, of: subject, units: ["day": 1, "week": 7], example: "90 days", limit: (36_500, "36500 days"))
  }

  /// `30 minutes`, `2 hours`
  private mutating func seconds(_ node: Node, of subject: String) -> Int? {
    span(
      node, of: subject, units: ["second": 1, "minute": 60, "hour": 3600], example: "30 minutes",
      limit: (7 * 86_400, "168 hours"))
  }

  private mutating func span(
    _ node: Node, of subject: String, units: [String: Int], example: String,
    limit: (count: Int, written: String)
  ) -> Int? {
    let words = (node.text ?? "").split(separator: " ")
    if words.count == 2, let count = Int(words[0]), count > 0,
      let unit = units.first(where: { words[1] == $0.key || words[1] == $0.key + "s" })
    {
      if count <= limit.count / unit.value { return count * unit.value }
      reader.reportKind(of: node, wanted: "\(subject) is at most `\(limit.written)`")
      return nil
    }
    reader.reportKind(of: node, wanted: "\(subject) needs a number and a unit such as `\(example)`")
    return nil
  }
}

extension Node {
  /// Whether this is `[]`: nothing listed yet.
  fileprivate var isEmptyList: Bool {
    if case .list(let items) = kind { items.isEmpty } else { false }
  }
}
