import TensorCore
import Testing

@Suite struct SplittingTests {
  private let x = Tensor<Int>([[1, 2, 3, 4], [5, 6, 7, 8]])

  @Test func partsJoinToTheWhole() {
    #expect(x.split(into: 2, along: 1) == [[[1, 2], [5, 6]], [[3, 4], [7, 8]]])
    for (axis, count) in [(0, 1), (0, 2), (1, 4), (-1, 2)] {
      #expect(Tensor.concatenate(x.split(into: count, along: axis), along: axis) == x)
    }
    let parts = x.split(sizes: [1, 0, 3], along: -1)
    #expect(parts.map(\.shape) == [[2, 1], [2, 0], [2, 3]])
    #expect(Tensor.concatenate(parts, along: 1) == x)
  }

  @Test func unevenParts() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Int>([[1, 2, 3, 4], [5, 6, 7, 8]]).split(into: 3, along: 1)
    }.says("split: axis 1 of shape [2, 4] has no 3 equal parts")
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Int>([[1, 2, 3, 4], [5, 6, 7, 8]]).split(sizes: [1, 2], along: 1)
    }.says("split: sizes [1, 2] for axis 1 of shape [2, 4]: they add up to 3, not 4")
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Int>([[1, 2, 3, 4], [5, 6, 7, 8]]).split(sizes: [5, -1], along: 1)
    }.says(
      "split: sizes [5, -1] for axis 1 of shape [2, 4]: they must be at least 0 and add up to 4")
  }

  @Test func triangles() {
    #expect(
      Tensor.lowerTriangle(3) == [
        [true, false, false], [true, true, false], [true, true, true],
      ])
    for diagonal in [-4, -1, 0, 2, 9, .max, .min] {
      let lower = Tensor.lowerTriangle(4, diagonal: diagonal)
      let upper = Tensor.upperTriangle(4, diagonal: diagonal)
      for row in 0..<4 {
        for column in 0..<4 {
          let distance = Double(column) - Double(row)
          #expect(lower.elements[row * 4 + column] == (distance <= Double(diagonal)))
          #expect(upper.elements[row * 4 + column] == (distance >= Double(diagonal)))
        }
      }
    }
    #expect(Tensor.lowerTriangle(0).shape == [0, 0])
  }

  @Test func closeness() {
    let x = Tensor<Double>([1, 1 + 9e-6, 1 + 2e-5, .infinity, .infinity, -.infinity, .nan, 5e-9])
    let y = Tensor<Double>([1, 1, 1, .infinity, 1, .infinity, .nan, 0])
    #expect(
      x.isClose(to: y) == Tensor([true, true, false, true, false, false, false, true]))
    #expect(Tensor<Float>([1]).isClose(to: Tensor([.infinity])) == Tensor([false]))
    #expect(
      Tensor<Float>([[1], [2]]).isClose(to: Tensor([1, 2]), relativeTolerance: 0)
        == [[true, false], [false, true]])
    #expect(Tensor<Float>([1]).isClose(to: Tensor([1.5]), absoluteTolerance: 0.5).all())
  }
}
