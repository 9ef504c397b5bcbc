// From a survey to the mapping that a person is asked to check: guesses by name and kind, nothing more.

internal import Persona

/// A mapping for a surveyed source, as a person would begin to write it.
///
/// Fields are recognised by the names that exports use, in four languages, and by the kind of their values. Where
/// several fit, the surest name wins, then the order of the fields; the same survey always gives the same proposal. A table of
/// people gets traits and no events. What has no name of its own is never a trait, because nothing
/// says then that it shows nobody. Records without a field that names what happened get
/// one constant event, because a person finds it easier to change a name than to miss one. Where each order has its
/// amount once, its number is the id as well: exports overlap, and an order that was exported twice was placed once.
public func proposal(from survey: SourceSurvey, name: String, files: [String]) -> SourceMapping {
  if let preset = survey.preset {
    var mapping = preset.mapping(name: name, files: files)
    mapping.format = survey.format
    let guess = Guess(survey)
    guess.complete(&mapping, of: preset)
    guess.readAsWritten(&mapping)
    return mapping
  }
  return Guess(survey).mapping(name: name, files: files)
}

struct Guess {
  private let survey: SourceSurvey
  private let fields: [(name: FieldName, survey: FieldSurvey)]
  private let isPeople: Bool
  private let fileWords: [String]

  init(_ survey: SourceSurvey) {
    self.survey = survey
    fields = survey.fields
      .filter { $0.kind != .empty && !$0.isRepeated && !$0.path.written.isEmpty }
      .map { (FieldName($0.path), $0) }
    let fileName = survey.file.split(separator: "/").last.map(String.init) ?? survey.file
    let words = FieldName(String(fileName.prefix { $0 != "." })).words
    fileWords = words
    let names = Set(fields.map(\.name.text))
    let isNamedSo = !KnownNames.peopleFiles.isDisjoint(with: words)
    isPeople =
      names.isDisjoint(with: KnownNames.event) && (isNamedSo || holdsOnePersonARow(fields, survey.records))
  }

  /// Adds what a preset leaves to people: traits that every event has of its person, and who it is that an event of
  /// somebody's own making is about. Segment's traits may be a company's.
  func complete(_ mapping: inout SourceMapping, of preset: Preset) {
    switch preset {
    case .amplitude, .mixpanel, .posthog, .ga4:
      let known = Set(mapping.traits.map(\.name))
      mapping.traits += traits.filter { KnownNames.trait.contains($0.name) && !known.contains($0.name) }
    case .cloudevents:
      for identifier in identifiers {
        mapping.identifiers.removeAll { $0.kind == identifier.kind }
        mapping.identifiers.append(identifier)
      }
    default: break
    }
  }

  /// Adds what a preset cannot know of a file: how a spreadsheet that saved it anew writes dates and numbers, that it has no
  /// header, and where a page of an API has its records.
  func readAsWritten(_ mapping: inout SourceMapping) {
    if !survey.hasHeader, survey.isTable { mapping.columns = survey.fields.map(\.path.written) }
    if let records = survey.recordsField { mapping.records = records }
    let times = mapping.time?.columns ?? []
    for (_, field) in fields where times.contains(field.path.written) {
      guard case .time(let form) = field.kind, form.isDateOrder, mapping.timeForm == nil else { continue }
      (mapping.time, mapping.timeForm) = (.field(field.path), form)
    }
    mapping.decimalMark = decimalMark(of: mapping.revenue)
  }

  /// Where an amount may stand, for a preset that knows of none.
  var possibleAmount: FieldPath? { total?.path }

  func mapping(name: String, files: [String]) -> SourceMapping {
    var mapping = SourceMapping(name: name, files: files, format: survey.format, records: survey.recordsField)
    if !survey.hasHeader, survey.isTable { mapping.columns = survey.fields.map(\.path.written) }
    mapping.time = time.map { .field($0.path) }
    if case .time(let form)? = time?.kind, form != .iso8601 { mapping.timeForm = form }
    mapping.decimalMark = isPeople ? nil : decimalMark(of: revenue)
    mapping.identifiers = identifiers
    mapping.traits = traits
    guard !isPeople else { return mapping }

    mapping.id = id.map { .field($0.path) }
    // Without a time of its own a record cannot be newer than another of the same id.
    if mapping.id != nil {
      mapping.version = field(KnownNames.version, where: isReadTime).map { .field($0.path) }
    }
    mapping.revenue = revenue
    mapping.event = event
    mapping.channel = rule(KnownNames.channel)
    mapping.screen = rule(KnownNames.screen)
    mapping.session = rule(KnownNames.session)
    if mapping.revenue != nil {
      mapping.order = (order ?? field(KnownNames.order)).map { .field($0.path) }
      mapping.currency = rule(KnownNames.currency)
    }
    if let order, mapping.id == nil { mapping.id = .field(order.path) }
    mapping.only = only
    return mapping
  }

