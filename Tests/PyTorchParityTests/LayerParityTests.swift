import Gradus
import Testing

/// Makes a layer in a fixture's configuration; its parameters are replaced by the fixture's.
typealias MakeLayer = @Sendable (Fixture) throws -> any Layer<Double>

/// Every layer: outputs, gradients of inputs and parameters, and running statistics.
@Suite struct LayerParityTests {
  @Test("a layer computes what PyTorch's does", arguments: layerMakers.keys.sorted())
  func layer(_ subject: String) throws {
    let make = try #require(layerMakers[subject])
    for fixture in try Fixture.all(of: subject) { try fixture.compare(try make(fixture)) }
  }

  @Test("an activation computes what PyTorch's does", arguments: activationMakers.keys.sorted())
  func activation(_ subject: String) throws {
    let make = try #require(activationMakers[subject])
    for fixture in try Fixture.all(of: subject) { try fixture.compare(try make(fixture)) }
  }
}

/// How Linear, and the layers that rearrange, drop or contain, are made.
let layerMakers: [String: MakeLayer] = [
  "Linear": { fixture in
    var generator = RandomGenerator(seed: 1)
    let weight = try fixture.tensor("weight").shape
    return Linear(
      weight[1], weight[0], hasBias: try fixture.flag("bias") ?? true, using: &generator)
  },
  "Flatten": { Flatten(startAxis: try $0.integer("startAxis")) },
  "Reshape": { Reshape(Shape(try $0.integers(of: "extents"))) },
  "Dropout": { Dropout(try $0.number("probability") ?? 0.5) },
  "SpatialDropout": { SpatialDropout(try $0.number("probability") ?? 0.5) },
  "Sequential": { _ in
    var generator = RandomGenerator(seed: 1)
    return Sequential(
      Linear(3, 5, using: &generator), Tanh(), Linear(5, 2, hasBias: false, using: &generator))
  },
  "Residual": { _ in
    var generator = RandomGenerator(seed: 1)
    return Residual(Linear<Double>(3, 3, using: &generator))
  },
]

/// How each activation is made.
let activationMakers: [String: MakeLayer] = [
  "ReLU": { _ in ReLU() },
  "Sigmoid": { _ in Sigmoid() },
  "Tanh": { _ in Tanh() },
  "SiLU": { _ in SiLU() },
  "Mish": { _ in Mish() },
  "HardSwish": { _ in HardSwish() },
  "SELU": { _ in SELU() },
  "Softplus": { try $0.number("beta").map { Softplus(beta: $0) } ?? Softplus() },
  "ReLU6": { _ in ReLU6() },
  "Softsign": { _ in Softsign() },
  "GLU": { GLU(along: try $0.integer("axis")) },
  "PReLU": { PReLU(channels: try $0.integer("channels")) },
  "GELU": { $0.configuration["formula"] == "tanh" ? GELU(.tanh) : GELU() },
  "ELU": { try $0.number("alpha").map { ELU(alpha: $0) } ?? ELU() },
  "LeakyReLU": { try $0.number("slope").map { LeakyReLU(slope: $0) } ?? LeakyReLU() },
  "Softmax": { Softmax(along: try $0.integer("axis")) },
  "LogSoftmax": { LogSoftmax(along: try $0.integer("axis")) },
]
