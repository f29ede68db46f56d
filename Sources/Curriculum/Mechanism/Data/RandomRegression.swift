import TensorCore

/// A regression problem with seeded random numbers, for checks that no special case should pass.
package struct RandomRegression {
  package let x: Tensor<Double>
  package let target: Tensor<Double>
  package let model: LinearModel

  /// - Parameters:
  ///   - samples: N.
  ///   - features: D.
  ///   - seed: The same seed gives the same problem.
  package init(samples: Int, features: Int, seed: UInt64) {
    var generator = RandomGenerator(seed: seed)
    x = .normal([samples, features], mean: 1, using: &generator)
    target = .normal([samples, 1], using: &generator)
    model = LinearModel(
      weights: .normal([features, 1], using: &generator), bias: generator.normal())
  }
}
