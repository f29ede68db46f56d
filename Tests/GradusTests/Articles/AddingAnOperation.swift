import GradientChecking
import Gradus
import Testing

/// Σ(x − y)² along the last axis.
func squaredDistance<Scalar: TensorScalar>(
  _ x: Variable<Scalar>, _ y: Variable<Scalar>
) -> Variable<Scalar> {
  (x - y).squared().sum(along: -1)
}

extension Variable {
  /// x/(1 + |x|); derivative 1/(1 + |x|)².
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func softsign() -> Variable {
    let x = value
    return Variable(
      "softsign", x.map { $0 / (1 + $0.magnitude) },
      (
        self,
        { upstream in
          upstream.zip(with: x) { u, x in
            let slope = 1 / (1 + x.magnitude)
            return u * slope * slope
          }
        }
      ))
  }
}

/// √(x² + y²) of each pair of elements; derivatives x/z and y/z with the result z, and 0 where z is 0.
///
/// Traps when the shapes differ.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
func hypotenuse<Scalar: TensorScalar>(
  _ x: Variable<Scalar>, _ y: Variable<Scalar>, file: StaticString = #fileID, line: UInt = #line
) -> Variable<Scalar> {
  require(
    x.shape == y.shape, "hypotenuse: the shapes differ: \(x.shape) and \(y.shape)",
    file: file, line: line)
  let (a, b) = (x.value, y.value)
  let z = (a.squared() + b.squared()).sqrt()
  return Variable(
    "hypotenuse", z,
    (x, { $0 * a.zip(with: z) { $1 > 0 ? $0 / $1 : 0 } }),
    (y, { $0 * b.zip(with: z) { $1 > 0 ? $0 / $1 : 0 } }))
}

struct SoftsignProof: DifferentiableFunction {
  let name = "softsign()"
  let inputs: [FunctionInput] = [[3, 4]]
  func callAsFunction<S>(_ x: [Variable<S>]) -> Variable<S> { x[0].softsign() }
}

struct HypotenuseProof: DifferentiableFunction {
  let name = "hypotenuse(_:_:)"
  let inputs: [FunctionInput] = [[3, 4], [3, 4]]
  func callAsFunction<S>(_ x: [Variable<S>]) -> Variable<S> { hypotenuse(x[0], x[1]) }
}

@Test("the gradients of both are right", arguments: [1, 2, 3])
func operationGradients(seed: UInt64) throws {
  try requireRightGradients(of: SoftsignProof(), seed: seed)
  try requireRightGradients(of: HypotenuseProof(), seed: seed)
}

struct ForgottenSquare: DifferentiableFunction {
  let name = "softsign()"
  let inputs: [FunctionInput] = [[3, 4]]

  func callAsFunction<S>(_ x: [Variable<S>]) -> Variable<S> {
    let slope = x[0].value.map { 1 / (1 + $0.magnitude) }
    return Variable("softsign", x[0].value * slope, (x[0], { $0 * slope }))
  }
}

@Test("values by hand") func operationValues() {
  #expect(Variable<Double>([-3, 0, 1]).softsign().value == [-0.75, 0, 0.5])
  let z = hypotenuse(Variable<Double>([3, 0]), Variable<Double>([-4, 0]))
  #expect(z.value == [5, 0])
}
