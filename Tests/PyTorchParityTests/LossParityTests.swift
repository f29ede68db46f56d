import Gradus
import Testing

/// Every loss, with all reductions: values and gradients.
@Suite struct LossParityTests {
  @Test("a loss computes what PyTorch's does", arguments: losses.keys.sorted())
  func loss(_ subject: String) throws {
    let loss = try #require(losses[subject])
    for fixture in try Fixture.all(of: subject) {
      // A loss is compared as layers are: its prediction is the input.
      try fixture.compare(Lambda(try loss(fixture, fixture.reduction())))
    }
  }
}

/// A loss of the prediction alone.
typealias LossOfPrediction = @Sendable (Variable<Double>) -> Variable<Double>

/// How each loss is called in a fixture's configuration.
let losses: [String: @Sendable (Fixture, LossReduction) throws -> LossOfPrediction] = [
  "meanSquaredError": { fixture, reduction in
    let target = try fixture.tensor("target")
    return { meanSquaredError($0, target, reduction: reduction) }
  },
  "meanAbsoluteError": { fixture, reduction in
    let target = try fixture.tensor("target")
    return { meanAbsoluteError($0, target, reduction: reduction) }
  },
  "huber": { fixture, reduction in
    let target = try fixture.tensor("target")
    guard let delta = try fixture.number("delta") else {
      return { huber($0, target, reduction: reduction) }
    }
    return { huber($0, target, delta: delta, reduction: reduction) }
  },
  "smoothL1": { fixture, reduction in
    let target = try fixture.tensor("target")
    guard let beta = try fixture.number("beta") else {
      return { smoothL1($0, target, reduction: reduction) }
    }
    return { smoothL1($0, target, beta: beta, reduction: reduction) }
  },
  "binaryCrossEntropy": { fixture, reduction in
    let targets = try fixture.tensor("targets")
    let weight = fixture.tensors["positiveWeight"]
    return {
      binaryCrossEntropy(
        logits: $0, targets: targets, positiveWeight: weight, reduction: reduction)
    }
  },
  "hinge": { fixture, reduction in
    let labels = try fixture.tensor("labels")
    return { hinge($0, labels: labels, reduction: reduction) }
  },
  "klDivergence": { fixture, reduction in
    let probabilities = try fixture.tensor("probabilities")
    return {
      klDivergence(logProbabilities: $0, probabilities: probabilities, reduction: reduction)
    }
  },
  "negativeLogLikelihood": { fixture, reduction in
    let labels = try fixture.integers("labels")
    let weights = fixture.tensors["classWeights"]
    let ignored = try fixture.number("ignoring").map { Int($0) }
    return {
      negativeLogLikelihood(
        logProbabilities: $0, labels: labels, classWeights: weights, ignoring: ignored,
        reduction: reduction)
    }
  },
  "softmaxCrossEntropy": { fixture, reduction in
    let weights = fixture.tensors["classWeights"]
    let smoothing = try fixture.number("labelSmoothing") ?? 0
    if fixture.configuration["targets"] == "labels" {
      let labels = try fixture.integers("labels")
      let ignored = try fixture.number("ignoring").map { Int($0) }
      return {
        softmaxCrossEntropy(
          logits: $0, labels: labels, classWeights: weights, labelSmoothing: smoothing,
          ignoring: ignored, reduction: reduction)
      }
    }
    let probabilities = try fixture.tensor("probabilities")
    return {
      softmaxCrossEntropy(
        logits: $0, probabilities: probabilities, classWeights: weights,
        labelSmoothing: smoothing, reduction: reduction)
    }
  },
]

extension Fixture {
  fileprivate func reduction() throws -> LossReduction {
    switch configuration["reduction"] {
    case "mean": .mean
    case "sum": .sum
    case "none": .none
    default: throw FixtureError("\(self): no such reduction")
    }
  }
}
