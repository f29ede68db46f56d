import TensorCore
import Testing

@Suite struct IntegerArithmeticTests {
  private let x: Tensor<Int> = [[1, -2, 3], [4, 5, -6]]
  private let row: Tensor<Int> = [10, 20, 30]

  @Test func twoTensorsAreBroadcast() {
    #expect(x + row == [[11, 18, 33], [14, 25, 24]])
    #expect(x - row == [[-9, -22, -27], [-6, -15, -36]])
    #expect(x * row == [[10, -40, 90], [40, 100, -180]])
    #expect(row - x == -(x - row))
  }

  @Test func withANumberOnEitherSide() {
    #expect(x + 7 == [[8, 5, 10], [11, 12, 1]])
    #expect(7 + x == x + 7)
    #expect(x - 7 == [[-6, -9, -4], [-3, -2, -13]])
    #expect(7 - x == -(x - 7))
    #expect(x * -2 == [[-2, 4, -6], [-8, -10, 12]])
    #expect(-2 * x == x * -2)
  }

  @Test("comparisons are those of all numbers")
  func comparisons() {
    #expect((x .< 4).trueCount == 4)
    #expect((x .>= row - 8).elements == [false, false, false, true, false, false])
  }

  @Test("the largest numbers are reached, and not passed")
  func ends() {
    #expect((Tensor<Int>([.max - 1]) + 1).elements == [.max])
    #expect((Tensor<Int>([.min + 1]) - 1).elements == [.min])
    #expect((-Tensor<Int>([.max])).elements == [-.max])
  }

  @Test func overflowIsASentence() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Int>([1, .max]) + Tensor<Int>([1, 2])
    }.says(
      "Tensor<Int>: 9223372036854775807 + 2 does not fit into 64 bits", namingCaller: false)
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = 3 * Tensor<Int>([1 << 62])
    }.says(
      "Tensor<Int>: 4611686018427387904 * 3 does not fit into 64 bits", namingCaller: false)
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = -Tensor<Int>([.min])
    }.says(
      "Tensor<Int>: 0 - -9223372036854775808 does not fit into 64 bits", namingCaller: false)
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Int>([1, 2]) - Tensor<Int>([1, 2, 3])
    }.says("[2] - [3]: shapes do not fit", namingCaller: false)
  }
}
