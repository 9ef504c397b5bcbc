// Decides what becomes of each record of a run: accepted, passed over, or rejected and why.

/// Reads the times and numbers of a run's records and says which are accepted. One for each thread.
///
/// The first thing that is wrong with a record is the reason for which it is rejected; the steps are in that order.
struct RecordJudge {
  private let plan: RecordPlan
  private var evaluator: RecordEvaluator
  private var timeReader: TimeReader
  /// In which order dates stand in versions that do not tell it.
  private let dateOrder: SourceMapping.TimeForm?

  init(plan: RecordPlan, sizes: BufferSizes) {
    self.plan = plan
    evaluator = RecordEvaluator(plan: plan, sizes: sizes)
    dateOrder = plan.timeForm.flatMap { $0.isDateOrder ? $0 : nil }
    timeReader = TimeReader(form: plan.timeForm, zone: plan.zone)
  }

  /// Fills in all that the run has of its records beside their fields. Texts that are made are put at `scratch`,
  /// which moves on.
  mutating func judge(_ run: inout RecordRun, in bytes: inout [UInt8], scratch: inout Int) {
    evaluator.makeTexts(of: &run, in: &bytes, scratch: &scratch)
    readTimes(&run, bytes)
    passOver(&run, bytes)
    readVersions(&run, bytes)
    checkTexts(&run)
    checkIDs(&run, bytes)
    readAmounts(&run, bytes)
    readNumbers(&run, bytes)
  }

  private mutating func readTimes(_ run: inout RecordRun, _ bytes: borrowing [UInt8]) {
    guard let time = plan.time, let slot = plan.slot(of: time) else {
      for record in 0..<run.count {
        run.times[record] = EventBatch.noTime
        run.fates[record] = .accepted(isEvent: false)
      }
      return
    }
    let eventSlot = plan.slot(of: plan.event)
    for record in 0..<run.count {
      let field = run.field(slot, of: record)
      run.times[record] = EventBatch.noTime
      if let eventSlot, run.field(eventSlot, of: record) == .unknown {
        run.fates[record] = .rejected(.unknownState)
      } else if field.isNothing || field == .tooLong {
        run.fates[record] = .rejected(field.isNothing ? .noTime : .textTooLong)
      } else if let time = timeReader.time(bytes.span.extracting(field.range)) {
        run.times[record] = time
        run.fates[record] = .accepted(
          isEvent: eventSlot.map { !run.field($0, of: record).isNothing } ?? false)
      } else {
        run.fates[record] = .rejected(.unknownTime)
      }
    }
  }

  /// What is passed over is not rejected for its time either.
  private mutating func passOver(_ run: inout RecordRun, _ bytes: borrowing [UInt8]) {
    guard let only = plan.only else { return }
    for record in 0..<run.count where !evaluator.holds(only, record, run, bytes) {
      run.fates[record] = .passedOver
    }
  }

  /// Versions: a whole number as it stands, which orders counters and times since 1970 alike, else a time.
  private func readVersions(_ run: inout RecordRun, _ bytes: borrowing [UInt8]) {
    if plan.makesLongTexts, let slot = plan.slot(of: plan.id) {
      run.reject(.textTooLong) { run, record in run.field(slot, of: record) == .tooLong }
    }
    guard let slot = plan.slot(of: plan.version) else { return }
    for record in 0..<run.count where run.isAccepted(record) {
      let field = run.field(slot, of: record)
      run.versions[record] = EventBatch.noTime
      if field.isNothing { continue }
      if field == .tooLong {
        run.fates[record] = .rejected(.textTooLong)
        continue
      }
      let text = bytes.span.extracting(field.range)
      if text.count <= 18, let number = digits(in: text, from: 0, count: text.count) {
        run.versions[record] = Int64(number)
      } else if let time = parseTime(text, form: nil, zone: plan.zone)
        ?? dateOrder.flatMap({ parseTime(text, form: $0, zone: plan.zone) })
      {
        run.versions[record] = time
      } else {
        run.fates[record] = .rejected(.unknownVersion)
      }
    }
  }

  /// Rejects records with a text that is too long to be kept.
  private func checkTexts(_ run: inout RecordRun) {
    // No field is longer than its record.
    guard run.longest > Limits.textBytes || plan.makesLongTexts else { return }
    let always = ([plan.event] + plan.identifiers + plan.traits).compactMap(plan.slot)
    let ofEvents =
      [plan.channel, plan.screen, plan.session, plan.order, plan.currency].compactMap(plan.slot)
      + plan.properties.filter { !$0.isNumber }.map(\.field)
    run.reject(.textTooLong) { run, record in
      func isTooLong(_ slot: Int) -> Bool { Int(run.field(slot, of: record).count) > Limits.textBytes }
      return always.contains(where: isTooLong) || (run.isEvent(record) && ofEvents.contains(where: isTooLong))
    }
  }

