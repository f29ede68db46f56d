import TensorCore
import TestSupport
import Testing

@Suite struct CreationTests {
  @Test func elementsAreListedInRowMajorOrder() {
    func check<S: TensorScalar>(_: S.Type) {
      for shape in shapes(upToRank: 4, extents: [0, 1, 3]) {
        let count = shape.reduce(1, *)
        let numbers = (0..<count).map { S(Double($0)) }
        let x = Tensor(shape: Shape(shape), elements: numbers)
        var next = 0.0
        let expected = OracleTensor(shape) { _ in
          defer { next += 1 }
          return S(next)
        }
        #expect(difference(x, expected) == nil)
        #expect(x.rank == shape.count && x.elementCount == count)
      }
    }
    check(Float.self)
    check(Double.self)
  }

  @Test func arraysMakeVectorsAndMatrices() {
    #expect(Tensor<Float>([1, 2, 3]).shape == [3])
    #expect(Tensor<Float>([1, 2, 3]).elements == [1, 2, 3])
    #expect(Tensor<Int>([Int]()).shape == [0])
    let rows: [[Double]] = [[1, 2, 3], [4, 5, 6]]
    #expect(Tensor(rows).shape == [2, 3])
    #expect(Tensor(rows).elements == [1, 2, 3, 4, 5, 6])
    #expect(Tensor([[Double]]()).shape == [0, 0])
    #expect(Tensor([[Double](), []]).shape == [2, 0])
  }

  @Test func aSingleElementHasRankZero() {
    #expect(Tensor<Float>(7).shape == [])
    #expect(Tensor<Float>(7).scalar() == 7)
    #expect(Tensor(true).scalar())
    #expect(Tensor<Float>(repeating: 7, shape: [1, 1]).scalar() == 7)
  }

