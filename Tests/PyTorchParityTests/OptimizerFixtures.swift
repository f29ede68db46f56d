import Foundation
import Gradus
import Testing

extension Fixture {
  /// What `Fixtures/generate_optimizers.py` wrote.
  static let ofOptimizers = Result {
    try fixtures(
      in: URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Fixtures/Optimizers"))
  }

  /// The fixtures of an optimizer, a schedule or the surface; throws when there is none.
  static func ofOptimizers(_ subject: String) throws -> [Fixture] {
    let fixtures = try ofOptimizers.get().filter { $0.subject == subject }
    try #require(!fixtures.isEmpty, "\(subject) has no fixture")
    return fixtures
  }

  /// A number of the configuration, or the default of an initializer.
  func number(_ key: String, default standard: Double) throws -> Double {
    try number(key) ?? standard
  }
}

extension Tensor {
  /// What stands at an index of the first axis: for a path, where it is at a step.
  func entry(_ index: Int) -> Tensor {
    self[index..<(index + 1)].reshaped(to: Shape(Array(shape.dimensions.dropFirst())))
  }
}

/// The parameters that all optimizers train, in the order of PyTorch's module.
struct SurfaceModel<Scalar: TensorScalar>: Module {
  var weight: Variable<Scalar>
  var bias: Variable<Scalar>
  var scale: Variable<Scalar>

  mutating func visitParameters(_ visit: ParameterVisit<Scalar>) {
    visit("weight", &weight)
    visit("bias", &bias)
    visit("scale", &scale)
  }
}

/// The function on which all optimizers run: its gradient is c·(p − target) + k·p³ + noise.
struct Surface<Scalar: TensorScalar> {
  static var names: [ParameterName] { ["weight", "bias", "scale"] }
  private var tensors: [String: Tensor<Scalar>]

  init() throws {
    tensors = try Fixture.ofOptimizers("surface")[0].tensors.mapValues { $0.map { Scalar($0) } }
  }

