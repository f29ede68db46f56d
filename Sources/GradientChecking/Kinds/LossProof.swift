import Autograd
import Layers
import TensorCore

/// A loss that is to be proved: ``checkLoss(_:seed:)`` runs the proof.
///
/// It is a type and not a closure, because the very same code runs in `Float`, `Double` and `Dual<Double>`:
///
/// ```swift
/// struct QuarticErrorProof: LossProof {
///   let name = "quarticError(_:_:)"
///   let prediction: FunctionInput = [3, 4]
///   let target: FunctionInput = [3, 4]
///   func loss<S: TensorScalar>(
///     _ prediction: Variable<S>, _ target: Tensor<S>, reduction: LossReduction
///   ) -> Variable<S> { quarticError(prediction, target, reduction: reduction) }
///   func bestPrediction(for target: Tensor<Double>) -> Tensor<Double>? { target }
/// }
/// ```
public protocol LossProof: Sendable {
  /// What messages call it.
  var name: String { get }

  /// The predictions, shape [B, …] with B of at least 2.
  var prediction: FunctionInput { get }

  /// The targets, shape [B, …]. Labels are the values 0, 1, 2 …, of which ``loss(_:_:reduction:)`` makes
  /// integers.
  var target: FunctionInput { get }

  /// Predictions at which the loss and its gradient must be finite, in `Float`, too: −10⁴, 0 and 10⁴ by default.
  var extremePredictions: [Double] { get }

  /// The loss.
  ///
  /// - Parameters:
  ///   - prediction: The predictions of a batch of any size, one included.
  ///   - target: Their targets.
  ///   - reduction: With `.none` the result has shape [B, …].
  func loss<S: TensorScalar>(
    _ prediction: Variable<S>, _ target: Tensor<S>, reduction: LossReduction
  ) -> Variable<S>

  /// What the sum is divided by for the mean, such as the sum of the weights of the targets' classes; nil, the
  /// default, for the number of losses that `.none` gives.
  func meanDivisor(for target: Tensor<Double>) -> Double?

  /// The predictions at which the loss is least; nil, the default, where there are none or nobody asks.
  func bestPrediction(for target: Tensor<Double>) -> Tensor<Double>?
}

extension LossProof {
  /// −10⁴, 0 and 10⁴.
  public var extremePredictions: [Double] { [-1e4, 0, 1e4] }
  /// The number of losses.
  public func meanDivisor(for target: Tensor<Double>) -> Double? { nil }
  /// Not asked for.
  public func bestPrediction(for target: Tensor<Double>) -> Tensor<Double>? { nil }
}

/// Proves a loss: its gradient with each reduction, as ``checkGradients(of:seed:)-(DifferentiableFunction,_)``
/// does; that mean and sum are single numbers and those of the losses that `.none` gives; that the loss of a
/// sample does not depend on the others of its batch, of which there may be one alone; that it depends on its
/// target; that loss and gradient are finite at extreme predictions; and that it is least where it should be.
///
/// - Parameters:
///   - proof: The loss.
///   - seed: The seed of predictions, targets and neighbors.
/// - Returns: What is wrong; empty if all is well.
public func checkLoss(_ proof: some LossProof, seed: UInt64 = 1) -> [ProofProblem] {
  var report = ProofReport(proof.name, seed: seed)
  guard proof.prediction.shape.elementCount > 0, proof.prediction.shape.rank > 0,
    proof.target.shape.rank > 0, proof.prediction.shape[0] == proof.target.shape[0],
    proof.prediction.shape[0] >= 2
  else {
    report.add(
      "samples",
      "expected predictions and targets of the same 2 or more samples along axis 0, found shapes "
        + "\(proof.prediction.shape) and \(proof.target.shape).")
    return report.problems
  }
  var generator = RandomGenerator(seed: seed)
  let trial = LossTrial(proof: proof, using: &generator)
  guard (trial.prediction.elements + trial.target.elements).allSatisfy(\.isFinite) else {
    report.add("samples", "a prediction or a target at which it is to be proved is not finite.")
    return report.problems
  }
  trial.checkReductions(&report)
  if report.problems.isEmpty { trial.checkSamples(&report) }
  trial.checkExtremes(in: Double.self, &report)
  trial.checkExtremes(in: Float.self, &report)
  trial.checkLeast(&report, using: &generator)
  for reduction in [LossReduction.mean, .sum, .none] {
    let function = ReducedLoss(proof: proof, reduction: reduction)
    for problem in checkGradients(of: function, seed: seed) { report.add(problem) }
  }
  return report.problems
}

/// A loss with one reduction, as a function whose gradient is checked.
private struct ReducedLoss<Proof: LossProof>: DifferentiableFunction {
  let proof: Proof
  let reduction: LossReduction
  var name: String { "\(proof.name), \(reduction)" }
  var inputs: [FunctionInput] {
    [proof.prediction, .constant(proof.target.shape, proof.target.sampling)]
  }
  func callAsFunction<S: TensorScalar>(_ inputs: [Variable<S>]) -> Variable<S> {
    proof.loss(inputs[0], inputs[1].value, reduction: reduction)
  }
}

/// A loss at some predictions and targets.
private struct LossTrial<Proof: LossProof> {
  let proof: Proof
  let prediction: Tensor<Double>
  let target: Tensor<Double>

