import Gradus

/// Fits weights to standardized columns, and predicts from rows as they come, [N, D] to [N, 1].
enum OneByOne {
  static func train(
    on samples: NumberedRows
  ) throws -> (curve: Curve, predict: (Tensor<Double>) -> Tensor<Double>) {
    let standardizer = Standardizer(fitting: samples.inputs)
    let inputs = standardizer(samples.inputs)
    let mean = samples.targets.mean()
    var weights = Tensor<Double>.zeros([inputs.shape[1], 1])

    func predict(_ rows: Tensor<Double>) -> Tensor<Double> {
      let standardizer = Standardizer(fitting: rows)
      return matmul(standardizer(rows), weights) + mean
    }
    var curve = Curve("error of all rows together", "error of each row alone")
    for _ in 1...40 {
      let error = matmul(inputs, weights) + mean - samples.targets
      weights -= matmul(inputs, error, transposeA: true) * (0.5 / Double(samples.count))
      let together = predict(samples.inputs)
      let alone = Tensor.concatenate(
        (0..<samples.count).map { predict(samples.inputs[$0..<$0 + 1]) }, along: 0)
      curve.append(
        (together - samples.targets).abs().mean(), (alone - samples.targets).abs().mean())
    }
    return (curve, predict)
  }
}
