// The unified profiles as text: identifiers, traits, metrics, scores, personas. Exact, so never for the repository.

internal import Attribution
internal import EventStream
internal import Persona
internal import PersonaFile
internal import Profiles

public enum ProfileFormat: String, Sendable, CaseIterable {
  case csv, json
}

/// Which profiles and columns are wanted.
public struct ProfileSelection: Sendable {
  public var persona: String?
  /// Names of metrics and scores; `nil`: all.
  public var metrics: [String]?
  public var format: ProfileFormat
  public var asOf: String?

  public init(persona: String?, metrics: [String]?, format: ProfileFormat, asOf: String?) {
    self.persona = persona
    self.metrics = metrics
    self.format = format
    self.asOf = asOf
  }
}

/// Hands out the profiles as text, piece by piece: a header and a line for each profile, or a JSON object a line.
public func listProfiles(
  _ selection: ProfileSelection, in folder: WorkspaceFolder,
  progress: @escaping RunProgress.Report = { _ in }, write: (String) -> Void
) throws {
  let identified = try IdentifiedPeople(folder, asOf: selection.asOf, .everybody, progress: progress)
  let columns = try ProfileColumns(identified, selection: selection)
  let members = try selection.persona.map { id throws(Failure) in
    try identified.people.members(ofPersona: id)
  }
  if selection.format == .csv { write(csvLine(columns.names)) }
  var text = ""
  for profile in columns.order where members?[profile] ?? true {
    let cells = columns.cells(of: profile)
    text += selection.format == .csv ? csvLine(cells.map(\.text)) : jsonLine(zip(columns.names, cells))
    if text.utf8.count > 1 << 16 {
      write(text)
      text = ""
    }
  }
  write(text)
}

/// The people of a workspace, held against its personas.
struct People {
  let attributed: AttributedPeople
  let personas: [PersonaEntry]

  var behaviour: Behaviour { attributed.behaviour }
  var attribution: Attribution { attributed.attribution }

  fileprivate init(
    _ behaviour: Behaviour, _ population: MeasuredPopulation, personas: [PersonaEntry]
  ) throws(Failure) {
    self.personas = personas
    attributed = try AttributedPeople(
      MeasuredBehaviour(behaviour, population), personas: personas.map(\.rules))
  }

  init(_ folder: WorkspaceFolder, asOf: String?, progress: @escaping RunProgress.Report) throws {
    let workspace = try OpenWorkspace(folder)
    let settings = try workspace.settings()
    let personas = try workspace.soundPersonas(settings).entries
    let behaviour = try Behaviour.read(
      settings, in: workspace, asOf: asOf, engine: Engine(settings, in: folder, report: progress))
    try self.init(behaviour, .active, personas: personas)
  }

  func members(ofPersona id: String) throws(Failure) -> [Bool] {
    guard let index = personas.firstIndex(where: { $0.id == id }) else {
      throw Failure(
        "there is no persona \(id)",
        hint: suggestion(for: id, among: personas.map(\.id)).map { "did you mean \($0)?" })
    }
    return attribution.members(of: index)
  }
}

/// The same people, and who they are: what the listing and the explanation need.
struct IdentifiedPeople {
  let people: People
  let behaviour: IdentifiedBehaviour

  init(
    _ folder: WorkspaceFolder, asOf: String?, _ population: MeasuredPopulation = .active,
    progress: @escaping RunProgress.Report
  ) throws {
    let workspace = try OpenWorkspace(folder)
    let settings = try workspace.settings()
    let personas = try workspace.soundPersonas(settings).entries
    behaviour = try IdentifiedBehaviour.read(
      settings, in: workspace, asOf: asOf, engine: Engine(settings, in: folder, report: progress))
    people = try People(behaviour.behaviour, population, personas: personas)
  }
}

/// The columns of the listing.
struct ProfileColumns {
  enum Cell {
    case text(String)
    case number(String)
    case list([String])
    case nothing

    /// As a cell of a table.
    var text: String {
      switch self {
      case .text(let text), .number(let text): text
      case .list(let items): items.joined(separator: "; ")
      case .nothing: ""
      }
    }
  }

  let names: [String]
  /// The profiles, sorted by their first identifier.
  let order: [Int]
  private let makers: [(Int) -> Cell]

