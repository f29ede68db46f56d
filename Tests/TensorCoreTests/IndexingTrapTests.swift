import TensorCore
import Testing

/// What stops the program when elements and slices are read and written.
@Suite struct IndexingTrapTests {
  @Test func indexOutOfRange() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2, 3])[1, 3] as Float
    }.says("subscript: index 3 is out of range: axis 1 of shape [2, 3] has 3 elements")
  }

  @Test func negativeIndex() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2])[-1] as Float
    }.says("subscript: index -1 is out of range: axis 0 of shape [2] has 2 elements")
  }

  @Test func indexOfRankThree() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2, 3, 4])[0, 5, 0] as Float
    }.says("subscript: index 5 is out of range: axis 1 of shape [2, 3, 4] has 3 elements")
  }

  @Test func indexOfRankFour() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2, 3, 4, 5])[0, 0, 0, 5] as Float
    }.says("subscript: index 5 is out of range: axis 3 of shape [2, 3, 4, 5] has 5 elements")
  }

  @Test func tooFewIndices() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2, 3])[0] as Float
    }.says(
      "subscript: position [0] for shape [2, 3] of rank 2. Hint: an element has one index for "
        + "each axis; the part at [0] is x[0, 0...].")
  }

  @Test func tooManyIndices() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2])[0, 0] as Float
    }.says("subscript: position [0, 0] for shape [2] of rank 1.")
  }

  @Test func writingOutOfRange() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var x = Tensor<Float>.ones([2])
      x[2] = 1
    }.says("subscript: index 2 is out of range: axis 0 of shape [2] has 2 elements")
  }

  @Test func writingWithTheWrongRank() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var x = Tensor<Float>.ones([2])
      x[0, 0, 0] = 1
    }.says("subscript: position [0, 0, 0] for shape [2] of rank 1.")
  }

  @Test func sliceOutOfRange() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2, 3])[0..., 1..<4]
    }.says("slice: 1..<4 is out of range: axis 1 of shape [2, 3] is 0..<3")
  }

  @Test func sliceFromBehindTheEnd() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2])[3...]
    }.says("slice: 3..<3 is out of range: axis 0 of shape [2] is 0..<2")
  }

  @Test func sliceUpToANegative() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2])[..<(-1)]
    }.says("slice: -1..<-1 is out of range: axis 0 of shape [2] is 0..<2")
  }

  @Test func sliceByIndexOutOfRange() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2, 3])[2, 0...]
    }.says("slice: index 2 is out of range: axis 0 of shape [2, 3] has 2 elements")
  }

  @Test func tooManySelections() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2])[0..., 0...]
    }.says("slice: 2 selections for shape [2] of rank 1")
  }

  @Test func sliceAlongNoAxis() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2]).slice(0..<1, along: 1)
    }.says("slice: axis 1 of shape [2], whose axes are 0 to 0 (or -1 to -1 from the back)")
  }

  @Test func sliceAlongOutOfRange() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2, 3]).slice(1..<4, along: 1)
    }.says("slice: 1..<4 is out of range: axis 1 of shape [2, 3] is 0..<3")
  }

  @Test func writingAnotherShape() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var x = Tensor<Float>.ones([2, 3])
      x[0..., 0] = Tensor<Float>.ones([3])
    }.says("slice: expected a tensor of shape [2] for this part of [2, 3], found [3]")
  }
}
