import Gradus
import Testing

/// Paths of 50 steps, with everything that can happen on the way.
@Suite struct OptimizerParityTests {
  /// What a fixture says of the steps around the optimizer.
  static let around = ["rule", "schedule", "clipping", "limit", "average"]

  @Test("50 steps in double precision are PyTorch's to 1e-12", arguments: optimizerNames)
  func pathInDouble(_ subject: String) throws {
    for fixture in try Fixture.ofOptimizers(subject) {
      try comparePath(of: fixture, as: Double.self, tolerance: 1e-12)
    }
  }

  /// Lion is left out: where the mean is next to zero, rounding decides its sign.
  @Test(
    "50 steps in single precision are PyTorch's double ones to 1e-5",
    arguments: optimizerNames.filter { $0 != "Lion" })
  func pathInFloat(_ subject: String) throws {
    for fixture in try Fixture.ofOptimizers(subject) {
      try comparePath(of: fixture, as: Float.self, tolerance: 1e-5)
    }
  }

  private func comparePath<S: TensorScalar>(
    of fixture: Fixture, as scalar: S.Type, tolerance: Double
  ) throws {
    let optimizer = try makeOptimizer(fixture, as: scalar)
    // Groups say what they are made of, too.
    let name = String(optimizer.name.prefix { $0 != "(" })
    #expect(name == fixture.subject, "the optimizer that is named is the one that runs")
    try follow(fixture, with: optimizer, tolerance: tolerance)
  }

  private func follow<O: Optimizer>(
    _ fixture: Fixture, with optimizer: O, tolerance: Double
  ) throws {
    typealias S = O.Scalar
    let surface = try Surface<S>()
    var (model, optimizer) = (try surface.model(), optimizer)
    var average = model
    let schedule = CosineDecay(from: optimizer.learningRate, steps: 50)
    for step in 0..<50 {
      optimizer.parameterRule = try rule(of: fixture, step: step)
      if fixture.configuration["schedule"] != nil { optimizer.learningRate = schedule(step) }
      var gradients = surface.gradients(at: model, step: step)
      if let limit = try fixture.number("limit") {
        if fixture.configuration["clipping"] == "norm" {
          let norm = gradients.clip(toNorm: limit)
          let expected = try fixture.tensor("norms").elements[step]
          #expect((norm - expected).magnitude <= tolerance * expected, "\(fixture), step \(step)")
        } else {
          gradients.clip(toMagnitude: limit)
        }
      }
      optimizer.update(&model, along: gradients)
      let decay = try fixture.number("average")
      if let decay { average.updateAverage(with: model, decay: decay) }
      let reached = decay == nil ? model : average
      for (name, value) in reached.parameters {
        let path = try fixture.tensor(name.path)
        let found = value.map { $0.doubleValue }
        guard
          let difference = difference(
            found, path.entry(step), allowed: tolerance * path.abs().max())
        else { continue }
        Issue.record("\(fixture) in \(S.self), step \(step): \(name) \(difference)")
        return
      }
    }
  }

  /// How a tensor differs from one step of PyTorch's path; allowed is a share of the largest magnitude
  /// on the path, since a number that crosses zero keeps the rounding of where it came from.
  private func difference(
    _ found: Tensor<Double>, _ expected: Tensor<Double>, allowed: Double
  ) -> String? {
    guard found.shape == expected.shape else { return "has shape \(found.shape)" }
    let error = (found - expected).abs().max()
    return error <= allowed
      ? nil : "differs by \(error), allowed is \(allowed): \(found) is not \(expected)"
  }

  private func rule(of fixture: Fixture, step: Int) throws -> ParameterRule {
    switch fixture.configuration["rule"] {
    case nil: .all
    case "decayMatricesOnly": .decayMatricesOnly
    case "matricesOnly": ParameterRule { _, shape in shape.rank < 2 ? .frozen : .trained }
    case "slowWeightFrozenBias":
      ParameterRule { name, shape in
        name == "bias" ? .frozen : name == "weight" ? .rate(0.1) : .trained
      }
    case "biasFrozenUntil20":
      ParameterRule { name, _ in name == "bias" && step < 20 ? .frozen : .trained }
    default: throw FixtureError("\(fixture): no such rule")
    }
  }
}

/// Every optimizer of Gradus.
let optimizerNames = [
  "SGD", "Adam", "AdamW", "AMSGrad", "AdaMax", "NAdam", "RAdam", "AdaGrad", "AdaDelta", "RMSProp",
  "Lion", "Muon", "Adafactor", "OptimizerGroups",
]
