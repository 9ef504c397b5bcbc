// Makes a row of the batch from a record, or the reason why it is rejected.

/// Turns records into rows. One for each thread.
struct RowBuilder {
  var evaluator: RecordEvaluator
  private var table = TextTable()
  private var identifiers: IdentifierTable
  /// Texts of the record at hand: event, then the plan's texts, identifiers, traits and text properties.
  private var texts: [FieldRange] = []
  private var numbers: [Int64] = []

  init(plan: RecordPlan, sizes: BufferSizes) {
    evaluator = RecordEvaluator(plan: plan, sizes: sizes)
    identifiers = IdentifierTable(kindCount: plan.identifiers.count)
  }

  /// What became of a record, with its time as far as it is known.
  struct Outcome {
    enum Kind {
      case accepted(isEvent: Bool)
      case passedOver
      case rejected(RejectReason)
    }

    var kind: Kind
    var time: Int64
  }

  /// Empties the batch for new records.
  mutating func begin(_ batch: inout EventBatch) {
    batch.removeAll()
    table.removeAll()
    identifiers.removeAll()
    if batch.properties.count != evaluator.plan.properties.count {
      batch.properties = evaluator.plan.properties.map { $0.isNumber ? .number([]) : .text([]) }
    }
  }

  /// Appends the record in the evaluator's slots to the batch, wholly or not at all.
  mutating func append(
    to batch: inout EventBatch, from bytes: inout [UInt8], location: UInt64
  ) -> Outcome {
    var time = EventBatch.noTime
    func outcome(_ kind: Outcome.Kind) -> Outcome { Outcome(kind: kind, time: time) }
    if let rule = evaluator.plan.time {
      switch self.time(rule, &bytes) {
      case .success(let value): time = value
      case .failure(let reason):
        // What is passed over is not rejected either.
        if let only = evaluator.plan.only, !evaluator.holds(only, bytes) { return outcome(.passedOver) }
        return outcome(.rejected(reason))
      }
    }
    if let only = evaluator.plan.only, !evaluator.holds(only, bytes) { return outcome(.passedOver) }

    guard let id = evaluator.text(evaluator.plan.id, &bytes) else { return outcome(.rejected(.textTooLong)) }
    var version = EventBatch.noTime
    switch self.version(&bytes) {
    case .success(let value): version = value
    case .failure(let reason): return outcome(.rejected(reason))
    }
    guard let event = evaluator.text(evaluator.plan.event, &bytes) else {
      return outcome(.rejected(.textTooLong))
    }
    let isEvent = !event.isNothing
    if let reason = collectTexts(event, isEvent: isEvent, &bytes) { return outcome(.rejected(reason)) }
    var amount = EventBatch.noAmount
    if isEvent {
      switch self.amount(&bytes) {
      case .success(let value): amount = value
      case .failure(let reason): return outcome(.rejected(reason))
      }
      if let reason = collectNumbers(bytes) { return outcome(.rejected(reason)) }
    }

    let set = appendIdentifiers(to: &batch, time: time, location: location, bytes)
    batch.times.append(time)
    batch.ids.append(id.isNothing ? .none : eventID(of: bytes.span.extracting(id.range)))
    batch.versions.append(version)
    batch.amounts.append(amount)
    batch.locations.append(location)
    batch.sets.append(set)
    appendTexts(to: &batch, isEvent: isEvent, bytes)
    batch.rowCount += 1
    return outcome(.accepted(isEvent: isEvent))
  }

  /// Where the collected texts of the identifiers start.
  private var firstIdentifier: Int { 1 + evaluator.plan.texts.count }
  private var firstTrait: Int { firstIdentifier + evaluator.plan.identifiers.count }

  /// The set of the identifiers that stand on the record.
  private mutating func appendIdentifiers(
    to batch: inout EventBatch, time: Int64, location: UInt64, _ bytes: borrowing [UInt8]
  ) -> UInt32 {
    identifiers.startRecord()
    for kind in evaluator.plan.identifiers.indices where !texts[firstIdentifier + kind].isNothing {
      let text = code(texts[firstIdentifier + kind], &batch.strings, bytes)
      identifiers.add(text, kind: kind, in: &batch.identifiers)
    }
    return identifiers.set(time: time, location: location, in: &batch.identifiers)
  }

