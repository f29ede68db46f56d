import TensorCore
import Testing

/// What stops the program in calculations element by element.
@Suite struct ArithmeticTrapTests {
  @Test func add() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2, 3]) + Tensor<Float>.ones([4])
    }.says(
      "[2, 3] + [4]: shapes do not fit: axis -1 has 3 and 4 elements. Extents must be equal, or "
        + "one of them 1.", namingCaller: false)
  }

  @Test func subtract() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2, 3]) - Tensor<Float>.ones([4])
    }.says(
      "[2, 3] - [4]: shapes do not fit: axis -1 has 3 and 4 elements. Extents must be equal, or "
        + "one of them 1.", namingCaller: false)
  }

  @Test func multiply() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2, 3]) * Tensor<Float>.ones([4])
    }.says(
      "[2, 3] * [4]: shapes do not fit: axis -1 has 3 and 4 elements. Extents must be equal, or "
        + "one of them 1.", namingCaller: false)
  }

  @Test func divide() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2, 3]) / Tensor<Float>.ones([4])
    }.says(
      "[2, 3] / [4]: shapes do not fit: axis -1 has 3 and 4 elements. Extents must be equal, or "
        + "one of them 1.", namingCaller: false)
  }

  @Test func compare() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2, 3]) .< Tensor<Float>.ones([4])
    }.says(
      "[2, 3] .< [4]: shapes do not fit: axis -1 has 3 and 4 elements. Extents must be equal, or "
        + "one of them 1.", namingCaller: false)
  }

  @Test func equate() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2, 3]) .== Tensor<Float>.ones([4])
    }.says(
      "[2, 3] .== [4]: shapes do not fit: axis -1 has 3 and 4 elements. Extents must be equal, "
        + "or one of them 1.", namingCaller: false)
  }

  @Test func conjoin() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor(repeating: true, shape: [3]) .& Tensor(repeating: true, shape: [4])
    }.says(
      "[3] .& [4]: shapes do not fit: axis -1 has 3 and 4 elements. Extents must be equal, or "
        + "one of them 1.", namingCaller: false)
  }

  @Test func aMiddleAxis() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([2, 3, 1]) * Tensor<Float>.ones([4, 5])
    }.says(
      "[2, 3, 1] * [4, 5]: shapes do not fit: axis -2 has 3 and 4 elements.", namingCaller: false)
  }

  @Test func addInPlace() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var x = Tensor<Float>.ones([3])
      x += Tensor<Float>.ones([2, 3])
    }.says(
      "[3] += [2, 3]: the result [2, 3] does not fit into the tensor on the left",
      namingCaller: false)
  }

  @Test func subtractInPlace() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var x = Tensor<Float>.ones([3])
      x -= Tensor<Float>.ones([2, 3])
    }.says(
      "[3] -= [2, 3]: the result [2, 3] does not fit into the tensor on the left",
      namingCaller: false)
  }

  @Test func multiplyInPlace() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var x = Tensor<Float>.ones([3])
      x *= Tensor<Float>.ones([2, 3])
    }.says(
      "[3] *= [2, 3]: the result [2, 3] does not fit into the tensor on the left",
      namingCaller: false)
  }

  @Test func divideInPlace() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var x = Tensor<Float>.ones([3])
      x /= Tensor<Float>.ones([2, 3])
    }.says(
      "[3] /= [2, 3]: the result [2, 3] does not fit into the tensor on the left",
      namingCaller: false)
  }

  @Test func update() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var x = Tensor<Float>.ones([3])
      x.update(with: Tensor<Float>.ones([4])) { $0 + $1 }
    }.says(
      "[3] update [4]: shapes do not fit: axis -1 has 3 and 4 elements. Extents must be equal, "
        + "or one of them 1.")
  }

  @Test func zip() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([3]).zip(with: Tensor<Float>.ones([4])) { $0 + $1 }
    }.says(
      "[3] zip [4]: shapes do not fit: axis -1 has 3 and 4 elements. Extents must be equal, or "
        + "one of them 1.")
  }

  @Test func power() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([3]).pow(Tensor<Float>.ones([4]))
    }.says(
      "[3] pow [4]: shapes do not fit: axis -1 has 3 and 4 elements. Extents must be equal, or "
        + "one of them 1.")
  }

  @Test func maximum() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([3]).maximum(Tensor<Float>.ones([4]))
    }.says(
      "[3] maximum [4]: shapes do not fit: axis -1 has 3 and 4 elements. Extents must be equal, "
        + "or one of them 1.")
  }

  @Test func minimum() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Float>.ones([3]).minimum(Tensor<Float>.ones([4]))
    }.says(
      "[3] minimum [4]: shapes do not fit: axis -1 has 3 and 4 elements. Extents must be equal, "
        + "or one of them 1.")
  }

  @Test func selectOfBoth() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = select([true], Tensor<Float>.ones([3]), Tensor<Float>.ones([4]))
    }.says(
      "select: [3] or [4]: shapes do not fit: axis -1 has 3 and 4 elements. Extents must be "
        + "equal, or one of them 1.")
  }

  @Test func selectByCondition() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = select([true, false, true], Tensor<Float>.ones([4]), Tensor<Float>.ones([4]))
    }.says(
      "select: condition [3] for [4]: shapes do not fit: axis -1 has 3 and 4 elements. Extents "
        + "must be equal, or one of them 1.")
  }
}
