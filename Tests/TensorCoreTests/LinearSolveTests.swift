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

  /// In binary, these decimals are rounded, and the last pivot is what rounding left: it is judged by the
  /// ε of the scalar.
  @Test func singularToWithinRounding() {
    func check<S: TensorScalar & BinaryFloatingPoint>(_: S.Type) {
      for unit in [1e-12, 1, 1e12] as [S] {
        let a = Tensor<S>([[0.1, 0.2, 0.3], [0.4, 0.5, 0.6], [0.7, 0.8, 0.9]]) * unit
        #expect(throws: SingularMatrix.self, "\(S.self), unit \(unit)") { try solve(a, [1, 2, 3]) }
      }
    }
    check(Float.self)
    check(Double.self)
  }

  /// Rows and columns in other units, by powers of 2, which round nothing: the same answer, bit for bit.
  @Test func unitsDoNotMatter() throws {
    func check<S: TensorScalar & BinaryFloatingPoint>(_: S.Type) throws {
      #expect(try solve([[1e-17, 0], [0, 1]] as Tensor<S>, [1e-17, 2]) == [1, 2])
      #expect(try solve([[1e-17, 2e-17], [1, 3]] as Tensor<S>, [3e-17, 4]).elements[1].isFinite)
      var generator = RandomGenerator(seed: 3)
      for size in [2, 5, 9] {
        let a = Tensor<S>.normal([size, size], using: &generator)
        let b = Tensor<S>.normal([size], using: &generator)
        let x = try solve(a, b)
        let units = Tensor<S>(
          (0..<size).map { S(Double(sign: .plus, exponent: 9 * $0 - 40, significand: 1)) })
        // Columns: x in other units. Then all rows by one factor, which changes no pivot row.
        #expect(try solve(a * units, b) * units == x)
        #expect(try solve(a * 0x1p-60, b * 0x1p-60) == x)
        // Rows: other pivot rows, and so another rounding.
        let y = try solve(a * units.expandingDimension(at: 1), b * units)
        #expect((y - x).abs().max() <= 1e4 * S.ulpOfOne * x.abs().max())
      }
    }
    try check(Float.self)
    try check(Double.self)
  }

  @Test("a matrix with a NaN or an infinity is not called singular")
  func notFinite() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = try? solve(Tensor<Double>([[1, 2], [.nan, 4]]), Tensor([1, 2]))
    }.says("solve: expected a matrix of finite numbers, found nan at [1, 0]")
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = try? solve(Tensor<Float>([[1, -.infinity], [3, 4]]), Tensor([1, 2]))
    }.says("solve: expected a matrix of finite numbers, found -inf at [0, 1]")
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
