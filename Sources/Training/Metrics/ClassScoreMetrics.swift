import TensorCore

/// How the scores of several classes make one number.
public enum ClassAveraging: Sendable, Equatable {
  /// The mean over the classes: a rare class counts as much as a frequent one.
  case macro
  /// The mean over the classes, each counted by how many samples it has.
  case weighted
  /// From the counts of all classes together: each sample counts alike.
  case micro
  /// That of one class alone.
  case ofClass(Int)

  /// The number for a confusion matrix; NaN before its first sample.
  func callAsFunction(_ matrix: ConfusionMatrix, _ score: (ClassScores) -> Double) -> Double {
    guard matrix.classCount > 0 else { return .nan }
    return switch self {
    case .macro: matrix.macro(score)
    case .weighted: matrix.weighted(score)
    case .micro: score(matrix.micro)
    case .ofClass(let k): score(matrix.scores(ofClass: k))
    }
  }

  /// How the metric's name says it.
  func naming(_ score: String) -> String {
    switch self {
    case .macro: "macro \(score)"
    case .weighted: "weighted \(score)"
    case .micro: "micro \(score)"
    case .ofClass(let k): "\(score) of class \(k)"
    }
  }
}

/// The share of what was taken for a class that is of it: TP / (TP + FP).
public struct Precision: ClassificationMetric {
  private let averaging: ClassAveraging
  private var matrix = ConfusionMatrix()

  /// Makes the metric; the mean over the classes unless asked for otherwise.
  public init(_ averaging: ClassAveraging = .macro) { self.averaging = averaging }

  /// "macro precision" and the like.
  public var name: String { averaging.naming("precision") }

  /// Adds a batch, as ``ConfusionMatrix`` does.
  public mutating func update<Scalar: TensorScalar>(
    outputs: Tensor<Scalar>, labels: Tensor<Int>
  ) { matrix.update(outputs: outputs, labels: labels) }

  /// From 0 to 1; NaN before the first sample.
  public var value: Double { averaging(matrix, \.precision) }
}

/// The share of a class that was found: TP / (TP + FN).
public struct Recall: ClassificationMetric {
  private let averaging: ClassAveraging
  private var matrix = ConfusionMatrix()

  /// Makes the metric; the mean over the classes unless asked for otherwise.
  public init(_ averaging: ClassAveraging = .macro) { self.averaging = averaging }

  /// "macro recall" and the like.
  public var name: String { averaging.naming("recall") }

  /// Adds a batch, as ``ConfusionMatrix`` does.
  public mutating func update<Scalar: TensorScalar>(
    outputs: Tensor<Scalar>, labels: Tensor<Int>
  ) { matrix.update(outputs: outputs, labels: labels) }

  /// From 0 to 1; NaN before the first sample.
  public var value: Double { averaging(matrix, \.recall) }
}

/// The harmonic mean of precision and recall: 2·TP / (2·TP + FP + FN).
public struct F1Score: ClassificationMetric {
  private let averaging: ClassAveraging
  private var matrix = ConfusionMatrix()

  /// Makes the metric; the mean over the classes unless asked for otherwise.
  public init(_ averaging: ClassAveraging = .macro) { self.averaging = averaging }

  /// "macro F1" and the like.
  public var name: String { averaging.naming("F1") }

  /// Adds a batch, as ``ConfusionMatrix`` does.
  public mutating func update<Scalar: TensorScalar>(
    outputs: Tensor<Scalar>, labels: Tensor<Int>
  ) { matrix.update(outputs: outputs, labels: labels) }

  /// From 0 to 1; NaN before the first sample.
  public var value: Double { averaging(matrix, \.f1) }
}