  /// Where the paths begin.
  func model() throws -> SurfaceModel<Scalar> {
    let starts = try Self.names.map { Variable(try #require(tensors["\($0).start"])) }
    return SurfaceModel(weight: starts[0], bias: starts[1], scale: starts[2])
  }

  /// The gradients where a model stands, with the noise of a step.
  func gradients(at model: SurfaceModel<Scalar>, step: Int) -> Gradients<Scalar> {
    let parameters = model.parameters
    return Gradients(
      names: parameters.map(\.name),
      tensors: parameters.map { name, p in
        let distance = p - tensors["\(name).target"]!
        let cube = p * p * p * tensors["\(name).cubic"]!
        return distance * tensors["\(name).curvature"]! + cube
          + tensors["\(name).noise"]!.entry(step)
      })
  }
}

/// An optimizer in a fixture's configuration. Where that names no value, the initializer's default is
/// taken, which so is compared, too.
func makeOptimizer<S: TensorScalar>(
  _ fixture: Fixture, as scalar: S.Type
) throws -> any Optimizer<S> {
  func of<O: Optimizer<S>>(_ standard: O) throws -> (rate: Double, decay: Double) {
    (
      try fixture.number("learningRate", default: standard.learningRate),
      try fixture.number("weightDecay", default: standard.weightDecay)
    )
  }
  func betas(_ beta1: Double, _ beta2: Double, _ epsilon: Double = 0) throws -> (
    Double, Double, Double
  ) {
    (
      try fixture.number("beta1", default: beta1), try fixture.number("beta2", default: beta2),
      try fixture.number("epsilon", default: epsilon)
    )
  }
  switch fixture.subject {
  case "SGD":
    let standard = SGD<S>(learningRate: 1)
    let (rate, decay) = try of(standard)
    return SGD<S>(
      learningRate: rate, momentum: try fixture.number("momentum", default: standard.momentum),
      dampening: try fixture.number("dampening", default: standard.dampening),
      isNesterov: try fixture.flag("isNesterov") ?? standard.isNesterov, weightDecay: decay)
  case "Adam":
    let standard = Adam<S>()
    let (rate, decay) = try of(standard)
    let (b1, b2, e) = try betas(standard.beta1, standard.beta2, standard.epsilon)
    return Adam<S>(learningRate: rate, beta1: b1, beta2: b2, epsilon: e, weightDecay: decay)
  case "AdamW":
    let standard = AdamW<S>()
    let (rate, decay) = try of(standard)
    let (b1, b2, e) = try betas(standard.beta1, standard.beta2, standard.epsilon)
    return AdamW<S>(
      learningRate: rate, beta1: b1, beta2: b2, epsilon: e, weightDecay: decay,
      isAMSGrad: try fixture.flag("isAMSGrad") ?? standard.isAMSGrad)
  case "AMSGrad":
    let standard = AMSGrad<S>()
    let (rate, decay) = try of(standard)
    let (b1, b2, e) = try betas(standard.beta1, standard.beta2, standard.epsilon)
    return AMSGrad<S>(learningRate: rate, beta1: b1, beta2: b2, epsilon: e, weightDecay: decay)
  case "AdaMax":
    let standard = AdaMax<S>()
    let (rate, decay) = try of(standard)
    let (b1, b2, e) = try betas(standard.beta1, standard.beta2, standard.epsilon)
    return AdaMax<S>(learningRate: rate, beta1: b1, beta2: b2, epsilon: e, weightDecay: decay)
  case "NAdam":
    let standard = NAdam<S>()
    let (rate, decay) = try of(standard)
    let (b1, b2, e) = try betas(standard.beta1, standard.beta2, standard.epsilon)
    return NAdam<S>(
      learningRate: rate, beta1: b1, beta2: b2, epsilon: e, weightDecay: decay,
      momentumDecay: try fixture.number("momentumDecay", default: standard.momentumDecay))
  case "RAdam":
    let standard = RAdam<S>()
    let (rate, decay) = try of(standard)
    let (b1, b2, e) = try betas(standard.beta1, standard.beta2, standard.epsilon)
    return RAdam<S>(learningRate: rate, beta1: b1, beta2: b2, epsilon: e, weightDecay: decay)
  case "AdaGrad":
    let standard = AdaGrad<S>()
    let (rate, decay) = try of(standard)
    return AdaGrad<S>(
      learningRate: rate, rateDecay: try fixture.number("rateDecay", default: standard.rateDecay),
      initialSum: try fixture.number("initialSum", default: standard.initialSum),
      epsilon: try fixture.number("epsilon", default: standard.epsilon), weightDecay: decay)
  case "AdaDelta":
    let standard = AdaDelta<S>()
    let (rate, decay) = try of(standard)
    return AdaDelta<S>(
      learningRate: rate, rho: try fixture.number("rho", default: standard.rho),
      epsilon: try fixture.number("epsilon", default: standard.epsilon), weightDecay: decay)
  case "RMSProp":
    let standard = RMSProp<S>()
    let (rate, decay) = try of(standard)
    return RMSProp<S>(
      learningRate: rate, alpha: try fixture.number("alpha", default: standard.alpha),
      momentum: try fixture.number("momentum", default: standard.momentum),
      isCentered: try fixture.flag("isCentered") ?? standard.isCentered,
      epsilon: try fixture.number("epsilon", default: standard.epsilon), weightDecay: decay)
  case "Lion":
    let standard = Lion<S>()
    let (rate, decay) = try of(standard)
    let (b1, b2, _) = try betas(standard.beta1, standard.beta2)
    return Lion<S>(learningRate: rate, beta1: b1, beta2: b2, weightDecay: decay)
  case "Muon":
    let standard = Muon<S>()
    let (rate, decay) = try of(standard)
    return Muon<S>(
      learningRate: rate, momentum: try fixture.number("momentum", default: standard.momentum),
      isNesterov: try fixture.flag("isNesterov") ?? standard.isNesterov, weightDecay: decay)
  case "Adafactor":
    let standard = Adafactor<S>()
    let (rate, decay) = try of(standard)
    return Adafactor<S>(
      learningRate: rate,
      decayExponent: try fixture.number("decayExponent", default: standard.decayExponent),
      epsilon1: try fixture.number("epsilon1", default: standard.epsilon1),
      epsilon2: try fixture.number("epsilon2", default: standard.epsilon2),
      threshold: try fixture.number("threshold", default: standard.threshold), weightDecay: decay)
  case "OptimizerGroups":
    return OptimizerGroups<S>([
      "matrices": SGD(learningRate: 0.02, momentum: 0.9),
      "rest": AdamW(learningRate: 0.1, weightDecay: 0.5),
    ]) { _, shape in shape.rank == 2 ? "matrices" : "rest" }
  default: throw FixtureError("\(fixture): it is not said how this is made")
  }
}
