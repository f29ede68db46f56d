import TensorCore
import Testing

/// What stops the program when tensors are given other shapes and joined.
@Suite struct ReshapingTrapTests {
  @Test func reshape() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2, 3]).reshaped(to: [4])
    }.says("reshape: [2, 3] has 6 elements, [4] has 4")
  }

  @Test func expandTooFar() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2]).expandingDimension(at: 2)
    }.says("expandingDimension: axis 2 for shape [2]; possible are -2 to 1")
  }

  @Test func expandTooOften() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([1, 1, 1, 1, 1, 1]).expandingDimension(at: 0)
    }.says("expandingDimension: shape [1, 1, 1, 1, 1, 1] has 6 axes already, the most there can be")
  }

  @Test func squeezeAnAxisThatIsNeeded() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2, 3]).squeezingDimension(at: 1)
    }.says("squeezingDimension: axis 1 of shape [2, 3] has 3 elements, expected 1")
  }

  @Test func squeezeNoAxis() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([1]).squeezingDimension(at: -2)
    }.says(
      "squeezingDimension: axis -2 of shape [1], whose axes are 0 to 0 (or -1 to -1 from the "
        + "back)")
  }

  @Test func permuteTwice() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2, 3]).permuted(to: [0, 0])
    }.says("permute: [0, 0] does not name each axis of shape [2, 3] exactly once")
  }

  @Test func permuteTooFew() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2, 3]).permuted(to: [1])
    }.says("permute: [1] does not name each axis of shape [2, 3] exactly once")
  }

  @Test func permuteNoAxis() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2, 3]).permuted(to: [0, 2])
    }.says("permute: axis 2 of shape [2, 3], whose axes are 0 to 1 (or -2 to -1 from the back)")
  }

  @Test func transposeAVector() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2]).transposed()
    }.says(
      "transpose: shape [2] has no two axes to exchange. Hint: expandingDimension(at: -1) turns "
        + "a vector into a column.")
  }

  @Test func broadcastThatDoesNotFit() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2]).broadcast(to: [2, 3])
    }.says(
      "broadcast [2] to [2, 3]: shapes do not fit: axis -1 has 2 and 3 elements. Extents must be "
        + "equal, or one of them 1.")
  }

  @Test func broadcastToSmaller() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2, 3]).broadcast(to: [3])
    }.says("broadcast: [2, 3] does not fit into the smaller shape [3]")
  }

  @Test func concatenateNothing() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.concatenate([])
    }.says("concatenate: there is no tensor")
  }

  @Test func concatenateOtherExtents() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.concatenate([.ones([2, 3]), .ones([2, 4])], along: 0)
    }.says("concatenate: [2, 3] and [2, 4] along axis 0: all other extents must agree")
  }

  @Test func concatenateOtherRank() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.concatenate([.ones([2, 3]), .ones([3])])
    }.says("concatenate: [2, 3] and [3] along axis 0: all other extents must agree")
  }

  @Test func concatenateNoAxis() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.concatenate([.ones([2])], along: 1)
    }.says("concatenate: axis 1 of shape [2], whose axes are 0 to 0 (or -1 to -1 from the back)")
  }

  @Test func stackNothing() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.stack([])
    }.says("stack: there is no tensor")
  }

  @Test func stackOtherShapes() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.stack([.ones([2]), .ones([3])])
    }.says("stack: shapes [2] and [3] differ")
  }

  @Test func stackTooManyAxes() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.stack([.ones([1, 1, 1, 1, 1, 1])])
    }.says("stack: shape [1, 1, 1, 1, 1, 1] has 6 axes already, the most there can be")
  }

  @Test func stackNoAxis() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.stack([.ones([2])], along: 2)
    }.says("stack: axis 2 for shape [2]; possible are -2 to 1")
  }

  @Test func gatherOutOfRange() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2, 3]).gather([0, 3], along: 1)
    }.says("gather: index 3 is out of range: axis 1 of shape [2, 3] has 3 elements")
  }

  @Test func gatherNegative() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2]).gather([-1])
    }.says("gather: index -1 is out of range: axis 0 of shape [2] has 2 elements")
  }

  @Test func gatherNoAxis() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2]).gather([0], along: 1)
    }.says("gather: axis 1 of shape [2], whose axes are 0 to 0 (or -1 to -1 from the back)")
  }
}
