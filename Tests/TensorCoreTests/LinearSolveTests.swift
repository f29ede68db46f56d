import TensorCore
import TestSupport
import Testing

/// The solution of linear equations.
@Suite struct LinearSolveTests {
  @Test func aSystemByHand() throws {
    // x + 2y = 5 and 3x + 4y = 11.
    let a: Tensor<Double> = [[1, 2], [3, 4]]
    let x = try solve(a, Tensor([5, 11]))
    #expect((x - [1, 2]).abs().max() < 1e-14)
    #expect(try solve(a, Tensor([[5], [11]])).shape == [2, 1])
  }

  @Test("A·x gives b back", arguments: [1, 2, 3, 5, 8, 20])
  func residual(size: Int) throws {
    for seed in UInt64(0)..<5 {
      let a = Tensor<Double>.random([size, size], seed: seed)
      let b = Tensor<Double>.random([size, 3], seed: seed + 100)
      let x = try solve(a, b)
      // Partial pivoting is backward stable: the residual is small against |A|·|x|, whatever A is.
      let bound = 100 * Double(size) * .ulpOfOne * a.abs().max() * x.abs().max()
      #expect((matmul(a, x) - b).abs().max() <= bound, "seed \(seed)")
    }
  }

  @Test func aZeroOnTheDiagonalNeedsAnExchangeOfRows() throws {
    #expect(try solve([[0, 1], [1, 0]] as Tensor<Double>, Tensor([7, 8])) == [8, 7])
  }

  @Test func noEquations() throws {
    #expect(try solve(Tensor<Double>.zeros([0, 0]), .zeros([0, 2])).shape == [0, 2])
  }

  @Test func aSingularMatrixIsNamed() {
    let error = #expect(throws: SingularMatrix.self) {
      try solve([[1, 2], [2, 4]] as Tensor<Double>, Tensor([1, 1]))
    }
    #expect(
      error?.description
        == "the matrix is singular: column 1 is a combination of the columns before it")
    #expect(throws: SingularMatrix.self) {
      try solve(Tensor<Double>.zeros([2, 2]), Tensor([1, 1]))
    }
  }

  @Test func theArgumentsAreNotChanged() throws {
    let a: Tensor<Double> = [[0, 2], [4, 1]]
    let copy = a
    _ = try solve(a, Tensor([1, 2]))
    #expect(a == copy)
  }

  @Test func shapesThatDoNotFit() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = try? solve(Tensor<Double>.ones([2, 3]), Tensor([1, 2]))
    }.says(
      "solve: expected a square matrix [N, N] and right-hand sides [N] or [N, K], "
        + "found [2, 3] and [2]")
  }
}