  /// The first field with the surest of these names.
  private func field(_ names: [String], where fits: (FieldSurvey) -> Bool = { _ in true }) -> FieldSurvey? {
    for name in names {
      if let found = fields.first(where: { $0.name.text == name && fits($0.survey) }) { return found.survey }
    }
    return nil
  }

  private func rule(_ names: [String]) -> TextRule? { field(names).map { .field($0.path) } }

  private var time: FieldSurvey? {
    field(KnownNames.time, where: isTime)
      ?? fields.first { name, survey in
        isTime(survey) && !name.isOfSomebodyElse && !name.isPersonal
          && !KnownNames.version.contains(name.text)
      }?.survey
  }

  /// A time that is read without a form of its own, which only the time of a record has.
  private func isReadTime(_ field: FieldSurvey) -> Bool {
    guard case .time(let form) = field.kind else { return false }
    return !form.isDateOrder || field.kind == time?.kind
  }

  private var id: FieldSurvey? {
    // What is exported twice repeats an id now and then; what repeats more often is the id of something else.
    field(KnownNames.id) { $0.distinct * 10 >= (survey.records - $0.missing) * 9 }
      ?? field(KnownNames.uniqueID, where: \.looksUnique)
  }

  /// The number of an order that has its amount once, on its only line or on one of several.
  ///
  /// That each has it once is not looked up: there are as many amounts as orders. A product of quantity and price is
  /// of a line, however many lines the orders in sight have.
  private var order: FieldSurvey? {
    guard survey.records > 1, let revenue, revenue.factors.count == 1, let amount = total else { return nil }
    func isPaidOnce(_ number: FieldSurvey) -> Bool {
      number.missing == 0 && number.distinct == survey.records - amount.missing
    }
    return field(KnownNames.order, where: isPaidOnce)
      // In a list of orders `Name` is what the order is called, `#1001`; people have no digits in their names.
      ?? field(["name", "number"]) { isPaidOnce($0) && $0.hasDigits }
  }

  /// Lines below the first of an order say what was bought, not that somebody bought once more.
  private var only: FieldCondition? {
    guard order != nil, let amount = total, amount.missing > 0 else { return nil }
    return FieldCondition(tests: [FieldCondition.FieldTest(field: amount.path, test: .exists(true))])
  }

  private var total: FieldSurvey? {
    field(KnownNames.revenue + KnownNames.revenue.map { $0 + "_cents" }, where: isNumber)
  }

  private var event: TextRule? {
    guard time != nil else { return nil }
    if let named = rule(KnownNames.event) { return named }
    if fileWords.contains(where: { ["ticket", "tickets"].contains($0) }) {
      return .constant("Support Ticket")
    }
    if revenue != nil { return .constant("Purchase") }
    if let vague = rule(KnownNames.vagueEvent) { return vague }
    let words = fileWords.filter { $0.contains(where: \.isLetter) }
    let title = words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(separator: " ")
    return title.isEmpty ? nil : .constant(title)
  }

  private var revenue: AmountRule? {
    // What was left in a basket was not spent.
    guard !fileWords.contains("abandoned") else { return nil }
    if let total {
      let inCents = FieldName(total.path).words.last == "cents"
      let refunds = inCents ? KnownNames.refund.map { $0 + "_cents" } : KnownNames.refund
      let refund = field(refunds, where: isNumber).map { TextRule.field($0.path) }
      return AmountRule(factors: [.field(total.path)], minus: refund, divisor: inCents ? 100 : 1)
    }
    if let quantity = field(KnownNames.quantity, where: isNumber),
      let price = field(KnownNames.unitPrice, where: isNumber)
    {
      return AmountRule(factors: [.field(quantity.path), .field(price.path)])
    }
    // Without names, the only column with decimals is the best guess there is.
    let decimals = fields.filter { isNumber($0.survey) && $0.survey.kind != .integer }
    guard !survey.hasHeader, survey.isTable, decimals.count == 1 else { return nil }
    return AmountRule(factors: [.field(decimals[0].survey.path)])
  }

  /// As the fields that revenue is made of write numbers.
  private func decimalMark(of revenue: AmountRule?) -> SourceMapping.DecimalMark? {
    guard let revenue, survey.isTable else { return nil }
    for (_, field) in fields where revenue.columns.contains(field.path.written) {
      if case .grouped(let mark) = field.kind { return mark }
    }
    return nil
  }

