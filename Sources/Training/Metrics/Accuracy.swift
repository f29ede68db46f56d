import TensorCore

/// The share of samples whose label has the highest score. From 0 to 1.
public struct Accuracy: ClassificationMetric {
  private var correct = 0
  private var count = 0

  /// Makes the metric.
  public init() {}

  /// "accuracy"
  public var name: String { "accuracy" }

  /// Adds a batch of scores, shape [B, …, K], and labels, shape [B, …]. The first of equal scores counts;
  /// a sample with a NaN among its scores counts as wrong. Traps when the shapes do not fit or a label is out of range.
  public mutating func update<Scalar: TensorScalar>(
    outputs: Tensor<Scalar>, labels: Tensor<Int>
  ) {
    _ = requireLabels(outputs, labels)
    correct += zip(predictions(outputs), labels.elements).count { $0 == $1 }
    count += labels.elementCount
  }

  /// The share; NaN before the first sample.
  public var value: Double { Double(correct) / Double(count) }
}

/// The share of samples whose label is among the k highest scores. From 0 to 1.
public struct TopKAccuracy: ClassificationMetric {
  /// How many of the highest scores count.
  public let k: Int
  private var correct = 0
  private var count = 0

  /// Makes the metric; traps when k is not positive.
  public init(_ k: Int, file: StaticString = #fileID, line: UInt = #line) {
    require(k >= 1, "TopKAccuracy: expected k of at least 1, found \(k)", file: file, line: line)
    self.k = k
  }

  /// "top-5 accuracy" and the like.
  public var name: String { "top-\(k) accuracy" }

  /// Adds a batch of scores, shape [B, …, K], and labels, shape [B, …]. Of equal scores the first counts as
  /// the higher; a sample with a NaN among its scores counts as wrong. Traps when the shapes do not fit
  /// or a label is out of range.
  public mutating func update<Scalar: TensorScalar>(
    outputs: Tensor<Scalar>, labels: Tensor<Int>
  ) {
    let classCount = requireLabels(outputs, labels)
    outputs.withUnsafeBufferPointer { scores in
      labels.withUnsafeBufferPointer { labels in
        for row in labels.indices {
          let scores = scores[row * classCount..<(row + 1) * classCount]
          let own = scores[scores.startIndex + labels[row]]
          guard scores.allSatisfy({ $0 == $0 }) else { continue }
          let before = scores.indices.count { index in
            scores[index] > own
              || (scores[index] == own && index < scores.startIndex + labels[row])
          }
          if before < k { correct += 1 }
        }
      }
    }
    count += labels.elementCount
  }

  /// The share; NaN before the first sample.
  public var value: Double { Double(correct) / Double(count) }
}
