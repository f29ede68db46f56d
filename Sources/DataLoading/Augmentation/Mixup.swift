import TensorCore

/// Mixes each sample with another of its batch, inputs and targets alike (Zhang, Cisse, Dauphin and
/// Lopez-Paz, 2018, *mixup: Beyond Empirical Risk Minimization*).
///
///     x′ = λ·x + (1 − λ)·x₂        y′ = λ·y + (1 − λ)·y₂
///
/// λ is drawn for each sample from the beta distribution with parameters α, α. So a sample has two
/// labels, each with its share, and targets must be distributions, shape [B, K]:
/// `samples.withDistributions(classCount:)` makes them of labels, and `softmaxCrossEntropy` takes
/// them as `probabilities:`. Inputs may have any shape [B, …].
///
/// ```swift
/// try fit(&model, to: train, …, mixing: Mixup(alpha: 0.2)) { outputs, targets in
///   softmaxCrossEntropy(logits: outputs, probabilities: targets)
/// }
/// ```
public struct Mixup<Scalar: TensorScalar>: MixingRule, Sendable {
  /// Shares of classes: half a 3 and half a 7 is no label.
  public typealias Target = Tensor<Scalar>

  /// α: near 0 hardly anything is mixed, 1 makes every share equally likely.
  public let alpha: Double

  /// Makes the augmentation; traps when α is not positive.
  public init(alpha: Double = 0.2, file: StaticString = #fileID, line: UInt = #line) {
    requireNumber(alpha, "α", .positive, of: "Mixup", file: file, line: line)
    self.alpha = alpha
  }

  /// The batch, each sample mixed with another one; the order stays.
  public func callAsFunction(
    _ batch: Samples<Tensor<Scalar>, Tensor<Scalar>>, using generator: inout RandomGenerator
  ) -> Samples<Tensor<Scalar>, Tensor<Scalar>> {
    let others = batch.gather(generator.permutation(batch.count))
    let shares = (0..<batch.count).map { _ in Scalar(generator.beta(alpha)) }
    return Samples(
      mix(batch.inputs, others.inputs, shares), mix(batch.targets, others.targets, shares))
  }

  /// Labels cannot be mixed.
  @available(
    *, unavailable,
    message: "half a 3 and half a 7 is no label: use samples.withDistributions(classCount:)"
  )
  public func callAsFunction(
    _ batch: Samples<Tensor<Scalar>, Tensor<Int>>, using generator: inout RandomGenerator
  ) -> Samples<Tensor<Scalar>, Tensor<Int>> { fatalError("unavailable") }
}

/// λ·a + (1 − λ)·b with one λ for each sample along axis 0.
func mix<Scalar: TensorScalar>(
  _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, _ shares: [Scalar]
) -> Tensor<Scalar> {
  let column = Shape([shares.count] + Array(repeating: 1, count: a.rank - 1))
  let shares = Tensor(shape: column, elements: shares)
  return shares * a + (1 - shares) * b
}
