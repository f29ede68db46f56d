import TensorCore

/// The harmonic mean of precision and recall where recall counts β² times as much (van Rijsbergen, 1979,
/// *Information Retrieval*): (1 + β²)·TP / ((1 + β²)·TP + β²·FN + FP).
///
/// With β = 2, to miss one is worse than a false alarm; with β = ½ it is better. With β = 1 it is ``F1Score``.
public struct FScore: ClassificationMetric {
  /// β.
  public let beta: Double
  private let averaging: ClassAveraging
  private var matrix = ConfusionMatrix()

  /// Makes the metric; the mean over the classes unless asked for otherwise. Traps when β is not positive and
  /// finite.
  public init(
    beta: Double, _ averaging: ClassAveraging = .macro,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    requireNumber(beta, "beta", .positive, of: "FScore", file: file, line: line)
    self.beta = beta
    self.averaging = averaging
  }

  /// "macro F2.0" and the like.
  public var name: String { averaging.naming("F\(beta)") }

  /// Adds a batch, as ``ConfusionMatrix`` does.
  public mutating func update<Scalar: TensorScalar>(
    outputs: Tensor<Scalar>, labels: Tensor<Int>
  ) { matrix.update(outputs: outputs, labels: labels) }

  /// From 0 to 1; NaN before the first sample.
  public var value: Double { averaging(matrix) { $0.fScore(beta: beta) } }
}
