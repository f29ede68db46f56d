import TensorCore
import TestSupport
import Testing

@Suite struct ShapeTests {
  @Test func extentsAndCounts() {
    for dimensions in shapes(upToRank: 4, extents: [0, 1, 2, 7]) {
      let shape = Shape(dimensions)
      #expect(shape.rank == dimensions.count)
      #expect(shape.dimensions == dimensions)
      #expect(shape.elementCount == positions(in: dimensions).count)
      #expect(shape.description == "\(dimensions)")
      for axis in dimensions.indices {
        #expect(shape[axis] == dimensions[axis])
        #expect(shape[axis - dimensions.count] == dimensions[axis])
      }
    }
    #expect(Shape([1, 2, 3, 4, 5, 6]).elementCount == 720)
    #expect(Shape.maximumRank == 6)
  }

  @Test func equalityAndHash() {
    let all = shapes(upToRank: 3, extents: [0, 1, 2])
    for left in all {
      for right in all { #expect((Shape(left) == Shape(right)) == (left == right)) }
    }
    #expect(Set(all.map { Shape($0) }).count == all.count)
    #expect(Set([Shape([2, 3]), [2, 3]]).count == 1)
  }
}
