import Layers
import TensorCore

/// The mean gradient of several batches, each with the weight of its mean loss: that of one large batch.
struct GradientMean<Scalar: TensorScalar> {
  private var sum: Gradients<Scalar>?
  private var weightSum = 0.0
  /// How many batches have been added.
  private(set) var batchCount = 0

  mutating func add(_ gradients: Gradients<Scalar>, weight: Double) {
    defer {
      weightSum += weight
      batchCount += 1
    }
    guard var sum else {
      sum = gradients
      return
    }
    // A running mean: a single batch stays as it is, to the bit.
    self.sum = nil
    let share = weight == 0 ? 0 : Scalar(weight / (weightSum + weight))
    var others = gradients.parts
    sum.parts.align(with: &others)
    for index in sum.names.indices {
      sum.parts.values[index] += (others.values[index] - sum.parts.values[index]) * share
    }
    self.sum = sum
  }

  /// The mean, which starts again; nil when nothing was added.
  mutating func take() -> Gradients<Scalar>? {
    defer { self = GradientMean() }
    return sum
  }
}
