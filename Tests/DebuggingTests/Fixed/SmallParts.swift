import Debugging
import Gradus

/// Fits weights [D, 1] to all rows at once, by gradient descent on the mean squared error. What does not fit
/// into memory is read in parts, whose gradients add up to one step an epoch.
enum SmallParts {
  static func train(
    on samples: NumberedRows, parts: Int, epochs: Int
  ) throws -> (curve: Curve, weights: Tensor<Double>) {
    var weights = Tensor<Double>.zeros([samples.inputs.shape[1], 1])
    var curve = Curve("loss")

    for _ in 1...epochs {
      var sum = 0.0
      var gradient = Tensor<Double>.zeros(weights.shape)
      for part in Batches(samples, size: (samples.count + parts - 1) / parts) {
        let error = matmul(part.inputs, weights) - part.targets
        sum += error.squared().sum()
        gradient += matmul(part.inputs, error, transposeA: true) * (2 / Double(samples.count))
      }
      weights -= gradient * 0.1
      curve.append(sum / Double(samples.count))
    }
    return (curve, weights)
  }
}
