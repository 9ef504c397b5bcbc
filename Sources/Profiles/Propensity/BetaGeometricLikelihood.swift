// How likely histories are under a model of returning people, and how that changes with the model.

private import Foundation

/// Histories with how many people have each, and the likelihood of parameters for all of them.
struct BetaGeometricLikelihood {
  /// Times in units of `dayLength`.
  private struct Group {
    var returns: Int
    var recency: Double
    var age: Double
    var people: Double
  }

  private let groups: [Group]
  private let mostReturns: Int
  let people: Double

  /// - Parameter unitDays: the unit of time of the parameters, in days.
  init(_ histories: [ReturnHistory], unitDays: Double) {
    var groups: [Group] = []
    var last: ReturnHistory?
    // Sorted, so that the sums do not depend on the order of the people.
    for history in histories.sorted() {
      if history == last {
        groups[groups.count - 1].people += 1
      } else {
        groups.append(
          Group(
            returns: history.returns, recency: Double(history.recency) / unitDays,
            age: Double(history.age) / unitDays, people: 1))
        last = history
      }
    }
    self.groups = groups
    mostReturns = histories.map(\.returns).max() ?? 0
    people = Double(histories.count)
  }

  /// The logarithm of the likelihood (equation 6 of the paper), and its derivatives by the logarithms of r, alpha, a
  /// and b.
  func callAsFunction(_ model: BetaGeometric) -> (value: Double, gradient: [Double]) {
    let table = Sums(model, count: mostReturns)
    var value = 0.0
    var (byR, byAlpha, byA, byB) = (0.0, 0.0, 0.0, 0.0)
    let logAlpha = log(model.alpha)
    for group in groups {
      let returns = Double(group.returns)
      let (logAge, logRecency) = (log(model.alpha + group.age), log(model.alpha + group.recency))
      let staying = -(model.r + returns) * logAge
      var (share, logSum) = (1.0, staying)
      if group.returns > 0 {
        let leaving = log(model.a / (model.b + returns - 1)) - (model.r + returns) * logRecency
        let top = max(staying, leaving)
        logSum = top + log(exp(staying - top) + exp(leaving - top))
        share = exp(staying - logSum)
      }
      let (left, index) = (1 - share, group.returns)
      value +=
        group.people
        * (table.logR[index] + table.logB[index] - table.logAB[index] + model.r * logAlpha + logSum)
      byR += group.people * (table.inverseR[index] + logAlpha - share * logAge - left * logRecency)
      byAlpha +=
        group.people
        * (model.r / model.alpha - (model.r + returns)
          * (share / (model.alpha + group.age) + left / (model.alpha + group.recency)))
      byA += group.people * (left / model.a - table.inverseAB[index])
      byB +=
        group.people
        * (table.inverseB[index] - table.inverseAB[index] - (left > 0 ? left / (model.b + returns - 1) : 0))
    }
    return (value, [byR * model.r, byAlpha * model.alpha, byA * model.a, byB * model.b])
  }

  /// Differences of logarithms of gamma functions whose arguments are whole steps apart are sums of logarithms, and
  /// their derivatives are sums of inverses: for 0...count steps from r, b and a + b.
  private struct Sums {
    var logR: [Double] = [0]
    var logB: [Double] = [0]
    var logAB: [Double] = [0]
    var inverseR: [Double] = [0]
    var inverseB: [Double] = [0]
    var inverseAB: [Double] = [0]

    init(_ model: BetaGeometric, count: Int) {
      for step in 0..<count {
        let (r, b) = (model.r + Double(step), model.b + Double(step))
        let ab = model.a + b
        logR.append(logR[step] + log(r))
        logB.append(logB[step] + log(b))
        logAB.append(logAB[step] + log(ab))
        inverseR.append(inverseR[step] + 1 / r)
        inverseB.append(inverseB[step] + 1 / b)
        inverseAB.append(inverseAB[step] + 1 / ab)
      }
    }
  }
}
