// Which of many tests count as findings, when a few would pass by chance alone.

/// The p values adjusted so that taking those up to 0.05 makes at most 5% of the findings false on average.
///
/// Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57, 289-300; as
/// `scipy.stats.false_discovery_control`. In the order given.
func adjustedForFalseDiscovery(_ p: [Double]) -> [Double] {
  let falling = p.indices.sorted { (p[$0], $0) > (p[$1], $1) }
  var adjusted = p
  var least = 1.0
  for (position, index) in falling.enumerated() {
    least = min(least, p[index] * Double(p.count) / Double(p.count - position))
    adjusted[index] = least
  }
  return adjusted
}