  /// Rejects records of which an id lost digits: it would make one of many people, events or orders.
  private func checkIDs(_ run: inout RecordRun, _ bytes: borrowing [UInt8]) {
    for slot in (plan.identifiers + [plan.id, plan.order]).compactMap(plan.slot) {
      for record in 0..<run.count where run.isAccepted(record) {
        let field = run.field(slot, of: record)
        guard field.count <= longestRoundedNumber else { continue }
        if isRoundedNumber(bytes.span.extracting(field.range)) { run.fates[record] = .rejected(.roundedID) }
      }
    }
  }

  private mutating func readAmounts(_ run: inout RecordRun, _ bytes: borrowing [UInt8]) {
    guard let rule = plan.amount else { return }
    let slot = rule.factors.first.flatMap(plan.slot) ?? 0
    for record in 0..<run.count {
      run.amounts[record] = EventBatch.noAmount
      // Most events are no purchases.
      if run.field(slot, of: record).isNothing || !run.isEvent(record) { continue }
      switch amount(rule, record, run, bytes) {
      case .success(let amount):
        run.amounts[record] = amount
        if amount != EventBatch.noAmount, !hasSoundCurrency(record, run, bytes) {
          run.fates[record] = .rejected(.currencyIsNoCode)
        }
      case .failure(let reason): run.fates[record] = .rejected(reason)
      }
    }
  }

  /// The amount in millionths, or none.
  private mutating func amount(
    _ rule: RecordPlan.Amount, _ record: Int, _ run: borrowing RecordRun, _ bytes: borrowing [UInt8]
  ) -> Result<Int64, RejectReason> {
    if let only = rule.only, !evaluator.holds(only, record, run, bytes) {
      return .success(EventBatch.noAmount)
    }
    var product: ExactDecimal?
    for factor in rule.factors {
      let field = plan.slot(of: factor).map { run.field($0, of: record) } ?? .nothing
      if field == .tooLong { return .failure(.textTooLong) }
      if field.isNothing { return .success(EventBatch.noAmount) }
      let text = bytes.span.extracting(field.range)
      guard let number = plan.number(text) else {
        return .failure(looksLikeANumber(text) ? .numberTooLarge : .amountNotANumber)
      }
      guard let next = product == nil ? number : product?.multiplied(by: number) else {
        return .failure(.numberTooLarge)
      }
      product = next
    }
    guard var product else { return .success(EventBatch.noAmount) }
    let refund = plan.slot(of: rule.minus).map { run.field($0, of: record) } ?? .nothing
    if refund == .tooLong { return .failure(.textTooLong) }
    if !refund.isNothing {
      let text = bytes.span.extracting(refund.range)
      guard let number = plan.number(text) else {
        return .failure(looksLikeANumber(text) ? .numberTooLarge : .amountNotANumber)
      }
      // Some write with a sign what was paid back.
      guard let difference = product.subtracting(number.magnitude) else { return .failure(.numberTooLarge) }
      product = difference
    }
    guard let amount = product.millionths(dividedBy: rule.divisor), amount != EventBatch.noAmount else {
      return .failure(.numberTooLarge)
    }
    // What is called a refund gives money back, with or without a sign of its own.
    if let negative = rule.negative, evaluator.holds(negative, record, run, bytes) {
      return .success(-abs(amount))
    }
    return .success(amount)
  }

  /// Whether the currency is a code or is not told: its name becomes a part of the metric's, which others read.
  private func hasSoundCurrency(
    _ record: Int, _ run: borrowing RecordRun, _ bytes: borrowing [UInt8]
  ) -> Bool {
    guard let slot = plan.slot(of: plan.currency) else { return true }
    let field = run.field(slot, of: record)
    guard !field.isNothing else { return true }
    let text = bytes.span.extracting(field.range)
    return text.count == 3 && text.indices.allSatisfy { isLetter(text[$0]) }
  }

  private func readNumbers(_ run: inout RecordRun, _ bytes: borrowing [UInt8]) {
    for (index, property) in plan.properties.enumerated() where property.isNumber {
      for record in 0..<run.count {
        run.numbers[index][record] = EventBatch.noAmount
        let field = run.field(property.field, of: record)
        if field.isNothing || !run.isEvent(record) { continue }
        let text = bytes.span.extracting(field.range)
        guard let number = plan.number(text) else {
          run.fates[record] = .rejected(looksLikeANumber(text) ? .numberTooLarge : .notANumber)
          continue
        }
        if let millionths = number.millionths() {
          run.numbers[index][record] = millionths
        } else {
          run.fates[record] = .rejected(.numberTooLarge)
        }
      }
    }
  }
}

extension RejectReason: Error {}

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
