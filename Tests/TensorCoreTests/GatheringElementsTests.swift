import TensorCore
import Testing

@Suite struct GatheringElementsTests {
  /// Number 100·i + 10·j + k at [i, j, k].
  private let x = Tensor<Float>(
    shape: [2, 3, 4],
    elements: (0..<24).map { place -> Float in
      let (i, j, k) = (place / 12, place / 4 % 3, place % 4)
      return Float(100 * i + 10 * j + k)
    })

  @Test("along each axis, by a loop over all places", arguments: [0, 1, 2, -1, -3])
  func alongEachAxis(axis: Int) {
    var generator = RandomGenerator(seed: 7)
    let place = axis < 0 ? axis + 3 : axis
    for count in [0, 1, 2, 5] {
      var dimensions = [2, 3, 4]
      let extent = dimensions[place]
      dimensions[place] = count
      let shape = Shape(dimensions)
      let indices = Tensor<Int>(
        shape: shape,
        elements: (0..<shape.elementCount).map { _ in generator.uniformInteger(below: extent) })
      let found = x.gather(indices, along: axis)
      #expect(found.shape == shape)
      for (element, index) in indices.elements.enumerated() {
        var position = shape.position(ofElement: element)
        position[place] = index
        let right = Float(100 * position[0] + 10 * position[1] + position[2])
        #expect(found.elements[element] == right)
      }
    }
  }

  @Test func oneElementOfEachRow() {
    let scores = Tensor<Double>([[1, 2, 3], [4, 5, 6]])
    #expect(scores.gather(Tensor([2, 0]), along: 1) == Tensor([3, 4]))
    #expect(scores.gather(Tensor([1, 0, 1]), along: 0) == Tensor([4, 2, 6]))
    #expect(Tensor<Double>([7, 8]).gather(Tensor<Int>(1), along: 0) == Tensor(8))
  }

  @Test func wrongIndices() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.zeros([2, 3]).gather(Tensor([0, 3]), along: 1)
    }.says("gather: the index at [1] is 3, but axis 1 of shape [2, 3] has 3 elements")
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.zeros([2, 3]).gather([[0, -1, 0]], along: 0)
    }.says("gather: the index at [0, 1] is -1, but axis 0 of shape [2, 3] has 2 elements")
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.zeros([2, 3]).gather(Tensor([0, 1, 2]), along: 1)
    }.says(
      "gather: indices of shape [3] for shape [2, 3] along axis 1: all other extents must agree")
  }
}
