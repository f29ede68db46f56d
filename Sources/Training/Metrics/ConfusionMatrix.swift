import TensorCore

/// How often each class was taken for each other: row = label, column = prediction.
///
/// Precision, recall and F1 follow from it. As metric its value is the accuracy, the share of all samples
/// that is on the diagonal. A sample with a NaN among its scores was taken for no class: it stands in no
/// column, but is one of its class that was not found.
public struct ConfusionMatrix: ClassificationMetric {
  /// How often class [row] was predicted as class [column], shape [K, K]; [0, 0] before the first batch.
  public private(set) var counts: Tensor<Int> = Tensor(repeating: 0, shape: [0, 0])

  /// How often a sample of class [row] had no prediction because of a NaN, shape [K].
  public private(set) var unpredicted: Tensor<Int> = Tensor(repeating: 0, shape: [0])

  /// Makes an empty matrix; the first batch decides on the number of classes.
  public init() {}

  /// "confusion matrix"
  public var name: String { "confusion matrix" }

  /// Adds a batch of scores, shape [B, …, K], and labels, shape [B, …]. Traps when the shapes do not fit, a
  /// label is out of range, or the number of classes is not that of the batches before.
  public mutating func update<Scalar: TensorScalar>(
    outputs: Tensor<Scalar>, labels: Tensor<Int>
  ) {
    let classCount = requireLabels(outputs, labels)
    if self.classCount == 0 {
      counts = Tensor(repeating: 0, shape: [classCount, classCount])
      unpredicted = Tensor(repeating: 0, shape: [classCount])
    }
    require(
      classCount == self.classCount,
      "\(name): the batches before had \(self.classCount) classes, this one has \(classCount)")
    for (label, prediction) in zip(labels.elements, predictions(outputs)) {
      if let prediction { counts[label, prediction] += 1 } else { unpredicted[label] += 1 }
    }
  }

  /// K, the number of classes; 0 before the first batch.
  public var classCount: Int { counts.shape[0] }

  /// The share of all samples that is on the diagonal, which is the accuracy; NaN before the first.
  public var value: Double {
    let diagonal = (0..<classCount).reduce(0) { $0 + counts[$1, $1] }
    return Double(diagonal) / Double((counts.elements + unpredicted.elements).reduce(0, +))
  }

  /// How well one class is told from all others.
  public func scores(ofClass k: Int) -> ClassScores {
    let hits = counts[k, k]
    let predicted = (0..<classCount).reduce(0) { $0 + counts[$1, k] }
    let actual = (0..<classCount).reduce(unpredicted[k]) { $0 + counts[k, $1] }
    return ClassScores(
      truePositives: hits, falsePositives: predicted - hits, falseNegatives: actual - hits)
  }

  /// How well the classes are told apart, each class's samples counted alike: the sums of their true
  /// positives, false positives and false negatives.
  ///
  /// Where each sample has one label and one prediction, none of them missing because of a NaN, micro
  /// precision, recall and F1 all equal the accuracy.
  public var micro: ClassScores {
    let all = (0..<classCount).map(scores(ofClass:))
    return ClassScores(
      truePositives: all.reduce(0) { $0 + $1.truePositives },
      falsePositives: all.reduce(0) { $0 + $1.falsePositives },
      falseNegatives: all.reduce(0) { $0 + $1.falseNegatives })
  }

  /// The mean of a score over the classes, each class counted alike however rare it is. Classes that
  /// are neither among labels nor predictions are left out; NaN when there are none.
  public func macro(_ score: (ClassScores) -> Double) -> Double {
    let present = (0..<classCount).map(scores(ofClass:)).filter {
      $0.truePositives + $0.falsePositives + $0.falseNegatives > 0
    }
    return present.reduce(0) { $0 + score($1) } / Double(present.count)
  }

  /// The mean of a score over the classes, each counted by how many samples it has; NaN when there are none.
  /// The weighted recall is the accuracy.
  public func weighted(_ score: (ClassScores) -> Double) -> Double {
    let all = (0..<classCount).map(scores(ofClass:))
    let counts = all.map { Double($0.truePositives + $0.falseNegatives) }
    return zip(all, counts).reduce(0) { $0 + score($1.0) * $1.1 } / counts.reduce(0, +)
  }
}

/// How well one class is told from the others.
public struct ClassScores: Sendable, Equatable {
  /// Samples of the class that were taken for it.
  public let truePositives: Int
  /// Samples of others that were taken for it.
  public let falsePositives: Int
  /// Samples of the class that were taken for others, or for none.
  public let falseNegatives: Int

  /// TP / (TP + FP): the share of what was taken for the class that is of it; 0 when nothing was.
  public var precision: Double { share(of: truePositives + falsePositives) }

  /// TP / (TP + FN): the share of the class that was found; 0 when there is none of it.
  public var recall: Double { share(of: truePositives + falseNegatives) }

  /// 2·TP / (2·TP + FP + FN), the harmonic mean of precision and recall; 0 when there is nothing to find.
  public var f1: Double {
    let all = 2 * truePositives + falsePositives + falseNegatives
    return all == 0 ? 0 : 2 * Double(truePositives) / Double(all)
  }

  /// (1 + β²)·TP / ((1 + β²)·TP + β²·FN + FP), the harmonic mean of precision and recall where recall counts β²
  /// times as much; 0 when there is nothing to find. With β = 1 it is ``f1``.
  ///
  /// Traps when β is not positive and finite.
  public func fScore(
    beta: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Double {
    requireNumber(beta, "beta", .positive, of: "fScore", file: file, line: line)
    // Divided by 1 + β², which may be larger than any number.
    let ofRecall = 1 / (1 + 1 / beta / beta)
    let hits = Double(truePositives)
    let all = hits + ofRecall * Double(falseNegatives) + (1 - ofRecall) * Double(falsePositives)
    return all == 0 ? 0 : hits / all
  }

  private func share(of total: Int) -> Double {
    total == 0 ? 0 : Double(truePositives) / Double(total)
  }
}
