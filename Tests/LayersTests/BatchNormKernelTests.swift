import Autograd
import Layers
import TensorCore
import TestSupport
import Testing

/// Batch normalization by one kernel, beside the form of the naive backend.
@Suite struct BatchNormKernelTests {
  /// The result, the running statistics, and the gradients of x, γ and β.
  private func run<S: TensorScalar>(_: S.Type, _ shape: Shape, on backend: Backend, threads: Int)
    -> [Tensor<S>]
  {
    func draw(_ shape: Shape, _ seed: UInt64) -> Tensor<S> {
      randomTensor(shape, seed: seed) + 0.5
    }
    let channels: Shape = [shape[1]]
    return withBackend(backend, threads: threads) {
      var layer = BatchNorm<S>(shape[1])
      var context = Context.training(seed: 1)
      let (output, pullback) = valueWithPullback(
        at: [draw(shape, 1), draw(channels, 2), draw(channels, 3)]
      ) {
        (layer.weight, layer.bias) = ($0[1], $0[2])
        return layer.forward($0[0], in: &context)
      }
      return [output, layer.runningMean.value, layer.runningVariance.value]
        + pullback(draw(shape, 4))
    }
  }

  private static let shapes: [Shape] = [
    [2, 3, 1], [4, 5], [3, 2, 7], [2, 4, 3, 5], [5, 3, 7, 7], [1, 2, 4, 4], [3, 17, 28, 28],
  ]

  @Test("values, statistics and gradients are near those of the naive backend", arguments: shapes)
  func naive(shape: Shape) {
    let fused = run(Double.self, shape, on: .simd, threads: 1)
    let naive = run(Double.self, shape, on: .naive, threads: 1)
    for (x, y) in zip(fused, naive) {
      #expect(x.shape == y.shape)
      #expect((x - y).abs().max() <= 1e-12 * max(1, y.abs().max()))
    }
  }

  @Test("the number of threads changes no bit")
  func threads() {
    let one = run(Float.self, [9, 17, 28, 28], on: .simd, threads: 1)
    for threads in [2, 3, 8] {
      #expect(run(Float.self, [9, 17, 28, 28], on: .simd, threads: threads) == one)
    }
  }
}
