import TensorCore
import Testing

/// What stops the program when shapes and tensors are made.
@Suite struct CreationTrapTests {
  @Test func wrongElementCount() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>(shape: [2, 3], elements: [1, 2, 3])
    }.says("Tensor: shape [2, 3] has 6 elements, but 3 were given")
  }

  @Test func raggedRows() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>([[1, 2], [3]] as [[Float]])
    }.says("Tensor: row 0 has 2 elements, but row 1 has 1")
  }

  @Test func raggedLiteral() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let _: Tensor<Float> = [[1, 2], [3]]
    }.says("tensor literal: element 0 has shape [2], but element 1 has [1]", namingCaller: false)
  }

  @Test func numberBesideListInLiteral() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let _: Tensor<Float> = [1, [2]]
    }.says("tensor literal: element 0 has shape [], but element 1 has [1]", namingCaller: false)
  }

  /// The compiler calls it, and does not say for which line.
  @Test func literalOfTooManyAxes() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let _: Shape = [1, 2, 3, 4, 5, 6, 7]
    }.says(
      "shape: expected at most 6 extents of at least 0, found the literal [1, 2, 3, 4, 5, 6, 7]",
      namingCaller: false)
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let _: Shape = [3, -1]
    }.says(
      "shape: expected at most 6 extents of at least 0, found the literal [3, -1]",
      namingCaller: false)
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let _: Tensor<Float> = [[[[[[[1, 2]]]]]]]
    }.says(
      "tensor literal: expected at most 6 brackets inside of each other, found one more around a "
        + "literal of shape [1, 1, 1, 1, 1, 2]", namingCaller: false)
  }

  @Test func tooManyAxes() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Shape([1, 2, 3, 4, 5, 6, 7])
    }.says("shape: 7 axes, but a tensor has at most 6")
  }

  @Test func negativeExtent() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Shape([2, -3])
    }.says("shape: axis 1 has the negative extent -3")
  }

  @Test func tooManyElementsToCount() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Shape([4_294_967_296, 4_294_967_296])
    }.says("shape: the number of elements of [4294967296, 4294967296] does not fit into an Int")
  }

  @Test func tooManyElementsForMemory() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.zeros([4_611_686_018_427_387_904])
    }.says("tensor: no memory holds 4611686018427387904 elements of 4 bytes")
  }

  @Test func axisOfShape() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Shape([2, 3])[2]
    }.says("shape: axis 2 of shape [2, 3], whose axes are 0 to 1 (or -2 to -1 from the back)")
  }

  @Test func axisOfASingleNumber() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Shape([])[0]
    }.says("shape: axis 0 of a single number, shape []")
  }

  @Test func rangeWithoutStep() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.range(from: 0, to: 1, by: 0)
    }.says("range: from 0.0 to 1.0 by 0.0: all three must be finite, and the step different from 0")
  }

  @Test func endlessRange() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.range(to: .infinity)
    }.says("range: from 0.0 to inf by 1.0: all three must be finite, and the step different from 0")
  }

  @Test func rangeOfTooManyElements() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Double>.range(to: 1e300)
    }.says("range: from 0.0 to 1e+300 by 1.0 has too many elements")
  }

  @Test func negativeCount() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.linearlySpaced(from: 0, through: 1, count: -1)
    }.says("shape: axis 0 has the negative extent -1")
  }

  @Test func scalarOfSeveral() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2]).scalar()
    }.says("scalar: expected a single element, found shape [2]")
  }

  @Test func scalarOfNone() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([0]).scalar()
    }.says("scalar: expected a single element, found shape [0]")
  }
}
