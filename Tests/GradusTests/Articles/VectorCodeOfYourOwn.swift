import GradientChecking
import Gradus
import Testing

extension Tensor where Element: TensorScalar {
  /// max(x, 0)² of each element.
  func squaredReLU() -> Tensor {
    vectorized { x, y in
      for i in x.indices { y[i] = x[i] > 0 ? x[i] * x[i] : 0 }
    } ?? map { $0 > 0 ? $0 * $0 : 0 }
  }

  /// This upstream gradient times the derivative 2·max(x, 0).
  func squaredReLUGradient(at x: Tensor) -> Tensor {
    vectorized(with: x) { u, x, gradient in
      for i in x.indices { gradient[i] = x[i] > 0 ? 2 * u[i] * x[i] : 0 }
    } ?? zip(with: x) { u, x in x > 0 ? 2 * u * x : 0 }
  }
}

extension Variable {
  /// max(x, 0)²; derivative 2·max(x, 0).
  func squaredReLU() -> Variable {
    let x = value
    return Variable(
      "squaredReLU", x.squaredReLU(),
      (self, { upstream in upstream.squaredReLUGradient(at: x) }))
  }
}

struct SquaredReLUProof: DifferentiableFunction {
  let name = "squaredReLU()"
  let inputs: [FunctionInput] = [[3, 4]]
  func callAsFunction<S>(_ x: [Variable<S>]) -> Variable<S> { x[0].squaredReLU() }
}

@Test("the gradient of the squared ReLU is right", arguments: Backend.allCases)
func squaredReLUGradients(backend: Backend) throws {
  try withBackend(backend) { try requireRightGradients(of: SquaredReLUProof()) }
}

@Test("the kernels give what the plain rules give", arguments: [0, 1, 7, 33, 8192, 40_001])
func squaredReLUAgreement(count: Int) {
  var generator = RandomGenerator(seed: 1)
  let x = Tensor<Float>.normal([count], using: &generator)
  let upstream = Tensor<Float>.normal([count], using: &generator)
  func results() -> [Tensor<Float>] { [x.squaredReLU(), upstream.squaredReLUGradient(at: x)] }
  let plain = withBackend(.naive) { results() }
  for threads in [1, 2, 3, 8] {
    #expect(withBackend(.simd, threads: threads) { results() } == plain, "\(threads) threads")
  }
}
