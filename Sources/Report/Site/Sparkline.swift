// How a figure moved over the evolutions, as a small line.

internal import Markup

/// A line through values, oldest first, drawn so that it fills the width that it is given.
///
/// `label` says the same in words. Fewer than two values make no line.
func sparkline(_ values: [Double], label: String) -> HTML {
  guard values.count > 1, let low = values.min(), let high = values.max() else { return "" }
  let (width, height, margin) = (240, 44, 5)
  let points = values.enumerated().map { place, value -> (x: Int, y: Int) in
    let part = high > low ? (value - low) / (high - low) : 0.5
    return (
      margin + place * (width - 2 * margin) / (values.count - 1),
      height - margin - whole(part * Double(height - 2 * margin))
    )
  }
  let line = points.map { "\($0.x) \($0.y)" }.joined(separator: " ")
  let last = points[points.count - 1]
  return """
    <svg class="trend" viewBox="0 0 \(width) \(height)" preserveAspectRatio="none" role="img" aria-label="\(label)">\
    <polyline points="\(line)"/><path d="M\(last.x) \(last.y)h0"/></svg>
    """
}

/// A share of a whole as a bar on a track that is the whole; the figure stands beside it in words.
func bar(_ share: Double) -> HTML {
  bar(share, ground: "<rect width=\"1000\" height=\"8\" class=\"ground\"/>")
}

/// A figure as a bar beside others, the longest for the largest of them. Nothing is a whole there, so there is no track.
func bar(_ value: Double, besideLargest largest: Double) -> HTML {
  bar(value / max(largest, .leastNormalMagnitude), ground: "")
}

private func bar(_ part: Double, ground: HTML) -> HTML {
  let length = whole(min(max(part, 0), 1) * 1000)
  return """
    <svg class="bar" viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true">\
    \(ground)<rect width="\(length)" height="8"/></svg>
    """
}