  @Test func constants() {
    func check<S: TensorScalar>(_: S.Type) {
      for shape in shapes(upToRank: 4, extents: [0, 1, 2, 5]) {
        #expect(difference(Tensor<S>.zeros(Shape(shape)), OracleTensor(shape) { _ in 0 }) == nil)
        #expect(difference(Tensor<S>.ones(Shape(shape)), OracleTensor(shape) { _ in 1 }) == nil)
        #expect(
          difference(
            Tensor<S>(repeating: -2.5, shape: Shape(shape)), OracleTensor(shape) { _ in -2.5 })
            == nil)
      }
      for size in [0, 1, 2, 7] {
        let expected = OracleTensor<S>([size, size]) { $0[0] == $0[1] ? 1 : 0 }
        #expect(difference(Tensor<S>.identity(size), expected) == nil)
      }
    }
    check(Float.self)
    check(Double.self)
  }

  @Test func linearlySpacedHitsBothEnds() {
    func check<S: TensorScalar & BinaryFloatingPoint>(_: S.Type) {
      #expect(
        Tensor<S>.linearlySpaced(from: 0, through: 1, count: 5).elements == [0, 0.25, 0.5, 0.75, 1])
      #expect(Tensor<S>.linearlySpaced(from: 3, through: -1, count: 3).elements == [3, 1, -1])
      #expect(Tensor<S>.linearlySpaced(from: 3, through: 9, count: 1).elements == [3])
      #expect(Tensor<S>.linearlySpaced(from: 3, through: 9, count: 0).elements.isEmpty)
      let x = Tensor<S>.linearlySpaced(from: 0.1, through: 0.7, count: 101).elements
      #expect(x.first == S(0.1) && x.last == S(0.7))
      // Two weights, two products and a sum, each rounded, of numbers below 1.
      for (i, value) in x.enumerated() {
        #expect(abs(Double(value) - (0.1 + 0.6 * Double(i) / 100)) <= 5 * Double(S.ulpOfOne))
      }
    }
    check(Float.self)
    check(Double.self)
  }

  @Test func rangeStopsBeforeItsLimit() {
    func check<S: TensorScalar>(_: S.Type) {
      #expect(Tensor<S>.range(to: 4).elements == [0, 1, 2, 3])
      #expect(Tensor<S>.range(from: 2, to: 4).elements == [2, 3])
      #expect(Tensor<S>.range(from: 0, to: 1, by: 0.25).elements == [0, 0.25, 0.5, 0.75])
      #expect(Tensor<S>.range(from: 0, to: 1.125, by: 0.25).elements == [0, 0.25, 0.5, 0.75, 1])
      #expect(Tensor<S>.range(from: 3, to: 0, by: -1.5).elements == [3, 1.5])
      #expect(Tensor<S>.range(from: 0, to: 0).elements.isEmpty)
      #expect(Tensor<S>.range(from: 3, to: 0).elements.isEmpty)
      // Far beyond the end: no number of steps that an Int could hold.
      #expect(Tensor<S>.range(from: 1e30, to: -1e30).elements.isEmpty)
    }
    check(Float.self)
    check(Double.self)
  }

  /// Whatever the three numbers are: all elements lie before the limit, and the next one would not.
  @Test func rangeNeitherReachesItsLimitNorStopsEarly() {
    #expect(Tensor<Double>.range(from: 1, to: 1.3, by: 0.1).elements.count == 3)
    func check<S: TensorScalar & BinaryFloatingPoint>(_: S.Type) {
      var generator = RandomGenerator(seed: 5)
      for _ in 0..<3000 {
        // Ends and steps of few decimals, as people write them.
        let first = S(Double(generator.uniformInteger(below: 2001) - 1000) / 100)
        let size = Double(generator.uniformInteger(below: 200) + 1) / 100
        let step = S(generator.uniform() < 0.5 ? size : -size)
        let limit = first + S(generator.uniformInteger(below: 40)) * step
        let x = Tensor<S>.range(from: first, to: limit, by: step).elements
        let next = first + S(x.count) * step
        let isRight =
          step > 0
          ? x.allSatisfy { $0 < limit } && next >= limit
          : x.allSatisfy { $0 > limit } && next <= limit
        #expect(isRight, "\(S.self): \(first) to \(limit) by \(step): \(x), then \(next)")
      }
    }
    check(Float.self)
    check(Double.self)
  }

  @Test func literalsNestLists() {
    let scalarRow: Tensor<Float> = [1, 2.5, -3]
    #expect(scalarRow.shape == [3] && scalarRow.elements == [1, 2.5, -3])
    let matrix: Tensor<Double> = [[1, 2], [3, 4], [5, 6]]
    #expect(matrix.shape == [3, 2] && matrix.elements == [1, 2, 3, 4, 5, 6])
    let cube: Tensor<Int> = [[[1, 2]], [[3, 4]]]
    #expect(cube.shape == [2, 1, 2] && cube.elements == [1, 2, 3, 4])
    let flags: Tensor<Bool> = [[true], [false]]
    #expect(flags.shape == [2, 1] && flags.elements == [true, false])
    let empty: Tensor<Float> = []
    #expect(empty.shape == [0])
    let rowsOfNothing: Tensor<Float> = [[], []]
    #expect(rowsOfNothing.shape == [2, 0])
  }

  @Test func conversions() {
    #expect(Tensor<Int>(2..<5).elements == [2, 3, 4])
    #expect(Tensor<Int>(5..<5).shape == [0])
    let precise = Tensor<Double>([[0.1, 1e300], [-.infinity, 16_777_217]])
    let rounded = Tensor<Float>(precise)
    #expect(rounded.shape == [2, 2])
    #expect(rounded.elements == [0.1, .infinity, -.infinity, 16_777_216])
    #expect(Tensor<Double>(rounded)[0, 0] == Double(Float(0.1)))
    #expect(Tensor<Double>(Tensor(Float.nan)).scalar().isNaN)
    #expect(Tensor<Float>(Tensor<Int>([-1, 0, 7])).elements == [-1, 0, 7])
    #expect(Tensor<Double>(Tensor<Bool>([true, false])).elements == [1, 0])
  }

  @Test func kernelsFillTheBufferThemselves() {
    let squares = Tensor<Double>(unsafeUninitializedShape: [2, 3]) { buffer in
      for i in 0..<buffer.count { buffer[i] = Double(i * i) }
    }
    #expect(squares == [[0, 1, 4], [9, 16, 25]])
    let sum = squares.withUnsafeBufferPointer { $0.reduce(0, +) }
    #expect(sum == 55)
  }

  @Test func equalityComparesShapeAndElements() {
    let x: Tensor<Float> = [[1, 2], [3, 4]]
    #expect(x == [[1, 2], [3, 4]])
    #expect(x != [[1, 2], [3, 5]])
    #expect(x != [1, 2, 3, 4])
    #expect(Tensor<Float>(.nan) != Tensor<Float>(.nan))
    #expect(Tensor<Float>.zeros([0, 2]) != Tensor<Float>.zeros([2, 0]))
  }
}
