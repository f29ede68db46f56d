import TensorCore
import TestSupport
import Testing

@Suite struct NormTests {
  @Test func byHand() {
    let x = Tensor<Float>([[3, 4], [0, 0], [-5, 12]])
    #expect(x.norm(along: 1) == [5, 0, 13])
    #expect(x.norm(along: 0, keepingDimensions: true).shape == [1, 2])
    #expect(Tensor<Double>([1, 2, 2]).norm() == 3)
    #expect(Tensor<Double>([-7]).norm(along: []) == [7])
    #expect(Tensor<Float>.zeros([2, 0]).norm(along: 1) == [0, 0])
    #expect(Tensor<Float>.zeros([0]).norm() == 0)
  }

  @Test("neither large numbers overflow nor small ones vanish, to the last binary exponent")
  func ofAnySize() {
    func judge<S: TensorScalar & BinaryFloatingPoint>(_: S.Type) {
      let least = S.leastNonzeroMagnitude
      for factor in [
        S.greatestFiniteMagnitude / 8, S.greatestFiniteMagnitude.squareRoot(), 0x1p50, 0x1p-50,
        S.leastNormalMagnitude.squareRoot(), S.leastNormalMagnitude, 16 * least, least,
      ] {
        let x = Tensor<S>([[3 * factor, -4 * factor], [3, 4], [0, factor]] as [[S]])
        for backend in [Backend.naive, .simd] {
          withBackend(backend) {
            #expect(x.norm(along: 1) == Tensor([5 * factor, 5, factor]), "\(S.self) \(factor)")
          }
        }
      }
    }
    judge(Float.self)
    judge(Double.self)
  }

  @Test func whatIsNotFinite() {
    let x = Tensor<Double>([[.infinity, 1], [-.infinity, .infinity], [.nan, 1]])
    let norms = x.norm(along: 1).elements
    #expect(norms[0] == .infinity && norms[1] == .infinity && norms[2].isNaN)
  }

  @Test func noSuchAxis() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.zeros([2, 3]).norm(along: 2)
    }.says("norm: axis 2 of shape [2, 3]")
  }
}
