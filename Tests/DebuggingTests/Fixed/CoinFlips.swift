import Debugging
import Gradus

/// Predicts ±1 from rows of numbers [N, D] by the ten columns that go best with it; the first rows are for
/// training, the rest for validation.
enum CoinFlips {
  static func train(
    on samples: NumberedRows, trainingCount: Int
  ) throws -> (curve: Curve, scores: Tensor<Double>) {
    let training = samples.gather(Array(0..<trainingCount))
    let relations = matmul(training.inputs, training.targets, transposeA: true).abs().elements
    let best = relations.indices.sorted { relations[$0] > relations[$1] }.prefix(10)
    let columns = training.inputs.gather(Array(best), along: 1)
    let allColumns = samples.inputs.gather(Array(best), along: 1)

    var weights = Tensor<Double>.zeros([10, 1])
    var scores = Tensor<Double>.zeros([samples.count, 1])
    var curve = Curve("training accuracy", "validation accuracy")
    for _ in 1...30 {
      let error = matmul(columns, weights) - training.targets
      weights -= matmul(columns, error, transposeA: true) * (0.2 / Double(trainingCount))
      scores = matmul(allColumns, weights)
      let isRight = zip(scores.elements, samples.targets.elements).map { $0 * $1 > 0 }
      curve.append(
        share(isRight.prefix(trainingCount)), share(isRight.dropFirst(trainingCount)))
    }
    return (curve, scores)
  }

  static func share(_ isRight: ArraySlice<Bool>) -> Double {
    Double(isRight.count { $0 }) / Double(isRight.count)
  }
}
