import TensorCore
import Testing

@Suite struct ReplacingTests {
  private let x = Tensor<Float>([[1, 2, 3], [4, 5, 6]])

  @Test("what is written into a variable, as a new tensor")
  func isWhatASubscriptWrites() {
    #expect(x.replacing(1, with: [7, 8, 9]) == [[1, 2, 3], [7, 8, 9]])
    #expect(x.replacing(0..., 1..., with: [[7, 8], [9, 0]]) == [[1, 7, 8], [4, 9, 0]])
    #expect(x.replacing(0, 2, with: Tensor(0)) == [[1, 2, 0], [4, 5, 6]])
    #expect(x == [[1, 2, 3], [4, 5, 6]])
    #expect(Tensor<Int>([1, 2]).replacing(0, with: Tensor(5)) == [5, 2])
  }

  @Test func reflection() {
    let v = Tensor<Int>([1, 2, 3])
    #expect(v.paddedByReflection([(2, 1)]) == [3, 2, 1, 2, 3, 2])
    #expect(v.paddedByReflection([(0, 0)]) == v)
    #expect(
      x.paddedByReflection([(1, 0), (0, 2)]) == [
        [4, 5, 6, 5, 4], [1, 2, 3, 2, 1], [4, 5, 6, 5, 4],
      ])
  }

  @Test func wrongParts() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.zeros([2, 3]).replacing(0..<2, with: .zeros([3]))
    }.says("slice: expected a tensor of shape [2, 3] for this part of [2, 3], found [3]")
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.zeros([2, 3]).replacing(2, with: .zeros([3]))
    }.says("slice: index 2 is out of range: axis 0 of shape [2, 3] has 2 elements")
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.zeros([2, 3]).paddedByReflection([(1, 1), (0, 3)])
    }.says(
      "paddedByReflection: expected a pair of numbers from 0 to below the extent for each axis of "
        + "shape [2, 3], found [[1, 1], [0, 3]]")
  }
}
