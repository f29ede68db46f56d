import TensorCore

/// The gradient of ⟨f(x), u⟩ by differences, one element after the other.
///
/// The upstream gradient u is random. With ones, as in the gradient of a plain sum, many mistakes stay
/// unseen: a softmax adds up to 1 whatever its input, so a pullback that gives zeros would pass.
struct CentralDifferences<Computation: CheckedComputation> {
  let computation: Computation
  let arguments: [Tensor<Double>]
  let upstream: Tensor<Double>
  /// f at the arguments themselves.
  let output: Tensor<Double>

  /// About ε^⅓: the sum of the error of the formula, h²·f‴/6, and that of rounding, ε·f/h, is least
  /// there.
  static var step: Double { 1e-5 }

  /// (f(x + h) − f(x − h)) / 2h for each element x of an argument.
  func gradient(of argument: Int) -> Tensor<Double> {
    let x = arguments[argument]
    return Tensor(
      shape: x.shape,
      elements: (0..<x.elementCount).map { index in
        let above = moved(argument, index, by: Self.step)
        let below = moved(argument, index, by: -Self.step)
        return ((above.output - below.output) * upstream).sum() / (above.x - below.x)
      })
  }

  /// How far a difference and a right gradient may be apart: 10⁻⁷ of the gradient's largest magnitude
  /// for the error of the formula, and ``rounding``.
  func tolerance(for gradient: Tensor<Double>) -> Double {
    1e-7 * gradient.largestMagnitude + rounding
  }

  /// The rounding errors of the output's largest summand, divided by the step.
  var rounding: Double {
    8 * Double.ulpOfOne * (output * upstream).largestMagnitude / Self.step
  }

  /// Whether the function has a kink near an element of an argument.
  func isKink(at argument: Int, _ index: Int, tolerance: Double) -> Bool {
    hasKink(
      { Tensor((moved(argument, index, by: $0).output * upstream).sum()) },
      step: Self.step, tolerance: tolerance)
  }

  /// f with one element moved; and that element, which rounding has moved by a little more or less.
  private func moved(
    _ argument: Int, _ index: Int, by step: Double
  ) -> (output: Tensor<Double>, x: Double) {
    var arguments = arguments
    var x = 0.0
    arguments[argument].withUnsafeMutableBufferPointer { elements in
      elements[index] += step
      x = elements[index]
    }
    return (computation.reference(at: arguments), x)
  }
}

extension Tensor<Double> {
  /// The largest magnitude of all elements; 0 if there are none.
  var largestMagnitude: Double { elementCount == 0 ? 0 : abs().max() }
}
