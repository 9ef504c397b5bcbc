// How likely everybody is to come back: the model fitted to a workspace's own people.

/// The returns of all profiles up to a window's end, and the model that fits them best.
public struct Propensity: Sendable {
  /// Of each profile; `nil` for one that was not seen by then.
  public let histories: [ReturnHistory?]
  /// `nil` where too few people came back to say anything.
  public let fit: BetaGeometric.Fit?

  init(_ histories: [ReturnHistory?]) {
    self.histories = histories
    let known = histories.compactMap(\.self)
    let step = (known.count + Self.mostFitted - 1) / Self.mostFitted
    // Profiles are in the order of hashes: each so-manieth is a sample by chance that is the same everywhere.
    let sample = step > 1 ? stride(from: 0, to: known.count, by: step).map { known[$0] } : known
    fit = BetaGeometric.fitted(to: sample)
  }

  /// More people than this change the parameters less than another month does, and cost every sync time.
  private static let mostFitted = 1 << 14

  /// The score of these profiles, by its name, `nan` for those who are not active; empty without a model.
  func column(_ profiles: [Int], isActive: [Bool]) -> [String: [Double]] {
    guard let model = fit?.model else { return [:] }
    return [
      "propensity": zip(profiles, isActive).map { profile, isActive in
        isActive ? histories[profile].map { 100 * model.chanceOfStaying($0) } ?? .nan : .nan
      }
    ]
  }
}