  /// JSON has no other numbers than plain ones.
  private func isNumber(_ field: FieldSurvey) -> Bool {
    switch field.kind {
    case .integer, .number: true
    case .grouped: survey.isTable
    default: false
    }
  }

  private var identifiers: [SourceMapping.Identifier] {
    // Of several, the one that most records have: an order's `user_id` may be the clerk's.
    // Addresses are compared without case, other ids with it.
    var user = KnownNames.user.compactMap { field([$0]) { $0.kind != .email && namesOwnUsers($0) } }
      .enumerated()
      .min { ($0.element.missing, $0.offset) < ($1.element.missing, $1.offset) }?.element
    if user == nil, isPeople { user = field(["id"], where: namesOwnUsers) }
    if user == nil, !survey.hasHeader, survey.isTable {
      user =
        fields.first { ($0.survey.kind == .integer || $0.survey.kind == .text) && namesOwnUsers($0.survey) }?
        .survey
    }
    let email =
      field(KnownNames.email)
      ?? fields.first { $0.survey.kind == .email && !$0.name.isOfSomebodyElse }?.survey
    let vendors = KnownNames.vendorIDs.map { id in
      (id.kind, field(KnownNames.user + ["id"]) { $0.start.hasPrefix(id.start) })
    }
    let found =
      [
        ("user", user), ("email", email), ("device", field(KnownNames.device)),
        ("anonymous", field(KnownNames.anonymous)),
      ]
      + KnownNames.otherIDs.map { kind, names in
        // Of a card that pays an export may have the last four digits, which many share.
        (kind, field(names) { kind != "card" || $0.shortest > 4 })
      } + vendors
    return found.compactMap { kind, field in
      field.map { SourceMapping.Identifier(kind: kind, value: .field($0.path)) }
    }
  }

  /// Whether a field may hold what the product calls its users: not the name of the shop on every record, which would make
  /// everybody one person, and not the ids of a vendor.
  private func namesOwnUsers(_ field: FieldSurvey) -> Bool {
    let isOfAll = survey.records > 1 && field.distinct == 1 && field.missing == 0
    return !isOfAll && !KnownNames.vendorIDs.contains { field.start.hasPrefix($0.start) }
  }

  /// Fields that describe a person, with few values: in a table of people any, elsewhere those named so. Where
  /// several have one name, the first is taken.
  private var traits: [SourceMapping.Trait] {
    guard survey.hasHeader || !survey.isTable else { return [] }
    var taken: Set<String> = []
    return fields.compactMap { name, survey in
      let words = name.words
      let isNamedSo =
        KnownNames.trait.contains(name.text) || (words.count == 2 && ["user", "customer"].contains(words[0]))
      let isCategory = survey.kind == .text || survey.kind == .flag
      let isFew = survey.distinct > 1 && survey.distinct <= 50
      let isUsed = [KnownNames.event, KnownNames.channel, KnownNames.user].contains { $0.contains(name.text) }
      guard !name.isPersonal, !name.isOfSomebodyElse, !isUsed,
        isNamedSo || (isPeople && isCategory && isFew),
        taken.insert(name.text).inserted
      else { return nil }
      return SourceMapping.Trait(name: name.text, value: .field(survey.path))
    }
  }
}

/// Whether a table describes people: each row has somebody of its own with a name, a birthday or the like, and all its
/// times say since when something is so.
private func holdsOnePersonARow(_ fields: [(name: FieldName, survey: FieldSurvey)], _ records: Int) -> Bool {
  let names = Set(fields.map(\.name.text))
  guard names.isDisjoint(with: KnownNames.deeds) else { return false }
  let isOfOneEach = fields.contains { name, survey in
    let isID = KnownNames.email.contains(name.text) || ["id", "record_id"].contains(name.text)
    return isID && records > 1 && survey.distinct == records - survey.missing && survey.missing * 2 < records
  }
  let isDescribed = fields.contains { name, _ in name.describesAPerson }
  let isLasting = fields.allSatisfy { name, survey in !isTime(survey) || name.saysSinceWhen }
  return isOfOneEach && isDescribed && isLasting
}

extension AmountRule {
  /// The fields that the amount is made of, as they are written.
  var columns: Set<String> {
    (factors + [minus].compactMap(\.self)).reduce(into: []) { $0.formUnion($1.columns) }
  }
}

extension SourceSurvey {
  var isTable: Bool { format != .jsonLines && format != .jsonArray }
}

private func isTime(_ field: FieldSurvey) -> Bool {
  if case .time = field.kind { true } else { false }
}
