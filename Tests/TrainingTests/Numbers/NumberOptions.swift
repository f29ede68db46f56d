import Autograd
import DataLoading
import Layers
import TensorCore
import Training

/// What an option's number must be, written down a second time.
enum Rule: String, CaseIterable {
  case finite, atLeastZero, positive, belowOne, fromZeroToOne

  func allows(_ number: Double) -> Bool {
    switch self {
    case .finite: number > -.infinity && number < .infinity
    case .atLeastZero: number >= 0 && number < .infinity
    case .positive: number > 0 && number < .infinity
    case .belowOne: number >= 0 && number < 1
    case .fromZeroToOne: number >= 0 && number <= 1
    }
  }

  func sentence(_ name: String) -> String {
    switch self {
    case .finite: "expected a finite \(name), found "
    case .atLeastZero: "expected a finite \(name) of at least 0, found "
    case .positive: "expected a finite \(name) above 0, found "
    case .belowOne: "expected \(name) of at least 0 and below 1, found "
    case .fromZeroToOne: "expected \(name) from 0 to 1, found "
    }
  }
}

/// An option that takes a number, with what uses it.
struct NumberOption: Sendable {
  /// What the message begins with.
  let owner: String
  let name: String
  let rule: Rule
  /// Whether the number is calculated with as a `Float`.
  let isFloat: Bool
  /// Whether the message points at the line that gives the number.
  let namesCaller: Bool
  let use: @Sendable (Double) -> Void

  init(
    _ owner: String, _ name: String, _ rule: Rule, double: Bool = false, namesCaller: Bool = true,
    _ use: @escaping @Sendable (Double) -> Void
  ) {
    (self.owner, self.name, self.rule, self.use) = (owner, name, rule, use)
    (isFloat, self.namesCaller) = (!double, namesCaller)
  }

  /// What the message says before the number that was found.
  var sentence: String { "\(owner): \(rule.sentence(name))" }

  func allows(_ number: Double) -> Bool {
    rule.allows(number) && (!isFloat || rule.allows(Double(Float(number))))
  }
}

private func model() -> Linear<Float> { Linear(weight: .ones([2, 2]), bias: nil) }
private func tracked(_ use: (Linear<Float>) -> Variable<Float>) { _ = use(model()) }
private var x: Variable<Float> { Variable(.ones([2, 2])) }
private var logits: Variable<Double> { Variable(.ones([2, 2])) }

/// A step with a number that was set after the optimizer was made.
private func step(_ set: (inout Adam<Float>) -> Void) {
  var (model, optimizer) = (model(), Adam<Float>())
  set(&optimizer)
  optimizer.update(&model, along: Gradients(names: ["weight"], tensors: [.ones([2, 2])]))
}

