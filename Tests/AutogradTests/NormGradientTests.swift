import Autograd
import TensorCore
import Testing

@Suite struct NormGradientTests {
  @Test("the gradient of a norm is 0 at 0, and of length 1 elsewhere, however small")
  func atZero() {
    let (_, gradients) = valueWithGradients(
      at: [Tensor<Double>([[0, 0], [3e-300, -4e-300], [0, 2]])]
    ) { $0[0].norm(along: 1).sum() }
    let expected: [Double] = [0, 0, 0.6, -0.8, 0, 1]
    for (ours, right) in zip(gradients[0].elements, expected) {
      #expect((ours - right).magnitude < 1e-15)
    }
  }

  @Test("the square root of the sum of squares has none there, as the comment says")
  func naively() {
    let (_, gradients) = valueWithGradients(at: [Tensor<Double>([0, 0])]) {
      $0[0].squared().sum().sqrt()
    }
    #expect(gradients[0].elements.allSatisfy { $0.isNaN })
  }
}

@Suite struct UnbroadcastTests {
  @Test("sums over what broadcasting to a shape has repeated")
  func isTheOppositeOfBroadcasting() {
    let x = Tensor<Double>(shape: [2, 3, 2], elements: (1...12).map(Double.init))
    #expect(x.unbroadcast(to: [2, 3, 2]) == x)
    #expect(x.unbroadcast(to: []) == Tensor(78))
    #expect(x.unbroadcast(to: [3, 1]) == [[18], [26], [34]])
    #expect(x.unbroadcast(to: [2]) == [36, 42])
    for shape: Shape in [[], [2], [1, 2], [3, 1], [2, 1, 2], [1, 1, 1], [2, 3, 2]] {
      let ones = Tensor<Double>.ones(shape).broadcast(to: x.shape)
      // ⟨broadcast(1), x⟩ = ⟨1, unbroadcast(x)⟩
      #expect((ones * x).sum() == x.unbroadcast(to: shape).sum())
      #expect(x.unbroadcast(to: shape).shape == shape)
    }
  }

  @Test func shapesThatDoNotBroadcast() async {
    let result1 = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.zeros([2, 3]).unbroadcast(to: [2])
    }
    expect(
      "unbroadcast: shape [2] does not broadcast to [2, 3]", in: result1)
    let result2 = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.zeros([3]).unbroadcast(to: [1, 3])
    }
    expect(
      "unbroadcast: shape [1, 3] does not broadcast to [3]", in: result2)
  }
}