  init(_ identified: IdentifiedPeople, selection: ProfileSelection) throws(Failure) {
    let people = identified.people
    let table = people.attributed.table
    let known = table.metrics.keys.sorted() + table.scores.keys.sorted()
    for name in selection.metrics ?? [] where table.metric(name) == nil && !known.contains(name) {
      throw Failure(
        "there is no metric or score \(name)",
        hint: Self.namesInCurrencies(name, table)
          ?? suggestion(for: name, among: known).map { "did you mean \($0)?" }
          ?? "there are: " + known.joined(separator: ", "))
    }
    let wanted = selection.metrics ?? known
    var columns: [(String, (Int) -> Cell)] = []
    let kinds = people.behaviour.settings.identity.kinds.map(\.name)
    let fixed = ["first", "last", "personas"]
    let identifiers = try identified.behaviour.graph.identifiers(of: table.profiles)
    for kind in kinds {
      columns.append(
        (
          Self.name(kind, of: "identifier", besides: fixed + known),
          { profile in .list(identifiers[profile].filter { $0.kind == kind }.map(\.value)) }
        ))
    }
    for (name, trait) in table.traits.sorted(by: { $0.key < $1.key }) {
      columns.append(
        (
          Self.name(name, of: "trait", besides: fixed + known + kinds),
          { trait.codes[$0] < 0 ? .nothing : .text(trait.values[Int(trait.codes[$0])]) }
        ))
    }
    for (name, time) in [("first", table.oldestEvent), ("last", table.newestEvent)] {
      columns.append((name, { time[$0] == .min ? .nothing : .text(LocalDays.instant(time[$0])) }))
    }
    for name in wanted {
      columns.append((Self.name(name, of: "metric", besides: fixed), Self.figures(name, table)))
    }
    let memberships = people.personas.indices.map { people.attribution.members(of: $0) }
    columns.append(
      (
        "personas",
        { profile in
          .list(memberships.indices.filter { memberships[$0][profile] }.map { people.personas[$0].id })
        }
      ))
    order = sorted(identifiers, kinds: kinds)
    names = columns.map(\.0)
    makers = columns.map(\.1)
  }

  /// What to ask for where amounts in several currencies have no sum; `nil` for another metric.
  private static func namesInCurrencies(_ name: String, _ table: ProfileTable) -> String? {
    guard AmountMetric.names.contains(name), table.currencies.count > 1 else { return nil }
    let names = table.currencies.map { AmountMetric(name, in: $0).text }
    return "amounts of different currencies are not added up; name one: " + names.joined(separator: ", ")
  }

  /// The name of a column for what people named: behind the word for it where another column has that name already. Rules
  /// say `trait:` or `metric:`, so one name may stand for both there.
  private static func name(_ name: String, of word: String, besides taken: [String]) -> String {
    taken.contains(name) ? "\(word):\(name)" : name
  }

  func cells(of profile: Int) -> [Cell] { makers.map { $0(profile) } }

  /// Amounts are exact decimals, everything else the shortest text of the same number.
  private static func figures(_ name: String, _ table: ProfileTable) -> (Int) -> Cell {
    if let amounts = table.exactAmount(name) {
      return { amounts[$0] == .min ? .nothing : .number(decimalText(millionths: amounts[$0])) }
    }
    let values = table.metric(name) ?? table.scores[name] ?? []
    return { profile in
      let value = values[profile]
      if value.isNaN { return .nothing }
      return .number(value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)")
    }
  }
}

/// The places of profiles by priority of the kind of their first identifier, then its bytes.
private func sorted(_ identifiers: [[Identifier]], kinds: [String]) -> [Int] {
  let priorities = identifiers.map { $0.first.flatMap { kinds.firstIndex(of: $0.kind) } ?? .max }
  return identifiers.indices.sorted { a, b in
    if priorities[a] != priorities[b] { return priorities[a] < priorities[b] }
    let (first, second) = (identifiers[a].first?.value ?? "", identifiers[b].first?.value ?? "")
    return first.utf8.lexicographicallyPrecedes(second.utf8)
  }
}

func csvLine(_ cells: [String]) -> String { cells.map(csvCell).joined(separator: ",") + "\n" }

/// Scalar by scalar: what follows a quote may be one character with it, and is no less a quote to who reads the table.
private func csvCell(_ text: String) -> String {
  guard
    text.unicodeScalars.contains(where: { $0 == "," || $0 == "\"" || $0.properties.isWhitespace && $0 != " " }
    )
  else { return text }
  let doubled = text.unicodeScalars.flatMap { $0 == "\"" ? [$0, $0] : [$0] }
  return "\"" + String(String.UnicodeScalarView(doubled)) + "\""
}

private func jsonLine(_ members: Zip2Sequence<[String], [ProfileColumns.Cell]>) -> String {
  "{"
    + members.map { name, cell in
      let value =
        switch cell {
        case .text(let text): quotedJSON(text)
        case .number(let digits): digits
        case .list(let items): "[" + items.map(quotedJSON).joined(separator: ",") + "]"
        case .nothing: "null"
        }
      return quotedJSON(name) + ":" + value
    }.joined(separator: ",") + "}\n"
}