private let optimizers: [NumberOption] = [
  .init("SGD", "learning rate", .atLeastZero) { _ = SGD<Float>(learningRate: $0) },
  .init("SGD", "weight decay", .atLeastZero) { _ = SGD<Float>(learningRate: 1, weightDecay: $0) },
  .init("SGD", "a momentum", .belowOne, double: true) {
    _ = SGD<Float>(learningRate: 1, momentum: $0)
  },
  .init("SGD", "dampening", .finite) { _ = SGD<Float>(learningRate: 1, dampening: $0) },
  .init("Adam", "learning rate", .atLeastZero) { _ = Adam<Float>(learningRate: $0) },
  .init("Adam", "weight decay", .atLeastZero) { _ = Adam<Float>(weightDecay: $0) },
  .init("Adam", "a first beta", .belowOne, double: true) { _ = Adam<Float>(beta1: $0) },
  .init("Adam", "a second beta", .belowOne, double: true) { _ = Adam<Float>(beta2: $0) },
  .init("Adam", "learning rate", .atLeastZero, namesCaller: false) { number in
    step { $0.learningRate = number }
  },
  .init("Adam", "weight decay", .atLeastZero, namesCaller: false) { number in
    step { $0.weightDecay = number }
  },
  .init("Adam", "epsilon", .positive) { _ = Adam<Float>(epsilon: $0) },
  .init("Adam", "epsilon", .positive, double: true) { _ = Adam<Double>(epsilon: $0) },
  .init("AdamW", "learning rate", .atLeastZero) { _ = AdamW<Float>(learningRate: $0) },
  .init("AdamW", "weight decay", .atLeastZero) { _ = AdamW<Float>(weightDecay: $0) },
  .init("AdamW", "a first beta", .belowOne, double: true) { _ = AdamW<Float>(beta1: $0) },
  .init("AdamW", "epsilon", .positive) { _ = AdamW<Float>(epsilon: $0) },
  .init("AMSGrad", "learning rate", .atLeastZero) { _ = AMSGrad<Float>(learningRate: $0) },
  .init("AMSGrad", "a second beta", .belowOne, double: true) { _ = AMSGrad<Float>(beta2: $0) },
  .init("AMSGrad", "epsilon", .positive) { _ = AMSGrad<Float>(epsilon: $0) },
  .init("AdaMax", "learning rate", .atLeastZero) { _ = AdaMax<Float>(learningRate: $0) },
  .init("AdaMax", "a second beta", .belowOne, double: true) { _ = AdaMax<Float>(beta2: $0) },
  .init("AdaMax", "epsilon", .positive) { _ = AdaMax<Float>(epsilon: $0) },
  .init("NAdam", "learning rate", .atLeastZero) { _ = NAdam<Float>(learningRate: $0) },
  .init("NAdam", "a first beta", .belowOne, double: true) { _ = NAdam<Float>(beta1: $0) },
  .init("NAdam", "momentum decay", .atLeastZero) { _ = NAdam<Float>(momentumDecay: $0) },
  .init("NAdam", "epsilon", .positive) { _ = NAdam<Float>(epsilon: $0) },
  .init("RAdam", "learning rate", .atLeastZero) { _ = RAdam<Float>(learningRate: $0) },
  .init("RAdam", "a first beta", .belowOne, double: true) { _ = RAdam<Float>(beta1: $0) },
  .init("RAdam", "epsilon", .positive) { _ = RAdam<Float>(epsilon: $0) },
  .init("Adafactor", "learning rate", .atLeastZero) { _ = Adafactor<Float>(learningRate: $0) },
  .init("Adafactor", "decay exponent", .atLeastZero, double: true) {
    _ = Adafactor<Float>(decayExponent: $0)
  },
  .init("Adafactor", "epsilon 2", .positive) { _ = Adafactor<Float>(epsilon2: $0) },
  .init("Adafactor", "weight decay", .atLeastZero) { _ = Adafactor<Float>(weightDecay: $0) },
  .init("AdaGrad", "learning rate", .atLeastZero) { _ = AdaGrad<Float>(learningRate: $0) },
  .init("AdaGrad", "rate decay", .atLeastZero) { _ = AdaGrad<Float>(rateDecay: $0) },
  .init("AdaGrad", "sum", .atLeastZero) { _ = AdaGrad<Float>(initialSum: $0) },
  .init("AdaGrad", "epsilon", .positive) { _ = AdaGrad<Float>(epsilon: $0) },
  .init("AdaDelta", "learning rate", .atLeastZero) { _ = AdaDelta<Float>(learningRate: $0) },
  .init("AdaDelta", "a rho", .belowOne, double: true) { _ = AdaDelta<Float>(rho: $0) },
  .init("AdaDelta", "epsilon", .positive) { _ = AdaDelta<Float>(epsilon: $0) },
  .init("RMSProp", "learning rate", .atLeastZero) { _ = RMSProp<Float>(learningRate: $0) },
  .init("RMSProp", "an alpha", .belowOne, double: true) { _ = RMSProp<Float>(alpha: $0) },
  .init("RMSProp", "a momentum", .belowOne, double: true) { _ = RMSProp<Float>(momentum: $0) },
  .init("RMSProp", "epsilon", .positive) { _ = RMSProp<Float>(epsilon: $0) },
  .init("Muon", "learning rate", .atLeastZero) { _ = Muon<Float>(learningRate: $0) },
  .init("Muon", "a momentum", .belowOne, double: true) { _ = Muon<Float>(momentum: $0) },
  .init("Lion", "learning rate", .atLeastZero) { _ = Lion<Float>(learningRate: $0) },
  .init("Lion", "a first beta", .belowOne, double: true) { _ = Lion<Float>(beta1: $0) },
  .init("ParameterTreatment", "factor", .atLeastZero, double: true) {
    _ = ParameterTreatment.rate($0)
  },
]

