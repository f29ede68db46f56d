import TensorCore
import Testing

@Suite struct RoundingTests {
  @Test func wholeNumbersAndSigns() {
    let x = Tensor<Float>([-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 0.49, -7, 16_777_216])
    #expect(x.round().elements == [-2, -2, 0, 0, 2, 2, 0, -7, 16_777_216])
    #expect(x.floor().elements == [-3, -2, -1, 0, 1, 2, 0, -7, 16_777_216])
    #expect(x.sign().elements == [-1, -1, -1, 1, 1, 1, 1, -1, 1])
  }

  @Test func zerosInfinitiesAndNaN() {
    let x = Tensor<Double>([0, -0.0, .infinity, -.infinity, .nan])
    for y in [x.round(), x.floor()] {
      #expect(y.elements[..<4] == [0, 0, .infinity, -.infinity] && y.elements[4].isNaN)
      #expect(y.elements[1].sign == .minus)
    }
    let signs = x.sign().elements
    #expect(signs[..<4] == [0, 0, 1, -1] && signs[1].sign == .minus && signs[4].isNaN)
  }
}
