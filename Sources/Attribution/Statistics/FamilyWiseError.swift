// Which of many tests count as findings, when not one of them may pass by chance.

/// The p values adjusted so that taking those up to 0.05 gives a false finding in at most 5% of all runs.
///
/// Holm (1979), Scandinavian Journal of Statistics 6, 65-70; as R's `p.adjust(method = "holm")`. It holds however the
/// tests depend on one another. In the order given.
func adjustedForFamilyWiseError(_ p: [Double]) -> [Double] {
  let rising = p.indices.sorted { (p[$0], $0) < (p[$1], $1) }
  var adjusted = p
  var greatest = 0.0
  for (position, index) in rising.enumerated() {
    greatest = max(greatest, min(1, p[index] * Double(p.count - position)))
    adjusted[index] = greatest
  }
  return adjusted
}
