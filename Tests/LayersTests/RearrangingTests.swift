import Autograd
import TensorCore
import Testing

@Suite struct RearrangingTests {
  @Test func padding() {
    let x = Variable<Float>([[1, 2], [3, 4]])
    #expect(
      x.padded([(1, 0), (0, 2)]).value == [[0, 0, 0, 0], [1, 2, 0, 0], [3, 4, 0, 0]])
    #expect(x.padded([(0, 0), (1, 0)], with: 9).value == [[9, 1, 2], [9, 3, 4]])
    #expect(x.padded([(0, 0), (0, 0)]).value == x.value)
    let upstream: Tensor<Float> = [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]]
    let gradient = valueWithGradients(at: [x.value], upstream: upstream) {
      $0[0].padded([(1, 0), (1, 1)], with: 7)
    }.gradients[0]
    #expect(gradient == [[6, 7], [10, 11]])
  }

  @Test(arguments: [0, 1, 2, -1, -3]) func stacking(axis: Int) {
    let parts: [Tensor<Double>] = (1...3).map { randomTensor([2, 4], seed: $0) }
    let stacked = Tensor.stack(parts, along: axis)
    let upstream: Tensor<Double> = randomTensor(stacked.shape, seed: 4)
    let (value, gradients) = valueWithGradients(at: parts, upstream: upstream) {
      Variable.stack($0, along: axis)
    }
    #expect(value == stacked)
    // Stacking the gradients gives the upstream gradient again.
    #expect(Tensor.stack(gradients, along: axis) == upstream)
  }

  @Test func cumulativeSums() {
    let x: Tensor<Double> = [[1, 2, 3], [10, 20, 30]]
    #expect(x.cumulativeSum(along: 1) == [[1, 3, 6], [10, 30, 60]])
    #expect(x.cumulativeSum(along: -2) == [[1, 2, 3], [11, 22, 33]])
    #expect(x.cumulativeSum(along: 1, fromEnd: true) == [[6, 5, 3], [60, 50, 30]])
    #expect(Tensor<Double>.zeros([2, 0]).cumulativeSum(along: 1).shape == [2, 0])
    #expect(Tensor<Double>.zeros([0, 2]).cumulativeSum(along: 0).shape == [0, 2])
    let middle: Tensor<Double> = randomTensor([2, 5, 3], seed: 1)
    let sums = middle.cumulativeSum(along: 1)
    for place in 0..<5 {
      let expected = middle[0..., 0...place].sum(along: 1)
      #expect(
        (sums.slice(place..<place + 1, along: 1) - expected.expandingDimension(at: 1)).abs().max()
          <= 1e-15 * 16)
    }
    let gradient = valueWithGradients(at: [x], upstream: [[1, 2, 3], [4, 5, 6]]) {
      $0[0].cumulativeSum(along: 1)
    }.gradients[0]
    #expect(gradient == [[6, 5, 3], [15, 11, 6]])
    // The original keeps its elements.
    #expect(x == [[1, 2, 3], [10, 20, 30]])
  }
}
