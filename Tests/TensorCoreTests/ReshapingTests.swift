import TensorCore
import TestSupport
import Testing

@Suite struct ReshapingTests {
  @Test func reshapingKeepsTheRowMajorOrder() {
    func check<S: TensorScalar>(_: S.Type) {
      let x = Tensor<S>.random([2, 3, 4], seed: 1)
      for shape in [[24], [4, 3, 2], [1, 24, 1], [2, 1, 3, 4], [6, 4], [2, 3, 4]] {
        #expect(
          difference(x.reshaped(to: Shape(shape)), OracleTensor(x).reshaped(to: shape)) == nil)
      }
      #expect(x.flattened().shape == [24] && x.flattened().elements == x.elements)
      #expect(Tensor<S>.zeros([2, 0, 3]).reshaped(to: [0]).shape == [0])
      #expect(Tensor<S>.zeros([2, 0]).flattened().shape == [0])
      #expect(Tensor<S>(5).reshaped(to: [1, 1, 1]) == [[[5]]])
      #expect(Tensor<S>(5).flattened() == [5])
    }
    check(Float.self)
    check(Double.self)
  }

  @Test func expandingAndSqueezingAreInverse() {
    for shape in shapes(upToRank: 4, extents: [0, 1, 3]) {
      let x = Tensor<Float>.random(shape, seed: 2)
      for axis in 0...shape.count {
        var expanded = shape
        expanded.insert(1, at: axis)
        let y = x.expandingDimension(at: axis)
        #expect(difference(y, OracleTensor(x).reshaped(to: expanded)) == nil)
        #expect(x.expandingDimension(at: axis - shape.count - 1) == y)
        #expect(y.squeezingDimension(at: axis) == x)
        #expect(y.squeezingDimension(at: axis - shape.count - 1) == x)
      }
    }
  }

  @Test func permutingMovesEachAxis() {
    func check<S: TensorScalar>(_: S.Type) {
      for shape in [
        [], [0], [5], [2, 3], [3, 0], [2, 3, 5], [1, 7, 2], [2, 0, 3], [2, 3, 1, 5],
      ] {
        let x = Tensor<S>.random(shape, seed: 3)
        for order in orders(of: Array(shape.indices)) {
          let expected = OracleTensor(x).permuted(to: order)
          #expect(difference(x.permuted(to: order), expected) == nil, "\(shape) to \(order)")
          #expect(difference(x.permuted(to: order.map { $0 - shape.count }), expected) == nil)
        }
      }
    }
    check(Float.self)
    check(Double.self)
    // Axis i of the result is axis order[i] of the original, not the other way round.
    #expect(
      Tensor<Int>(repeating: 0, shape: [2, 3, 5]).permuted(to: [2, 0, 1]).shape == [5, 2, 3])
  }

  @Test func transposingExchangesTheLastTwoAxes() {
    let x: Tensor<Float> = [[1, 2, 3], [4, 5, 6]]
    #expect(x.transposed() == [[1, 4], [2, 5], [3, 6]])
    for shape in shapes(upToRank: 4, extents: [0, 1, 2, 3]) where shape.count >= 2 {
      let x = Tensor<Double>.random(shape, seed: 4)
      let order = Array(shape.indices.dropLast(2)) + [shape.count - 1, shape.count - 2]
      #expect(difference(x.transposed(), OracleTensor(x).permuted(to: order)) == nil)
      #expect(x.transposed().transposed() == x)
    }
  }

  /// Tiles have 32 rows.
  @Test(arguments: [0, 1, 2, 31, 32, 33, 64, 100])
  func transposingIsThePermutation(rows: Int) {
    for columns in [0, 1, 3, 32, 65] {
      let count = 2 * rows * columns
      let x = Tensor<Int>(shape: [2, rows, columns], elements: Array(0..<count))
      #expect(x.transposed() == x.permuted(to: [0, 2, 1]))
      #expect(x.map(Double.init).transposed() == x.permuted(to: [0, 2, 1]).map(Double.init))
    }
  }

  @Test func broadcastRepeatsElements() {
    let row: Tensor<Float> = [1, 2]
    #expect(row.broadcast(to: [3, 2]) == [[1, 2], [1, 2], [1, 2]])
    let column: Tensor<Float> = [[1], [2]]
    #expect(column.broadcast(to: [2, 3]) == [[1, 1, 1], [2, 2, 2]])
    for (left, right) in broadcastablePairs(upToRank: 4, extents: [0, 1, 2])
    where broadcastShape(left, right) == right {
      let x = Tensor<Double>.random(left, seed: 5)
      let expected = OracleTensor(right) { OracleTensor(x).broadcastElement(at: $0) }
      #expect(difference(x.broadcast(to: Shape(right)), expected) == nil, "\(left) to \(right)")
    }
  }
}
