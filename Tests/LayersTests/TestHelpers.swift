import Autograd
import Layers
import TensorCore
import Testing

/// Whether a process that trapped printed this sentence, and pointed at the caller's file.
func expect(
  _ sentence: String, in result: ExitTest.Result?, at file: String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let output = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  #expect(
    output.contains(sentence) && (file.isEmpty || output.contains(file)),
    "the process printed: \(output)", sourceLocation: sourceLocation)
}

/// Whether numbers are equal up to a share of the larger of 1 and the expected magnitude; NaN equals
/// NaN here.
func isClose(_ found: Double, _ expected: Double, _ tolerance: Double = 1e-14) -> Bool {
  if expected.isNaN { return found.isNaN }
  if expected.isInfinite { return found == expected }
  return (found - expected).magnitude <= tolerance * max(1, expected.magnitude)
}

/// Whether the tensors have one shape and close elements.
func areClose(_ found: Tensor<Double>, _ expected: Tensor<Double>, _ tolerance: Double = 1e-14)
  -> Bool
{
  found.shape == expected.shape
    && zip(found.elements, expected.elements).allSatisfy { isClose($0, $1, tolerance) }
}

/// The derivative of a function of one number.
func derivative(
  at x: Double, _ function: (Variable<Double>) -> Variable<Double>
) -> Double {
  gradient(at: Tensor(x)) { function($0) }.scalar()
}

/// Central differences of a function that gives a single number.
func centralDifferences(
  at x: Tensor<Double>, step: Double = 1e-5, _ function: (Tensor<Double>) -> Double
) -> Tensor<Double> {
  var x = x
  let differences = (0..<x.elementCount).map { index in
    func moved(_ step: Double) -> Double {
      let saved = x
      defer { x = saved }
      x.withUnsafeMutableBufferPointer { $0[index] += step }
      return function(x)
    }
    return (moved(step) - moved(-step)) / (2 * step)
  }
  return Tensor(shape: x.shape, elements: differences)
}
