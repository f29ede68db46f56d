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
    if !sum.names.isEmpty {
      sum.parts.values = Self.moved(sum.parts.values, toward: others.values, by: share)
    }
    self.sum = sum
  }

  /// Each mean a share of the way to what was added: in one pass over the numbers, and several parameters at the
  /// same time where there are many.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  private static func moved(
    _ means: [Tensor<Scalar>], toward added: [Tensor<Scalar>], by share: Scalar
  ) -> [Tensor<Scalar>] {
    var execution = Execution.current
    if means.reduce(0, { $0 + $1.elementCount }) < 1 << 16 { execution.threads = 1 }
    return execution.results(ofParts: means.count) { index in
      means[index].zip(with: added[index]) { $0 + ($1 - $0) * share }
    }
  }

  /// The mean, which starts again; nil when nothing was added.
  mutating func take() -> Gradients<Scalar>? {
    defer { self = GradientMean() }
    return sum
  }
}
