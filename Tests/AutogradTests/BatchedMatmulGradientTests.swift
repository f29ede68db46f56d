import Autograd
import TensorCore
import Testing

@Suite struct BatchedMatmulGradientTests {
  @Test(
    "the gradient of a matrix that serves a batch is the sum of those of its products",
    arguments: [(false, false), (false, true), (true, false), (true, true)])
  func sumOverTheBatch(transposeA: Bool, transposeB: Bool) {
    var generator = RandomGenerator(seed: 11)
    for batch in [[1], [3], [2, 3], [0], []] {
      let a = Tensor<Double>.normal(
        Shape(batch + (transposeA ? [5, 4] : [4, 5])), using: &generator)
      let b = Tensor<Double>.normal(transposeB ? [6, 5] : [5, 6], using: &generator)
      let upstream = Tensor<Double>.normal(Shape(batch + [4, 6]), using: &generator)
      func gradients(_ a: Tensor<Double>, _ upstream: Tensor<Double>) -> [Tensor<Double>] {
        let (_, pullback) = valueWithPullback(at: [a, b]) {
          matmul($0[0], $0[1], transposeA: transposeA, transposeB: transposeB)
        }
        return pullback(upstream)
      }
      let found = gradients(a, upstream)
      // One product after the other.
      let count = batch.reduce(1, *)
      let matrices = a.reshaped(to: Shape([count] + a.shape.dimensions.suffix(2)))
      let upstreams = upstream.reshaped(to: [count, 4, 6])
      var sum = Tensor<Double>.zeros(b.shape)
      var ofA: [Tensor<Double>] = []
      for index in 0..<count {
        let each = gradients(matrices[index], upstreams[index])
        ofA.append(each[0])
        sum += each[1]
      }
      #expect((found[1] - sum).abs().sum() < 1e-12, "batch \(batch)")
      if count > 0 {
        #expect((found[0] - .stack(ofA).reshaped(to: a.shape)).abs().sum() < 1e-12)
      }
    }
  }
}