private let training: [NumberOption] = [
  .init("ConstantRate", "learning rate", .atLeastZero, double: true) { _ = ConstantRate($0) },
  .init("CosineDecay", "learning rate", .atLeastZero, double: true) {
    _ = CosineDecay(from: 1, to: $0, steps: 2)
  },
  .init("CosineRestarts", "learning rate", .atLeastZero, double: true) {
    _ = CosineRestarts(from: $0, firstCycle: 2)
  },
  .init("ExponentialDecay", "factor", .atLeastZero, double: true) {
    _ = ExponentialDecay(from: 1, factor: $0)
  },
  .init("MultiStepDecay", "factor", .atLeastZero, double: true) {
    _ = MultiStepDecay(from: 1, factor: $0, at: [1])
  },
  .init("StepDecay", "factor", .atLeastZero, double: true) {
    _ = StepDecay(from: 1, factor: $0, every: 1)
  },
  .init("PolynomialDecay", "power", .positive, double: true) {
    _ = PolynomialDecay(from: 1, steps: 2, power: $0)
  },
  .init("LinearDecay", "learning rate", .atLeastZero, double: true) {
    _ = LinearDecay(from: 1, to: $0, steps: 2)
  },
  .init("CyclicRate", "learning rate", .atLeastZero, double: true) {
    _ = CyclicRate(from: 1, to: $0, risingSteps: 2)
  },
  .init("CyclicRate", "a height factor", .fromZeroToOne, double: true) {
    _ = CyclicRate(from: 1, to: 2, risingSteps: 2, heightFactor: $0)
  },
  .init("FScore", "beta", .positive, double: true) { _ = FScore(beta: $0) },
  .init("OneCycle", "learning rate", .atLeastZero, double: true) {
    _ = OneCycle(peak: $0, steps: 5)
  },
  .init("OneCycle", "start divisor", .positive, double: true) {
    _ = OneCycle(peak: 1, steps: 5, startDivisor: $0)
  },
  .init("OneCycle", "end divisor", .positive, double: true) {
    _ = OneCycle(peak: 1, steps: 5, endDivisor: $0)
  },
  .init("OneCycle", "a rising share", .fromZeroToOne, double: true) {
    _ = OneCycle(peak: 1, steps: 5, risingShare: $0)
  },
  .init("ReduceOnPlateau", "learning rate", .atLeastZero, double: true) {
    _ = ReduceOnPlateau(from: 1, smallestRate: $0)
  },
  .init("ReduceOnPlateau", "a factor", .belowOne, double: true) {
    _ = ReduceOnPlateau(from: 1, factor: $0)
  },
  .init("ReduceOnPlateau", "improvement", .atLeastZero, double: true) {
    _ = ReduceOnPlateau(from: 1, improvement: .fallsByShare($0))
  },
  .init("ReduceOnPlateau", "improvement", .atLeastZero, double: true) {
    _ = ReduceOnPlateau(from: 1, improvement: .rises(by: $0))
  },
  .init("EarlyStopping", "minimum delta", .atLeastZero, double: true) {
    _ = EarlyStopping(minimumDelta: $0)
  },
  .init("clip", "limit", .atLeastZero) {
    var gradients = Gradients<Float>(names: ["w"], tensors: [.ones([2])])
    gradients.clip(toNorm: $0)
  },
  .init("clip", "limit", .atLeastZero) {
    var gradients = Gradients<Float>(names: ["w"], tensors: [.ones([2])])
    gradients.clip(toMagnitude: $0)
  },
  .init("fit", "norm to clip to", .atLeastZero) {
    var (model, rule) = (model(), SGD<Float>(learningRate: 0))
    let samples = Samples(Tensor<Float>.ones([1, 2]), Tensor<Float>.ones([1, 2]))
    _ = try? fit(&model, to: samples, with: &rule, epochs: 1, clippingNorm: $0, seed: 1) {
      meanSquaredError($0, $1)
    }
  },
  .init("L1Shrinkage", "strength", .atLeastZero, double: true) { _ = L1Shrinkage(strength: $0) },
  .init("L1Shrinkage", "learning rate", .atLeastZero) {
    var model = model()
    L1Shrinkage(strength: 1).apply(to: &model, learningRate: $0)
  },
  .init("MaxNorm", "bound", .positive, double: true) { _ = MaxNorm($0) },
  .init("l1Penalty", "strength", .atLeastZero) { s in tracked { l1Penalty($0, strength: s) } },
  .init("l2Penalty", "strength", .atLeastZero) { s in tracked { l2Penalty($0, strength: s) } },
  .init("elasticNetPenalty", "a share of L1", .fromZeroToOne, double: true) { share in
    tracked { elasticNetPenalty($0, strength: 1, l1Share: share) }
  },
  .init("updateAverage", "a decay", .fromZeroToOne, double: true) {
    var average = model()
    average.updateAverage(with: model(), decay: $0)
  },
]

