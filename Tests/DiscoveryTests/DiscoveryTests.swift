// Groups that were planted are found, and none where there are none; nothing depends on the order of the people.

import Discovery
import Foundation
import Persona
import Testing

@Suite("Discovery")
struct DiscoveryTests {
  /// Few normal distributions are enough for few groups, and keep a build without optimisation fast.
  private let options = DiscoveryOptions(mostComponents: 4, sampleSize: 300)

  @Test("planted groups are found, everybody in the right one", arguments: 1...2)
  func planted(seed: UInt64) throws {
    var world = PlantedWorld(groups: 3, seed: seed)
    let (matrix, truth) = world.people(300)
    let found = try discover(matrix, options: options)
    #expect(found.groups.count == 3)
    #expect(found.groups.allSatisfy { $0.stability >= 0.75 })
    let model = try #require(found.model)
    let placement = try Placer(model).placement(of: matrix)
    let known = truth.indices.filter { truth[$0] >= 0 }
    let agreement = adjustedRandIndex(
      known.map { truth[$0] }, known.map(placement.mostProbable))
    #expect(agreement > 0.95)
    for row in 0..<matrix.rowCount {
      let sum = placement.shares.reduce(0) { $0 + $1[row] }
      #expect(sum <= 1.0001)
    }
  }

  @Test("where there are no groups, none is claimed", arguments: PlantedWorld.Crowd.allCases)
  func none(crowd: PlantedWorld.Crowd) throws {
    let found = try discover(PlantedWorld.crowd(crowd, people: 300, seed: 5), options: options)
    #expect(found.model == nil)
    #expect(found.groups.isEmpty)
    #expect(found.reason == "the people are one crowd: there is no gap between groups")
  }

  @Test("groups that each have an event of their own are not cut in pieces", arguments: 1...3)
  func ownEvents(seed: UInt64) throws {
    let matrix = PlantedWorld.ownEvents(groups: 3, people: 300, seed: seed)
    let found = try discover(matrix, options: DiscoveryOptions(mostComponents: 8, sampleSize: 300))
    #expect(found.groups.count == 3)
  }

  @Test("the order of the people changes nothing")
  func order() throws {
    var world = PlantedWorld(groups: 2, seed: 8)
    let (matrix, _) = world.people(300)
    let places = (0..<300).sorted { ($0 * 7919) % 300 < ($1 * 7919) % 300 }
    let mixed = FeatureMatrix(
      matrix.columns.map { column in
        .init(column.measure, values: places.map { column.values[$0] })
      }, rowCount: 300)
    let (a, b) = (try discover(matrix, options: options), try discover(mixed, options: options))
    #expect(a.model == b.model)
    #expect(a.trail == b.trail)
    let shares = try Placer(#require(a.model)).placement(of: matrix).shares
    #expect(
      try Placer(#require(b.model)).placement(of: mixed).shares
        == shares.map { shares in places.map { shares[$0] } })
  }

  @Test("a person can ask for a number of groups")
  func asked() throws {
    var world = PlantedWorld(groups: 3, seed: 2)
    let (matrix, _) = world.people(300)
    var options = options
    options.groups = 2
    let found = try discover(matrix, options: options)
    #expect(found.groups.count == 2)
    #expect(found.reason == "2 groups, as asked for")
  }

  @Test("of few people, or of people who are all alike, nothing is said")
  func nothing() throws {
    var world = PlantedWorld(groups: 2, seed: 1)
    #expect(try discover(world.people(49).matrix).reason == "there are fewer than 50 people")
    let alike = FeatureMatrix(
      [.init(.init(.metric, "a", .level), values: Array(repeating: 3, count: 90))], rowCount: 90)
    #expect(try discover(alike).reason == "all people are alike")
  }

  /// Where one person stands between two groups at -1 and 1 with a variance of 0.5 in both features.
  private func placement(_ share: Double, draws: Double, level: Double) throws -> Placement {
    let measures = [
      Model.Measure(.event, "Bought", .share, base: 0.5), Model.Measure(.metric, "age", .level),
    ]
    let model = Model(
      features: [
        .init(measures[0], centre: .pi / 4, spread: 0.2, noise: 0.5),
        .init(measures[1], centre: 0, spread: 1),
      ], directions: [],
      components: [-1, 1].enumerated().map { group, mean in
        .init(weight: 0.5, mean: [mean, mean], covariance: [0.5, 0.5], group: group)
      }, reach: 1000)
    return try Placer(model).placement(
      of: FeatureMatrix(
        [
          .init(measures[0], values: [share], draws: [draws]), .init(measures[1], values: [level]),
        ], rowCount: 1))
  }

  /// By a normal distribution's odds: 2 x / v for a value x between means of -1 and 1, where v is the variance and the
  /// value's own error. With 10^9 events the share sin(pi/4 + 0.1)^2 is 0.5 spreads above the centre.
  @Test("each value counts as much as it is known, and one that is missing not at all")
  func errors() throws {
    let share = pow(sin(Double.pi / 4 + 0.1), 2)
    func odds(_ placement: Placement) -> Double {
      log(Double(placement.shares[1][0] / placement.shares[0][0]))
    }
    #expect(abs(odds(try placement(share, draws: 1e9, level: .nan)) - 2 * 0.5 / 0.5) < 1e-3)
    #expect(abs(odds(try placement(share, draws: 1e9, level: 0.25)) - (2 * 0.5 + 2 * 0.25) / 0.5) < 1e-3)
    #expect(abs(odds(try placement(.nan, draws: 1, level: 0.25)) - 2 * 0.25 / 0.5) < 1e-3)
    // Of six events: an error of 1/24 on the arc sine's scale, about one in units of the spread squared.
    let few = odds(try placement(share, draws: 6, level: .nan))
    #expect(few > 0 && few < 0.5 * 2)
  }

  @Test("people who behave in a way of their own are learned, and chosen people are not")
  func learned() throws {
    var world = PlantedWorld(groups: 3, seed: 4)
    let (matrix, truth) = world.people(300)
    func learnt(_ isMember: [Bool]) throws -> LearnedGroup? {
      try learn(KnownPeople(matrix, isMember: isMember, memberWeight: 1, otherWeight: 1), least: 20)
    }
    let group = try #require(try learnt(truth.map { $0 == 1 }))
    #expect(group.agreement > 0.85)
    #expect(group.interval.low <= group.agreement && group.agreement <= group.interval.high)
    let chosen = try learnt(truth.indices.map { $0 % 7 == 0 })
    #expect(chosen.map { $0.agreement < 0.5 } ?? true)
    #expect(try learnt(truth.indices.map { $0 < 10 }) == nil)
  }

  @Test("no number of a model is made of fewer people than asked for")
  func leastPeople() throws {
    var world = PlantedWorld(groups: 3, seed: 2)
    let (matrix, _) = world.people(300)
    var options = options
    options.leastPeople = 60
    let model = try #require(try discover(matrix, options: options).model)
    for component in model.components { #expect(component.weight * 300 >= 59.9) }
  }
}
