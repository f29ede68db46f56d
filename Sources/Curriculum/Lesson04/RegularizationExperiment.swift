import Curriculum
import Gradus

/// The computations of lesson 4, with whatever functions they are given: the solution's, or the
/// learner's.
public struct RegularizationExperiment: Sendable {
  let answers: RegularizationAnswers

  /// Makes the experiment run with these functions.
  public init(_ answers: RegularizationAnswers) { self.answers = answers }
}

/// The mean squared error of a linear model.
func meanSquaredError(
  of model: LinearModel, _ x: Tensor<Double>, _ target: Tensor<Double>
) -> Double {
  (matmul(x, model.weights) + model.bias - target).squared().mean()
}

/// The gradient of the mean squared error, as in lesson 1.
func gradient(
  of model: LinearModel, _ x: Tensor<Double>, _ target: Tensor<Double>
) -> LinearModel {
  let error = matmul(x, model.weights) + model.bias - target
  return LinearModel(
    weights: matmul(x, error, transposeA: true) * (2 / Double(x.shape[0])), bias: 2 * error.mean())
}