  /// Evaluates every text of the record before anything is appended.
  private mutating func collectTexts(
    _ event: FieldRange, isEvent: Bool, _ bytes: inout [UInt8]
  ) -> RejectReason? {
    texts.removeAll(keepingCapacity: true)
    texts.append(event)
    for rule in evaluator.plan.texts {
      guard isEvent else {
        texts.append(.nothing)
        continue
      }
      guard let text = evaluator.text(rule, &bytes) else { return .textTooLong }
      texts.append(text)
    }
    for rule in evaluator.plan.identifiers {
      guard let text = evaluator.text(rule, &bytes) else { return .textTooLong }
      texts.append(text)
    }
    for rule in evaluator.plan.traits {
      guard let text = evaluator.text(rule, &bytes) else { return .textTooLong }
      texts.append(text)
    }
    for property in evaluator.plan.properties where !property.isNumber {
      texts.append(isEvent ? evaluator.slots[Int(property.slot)] : .nothing)
    }
    for text in texts where Int(text.count) > Limits.textBytes { return .textTooLong }
    return nil
  }

  private mutating func collectNumbers(_ bytes: borrowing [UInt8]) -> RejectReason? {
    numbers.removeAll(keepingCapacity: true)
    for property in evaluator.plan.properties where property.isNumber {
      let field = evaluator.slots[Int(property.slot)]
      if field.isNothing {
        numbers.append(EventBatch.noAmount)
        continue
      }
      let text = bytes.span.extracting(field.range)
      guard let number = parseDecimal(text) else {
        return looksLikeANumber(text) ? .numberTooLarge : .notANumber
      }
      guard let millionths = number.millionths() else { return .numberTooLarge }
      numbers.append(millionths)
    }
    return nil
  }

  /// Appends the collected texts in the order in which they were collected.
  private mutating func appendTexts(to batch: inout EventBatch, isEvent: Bool, _ bytes: borrowing [UInt8]) {
    let row = UInt32(batch.rowCount)
    batch.events.append(code(texts[0], &batch.strings, bytes))
    batch.channels.append(code(texts[1], &batch.strings, bytes))
    batch.screens.append(code(texts[2], &batch.strings, bytes))
    batch.sessions.append(code(texts[3], &batch.strings, bytes))
    batch.orders.append(code(texts[4], &batch.strings, bytes))
    batch.currencies.append(code(texts[5], &batch.strings, bytes))
    var index = firstTrait
    for name in evaluator.plan.traits.indices {
      if !texts[index].isNothing {
        batch.traitRows.append(row)
        batch.traitNames.append(UInt16(name))
        batch.traitValues.append(code(texts[index], &batch.strings, bytes))
      }
      index += 1
    }
    var number = 0
    for (place, property) in evaluator.plan.properties.enumerated() {
      if property.isNumber {
        batch.properties[place].append(number: isEvent ? numbers[number] : EventBatch.noAmount)
        number += 1
      } else {
        batch.properties[place].append(text: code(texts[index], &batch.strings, bytes))
        index += 1
      }
    }
  }

  private mutating func code(
    _ text: FieldRange, _ pool: inout StringPool, _ bytes: borrowing [UInt8]
  ) -> UInt32 {
    text.isNothing ? EventBatch.none : table.code(of: bytes.span.extracting(text.range), in: &pool)
  }

  /// The time that a rule gives.
  private mutating func time(_ rule: Int, _ bytes: inout [UInt8]) -> Result<Int64, RejectReason> {
    guard let text = evaluator.text(rule, &bytes) else { return .failure(.textTooLong) }
    if text.isNothing { return .failure(.noTime) }
    let time = parseTime(
      bytes.span.extracting(text.range), form: evaluator.plan.timeForm, zone: evaluator.plan.zone)
    return time.map { .success($0) } ?? .failure(.unknownTime)
  }

