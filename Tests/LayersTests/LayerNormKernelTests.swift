import Autograd
import Layers
import TensorCore
import TestSupport
import Testing

/// Layer normalization by one kernel, beside the form that `standardized`, a product and a sum make.
@Suite struct LayerNormKernelTests {
  /// The result and the gradients of x, γ and β.
  private func run<S: TensorScalar>(
    _: S.Type, rows: Int, columns: Int,
    _ norm: (_ x: Variable<S>, _ weight: Variable<S>, _ bias: Variable<S>) -> Variable<S>
  ) -> [Tensor<S>] {
    func draw(_ shape: Shape, _ seed: UInt64) -> Tensor<S> {
      randomTensor(shape, seed: seed) + 0.5
    }
    let (output, pullback) = valueWithPullback(
      at: [draw([rows, columns], 1), draw([columns], 2), draw([columns], 3)]
    ) { norm($0[0], $0[1], $0[2]) }
    return [output] + pullback(draw([rows, columns], 4))
  }

  private func layer<S: TensorScalar>(
    _ x: Variable<S>, _ weight: Variable<S>, _ bias: Variable<S>
  ) -> Variable<S> {
    var layer = LayerNorm<S>(weight.shape)
    (layer.weight, layer.bias) = (weight, bias)
    var context = Context.inference
    return layer.forward(x, in: &context)
  }

  private func composed<S: TensorScalar>(
    _ x: Variable<S>, _ weight: Variable<S>, _ bias: Variable<S>
  ) -> Variable<S> { x.standardized(along: -1) * weight + bias }

  private static let sizes = [1, 3, 16, 17, 64, 65, 130]

  /// Of one column, the composed form adds up the gradients of γ and β in other blocks.
  @Test(
    "values and all gradients are those of the composed form, to the bit",
    arguments: sizes.dropFirst())
  func agreement(columns: Int) {
    for rows in [1, 5, 64, 65, 300] {
      for threads in [1, 3] {
        withBackend(.simd, threads: threads) {
          #expect(
            run(Float.self, rows: rows, columns: columns, layer)
              == run(Float.self, rows: rows, columns: columns, composed))
          #expect(
            run(Double.self, rows: rows, columns: columns, layer)
              == run(Double.self, rows: rows, columns: columns, composed))
        }
      }
    }
  }

  @Test("values and gradients are near those of the naive backend", arguments: sizes)
  func naive(columns: Int) {
    let fused = withBackend(.simd) { run(Double.self, rows: 70, columns: columns, layer) }
    let naive = withBackend(.naive) { run(Double.self, rows: 70, columns: columns, layer) }
    for (x, y) in zip(fused, naive) {
      #expect((x - y).abs().max() <= 1e-12 * max(1, y.abs().max()))
    }
  }

  @Test("a batch of none stays one of none")
  func empty() {
    let results = withBackend(.simd) { run(Float.self, rows: 0, columns: 4, layer) }
    #expect(results.map(\.shape) == [[0, 4], [0, 4], [4], [4]])
  }
}
