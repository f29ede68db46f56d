import TensorCore
import Testing

@Suite struct SortingTests {
  @Test func argsortIsStableAndKnowsNaN() {
    let x = Tensor<Double>([3, .nan, -1, 3, -.infinity, .infinity, .nan, -1])
    #expect(x.argsort() == Tensor([4, 2, 7, 0, 3, 5, 1, 6]))
    #expect(x.argsort(isDescending: true) == Tensor([1, 6, 5, 0, 3, 2, 7, 4]))
  }

  @Test func alongTheFirstAxis() {
    let x = Tensor<Float>([[3, 1, 2], [1, 1, 5], [2, 0, 4]])
    let order = x.argsort(along: 0)
    #expect(order == [[1, 2, 0], [2, 0, 2], [0, 1, 1]])
    #expect(x.gather(order, along: 0) == [[1, 0, 2], [2, 1, 4], [3, 1, 5]])
  }

  @Test func largestFew() {
    let x = Tensor<Float>([[3, 9, 9, -1], [0, -2, .nan, 5]])
    let (values, indices) = x.topK(2)
    #expect(indices == [[1, 2], [2, 3]])
    #expect(values[0, 0...] == Tensor([9, 9]))
    #expect(values.elements[2].isNaN && values.elements[3] == 5)
    #expect(x.topK(0).values.shape == [2, 0])
    #expect(x.topK(1, along: 0).indices == [[0, 0, 1, 1]])
  }

  @Test func firstOfTheSmallest() {
    let x = Tensor<Float>([[3, -9, -9, -1], [0, -2, .nan, -5]])
    #expect(x.argmin(along: 1) == Tensor([1, 2]))
    #expect(x.argmin(along: 0, keepingDimensions: true) == [[1, 0, 1, 1]])
    #expect(Tensor<Double>([2, 1, 1]).argmin() == 1)
    #expect(Tensor<Double>([2, 1, 1]).argmax() == 0)
  }

  @Test func moreThanThereAre() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.zeros([2, 3]).topK(4)
    }.says("topK: expected k in 0...3, the elements along axis -1 of shape [2, 3], found 4")
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.zeros([2, 0]).argmin(along: 1)
    }.says("argmin: ")
  }
}
