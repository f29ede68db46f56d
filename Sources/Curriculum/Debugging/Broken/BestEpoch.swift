import Gradus

/// Fits weights, and stops when the validation loss has not been lower than its lowest for some epochs; gives
/// back the weights of the best epoch.
enum BestEpoch {
  static func train(
    on samples: NumberedRows, validation: NumberedRows, patience: Int, seed: UInt64
  ) throws -> (curve: Curve, weights: Tensor<Double>) {
    var generator = RandomGenerator(seed: seed)
    var weights = Tensor<Double>.zeros([samples.inputs.shape[1], 1])
    var (best, kept, waited) = (Double.infinity, weights, 0)
    var curve = Curve("validation loss", "that of the weights kept")

    for _ in 1...80 {
      for batch in Batches(samples, size: 5, shuffledBy: &generator) {
        let error = matmul(batch.inputs, weights) - batch.targets
        weights -= matmul(batch.inputs, error, transposeA: true) * 0.03
      }
      let loss = loss(of: weights, on: validation)
      if loss < best {
        (kept, waited) = (weights, 0)
      } else {
        waited += 1
      }
      best = loss
      curve.append(loss, self.loss(of: kept, on: validation))
      if waited == patience { break }
    }
    return (curve, kept)
  }

  static func loss(of weights: Tensor<Double>, on samples: NumberedRows) -> Double {
    (matmul(samples.inputs, weights) - samples.targets).squared().mean()
  }
}
