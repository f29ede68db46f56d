import Autograd
import Foundation
import Layers
import SIMDKernels
import TensorCore
import TestSupport
import Testing

/// What a backend computes may differ from the naive kernels by rounding alone, and not at all with the
/// number of threads. (Each kernel's own tests hold its error bound; here, that operations call the right
/// kernel with the right sizes.)
@Suite struct BackendAgreementTests {
  typealias Computation = @Sendable ([Variable<Double>]) -> Variable<Double>

  /// Computations whose kernels differ, and the shapes of what they take: small ones with ragged ends, and
  /// some large enough for several threads.
  static let cases: [(name: String, shapes: [Shape], of: Computation)] = [
    ("matmul", [[33, 65], [65, 17]], { matmul($0[0], $0[1]) }),
    (
      "matmul, both transposed", [[65, 33], [17, 65]],
      { x in
        matmul(x[0], x[1], transposeA: true, transposeB: true)
      }
    ),
    ("matmul on threads", [[160, 200], [200, 180]], { matmul($0[0], $0[1]) }),
    ("matmul of a batch", [[3, 1, 9, 8], [4, 8, 7]], { matmul($0[0], $0[1]) }),
    ("matrix and vector", [[130, 70], [70]], { matmul($0[0], $0[1]) }),
    ("sum along rows", [[7, 45]], { $0[0].sum(along: 1) }),
    ("sum along columns", [[45, 7]], { $0[0].sum(along: 0) }),
    ("sum along the middle", [[4, 5, 6]], { $0[0].sum(along: 1) }),
    ("sum along axes apart", [[4, 5, 6]], { $0[0].sum(along: [0, 2]) }),
    ("sum on threads", [[1300, 1310]], { $0[0].sum() }),
    ("max along rows", [[7, 45]], { $0[0].max(along: 1) }),
    ("max along columns", [[45, 7]], { $0[0].max(along: 0) }),
    ("softmax", [[9, 37]], { $0[0].softmax() }),
    ("softmax of columns", [[37, 9]], { $0[0].softmax(along: 0) }),
    ("log-softmax", [[9, 37]], { $0[0].logSoftmax() }),
    ("log-sum-exp", [[9, 37]], { $0[0].logSumExp(along: 1) }),
    (
      "cross-entropy", [[9, 10]],
      { x in
        softmaxCrossEntropy(logits: x[0], labels: Tensor((0..<9).map { $0 }), reduction: .none)
      }
    ),
    ("layer norm", [[9, 37]], { $0[0].standardized(along: 1) }),
    ("batch norm", [[9, 5, 4, 3]], { $0[0].standardized(along: [0, 2, 3]) }),
    ("group norm", [[9, 5, 4, 3]], { $0[0].standardized(along: [2, 3]) }),
    ("relu", [[1031]], { $0[0].relu() }),
    ("tanh", [[1031]], { $0[0].tanh() }),
    ("sigmoid", [[1031]], { $0[0].sigmoid() }),
    ("gelu", [[1031]], { $0[0].gelu() }),
    ("gelu by tanh", [[1031]], { $0[0].gelu(.tanh) }),
    ("silu", [[1031]], { $0[0].silu() }),
    ("exp and log", [[1031]], { ($0[0].exp() + 1).log() }),
    (
      "arithmetic on threads", [[1300, 1310], [1300, 1310]],
      { x in
        (x[0] + x[1]) * x[0] / (x[1].squared() + 2) - x[1]
      }
    ),
    ("numbers on threads", [[1300, 1310]], { x in 3 / (2 - 0.5 * (x[0].squared() + 5)) }),
    ("bias of rows", [[300, 70], [70]], { $0[0] + $0[1] }),
    (
      "convolution", [[5, 3, 9, 8], [4, 3, 3, 3], [4]],
      { x in
        conv2D(x[0], x[1], x[2], padding: 1)
      }
    ),
    ("convolution on threads", [[64, 4, 14, 14], [24, 4, 3, 3]], { conv2D($0[0], $0[1]) }),
    (
      "strided convolution of groups", [[3, 4, 9, 9], [6, 2, 3, 2]],
      { x in
        conv2D(x[0], x[1], stride: 2, padding: 1, groups: 2)
      }
    ),
    (
      "transposed convolution", [[3, 4, 5, 5], [4, 2, 3, 3]],
      { x in
        transposedConv2D(x[0], x[1], stride: 2)
      }
    ),
    ("max-pool", [[3, 2, 9, 13]], { $0[0].maxPool2D(2) }),
    ("max-pool of narrow images", [[3, 2, 4, 6]], { $0[0].maxPool2D(2) }),
    ("max-pool, overlapping", [[3, 2, 9, 13]], { $0[0].maxPool2D(3, stride: 2) }),
    ("max-pool on threads", [[128, 16, 28, 28]], { $0[0].maxPool2D(2) }),
  ]

