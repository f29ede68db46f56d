import Autograd
import TensorCore

/// Batch normalization: y = γ·(x − μ)/√(σ² + ε) + β, with a mean and a variance for each channel
/// (Ioffe and Szegedy, 2015, *Batch Normalization: Accelerating Deep Network Training by Reducing
/// Internal Covariate Shift*).
///
/// Inputs have shape [N, C], [N, C, L] or [N, C, H, W]: axis 1 is the channel, and all others are
/// averaged over. The output has the same shape. This one type is PyTorch's BatchNorm1d and 2d.
///
/// In training, μ and σ² are those of the batch, σ² divided by the number n of values of a channel. The
/// running statistics follow them: running ← (1 − m)·running + m·batch with the momentum m, where the
/// batch's variance is divided by n − 1, since it estimates that of all data. Gradients flow through μ
/// and σ², so each sample's gradient depends on the others of its batch.
///
/// At inference, μ and σ² are the running statistics, which are constants and stay as they are: a
/// sample's output no longer depends on its batch.
///
/// A linear or convolutional layer in front needs no bias: μ takes it out again.
///
/// The buffers `runningMean` and `runningVariance` are PyTorch's `running_mean` and `running_var`.
public struct BatchNorm<Scalar: TensorScalar>: Layer {
  /// γ, shape [C], at first ones; nil for a layer without.
  public var weight: Variable<Scalar>?
  /// β, shape [C], at first zeros; nil for a layer without.
  public var bias: Variable<Scalar>?
  /// The running mean of each channel, shape [C], at first zeros; a buffer.
  public var runningMean: Variable<Scalar>
  /// The running variance of each channel, shape [C], at first ones; a buffer.
  public var runningVariance: Variable<Scalar>
  /// ε, which keeps the quotient finite where all values are equal.
  public let epsilon: Double
  /// m, the share of the newest batch in the running statistics.
  public let momentum: Double

  /// Makes a layer for a number of channels.
  ///
  /// Traps when there is no channel, ε is not positive, or the momentum not in 0 ... 1.
  ///
  /// - Parameters:
  ///   - channels: C.
  ///   - epsilon: ε; 1e-5 unless given.
  ///   - momentum: m; 0.1 unless given. Other frameworks call 1 − m the momentum.
  ///   - isAffine: Whether there are γ and β.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  public init(
    _ channels: Int, epsilon: Double = 1e-5, momentum: Double = 0.1, isAffine: Bool = true,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    require(
      channels >= 1, "BatchNorm: expected at least 1 channel, found \(channels)",
      file: file, line: line)
    requireNumber(
      epsilon, "epsilon", .positive, of: "BatchNorm", in: Scalar.self, file: file, line: line)
    requireNumber(momentum, "momentum", .fromZeroToOne, of: "BatchNorm", file: file, line: line)
    weight = isAffine ? Variable(.ones([channels], file: file, line: line)) : nil
    bias = isAffine ? Variable(.zeros([channels], file: file, line: line)) : nil
    runningMean = Variable(.zeros([channels], file: file, line: line))
    runningVariance = Variable(.ones([channels], file: file, line: line))
    self.epsilon = epsilon
    self.momentum = momentum
  }

  /// The normalized input; in training, the running statistics move toward those of the batch.
  ///
  /// Traps when the input does not have the shape [N, C, …], and in training when there is only one value
  /// per channel: it would be its own mean, and the output always β.
  public mutating func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    input.requireChannels(runningMean.shape[0], of: "BatchNorm", in: context)
    return context.isTraining
      ? normalizedByBatch(input, in: context)
      : normalizedByRunningStatistics(input).scaled(byChannel: weight, bias: bias)
  }

  private mutating func normalizedByBatch(
    _ input: Variable<Scalar>, in context: Context
  ) -> Variable<Scalar> {
    let count = input.value.elementCount / input.shape[1]
    require(
      count > 1,
      "\(context.naming("BatchNorm")): training needs more than one value per channel, but an "
        + "input of shape \(input.shape) has \(count). Hint: a batch of one sample has no variance; "
        + "with dropLast: true, fit and Batches leave out a last batch that is short.")
    let (output, mean, variance) = fused(input) ?? composed(input)
    follow(&runningMean.value, mean)
    follow(&runningVariance.value, variance * Scalar(Double(count) / Double(count - 1)))
    return output
  }

  private typealias Normalized = (
    output: Variable<Scalar>, mean: Tensor<Scalar>, variance: Tensor<Scalar>
  )

  private func composed(_ input: Variable<Scalar>) -> Normalized {
    var normalized = input.standardizedWithStatistics(
      along: Axes([0] + (2..<input.rank)), epsilon: epsilon)
    normalized.output = normalized.output.scaled(byChannel: weight, bias: bias)
    return normalized
  }

  /// The same by one vector kernel, where there is one.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  private func fused(_ input: Variable<Scalar>) -> Normalized? {
    guard let weight, let bias, weight.shape == runningMean.shape, bias.shape == weight.shape,
      let norm = FusedBatchNorm(
        input.value, scale: weight.value, shift: bias.value, epsilon: Scalar(epsilon))
    else { return nil }
    let output = Variable("batchNorm", norm.output, [input, weight, bias]) { upstream, _ in
      norm.gradients(upstream)
    }
    return (output, norm.means, norm.variances)
  }

  /// running ← (1 − m)·running + m·batch, on plain tensors: no gradient flows here.
  ///
  /// The rounding errors of a step fade as its batch does: together they stay below 5/m·½ulp(1) of the
  /// largest batch statistic, however many batches there are.
  private func follow(_ running: inout Tensor<Scalar>, _ batch: Tensor<Scalar>) {
    running *= Scalar(1 - momentum)
    running += batch.reshaped(to: running.shape) * Scalar(momentum)
  }

  private func normalizedByRunningStatistics(_ input: Variable<Scalar>) -> Variable<Scalar> {
    let shape = runningMean.shape.asChannels(ofRank: input.rank)
    let deviation = (runningVariance.value + Scalar(epsilon)).sqrt()
    return (input - Variable(runningMean.value.reshaped(to: shape)))
      * Variable((1 / deviation).reshaped(to: shape))
  }

  /// The weight and the bias, if there are any, and the running statistics as buffers.
  public mutating func visitParameters(_ visit: ParameterVisit<Scalar>) {
    visit("weight", &weight)
    visit("bias", &bias)
    visit(.buffer("runningMean"), &runningMean)
    visit(.buffer("runningVariance"), &runningVariance)
  }
}
