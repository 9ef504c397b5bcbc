// How likely histories are under a model of returning people, and how that changes with the model.

private import Foundation

/// Histories with how many people have each, and the likelihood of parameters for all of them.
struct BetaGeometricLikelihood {
  private struct Group {
    var returns: Int
    /// Places in `times`.
    var recency: Int
    var age: Int
    var people: Double
  }

  private let groups: [Group]
  /// Every recency and age once, in units of the parameters' time: their logarithms are most of the work.
  private let times: [Double]
  private let mostReturns: Int
  let people: Double

  /// - Parameter unitDays: the unit of time of the parameters, in days.
  init(_ histories: [ReturnHistory], unitDays: Double) {
    let days = Set(histories.flatMap { [$0.recency, $0.age] }).sorted()
    let places = Dictionary(uniqueKeysWithValues: zip(days, days.indices))
    times = days.map { Double($0) / unitDays }
    var groups: [Group] = []
    var last: ReturnHistory?
    // Sorted, so that the sums do not depend on the order of the people.
    for key in histories.map(\.key).sorted() {
      let history = ReturnHistory(key: key)
      if history == last {
        groups[groups.count - 1].people += 1
      } else {
        groups.append(
          Group(
            returns: history.returns, recency: places[history.recency] ?? 0, age: places[history.age] ?? 0,
            people: 1))
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
    var sums = LogarithmSum()
    let logTimes = times.map { log(model.alpha + $0) }
    for group in groups {
      let returns = Double(group.returns)
      let (logAge, logRecency) = (logTimes[group.age], logTimes[group.recency])
      let staying = -(model.r + returns) * logAge
      var (share, logSum) = (1.0, staying)
      if group.returns > 0 {
        let leaving = table.logLeaving[group.returns] - (model.r + returns) * logRecency
        // The greater of the two is taken out, so that nothing overflows.
        let ratio = exp(-abs(leaving - staying))
        logSum = max(staying, leaving)
        sums.add(1 + ratio, times: group.people)
        share = (leaving > staying ? ratio : 1) / (1 + ratio)
      }
      let (left, index) = (1 - share, group.returns)
      value +=
        group.people
        * (table.logR[index] + table.logB[index] - table.logAB[index] + model.r * logAlpha + logSum)
      byR += group.people * (table.inverseR[index] + logAlpha - share * logAge - left * logRecency)
      byAlpha +=
        group.people
        * (model.r / model.alpha - (model.r + returns)
          * (share / (model.alpha + times[group.age]) + left / (model.alpha + times[group.recency])))
      byA += group.people * (left / model.a - table.inverseAB[index])
      byB +=
        group.people
        * (table.inverseB[index] - table.inverseAB[index] - (left > 0 ? left / (model.b + returns - 1) : 0))
    }
    value += sums.value
    return (value, [byR * model.r, byAlpha * model.alpha, byA * model.a, byB * model.b])
  }

  /// A sum of logarithms of numbers from 1 to 2, taken of their products: a logarithm is dear, a product is not.
  private struct LogarithmSum {
    private var sum = 0.0
    private var product = 1.0

    var value: Double { sum + log(product) }

    mutating func add(_ number: Double, times: Double) {
      guard times == 1 else {
        sum += times * log(number)
        return
      }
      product *= number
      if product > 1e200 {
        sum += log(product)
        product = 1
      }
    }
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
    /// Of the chance to leave after so many returns against the one to stay.
    var logLeaving: [Double] = [0]

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
        logLeaving.append(log(model.a / b))
      }
    }
  }
}