  @Test(arguments: cases.indices)
  func valueAndGradientsAgree(index: Int) {
    let (name, shapes, computation) = Self.cases[index]
    let inputs: [Tensor<Double>] = shapes.enumerated().map {
      randomTensor($0.element, seed: UInt64($0.offset + 1))
    }
    let upstream: Tensor<Double> = randomTensor(
      computation(inputs.map { Variable($0) }).shape, seed: 99)
    func results(_ backend: Backend, threads: Int) -> [Tensor<Double>] {
      withBackend(backend, threads: threads) {
        let (value, gradients) = valueWithGradients(at: inputs, upstream: upstream, of: computation)
        return [value] + gradients
      }
    }
    let expected = results(.naive, threads: 1)
    let found = results(.simd, threads: 1)
    for (place, (x, y)) in zip(found, expected).enumerated() {
      let scale = max(y.abs().max(), 1)
      let difference = (x - y).abs().max() / scale
      // Sums of at most 200 000 terms of magnitude 1, added in different orders.
      #expect(difference < 1e-12, "\(name), result \(place)")
    }
    for threads in [2, 3, 8] {
      for (x, y) in zip(results(.simd, threads: threads), found) {
        #expect(x.elements.map(\.bitPattern) == y.elements.map(\.bitPattern), "\(name), \(threads)")
      }
    }
  }

  /// That the kernels run at all: they add in another order, so the last digits differ.
  @Test func kernelsRun() {
    let a: Tensor<Float> = randomTensor([300, 301], seed: 1)
    let b: Tensor<Float> = randomTensor([301, 299], seed: 2)
    for computation in [{ a.sum(along: 1) }, { a.exp() }, { a.tanh() }] {
      #expect(withBackend(.simd, computation) != withBackend(.naive, computation))
    }
    // Products are added in the naive order, but where the instruction exists, each with one rounding
    // less.
    let products = { matmul(a, b) }
    let areEqual = withBackend(.simd, products) == withBackend(.naive, products)
    #expect(areEqual == (VectorUnit.ofKernels == .sse2))
  }

  /// Equal elements and NaN in a window: which of them wins is part of the result.
  @Test func poolingOfTiesAndNaN() {
    func check<S: TensorScalar & BinaryFloatingPoint>(_: S.Type) {
      var generator = RandomGenerator(seed: 5)
      let x = Tensor<S>(unsafeUninitializedShape: [2, 3, 8, 11]) { x in
        for i in x.indices {
          let draw = generator.uniformInteger(below: 6)
          x[i] = draw == 0 ? .nan : S(draw % 3)
        }
      }
      let upstream: Tensor<S> = randomTensor([2, 3, 4, 5], seed: 6)
      func results(_ backend: Backend) -> [[S?]] {
        withBackend(backend) {
          let (value, gradients) = valueWithGradients(at: [x], upstream: upstream) {
            $0[0].maxPool2D(2)
          }
          return [value, gradients[0]].map { $0.elements.map { $0.isNaN ? nil : $0 } }
        }
      }
      #expect(results(.simd) == results(.naive))
    }
    check(Float.self)
    check(Double.self)
  }
}
