import Curriculum
import Gradus

/// How far a numerical derivative is from the exact one, over the width h of its step.
public struct ErrorCurve: Sendable {
  /// What it was computed with, as in "central, Double".
  public let name: String
  /// The widths, from 1 downward.
  public let widths: [Double]
  /// For each of them the largest error at any of the places.
  public let errors: [Double]

  /// The width with the smallest error, and that error.
  public var best: (width: Double, error: Double) {
    let index = errors.indices.min { errors[$0] < errors[$1] } ?? 0
    return (widths[index], errors[index])
  }
}

extension BackpropagationExperiment {
  // MARK: (b) Numerical differentiation

  /// The errors of numerical derivatives of f(x) = x³ at 65 places from 0.5 to 1.5, for widths of
  /// 1 to 10⁻¹⁵, four a decade.
  ///
  /// The cube, because its errors can be written down: in exact arithmetic the central difference is
  /// 3x² + h², and the forward difference 3x² + 3xh + h². Computing f rounds it by up to ε·f, which the
  /// division by h makes large. So the best h is near ∛ε for one and near √ε for the other.
  ///
  /// The central difference in Double is the function that the experiment was given.
  public func errorCurves() throws -> [ErrorCurve] {
    [
      try curve("central, Double") { (x: Double, h) in try answers.centralDifference(cube, x, h) },
      curve("forward, Double") { (x: Double, h) in (cube(x + h) - cube(x)) / h },
      curve("central, Float") { (x: Float, h) in (cube(x + h) - cube(x - h)) / (2 * h) },
      curve("forward, Float") { (x: Float, h) in (cube(x + h) - cube(x)) / h },
    ]
  }

  private func cube<Scalar: TensorScalar>(_ x: Scalar) -> Scalar { x * x * x }

  private func curve<Scalar: TensorScalar>(
    _ name: String, _ derivative: (_ x: Scalar, _ h: Scalar) throws -> Scalar
  ) rethrows -> ErrorCurve {
    let widths = (0...60).map { Double.pow(10, -Double($0) / 4) }
    // Multiples of 1/64 are the same numbers in Float and Double: the difference is not that of x.
    let places = (32...96).map { Double($0) / 64 }
    let errors = try widths.map { width in
      try places.map { x in
        abs(try derivative(Scalar(x), Scalar(width)).doubleValue - 3 * x * x)
      }.max() ?? 0
    }
    return ErrorCurve(name: name, widths: widths, errors: errors)
  }
}
