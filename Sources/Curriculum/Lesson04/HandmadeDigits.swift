import Curriculum
import Gradus

/// Dropout made of the functions `dropout` and `dropoutBackward`.
///
/// It draws from the context as the framework's does, so that both drop the same units.
struct HandmadeDropout: ParameterlessLayer {
  typealias Scalar = Double

  let probability: Double
  let answers: RegularizationAnswers

  func forward(_ input: Variable<Double>, in context: inout Context) -> Variable<Double> {
    guard probability > 0 else { return input }
    let draws: Tensor<Double> =
      context.isTraining ? .uniform(input.shape, using: &context.generator) : .zeros(input.shape)
    let output = required("dropout") {
      try answers.dropout(input.value, draws, probability, context.isTraining)
    }
    return Variable(
      "dropout", output,
      (
        input,
        { upstream in
          required("dropoutBackward") { try answers.dropoutBackward(upstream, draws, probability) }
        }
      ))
  }
}

/// The result of an exercise's function. Only functions that their checks have passed come here, and the
/// checks throw nothing.
private func required<Result>(_ exercise: String, _ body: () throws -> Result) -> Result {
  do { return try body() } catch { fatalError("\(exercise) threw \(error)") }
}

extension RegularizationExperiment {
  // MARK: Digits with the learner's functions

  /// Trains the network of ``train(on:_:epochs:seed:isWatched:)`` with the functions that this experiment
  /// was given: `l2Penalty`, `dropout`, `dropoutBackward` and `smoothedTargets`.
  ///
  /// L1 is not among them. From the same seed it does the same as the framework, up to rounding.
  public func trainByHand(
    on data: SmallDigits<Double>, _ remedies: Remedies, epochs: Int, seed: UInt64
  ) throws -> Sequential<Double> {
    var generator = RandomGenerator(seed: seed)
    var model: Sequential<Double> = RegularizationExperiment.largeNetwork(
      dropout: HandmadeDropout(probability: remedies.dropout, answers: answers), using: &generator)
    var optimizer = Adam<Double>(learningRate: 1e-3)
    let targets = try answers.smoothedTargets(data.train.targets, 10, remedies.smoothing)
    try fit(
      &model, to: Samples(data.train.inputs, targets), with: &optimizer, epochs: epochs,
      batchSize: 32, seed: seed,
      penalty: remedies.l2 == 0 ? nil : { penalty(of: $0, strength: remedies.l2) }
    ) { softmaxCrossEntropy(logits: $0, probabilities: $1) }
    return model
  }

  /// The penalty of all matrices of a model, each seen as the column of weights of a linear model.
  private func penalty(of model: Sequential<Double>, strength: Double) -> Variable<Double> {
    var model = model
    var total = Variable<Double>(Tensor(0))
    model.visitParameters { _, parameter in
      guard parameter.rank == 2 else { return }
      let (weights, shape) = (parameter.value, parameter.shape)
      let (penalty, gradient) = required("l2Penalty") {
        try answers.l2Penalty(
          LinearModel(weights: weights.reshaped(to: [weights.elementCount, 1]), bias: 0), strength)
      }
      total =
        total
        + Variable(
          "l2Penalty", Tensor(penalty),
          (parameter, { gradient.weights.reshaped(to: shape) * $0.scalar() }))
    }
    return total
  }
}
