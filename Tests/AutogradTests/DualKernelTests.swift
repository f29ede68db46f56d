import Autograd
import Layers
import TensorCore
import Testing

/// Operations on duals by their parts: the same as number by number, and the derivative of what they compute.
@Suite struct DualKernelTests {
  typealias D = Dual<Double>

  private struct Function: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let apply: @Sendable (Variable<D>) -> Variable<D>
    init(_ name: String, _ apply: @escaping @Sendable (Variable<D>) -> Variable<D>) {
      (testDescription, self.apply) = (name, apply)
    }
  }

  private static let functions = [
    Function("exp") { $0.exp() }, Function("expm1") { $0.expm1() },
    Function("log") { $0.abs().log() }, Function("log1p") { $0.abs().log1p() },
    Function("sqrt") { $0.abs().sqrt() }, Function("tanh") { $0.tanh() },
    Function("sigmoid") { $0.sigmoid() }, Function("erf") { $0.erf() },
    Function("relu") { $0.relu() }, Function("squared") { $0.squared() },
    Function("gelu") { $0.gelu() }, Function("gelu tanh") { $0.gelu(.tanh) },
    Function("silu") { $0.silu() }, Function("softmax") { $0.softmax() },
    Function("logSoftmax") { $0.logSoftmax() },
  ]

  /// Values, first and second derivatives on both backends, near 0 and far out.
  @Test("functions of duals are the same on both backends", arguments: functions)
  private func agreement(_ function: Function) {
    var generator = RandomGenerator(seed: 5)
    let near = Tensor<Double>.normal([40, 7], standardDeviation: 2, using: &generator)
    let far = Tensor<Double>([
      [-700, -45, -41, -39, -20, -1e-9, 0.5], [700, 45, 41, 39, 20, 1e-9, 3],
    ])
    for x in [near, far] {
      let slope = Tensor<Double>.normal(x.shape, using: &generator)
      let upstream = Tensor(
        Tensor<Double>.normal(x.shape, using: &generator),
        tangent: Tensor<Double>.normal(x.shape, using: &generator))
      func run(_ backend: Backend) -> [Tensor<Double>] {
        withBackend(backend) {
          let (value, gradients) = valueWithGradients(
            at: [Tensor(x, tangent: slope)], upstream: upstream
          ) { function.apply($0[0]) }
          return [value.values(), value.tangents(), gradients[0].values(), gradients[0].tangents()]
        }
      }
      for (naive, simd) in zip(run(.naive), run(.simd)) {
        // A few ulp of the largest term; those of one row cancel in a softmax.
        for (a, b) in zip(naive.elements, simd.elements) {
          #expect(a == b || (a - b).magnitude <= 1e-13 * max(1, a.magnitude), "\(a), \(b)")
        }
      }
    }
  }

  @Test("infinite inputs have limits, not NaN", arguments: Backend.allCases)
  func infinities(_ backend: Backend) {
    let x = Tensor<D>([Dual(-.infinity, tangent: 1), Dual(.infinity, tangent: 1)])
    withBackend(backend) {
      for activation in [
        { (x: Variable<D>) in x.sigmoid() }, { $0.gelu() }, { $0.gelu(.tanh) }, { $0.silu() },
      ] {
        let gradient = gradient(at: x) { activation($0).sum() }
        #expect(gradient.tangents() == [0, 0])
        #expect(!gradient.values().elements.contains { $0.isNaN })
      }
    }
  }

  @Test(
    "a product of duals is the loop over duals",
    arguments: Backend.allCases, [(false, false), (true, false), (false, true), (true, true)])
  func products(_ backend: Backend, _ flags: (a: Bool, b: Bool)) {
    var generator = RandomGenerator(seed: 6)
    for batch in [[], [2]] {
      let a = duals(Shape(batch + (flags.a ? [5, 3] : [3, 5])), &generator)
      let b = duals(Shape(flags.b ? [4, 5] : [5, 4]), &generator)
      let found = withBackend(backend) {
        matmul(a, b, transposeA: flags.a, transposeB: flags.b)
      }
      let (left, right) = (
        flags.a ? a.permuted(to: batch.isEmpty ? [1, 0] : [0, 2, 1]) : a,
        flags.b ? b.transposed() : b
      )
      for m in 0..<(batch.first ?? 1) {
        let matrix = batch.isEmpty ? left : left[m]
        let product = batch.isEmpty ? found : found[m]
        for i in 0..<3 {
          for j in 0..<4 {
            var sum: D = 0
            for k in 0..<5 { sum += matrix[i, k].scalar() * right[k, j].scalar() }
            #expect((product[i, j].scalar().value - sum.value).magnitude < 1e-14)
            #expect((product[i, j].scalar().tangent - sum.tangent).magnitude < 1e-14)
          }
        }
      }
    }
  }

  /// A convolution is linear in each factor: central differences are exact up to rounding.
  @Test("a convolution of duals is differentiated", arguments: Backend.allCases)
  func convolutions(_ backend: Backend) {
    var generator = RandomGenerator(seed: 7)
    let x = duals([2, 4, 6, 5], &generator)
    let w = duals([6, 2, 3, 2], &generator)
    let b = duals([6], &generator)
    func forward<S: TensorScalar>(_ x: Tensor<S>, _ w: Tensor<S>, _ b: Tensor<S>) -> [Tensor<S>] {
      let (value, gradients) = valueWithGradients(at: [x, w, b]) {
        conv2D($0[0], $0[1], $0[2], stride: 2, padding: 1, groups: 2).squared().sum()
      }
      return [value] + gradients
    }
    withBackend(backend) {
      let found = forward(x, w, b)
      func moved(_ h: Double) -> [Tensor<Double>] {
        func at(_ t: Tensor<D>) -> Tensor<Double> { t.values() + t.tangents() * h }
        return forward(at(x), at(w), at(b))
      }
      let (values, up, down) = (moved(0), moved(1e-4), moved(-1e-4))
      for i in found.indices {
        #expect(difference(found[i].values(), values[i]) <= 1e-12 * values[i].abs().max())
        let slope = (up[i] - down[i]) / 2e-4
        // The error of the differences is h²/6 of the third derivatives.
        #expect(difference(found[i].tangents(), slope) <= 1e-6 * slope.abs().max())
      }
    }
  }

  private func duals(_ shape: Shape, _ generator: inout RandomGenerator) -> Tensor<D> {
    Tensor(
      Tensor<Double>.normal(shape, using: &generator),
      tangent: Tensor<Double>.normal(shape, using: &generator))
  }
}
