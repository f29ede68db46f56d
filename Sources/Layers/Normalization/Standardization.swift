import Autograd
import TensorCore

// What batch, layer and group normalization have in common. They differ only in which elements share
// one mean and one variance.

extension Variable {
  /// (x − μ) / √(σ² + ε), with the mean μ and the variance σ² of the elements along axes: what is left
  /// has mean 0 and, but for ε, variance 1 there.
  ///
  /// The shape stays. The variance is that of exactly these elements, divided by their number n. The
  /// pullback is (u − mean(u) − y·mean(u·y)) / √(σ² + ε) for the upstream gradient u and the value y.
  /// Traps when ε is not positive.
  public func standardized(
    along axes: Axes, epsilon: Double = 1e-5, file: StaticString = #fileID, line: UInt = #line
  ) -> Variable {
    requireNumber(
      epsilon, "epsilon", .positive, of: "standardized", in: Scalar.self, file: file, line: line)
    return standardizedWithStatistics(along: axes, epsilon: epsilon, file: file, line: line).output
  }

  /// The same, and the mean and the variance, whose axes are kept with an extent of 1.
  ///
  /// One rule, because both statistics depend on every element. With r = 1/√(σ² + ε) and
  /// yᵢ = (xᵢ − μ)·r:
  ///
  ///     ∂μ/∂xⱼ  = 1/n
  ///     ∂σ²/∂xⱼ = 2·(xⱼ − μ)/n                (what goes through μ is −2/n·Σ(xᵢ − μ) = 0)
  ///     ∂r/∂xⱼ  = −½·r³·∂σ²/∂xⱼ = −r²·yⱼ/n
  ///     ∂yᵢ/∂xⱼ = r·(δᵢⱼ − 1/n) + (xᵢ − μ)·∂r/∂xⱼ = r·(δᵢⱼ − 1/n − yᵢ·yⱼ/n)
  ///     Σᵢ uᵢ·∂yᵢ/∂xⱼ = r·(uⱼ − mean(u) − yⱼ·mean(u·y))
  ///
  /// So the pullback takes out of the upstream gradient what would only shift or stretch the input:
  /// neither changes the output.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  func standardizedWithStatistics(
    along axes: Axes, epsilon: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> (output: Variable, mean: Tensor<Scalar>, variance: Tensor<Scalar>) {
    let epsilon = Scalar(epsilon)
    if let result = standardizedByKernel(along: axes, epsilon: epsilon, file: file, line: line) {
      return result
    }
    let mean = value.mean(along: axes, keepingDimensions: true, file: file, line: line)
    var y = value - mean
    let variance = y.squared().mean(along: axes, keepingDimensions: true)
    let r = variance.map { 1 / Scalar.sqrt($0 + epsilon) }
    y *= r
    let output = Variable(
      "standardize", y,
      (
        self,
        { [y] upstream in
          var gradient = upstream - upstream.mean(along: axes, keepingDimensions: true)
          gradient -= y * (upstream * y).mean(along: axes, keepingDimensions: true)
          gradient *= r
          return gradient
        }
      ))
    return (output, mean, variance)
  }

  /// The same by a vector kernel, where there is one.
  @inline(__always)
  private func standardizedByKernel(
    along axes: Axes, epsilon: Scalar, file: StaticString, line: UInt
  ) -> (output: Variable, mean: Tensor<Scalar>, variance: Tensor<Scalar>)? {
    value.standardizedRows(along: axes, epsilon: epsilon, file: file, line: line).map {
      (Variable("standardize", $0.output, (self, $0.pullback)), $0.mean, $0.variance)
    }
  }
}
