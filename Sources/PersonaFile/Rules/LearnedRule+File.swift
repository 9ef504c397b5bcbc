// The model of a data-first persona as a part of its evidence file. Its numbers keep all their digits: rounded ones
// would place people differently.

internal import Persona

extension LearnedRule {
  var json: JSONValue {
    let members: [String: JSONValue?] = [
      "origin": .text(origin.rawValue), "learned": .text(learned), "agreement": .number(agreement),
      "agreement_ci95": agreementInterval.map { .inline(.list([.number($0.low), .number($0.high)])) },
      "group": .whole(group), "reach": .exact(model.reach),
      "features": .list(model.features.map(\.json)),
      "directions": model.directions.isEmpty ? nil : .list(model.directions.map(numbers)),
      "components": .list(model.components.map { $0.json(isByFeature: model.directions.isEmpty) }),
    ]
    return .object(members.compactMapValues { $0 })
  }

  init(_ node: EvidenceNode) throws(Failure) {
    let model = Model(
      features: try node["features"].items(Model.Feature.init),
      directions: try node.optional("directions")?.items { direction throws(Failure) in
        try direction.numbers()
      } ?? [],
      components: try node["components"].items(Model.Component.init), reach: try node["reach"].number())
    self.init(
      model: model, group: try node["group"].whole(), origin: try node["origin"].word(Origin.self),
      learned: try node["learned"].instant(), agreement: try node["agreement"].number(),
      agreementInterval: try node.optional("agreement_ci95")?.interval())
    guard model.isWhole, 0..<model.groupCount ~= group else {
      throw node.wrong("a model whose parts fit together")
    }
  }
}

private func numbers(_ values: [Double]) -> JSONValue { .inline(.list(values.map(JSONValue.exact))) }

extension Model {
  /// Whether every list is as long as the others say.
  fileprivate var isWhole: Bool {
    let dimensions = directions.isEmpty ? features.count : directions.count
    let numbers = directions.isEmpty ? dimensions : dimensions * dimensions
    return dimensions > 0 && directions.allSatisfy { $0.count == features.count }
      && components.allSatisfy { $0.mean.count == dimensions && $0.covariance.count == numbers }
  }
}

extension Model.Feature {
  fileprivate var json: JSONValue {
    var members: [String: JSONValue] = [
      "family": .text(measure.family.rawValue), "name": .text(measure.name),
      "scale": .text(measure.scale.rawValue), "centre": .exact(centre), "spread": .exact(spread),
    ]
    if noise > 0 { members["noise"] = .exact(noise) }
    if measure.scale == .share { members["base"] = .exact(measure.base) }
    return .inline(.object(members))
  }

  fileprivate init(_ node: EvidenceNode) throws(Failure) {
    let measure = Model.Measure(
      try node["family"].word(Model.Measure.Family.self), try node["name"].text(),
      try node["scale"].word(Model.Measure.Scale.self), base: try node.optional("base")?.number() ?? 0)
    self.init(
      measure, centre: try node["centre"].number(), spread: try node["spread"].number(),
      noise: try node.optional("noise")?.number() ?? 0)
  }
}

extension Model.Component {
  /// The variances of independent features; else the covariance by its lower half: the other is the same.
  fileprivate func json(isByFeature: Bool) -> JSONValue {
    var members: [String: JSONValue] = [
      "weight": .exact(weight), "group": .whole(group), "mean": numbers(mean),
    ]
    if isByFeature {
      members["variances"] = numbers(covariance)
    } else {
      members["covariance"] = .list(
        mean.indices.map { row in numbers(Array(covariance[(row * mean.count)...(row * mean.count + row)])) })
    }
    return .object(members)
  }

  fileprivate init(_ node: EvidenceNode) throws(Failure) {
    let mean = try node["mean"].numbers()
    let covariance =
      if let variances = try node.optional("variances") {
        try variances.numbers()
      } else {
        try Self.covariance(node["covariance"], size: mean.count)
      }
    self.init(
      weight: try node["weight"].number(), mean: mean, covariance: covariance,
      group: try node["group"].whole())
  }

  private static func covariance(_ node: EvidenceNode, size: Int) throws(Failure) -> [Double] {
    let half = try node.items { row throws(Failure) in try row.numbers() }
    guard half.count == size else { throw node.wrong("a row for each mean") }
    var covariance = [Double](repeating: 0, count: size * size)
    for (row, values) in half.enumerated() {
      guard values.count == row + 1 else { throw node.wrong("half a matrix") }
      for (column, value) in values.enumerated() {
        covariance[row * size + column] = value
        covariance[column * size + row] = value
      }
    }
    return covariance
  }
}

extension EvidenceNode {
  fileprivate func numbers() throws(Failure) -> [Double] {
    try items { item throws(Failure) in try item.number() }
  }
}
