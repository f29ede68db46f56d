import Gradus

/// Fits the line y = slope·x + intercept by gradient descent on the mean squared error: x is a table with one
/// column, [N, 1], and y a list, [N].
enum StraightLine {
  static func train(
    x: Tensor<Double>, y: Tensor<Double>, epochs: Int
  ) throws -> (curve: Curve, slope: Double, intercept: Double) {
    var (slope, intercept) = (0.0, 0.0)
    var curve = Curve("loss", "slope", "intercept")

    for _ in 1...epochs {
      let error = x * slope + intercept - y
      slope -= 0.2 * 2 * (error * x).mean()
      intercept -= 0.2 * 2 * error.mean()
      curve.append(error.squared().mean(), slope, intercept)
    }
    return (curve, slope, intercept)
  }
}
