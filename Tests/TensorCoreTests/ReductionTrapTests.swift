import TensorCore
import Testing

/// What stops the program in reductions, matrix products and random draws.
@Suite struct ReductionTrapTests {
  @Test func sumAlongNoAxis() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2, 3]).sum(along: 2)
    }.says("sum: axis 2 of shape [2, 3], whose axes are 0 to 1 (or -2 to -1 from the back)")
  }

  @Test func sumTwiceAlongAnAxis() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2, 3]).sum(along: [1, -1])
    }.says("sum: axis 1 is named twice in [1, -1]")
  }

  @Test func meanAlongNoAxis() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2, 3]).mean(along: 2)
    }.says("mean: axis 2 of shape [2, 3]")
  }

  @Test func varianceAlongNoAxis() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2, 3]).variance(along: -3)
    }.says("variance: axis -3 of shape [2, 3]")
  }

  @Test func logSumExpAlongNoAxis() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2, 3]).logSumExp(along: 2)
    }.says("logSumExp: axis 2 of shape [2, 3]")
  }

  @Test func sumOfASingleNumberAlongAnAxis() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>(1).sum(along: 0)
    }.says("sum: axis 0 of a single number, shape []")
  }

  @Test func maxAlongNoAxis() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2, 3]).max(along: 2)
    }.says("max: axis 2 of shape [2, 3]")
  }

  @Test func maxAlongNothing() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2, 0]).max(along: 1)
    }.says("max: shape [2, 0] has no elements along [1]")
  }

  @Test func minAlongNothing() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2, 0]).min(along: [0, 1])
    }.says("min: shape [2, 0] has no elements along [0, 1]")
  }

  @Test func argmaxAlongNothing() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2, 0]).argmax(along: 1)
    }.says("argmax: shape [2, 0] has no elements along [1]")
  }

  @Test func argmaxAlongNoAxis() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2]).argmax(along: 1)
    }.says("argmax: axis 1 of shape [2]")
  }

  @Test func maxOfNothing() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([0]).max()
    }.says("max: shape [0] has no elements")
  }

  @Test func minOfNothing() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([0]).min()
    }.says("min: shape [0] has no elements")
  }

  @Test func argmaxOfNothing() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([0]).argmax()
    }.says("argmax: shape [0] has no elements")
  }

  @Test func matmulInnerDimensions() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = matmul(Tensor<Float>.ones([2, 3]), Tensor<Float>.ones([4, 5]))
    }.says("matmul: [2, 3] · [4, 5]: inner dimensions differ: 3 and 4.")
  }

  @Test func matmulHintsAtTheSecondFlag() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = matmul(Tensor<Float>.ones([2, 3]), Tensor<Float>.ones([4, 3]))
    }.says(
      "matmul: [2, 3] · [4, 3]: inner dimensions differ: 3 and 4. Hint: they agree with "
        + "`transposeB: true`.")
  }

  @Test func matmulHintsAtNoSecondFlag() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = matmul(Tensor<Float>.ones([2, 3]), Tensor<Float>.ones([3, 4]), transposeB: true)
    }.says(
      "matmul: [2, 3] · [3, 4]ᵀ: inner dimensions differ: 3 and 4. Hint: they agree with "
        + "`transposeB: false`.")
  }

  @Test func matmulHintsAtTheFirstFlag() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = matmul(Tensor<Float>.ones([5, 3]), Tensor<Float>.ones([5, 4]))
    }.says(
      "matmul: [5, 3] · [5, 4]: inner dimensions differ: 3 and 5. Hint: they agree with "
        + "`transposeA: true`.")
  }

  @Test func matmulOfASingleNumber() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = matmul(Tensor<Float>(2), Tensor<Float>.ones([2]))
    }.says("matmul: [] · [2]: an operand is a single number. Hint: use * for that.")
  }

  @Test func matmulOfATransposedVector() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = matmul(Tensor<Float>.ones([2]), Tensor<Float>.ones([2, 2]), transposeA: true)
    }.says("matmul: [2]ᵀ · [2, 2]: a vector has no transpose. Hint: leave the flag out.")
  }

  @Test func matmulBatches() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = matmul(Tensor<Float>.ones([2, 1, 1]), Tensor<Float>.ones([3, 1, 1]))
    }.says(
      "matmul: [2, 1, 1] · [3, 1, 1], batches [2] and [3]: shapes do not fit: axis -1 has 2 and "
        + "3 elements.")
  }

  @Test func integerBelowNothing() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = RandomGenerator(seed: 1)
      _ = generator.uniformInteger(below: 0)
    }.says("uniformInteger: nothing lies below 0")
  }
}