  /// The version: a whole number as it stands, which orders counters and times since 1970 alike, else a time.
  private mutating func version(_ bytes: inout [UInt8]) -> Result<Int64, RejectReason> {
    guard let text = evaluator.text(evaluator.plan.version, &bytes) else { return .failure(.textTooLong) }
    if text.isNothing { return .success(EventBatch.noTime) }
    let span = bytes.span.extracting(text.range)
    if span.count <= 18, let number = digits(in: span, from: 0, count: span.count) {
      return .success(Int64(number))
    }
    return parseTime(span, form: nil, zone: evaluator.plan.zone).map { .success($0) }
      ?? .failure(.unknownTime)
  }

  /// The amount in millionths, or none.
  private mutating func amount(_ bytes: inout [UInt8]) -> Result<Int64, RejectReason> {
    guard let rule = evaluator.plan.amount else { return .success(EventBatch.noAmount) }
    if let only = rule.only, !evaluator.holds(only, bytes) { return .success(EventBatch.noAmount) }
    var product: ExactDecimal?
    for factor in rule.factors {
      guard let range = evaluator.text(factor, &bytes) else { return .failure(.textTooLong) }
      if range.isNothing { return .success(EventBatch.noAmount) }
      let text = bytes.span.extracting(range.range)
      guard let number = parseDecimal(text) else {
        return .failure(looksLikeANumber(text) ? .numberTooLarge : .amountNotANumber)
      }
      guard let next = product == nil ? number : product?.multiplied(by: number) else {
        return .failure(.numberTooLarge)
      }
      product = next
    }
    guard let product else { return .success(EventBatch.noAmount) }
    guard let amount = product.millionths(dividedBy: rule.divisor), amount != EventBatch.noAmount else {
      return .failure(.numberTooLarge)
    }
    if let negative = rule.negative, evaluator.holds(negative, bytes) { return .success(-amount) }
    return .success(amount)
  }
}

extension RejectReason: Error {}

extension EventBatch.PropertyColumn {
  fileprivate mutating func append(number: Int64) {
    guard case .number(var column) = self else { return }
    self = .number([])
    column.append(number)
    self = .number(column)
  }

  fileprivate mutating func append(text: UInt32) {
    guard case .text(var column) = self else { return }
    self = .text([])
    column.append(text)
    self = .text(column)
  }

  fileprivate mutating func removeAll() {
    switch self {
    case .number: self = .number([])
    case .text: self = .text([])
    }
  }
}

extension EventBatch {
  /// Empties the batch; its memory stays for the next block.
  mutating func removeAll() {
    rowCount = 0
    strings.removeAll()
    times.removeAll(keepingCapacity: true)
    events.removeAll(keepingCapacity: true)
    channels.removeAll(keepingCapacity: true)
    screens.removeAll(keepingCapacity: true)
    sessions.removeAll(keepingCapacity: true)
    orders.removeAll(keepingCapacity: true)
    currencies.removeAll(keepingCapacity: true)
    amounts.removeAll(keepingCapacity: true)
    ids.removeAll(keepingCapacity: true)
    versions.removeAll(keepingCapacity: true)
    locations.removeAll(keepingCapacity: true)
    sets.removeAll(keepingCapacity: true)
    identifiers.removeAll()
    traitRows.removeAll(keepingCapacity: true)
    traitNames.removeAll(keepingCapacity: true)
    traitValues.removeAll(keepingCapacity: true)
    for index in properties.indices { properties[index].removeAll() }
  }
}

extension IdentifierPool {
  fileprivate mutating func removeAll() {
    kinds.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
    setEnds.removeAll(keepingCapacity: true)
    members.removeAll(keepingCapacity: true)
    setTimes.removeAll(keepingCapacity: true)
    setLocations.removeAll(keepingCapacity: true)
    // The empty set.
    setEnds.append(0)
    setTimes.append(.max)
    setLocations.append(.max)
  }
}

/// Whether a text that did not parse as a decimal only has too many digits.
private func looksLikeANumber(_ text: Span<UInt8>) -> Bool {
  var digits = 0
  for index in text.indices {
    let byte = text[index]
    if isDigit(byte) {
      digits += 1
    } else if !"+-.eE ".utf8.contains(byte) {
      return false
    }
  }
  // A mantissa of 128 bits holds 38 digits; with fewer, only an exponent can be too large.
  return digits > 4
}