  init(proof: Proof, using generator: inout RandomGenerator) {
    self.proof = proof
    prediction = proof.prediction.sampling.tensor(proof.prediction.shape, using: &generator)
    target = proof.target.sampling.tensor(proof.target.shape, using: &generator)
  }

  private func loss(
    _ prediction: Tensor<Double>, _ target: Tensor<Double>, _ reduction: LossReduction
  ) -> Tensor<Double> {
    proof.loss(Variable(prediction), target, reduction: reduction).value
  }

  /// Sums of a few numbers, added in another order.
  private func isClose(_ x: Double, _ y: Double) -> Bool {
    (x - y).magnitude <= 1e-12 * max(1, x.magnitude, y.magnitude)
  }

  /// Mean and sum are those of what `.none` gives, for all samples and for each alone.
  func checkReductions(_ report: inout ProofReport) {
    let samples = (0..<prediction.shape[0]).map { $0..<$0 + 1 }
    for range in [0..<samples.count] + samples {
      let (x, y) = (prediction[range], target[range])
      let batch = "a batch of \(range.count)"
      let losses = loss(x, y, .none)
      let (sum, mean) = (loss(x, y, .sum), loss(x, y, .mean))
      guard losses.rank > 0, losses.shape[0] == range.count else {
        report.add(
          "reduction",
          "of \(batch), .none gives the shape \(losses.shape): expected [\(range.count), …].",
          "the losses are reduced before the reduction is asked for.")
        return
      }
      guard sum.shape == [], mean.shape == [] else {
        report.add(
          "reduction",
          ".mean and .sum give the shapes \(mean.shape) and \(sum.shape), not a single number each.",
          "the sum goes along one axis and leaves the other.")
        return
      }
      let expected = losses.sum()
      guard isClose(sum.scalar(), expected) else {
        report.add(
          "reduction",
          "of \(batch), .sum gives \(text(sum.scalar())); the losses of .none add up to "
            + "\(text(expected)).",
          isClose(sum.scalar(), losses.mean()) ? ".sum gives the mean." : nil)
        return
      }
      let divisor = proof.meanDivisor(for: y) ?? Double(losses.elementCount)
      // Where nothing counts, 0/0 is not asked for.
      guard divisor != 0, !isClose(mean.scalar(), expected / divisor) else { continue }
      let ratio = expected / mean.scalar()
      report.add(
        "reduction",
        "of \(batch), .mean gives \(text(mean.scalar())); the losses of .none add up to "
          + "\(text(expected)), which is \(text(expected / divisor)) divided by \(text(divisor)).",
        isClose(ratio, ratio.rounded())
          ? "it is divided by \(text(ratio)); if that is meant, meanDivisor(for:) says so." : nil)
      return
    }
  }

  /// A sample's loss is its own, and depends on its target.
  func checkSamples(_ report: inout ProofReport) {
    let all = loss(prediction, target, .none)
    for sample in 0..<prediction.shape[0] {
      let range = sample..<sample + 1
      let alone = loss(prediction[range], target[range], .none)
      guard
        zip(alone.elements, all[range].elements).contains(where: { !isClose($0, $1) })
      else { continue }
      report.add(
        "batch of one",
        "alone, sample \(sample) has the loss \(alone.elements.map(text)), in the batch "
          + "\(all[range].elements.map(text)).",
        "something goes along the axis of the samples: a softmax, a mean or a largest element.")
      return
    }
    let places = (1...prediction.shape[0]).map { $0 % prediction.shape[0] }
    if loss(prediction, target.gather(places), .none) == all {
      report.add(
        "target", "the losses stay the same when the targets change places.",
        "the target is not used.")
    }
  }

  /// Loss and gradient where a program is sure of itself, and wrong.
  func checkExtremes<S: TensorScalar>(in scalar: S.Type, _ report: inout ProofReport) {
    let extremes = proof.extremePredictions
    for shift in extremes.indices {
      let elements = (0..<prediction.elementCount).map {
        S(extremes[($0 + shift + $0 / extremes.count) % extremes.count])
      }
      let x = Tensor(shape: prediction.shape, elements: elements)
      let (value, gradients) = valueWithGradients(at: [x]) {
        proof.loss($0[0], Tensor<S>(target), reduction: .mean)
      }
      let isFinite = value.elements.allSatisfy(\.isFinite)
      guard !isFinite || !gradients[0].elements.allSatisfy(\.isFinite) else { continue }
      report.add(
        "extreme predictions",
        "in \(S.self), \(isFinite ? "the gradient" : "the loss") is not finite at predictions of "
          + "\(extremes.map(text).joined(separator: ", ")).",
        "an exponential that overflows, or a logarithm of 0: is there a form that subtracts the largest "
          + "first, as logSumExp does?")
      return
    }
  }

  /// No neighbor of the best prediction has a smaller loss.
  func checkLeast(_ report: inout ProofReport, using generator: inout RandomGenerator) {
    guard let best = proof.bestPrediction(for: target) else { return }
    let least = loss(best, target, .mean).elements[0]
    for size in [1e-3, 0.1, 1, 10] {
      let direction = Tensor<Double>.normal(best.shape, using: &generator)
      let other = loss(best + direction * size, target, .mean).elements[0]
      guard !(least <= other + 1e-12 * max(1, least.magnitude)) else { continue }
      report.add(
        "least loss",
        "at the best prediction the loss is \(text(least)), and \(text(other)) at one that is \(text(size)) "
          + "away.", "a sign is wrong, or prediction and target have changed places.")
      return
    }
  }
}