private let layers: [NumberOption] = [
  .init("LayerNorm", "epsilon", .positive) { _ = LayerNorm<Float>([2], epsilon: $0) },
  .init("RMSNorm", "epsilon", .positive) { _ = RMSNorm<Float>([2], epsilon: $0) },
  .init("GroupNorm", "epsilon", .positive) {
    _ = GroupNorm<Float>(groups: 1, channels: 2, epsilon: $0)
  },
  .init("BatchNorm", "epsilon", .positive) { _ = BatchNorm<Float>(2, epsilon: $0) },
  .init("BatchNorm", "a momentum", .fromZeroToOne, double: true) {
    _ = BatchNorm<Float>(2, momentum: $0)
  },
  .init("standardized", "epsilon", .positive) { _ = x.standardized(along: [1], epsilon: $0) },
  .init("Dropout", "a probability", .belowOne, double: true) { _ = Dropout<Float>($0) },
  .init("SpatialDropout", "a probability", .belowOne, double: true) {
    _ = SpatialDropout<Float>($0)
  },
  .init("StochasticDepth", "a probability", .belowOne, double: true) {
    _ = StochasticDepth<Float>($0, ReLU<Float>())
  },
  .init("StochasticDepth", "a last probability", .belowOne, double: true) {
    _ = StochasticDepth<Float>.linearDecay(block: 1, of: 2, last: $0)
  },
  .init("GaussianNoise", "standard deviation", .atLeastZero) {
    _ = GaussianNoise<Float>(standardDeviation: $0)
  },
  .init("LeakyReLU", "slope", .finite) { _ = LeakyReLU<Float>(slope: $0) },
  .init("leakyReLU", "slope", .finite) { _ = x.leakyReLU(slope: $0) },
  .init("ELU", "alpha", .finite) { _ = ELU<Float>(alpha: $0) },
  .init("elu", "alpha", .finite) { _ = x.elu(alpha: $0) },
  .init("Softplus", "beta", .positive) { _ = Softplus<Float>(beta: $0) },
  .init("softplus", "beta", .positive) { _ = x.softplus(beta: $0) },
  .init("PReLU", "slope", .finite) { _ = PReLU<Float>(slope: $0) },
  .init("smoothL1", "beta", .positive) { _ = smoothL1(x, x.value, beta: $0) },
  .init("huber", "delta", .positive) { _ = huber(x, x.value, delta: $0) },
  .init("softmaxCrossEntropy", "a label smoothing", .fromZeroToOne, double: true) {
    _ = softmaxCrossEntropy(logits: x, labels: [0, 1], labelSmoothing: $0)
  },
  .init("softmaxCrossEntropy", "weight of class 1", .atLeastZero, double: true) {
    _ = softmaxCrossEntropy(logits: logits, labels: [0, 1], classWeights: Tensor([1, $0]))
  },
  .init("negativeLogLikelihood", "weight of class 0", .atLeastZero, double: true) {
    _ = negativeLogLikelihood(
      logProbabilities: logits, labels: [0, 1], classWeights: Tensor([$0, 1]))
  },
  .init("constant", "value", .finite, double: true) { _ = Initializer.constant($0) },
  .init("uniform", "bound", .finite, double: true) {
    _ = Initializer.uniform(from: $0, to: 1e300)
  },
  .init("normal", "mean", .finite, double: true) { _ = Initializer.normal(mean: $0) },
  .init("normal", "standard deviation", .atLeastZero, double: true) {
    _ = Initializer.normal(standardDeviation: $0)
  },
  .init("truncatedNormal", "standard deviation", .atLeastZero, double: true) {
    _ = Initializer.truncatedNormal(standardDeviation: $0)
  },
  .init("orthogonal", "gain", .finite, double: true) { _ = Initializer.orthogonal(gain: $0) },
]

private let data: [NumberOption] = [
  .init("Mixup", "α", .positive, double: true) { _ = Mixup<Float>(alpha: $0) },
  .init("CutMix", "α", .positive, double: true) { _ = CutMix<Float>(alpha: $0) },
  .init("RandomBrightness", "change", .atLeastZero, double: true) { _ = RandomBrightness($0) },
  .init("AdditiveNoise", "standard deviation", .atLeastZero, double: true) {
    _ = AdditiveNoise(standardDeviation: $0)
  },
  .init("RandomFlip", "a probability", .fromZeroToOne, double: true) {
    _ = RandomFlip(probability: $0)
  },
  .init("RandomErasing", "a probability", .fromZeroToOne, double: true) {
    _ = RandomErasing(probability: $0)
  },
  .init("RandomErasing", "value", .finite, double: true) { _ = RandomErasing(value: $0) },
  .init("AffineMap", "factor of size", .positive, double: true) { _ = AffineMap.scale($0) },
]

/// All options of layers, losses, optimizers, schedules and augmentations that take a number.
let numberOptions = optimizers + training + layers + data
