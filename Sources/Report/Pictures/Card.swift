// A persona on one slide: who it is, what the data say of the strongest claims, when these people come. Readable from
// the last row, so there is little on it.

public import Persona

/// A slide of 1280 by 720 as SVG, which any program that draws SVG turns into an image.
///
/// It holds no script and no reference to anything outside, and is light, as slides and prints are.
public func cardSVG(_ evidence: Evidence, name: String) -> String {
  var card = Card(evidence, name: name)
  card.drawHead()
  card.drawClaims()
  card.drawWeek()
  card.drawHabits()
  card.drawFoot()
  return card.svg
}

/// The drawing in the making.
private struct Card {
  private static let (width, height, margin) = (1280, 720, 64)
  /// Claims stand on the left of this line, pictures on the right.
  private static let middle = 810
  private static let claimsShown = 4
  /// How far below the claims it stands how many more there are.
  private static let restHeight = 36

  private let evidence: Evidence
  private let name: String
  private var canvas = Canvas()
  /// How far down the right side is filled.
  private var right = 0
  /// What the slide says, for those who do not see it.
  private var sentences: [String] = []

  init(_ evidence: Evidence, name: String) {
    self.evidence = evidence
    self.name = name
  }

  mutating func drawHead() {
    let room = Self.width - 2 * Self.margin
    canvas.text(fitted(name, width: room, size: 54, isBold: true), x: Self.margin, y: 104, classes: "name")
    let isStale = evidence.stage == .researchDriven
    let stage = isStale ? "Out of date" : evidence.stage.rawValue.capitalizedFirst
    canvas.text(stage, x: Self.margin, y: 150, classes: isStale ? "strong undecided" : "strong")
    let people = peopleWords(evidence)
    canvas.y = 118
    for line in wrapped(people, width: room - 256, size: 26, lines: 2) {
      canvas.y += 32
      canvas.text(line, x: Self.margin + 256, y: canvas.y, classes: "quiet")
    }
    canvas.y += 26
    canvas.path("M\(Self.margin) \(canvas.y)H\(Self.width - Self.margin)", classes: "line")
    sentences += [stage, people]
    right = canvas.y
  }

  /// The claims that the data decide, then the others; what sets the persona apart where there are few.
  mutating func drawClaims() {
    let rank: [Verdict: Int] = [.confirmed: 0, .contradicted: 0, .inconclusive: 1]
    let claims = evidence.claims.enumerated()
      .sorted { (rank[$0.element.verdict] ?? 2, $0.offset) < (rank[$1.element.verdict] ?? 2, $1.offset) }
      .map(\.element)
    var drawn = 0
    while drawn < min(claims.count, Self.claimsShown),
      draw(claims[drawn], isLast: drawn + 1 == claims.count)
    {
      drawn += 1
    }
    if drawn < claims.count { return drawRest(Array(claims.dropFirst(drawn))) }
    for distinction in evidence.distinctions.prefix(Self.claimsShown - drawn)
    where canvas.y < Self.height - 160 {
      canvas.y += 44
      let words = distinctionWords(distinction) { oneLine($0, limit: nameLimit) }
      for line in wrapped(words, width: Self.middle - Self.margin, size: 26, lines: 2) {
        canvas.text(line, x: Self.margin, y: canvas.y)
        canvas.y += 34
      }
      canvas.y -= 20
      sentences.append(words)
    }
  }

  /// What is left out is said, and what the data say of it.
  private mutating func drawRest(_ claims: [Evidence.ClaimResult]) {
    canvas.y += Self.restHeight
    let verdicts = Verdict.allCases.compactMap { verdict in
      let count = claims.count { $0.verdict == verdict }
      return count == 0 ? nil : "\(count) \(verdict.inSummary)"
    }
    let words =
      "and \(counted(claims.count, "more claim", "more claims")): \(verdicts.joined(separator: ", "))"
    canvas.text(words, x: Self.margin + 34, y: canvas.y, classes: "note quiet")
    sentences.append(words.capitalizedFirst)
  }

