import TensorCore
import TestSupport
import Testing

@Suite struct JoiningTests {
  @Test func concatenatingAlongEachAxis() {
    func check<S: TensorScalar>(_: S.Type) {
      for shape in shapes(upToRank: 4, extents: [0, 1, 3]) {
        for axis in shape.indices {
          let parts = [2, 0, 1, 5].map { extent in
            var partShape = shape
            partShape[axis] = extent
            return Tensor<S>.random(partShape, seed: UInt64(extent))
          }
          let expected = OracleTensor.concatenated(parts.map { OracleTensor($0) }, along: axis)
          #expect(difference(Tensor.concatenate(parts, along: axis), expected) == nil)
          #expect(difference(Tensor.concatenate(parts, along: axis - shape.count), expected) == nil)
        }
      }
    }
    check(Float.self)
    check(Double.self)
    #expect(Tensor<Int>.concatenate([[1, 2], [3]]) == [1, 2, 3])
  }

  @Test func stackingAddsAnAxis() {
    for shape in shapes(upToRank: 3, extents: [0, 1, 3]) {
      let parts = (0..<3).map { Tensor<Float>.random(shape, seed: $0) }
      for axis in 0...shape.count {
        var stackedShape = shape
        stackedShape.insert(3, at: axis)
        let expected = OracleTensor(stackedShape) { position in
          var rest = position
          let part = rest.remove(at: axis)
          return OracleTensor(parts[part])[rest]
        }
        #expect(difference(Tensor.stack(parts, along: axis), expected) == nil)
        #expect(difference(Tensor.stack(parts, along: axis - shape.count - 1), expected) == nil)
      }
    }
    #expect(Tensor<Float>.stack([Tensor(1), Tensor(2)]) == [1, 2])
  }

  @Test func gatheringPicksIndices() {
    func check<S: TensorScalar>(_: S.Type) {
      for shape in shapes(upToRank: 4, extents: [0, 1, 3]) {
        let x = Tensor<S>.random(shape, seed: 9)
        for axis in shape.indices {
          let picks =
            shape[axis] == 0 ? [[]] : [[], [0], [shape[axis] - 1, 0, 0, shape[axis] / 2]]
          for pick in picks {
            var indices = shape.map { Array(0..<$0) }
            indices[axis] = pick
            let expected = OracleTensor(x).part(indices)
            #expect(difference(x.gather(pick, along: axis), expected) == nil)
            #expect(difference(x.gather(pick, along: axis - shape.count), expected) == nil)
          }
        }
      }
    }
    check(Float.self)
    check(Double.self)
    let x: Tensor<Int> = [[1, 2], [3, 4], [5, 6]]
    #expect(x.gather([2, 0]) == [[5, 6], [1, 2]])
  }
}
