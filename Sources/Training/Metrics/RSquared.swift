import TensorCore

/// R², the share of the targets' variance that the outputs explain: 1 − Σ(y − ŷ)² / Σ(y − ȳ)².
///
/// 1 is perfect, 0 no better than the mean of the targets, and there is no lower limit. The elements of
/// targets with several columns are taken together. With an output that is NaN, R² is NaN; with an infinite
/// one, −∞.
public struct RSquared: RegressionMetric {
  private var count = 0.0
  private var mean = 0.0
  /// Σ(y − ŷ)²
  private var residual = 0.0
  /// Σ(y − ȳ)²
  private var total = 0.0

  /// Makes the metric.
  public init() {}

  /// "R²"
  public var name: String { "R²" }

  /// Adds a batch of outputs and targets of one shape; traps when the shapes differ.
  public mutating func update<Scalar: TensorScalar>(
    outputs: Tensor<Scalar>, targets: Tensor<Scalar>
  ) {
    require(
      outputs.shape == targets.shape,
      "R²: expected outputs and targets of one shape, found \(outputs.shape) and \(targets.shape)")
    for (output, target) in zip(outputs.elements, targets.elements) {
      let (output, target) = (output.doubleValue, target.doubleValue)
      residual += (target - output) * (target - output)
      // Welford (1962): Σy² − n·ȳ² would lose all digits where the mean is large.
      count += 1
      let difference = target - mean
      mean += difference / count
      total += difference * (target - mean)
    }
  }

  /// R²; NaN when all targets are equal, because there is no variance to explain.
  public var value: Double { total == 0 ? .nan : 1 - residual / total }
}
