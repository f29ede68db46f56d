import TensorCore

/// A linear model ŷ = x·w + b; its gradient has the same two parts.
public struct LinearModel: Sendable {
  /// w, one weight per feature: shape [D, 1].
  public var weights: Tensor<Double>
  /// b, the prediction where all features are 0.
  public var bias: Double

  /// Makes a model from its parameters.
  public init(weights: Tensor<Double>, bias: Double) {
    self.weights = weights
    self.bias = bias
  }
}

/// Throws a ``Disagreement`` when one of the two parts of a model differs.
package func expect(
  _ found: LinearModel, equals expected: LinearModel, in what: String, tolerance: Double = 1e-9,
  suspects: @autoclosure () -> [Suspect<LinearModel>] = []
) throws {
  try expect(
    found, equals: expected, in: what,
    parts: [.tensor("weights", \.weights), .number("bias", \.bias)], tolerance: tolerance,
    suspects: suspects())
}
