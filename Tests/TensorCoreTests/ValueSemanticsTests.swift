import TensorCore
import TestSupport
import Testing

@Suite struct ValueSemanticsTests {
  /// Changes a tensor in some way, and expects that a copy made before is as it was, and that a
  /// tensor without copies is changed where it is.
  private func expectIndependence(
    shape: [Int] = [2, 3], sourceLocation: SourceLocation = #_sourceLocation,
    _ change: (inout Tensor<Float>) -> Void
  ) {
    let numbers = Tensor<Float>.random(shape, seed: 1).elements
    let original = Tensor(shape: Shape(shape), elements: numbers)
    var copy = original
    change(&copy)
    #expect(original.elements == numbers, "the original changed", sourceLocation: sourceLocation)
    #expect(copy.elements != numbers, "the copy did not change", sourceLocation: sourceLocation)

    var alone = Tensor(shape: Shape(shape), elements: numbers)
    let address = address(of: alone)
    change(&alone)
    #expect(
      self.address(of: alone) == address, "not written in place", sourceLocation: sourceLocation)
    #expect(alone == copy, sourceLocation: sourceLocation)
  }

  private func address<Element>(of x: Tensor<Element>) -> UnsafePointer<Element>? {
    x.withUnsafeBufferPointer { $0.baseAddress }
  }

  @Test func elements() {
    expectIndependence(shape: [3]) { $0[1] = 9 }
    expectIndependence(shape: [2, 3]) { $0[1, 2] = 9 }
    expectIndependence(shape: [2, 3, 1]) { $0[1, 2, 0] = 9 }
    expectIndependence(shape: [2, 1, 3, 2]) { $0[1, 0, 2, 1] = 9 }
    expectIndependence(shape: [3]) { $0[1] += 9 }
  }

  @Test func slices() {
    expectIndependence { $0[0..., 1..<3] = [[7, 8], [9, 10]] }
    expectIndependence { $0[1] = [7, 8, 9] as Tensor<Float> }
    expectIndependence { $0[0..<1] += 1 }
  }

  @Test func arithmetic() {
    let row: Tensor<Float> = [2, 3, 4]
    let matrix: Tensor<Float> = [[2, 3, 4], [5, 6, 7]]
    expectIndependence { $0 += row }
    expectIndependence { $0 -= row }
    expectIndependence { $0 *= row }
    expectIndependence { $0 /= row }
    expectIndependence { $0 += matrix }
    expectIndependence { $0 -= matrix }
    expectIndependence { $0 *= matrix }
    expectIndependence { $0 /= matrix }
    expectIndependence { $0 += 2 }
    expectIndependence { $0 -= 2 }
    expectIndependence { $0 *= 2 }
    expectIndependence { $0 /= 2 }
  }

  @Test func updates() {
    expectIndependence { $0.update { $0 + 1 } }
    expectIndependence { $0.update(with: [1, 2, 3] as Tensor<Float>) { $0 + $1 } }
    expectIndependence { $0.update(with: Tensor<Int>([[1], [2]])) { $0 + Float($1) } }
    expectIndependence { $0.withUnsafeMutableBufferPointer { $0[4] = 9 } }
  }

  @Test func otherShapesOfTheSameElements() {
    let x: Tensor<Float> = [1, 2, 3, 4]
    var matrix = x.reshaped(to: [2, 2])
    var column = x.expandingDimension(at: 1)
    var flat = matrix.flattened()
    var squeezed = column.squeezingDimension(at: -1)
    #expect(address(of: matrix) == address(of: x), "reshaping does not copy")
    matrix[0, 0] = 10
    column[1, 0] = 20
    flat[2] = 30
    squeezed[3] = 40
    #expect(x == [1, 2, 3, 4])
    #expect(matrix == [[10, 2], [3, 4]])
    #expect(column == [[1], [20], [3], [4]])
    #expect(flat == [1, 2, 30, 4])
    #expect(squeezed == [1, 2, 3, 40])
  }

  @Test func aBroadcastToTheSameShapeIsStillIndependent() {
    let x: Tensor<Float> = [1, 2]
    var same = x.broadcast(to: [2])
    same[0] = 5
    #expect(x == [1, 2])
  }

  @Test func aTensorCombinedWithItself() {
    var x: Tensor<Float> = [1, 2, 3]
    x += x
    #expect(x == [2, 4, 6])
    x *= x
    #expect(x == [4, 16, 36])
    x -= x
    #expect(x == [0, 0, 0])
    var matrix: Tensor<Float> = [[1, 2], [3, 4]]
    matrix += matrix[0, 0...]
    #expect(matrix == [[2, 4], [4, 6]])
    matrix.update(with: matrix) { $0 / $1 }
    #expect(matrix == [[1, 1], [1, 1]])
  }

  @Test func copiesInCollectionsAndClosures() {
    var x: Tensor<Int> = [1, 2]
    let kept = [x, x]
    let read = { [x] in x[0] }
    x[0] = 100
    #expect(kept[0] == [1, 2] && kept[1] == [1, 2] && read() == 1)
  }
}
