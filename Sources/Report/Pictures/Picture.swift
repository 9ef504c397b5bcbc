// The picture of a persona's evidence: claims against what they expect, habits beside everyone's, the week by hour, the
// trend over the weeks, where people leave.

public import Persona

/// The picture that the block shows, as SVG; at most 60 KB, the same bytes for the same evidence.
///
/// It holds no script and no reference to anything outside, adapts to light and dark pages, and says with
/// shapes, signs or words whatever it says with colour.
///
/// - Parameter name: the persona's, which evidence does not hold.
public func pictureSVG(_ evidence: Evidence, name: String) -> String {
  var canvas = Canvas()
  canvas.y += 16
  canvas.text(
    fitted(name, width: Canvas.inner, size: 19, isBold: true), x: Canvas.margin, y: canvas.y, classes: "head")
  for line in wrapped(peopleWords(evidence), width: Canvas.inner, size: 17, lines: 2) {
    canvas.y += 25
    canvas.text(line, x: Canvas.margin, y: canvas.y, classes: "quiet")
  }
  if evidence.stage == .researchDriven {
    canvas.y += 25
    canvas.text(staleWords, x: Canvas.margin, y: canvas.y, classes: "strong undecided")
  }

  let distributions = evidence.distributions
  canvas.draw(evidence.claims)
  canvas.draw(habits: evidence.metrics)
  canvas.drawWeek(distributions)
  canvas.drawTrend(evidence)
  canvas.draw(
    distributions.lastBeforeLeaving.map { ($0.name, $0.share) },
    heading: "Last screen before leaving, share of sessions")
  for (name, steps) in distributions.enteredFunnels.prefix(funnelsDrawn) {
    canvas.draw(
      steps.map { ($0.event, $0.share) },
      heading: fitted("Steps of \(name), share of all of them", width: Canvas.inner, size: 17))
  }
  canvas.draw(
    distributions.channels.map { ($0.name, $0.share) }, heading: "Channels, share of the events that have one"
  )
  return canvas.svg(
    title: oneLine(name, limit: nameLimit) + pictureTitle,
    description: description(evidence))
}

/// Whether the bytes are a picture of evidence: by their title.
public func isPicture(_ bytes: [UInt8]) -> Bool {
  String(decoding: bytes.prefix(4096), as: UTF8.self).contains(pictureTitle + "</title>")
}

private let pictureTitle = ": what the data says"

extension Canvas {
  mutating func heading(_ text: String) {
    y += 44
    self.text(text, x: Self.margin, y: y, classes: "strong")
  }

  /// The first shares as bars, each with its name and its percentage; without a bar where a share is withheld.
  fileprivate mutating func draw(_ shares: [(name: String, share: Double?)], heading: String) {
    let shown = shares.prefix(6)
    guard let largest = shown.compactMap(\.share).max(), largest > 0 else { return }
    self.heading(heading)
    let (labels, room) = (210, Self.inner - 210 - 60)
    y += 4
    for (name, share) in shown {
      y += 26
      text(fitted(name, width: labels - 10, size: 17), x: Self.margin, y: y)
      guard let share else {
        text("withheld", x: Self.margin + labels, y: y, classes: "small quiet")
        continue
      }
      let length = max(1, whole(share / largest * Double(room)))
      rectangle(x: Self.margin + labels, y: y - 13, width: length, height: 16, classes: "shape")
      text(percent(share), x: Self.margin + labels + length + 8, y: y)
    }
  }
}

/// Funnels drawn in a picture; the block and the evidence file have them all.
private let funnelsDrawn = 2

/// A coordinate: the nearest whole number; 0 for what is no number.
func whole(_ value: Double) -> Int { Int(exactly: value.rounded()) ?? 0 }

/// What a picture of stale evidence says beside its date.
private let staleWords = "Out of date: nothing new from these people for too long"

/// The picture's figures as sentences.
private func description(_ evidence: Evidence) -> String {
  var sentences = evidence.stage == .researchDriven ? [staleWords] : []
  sentences.append(peopleWords(evidence))
  sentences += evidence.claims.prefix(claimsDrawn).map {
    "\($0.verdict.rawValue.capitalizedFirst): \(oneLine($0.says, limit: claimLimit)), "
      + $0.measured { oneLine($0, limit: nameLimit) }
  }
  sentences += Habit.all(evidence.metrics).map { habit in
    "\(habit.words.capitalizedFirst) in the median" + (habit.everyoneText.map { ", everyone \($0)" } ?? "")
  }
  if let hours = BusyHours(evidence.distributions) { sentences.append(hours.sentence) }
  if let trend = Trend(evidence) { sentences.append(trend.sentence) }
  for (what, shares) in [
    ("Channels", evidence.distributions.channels),
    ("Last screens before leaving", evidence.distributions.lastBeforeLeaving),
  ] where !shares.isEmpty {
    let words = shares.prefix(6).map { "\(oneLine($0.name, limit: nameLimit)) \(percent($0.share))" }
    sentences.append("\(what): \(words.joined(separator: ", "))")
  }
  return sentences.joined(separator: ". ") + "."
}
