import TensorCore
import Testing

@Suite struct ProductTests {
  private let x = Tensor<Double>([[1, 2, 3], [-4, 0, 6]])

  @Test func products() {
    #expect(x.product() == 0)
    #expect(x.product(along: 0) == [-4, 0, 18])
    #expect(x.product(along: 1, keepingDimensions: true) == [[6], [0]])
    #expect(x.product(along: [0, 1]) == Tensor(0))
    #expect(x.reshaped(to: [1, 2, 3]).product(along: [0, 2]) == [6, 0])
  }

  @Test("a product without factors is 1")
  func withoutFactors() {
    #expect(Tensor<Float>.zeros([2, 0]).product(along: 1) == [1, 1])
    #expect(Tensor<Float>.zeros([0]).product() == 1)
  }

  @Test func runningProducts() {
    #expect(x.cumulativeProduct(along: 1) == [[1, 2, 6], [-4, 0, 0]])
    #expect(x.cumulativeProduct(along: 0) == [[1, 2, 3], [-4, 0, 18]])
    #expect(Tensor<Float>.zeros([2, 0, 3]).cumulativeProduct(along: 1).shape == [2, 0, 3])
    let inside = Tensor<Float>(shape: [2, 2, 2], elements: [1, 2, 3, 4, 5, 6, 7, 8])
    #expect(inside.cumulativeProduct(along: 1).elements == [1, 2, 3, 8, 5, 6, 35, 48])
  }

  @Test func noSuchAxis() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.zeros([2, 3]).cumulativeProduct(along: 2)
    }.says("cumulativeProduct: axis 2 of shape [2, 3]")
  }
}
