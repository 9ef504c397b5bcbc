// A trend in one line of text: eight heights of blocks.

/// The values from left to right as blocks between the smallest and the largest; a blank where there is none.
///
/// Values that differ by less than a tenth of the largest look much alike, as they are: the scale is never finer.
func trendBlocks(_ values: [Double?]) -> String {
  let known = values.compactMap(\.self)
  guard var low = known.min(), var high = known.max() else {
    return String(repeating: " ", count: values.count)
  }
  let least = 0.1 * max(abs(low), abs(high))
  if high - low < least {
    let middle = (low + high) / 2
    (low, high) = (middle - least / 2, middle + least / 2)
  }
  return String(
    values.map { value in
      guard let value else { return " " }
      guard high > low else { return blocks[blocks.count / 2] }
      let place = (value - low) / (high - low) * Double(blocks.count - 1)
      return blocks[min(blocks.count - 1, max(0, Int(place.rounded())))]
    })
}

private let blocks: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
