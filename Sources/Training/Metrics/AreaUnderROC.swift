import TensorCore

/// The area under the receiver operating characteristic, the curve of the share of a class that is found
/// against the share of the others that is taken for it, over all thresholds.
///
/// It is the probability that a sample of the class has a higher score than one of the others, where equal
/// scores count half (Hanley and McNeil, 1982, *The Meaning and Use of the Area under a Receiver Operating
/// Characteristic (ROC) Curve*): ½ for guessing, 1 for a perfect order. No threshold is chosen, and how rare
/// the class is does not matter.
///
/// The score is the log-odds of the class, xₖ − ln Σ exp(xⱼ) over the other classes j: outputs are logits or
/// log-probabilities, or, of two classes, probabilities. All scores are kept until ``value`` is asked for.
public struct AreaUnderROC: ClassificationMetric {
  /// k, the class that is told from all others.
  public let classIndex: Int
  private var ofClass: [Double] = []
  private var ofOthers: [Double] = []

  /// Makes the metric for a class, the second of two unless given; traps when it is negative.
  public init(ofClass k: Int = 1, file: StaticString = #fileID, line: UInt = #line) {
    require(
      k >= 0, "AreaUnderROC: expected a class of at least 0, found \(k)", file: file, line: line)
    classIndex = k
  }

  /// "area under ROC of class 1" and the like.
  public var name: String { "area under ROC of class \(classIndex)" }

  /// Adds a batch of scores, shape [B, …, K], and labels, shape [B, …]. Traps when the shapes do not fit, a label is
  /// out of range, or there is no such class.
  public mutating func update<Scalar: TensorScalar>(
    outputs: Tensor<Scalar>, labels: Tensor<Int>
  ) {
    let (k, classCount) = (classIndex, requireLabels(outputs, labels))
    require(k < classCount, "\(name): there are only \(classCount) classes")
    let rows = outputs.reshaped(to: [labels.elementCount, classCount])
    let others = Tensor.concatenate([rows[0..., 0..<k], rows[0..., (k + 1)...]], along: 1)
    let logOdds = rows[0..., k] - others.logSumExp(along: 1)
    for (score, label) in zip(logOdds.elements, labels.elements) {
      if label == k {
        ofClass.append(score.doubleValue)
      } else {
        ofOthers.append(score.doubleValue)
      }
    }
  }

  /// From 0 to 1; NaN as long as there is no sample of the class, or none of the others. A sample with a NaN
  /// among its scores stands on the wrong side of all others.
  public var value: Double {
    let others = ofOthers.filter { !$0.isNaN }.sorted()
    // Twice the number of pairs in the right order, and once that of equal ones; both columns of samples are
    // walked through in order.
    var (below, notAbove, points) = (0, 0, 0)
    for score in ofClass.filter({ !$0.isNaN }).sorted() {
      while below < others.count && others[below] < score { below += 1 }
      while notAbove < others.count && others[notAbove] <= score { notAbove += 1 }
      points += below + notAbove
    }
    return Double(points) / (2 * Double(ofClass.count) * Double(ofOthers.count))
  }
}
