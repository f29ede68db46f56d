import Layers
import TensorCore
import Testing
import Training

/// That the paths with clipped gradients are PyTorch's is compared with the optimizers.
@Suite struct GradientClippingTests {
  private let gradients = Gradients<Double>(
    names: ["a", "b"], tensors: [Tensor([[3, -4], [0, 12]]), Tensor(84)])

  @Test("the norm is that of all gradients together, and all are shortened alike")
  func norm() {
    #expect(gradients.globalNorm == 85)
    var clipped = gradients
    #expect(clipped.clip(toNorm: 17) == 85, "the norm before")
    #expect((clipped.globalNorm - 17).magnitude < 1e-6)
    for (after, before) in zip(clipped.tensors, gradients.tensors) {
      #expect((after - before * 0.2).abs().max() < 1e-6)
    }
  }

  @Test("short gradients stay as they are, to the bit, and so do none and zeros")
  func short() {
    var clipped = gradients
    clipped.clip(toNorm: 86)
    clipped.clip(toMagnitude: 84)
    #expect(clipped.tensors == gradients.tensors)
    var zeros = Gradients<Float>(names: ["a"], tensors: [.zeros([3])])
    #expect(zeros.clip(toNorm: 0) == 0 && zeros.tensors == [.zeros([3])])
    var none = Gradients<Float>(names: [], tensors: [])
    #expect(none.clip(toNorm: 1) == 0)
  }

  @Test("the norm of single-precision gradients does not overflow")
  func largeNumbers() {
    let large = Gradients<Float>(names: ["a"], tensors: [Tensor([3e38, -3e38, 0, 0, 3e38])])
    #expect((large.globalNorm / (3e38 * 3.0.squareRoot()) - 1).magnitude < 1e-6)
  }

  @Test("by value, each element is moved into the limits")
  func magnitude() {
    var clipped = gradients
    clipped.clip(toMagnitude: 3.5)
    #expect(clipped.tensors == [Tensor([[3, -3.5], [0, 3.5]]), Tensor(3.5)])
    clipped.clip(toMagnitude: 0)
    #expect(clipped.tensors == [Tensor([[0, 0], [0, 0]]), Tensor(0)])
  }

  @Test("a NaN is not hidden")
  func notANumber() {
    var clipped = Gradients<Double>(names: ["a"], tensors: [Tensor([1, .nan])])
    clipped.clip(toMagnitude: 0.5)
    #expect(clipped.tensors[0].elements[0] == 0.5 && clipped.tensors[0].elements[1].isNaN)
    #expect(clipped.clip(toNorm: 1).isNaN)
  }

  @Test func negativeLimit() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var gradients = Gradients<Double>(names: [], tensors: [])
      gradients.clip(toNorm: -1)
    }
    expect(
      "clip: expected a finite limit of at least 0, found -1.0", in: result,
      at: "GradientClippingTests.swift:")
  }
}