  /// Whether there was room for the claim, and for saying how many are left where it is not the last.
  private mutating func draw(_ claim: Evidence.ClaimResult, isLast: Bool) -> Bool {
    let room = Self.middle - Self.margin - 34
    let says = wrapped(claim.says, width: room, size: 26, lines: 2)
    let measured = claim.measured { oneLine($0, limit: nameLimit) }.capitalizedFirst.withoutInterval
    let notes = wrapped(measured, width: room, size: 20, lines: 2)
    let bottom = canvas.y + 42 + 32 * says.count + 26 * notes.count + 2 + (isLast ? 0 : Self.restHeight)
    guard bottom < Self.height - 60 else { return false }
    canvas.y += 42
    let verdict = claim.verdict.rawValue.capitalizedFirst
    let colour = "strong " + claim.verdict.colourClass
    canvas.text(claim.verdict.sign, x: Self.margin + 12, y: canvas.y, classes: "middle " + colour)
    canvas.text(verdict, x: Self.margin + 34, y: canvas.y, classes: colour)
    for line in says {
      canvas.y += 32
      canvas.text(line, x: Self.margin + 34, y: canvas.y)
    }
    canvas.y += 2
    for line in notes {
      canvas.y += 26
      canvas.text(line, x: Self.margin + 34, y: canvas.y, classes: "note quiet")
    }
    sentences.append("\(verdict): \(oneLine(claim.says, limit: claimLimit)), \(measured.uncapitalizedFirst)")
    return true
  }

  mutating func drawWeek() {
    let hourOfWeek = evidence.distributions.hourOfWeek
    guard let hours = BusyHours(evidence.distributions) else { return }
    let (x, cell) = (Self.middle + 84, (width: 13, height: 24))
    canvas.text("When they come", x: Self.middle + 34, y: right + 44, classes: "strong")
    let top = right + 62
    let lines = stride(from: 0, through: 24, by: 6).map {
      "M\(x + $0 * cell.width) \(top)v\(7 * cell.height)"
    }
    let frame = [0, 7].map { "M\(x) \(top + $0 * cell.height)h\(24 * cell.width)" }
    canvas.path((lines + frame).joined(), classes: "line")
    canvas.path(weekHatching(hourOfWeek, left: x, top: top, cell: cell), classes: "line")
    canvas.path(
      weekSquares(hourOfWeek, left: x, top: top, cell: cell, largest: 12), classes: "shape")
    for (day, name) in ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].enumerated() {
      canvas.text(name, x: Self.middle + 34, y: top + day * cell.height + 18, classes: "note")
    }
    right = top + 7 * cell.height + 22
    for hour in stride(from: 0, through: 24, by: 6) {
      canvas.text("\(hour)", x: x + hour * cell.width, y: right, classes: "note quiet middle")
    }
    let room = Self.width - Self.margin - Self.middle - 34
    let hatched = hourOfWeek.contains(nil) ? ". Hatched: too few to show" : ""
    for line in wrapped(hours.sentence + hatched, width: room, size: 20, lines: 4) {
      right += 28
      canvas.text(line, x: Self.middle + 34, y: right, classes: "note")
    }
    sentences.append(hours.sentence)
  }

  mutating func drawHabits() {
    let habits = Habit.all(evidence.metrics).filter { $0.metric.median != 0 }
    guard !habits.isEmpty else { return }
    right += 44
    canvas.text("Typically (median)", x: Self.middle + 34, y: right, classes: "strong")
    for habit in habits where right + 32 < Self.height - 60 {
      right += 32
      let room = Self.width - Self.margin - Self.middle - 34
      let words = fitted(habit.words.capitalizedFirst, width: room, size: 22)
      canvas.text(words, x: Self.middle + 34, y: right)
      sentences.append(habit.words.capitalizedFirst)
    }
  }

  mutating func drawFoot() {
    let sources = listed(evidence.sources.map { oneLine($0.name, limit: 30) })
    let words = "Measured by persona-sync" + (sources.isEmpty ? "" : " from \(sources)")
    canvas.text(
      fitted(words, width: Self.width - 2 * Self.margin, size: 18), x: Self.margin, y: Self.height - 34,
      classes: "note quiet")
  }

  var svg: String {
    canvas.svg(
      title: oneLine(name, limit: nameLimit), description: sentences.joined(separator: ". ") + ".",
      width: Self.width, height: Self.height,
      styleSheet: """
        text{font-family:system-ui,-apple-system,"Segoe UI","Helvetica Neue",Arial,sans-serif;font-size:26px}
        .name{font-size:54px;font-weight:700}.note{font-size:20px}.strong{font-weight:600}
        .middle{text-anchor:middle}.line{fill:none;stroke-width:1}
        \(Palette.light.rules)
        """)
  }
}
