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

  /// An extent of 0 means no elements, wherever it stands and however large the others are.
  @Test func nothingOfMuch() {
    let large = 1 << 40
    for dimensions in [
      [large, large, 0], [0, large, large], [large, 0, large], [0, .max, .max], [.max, .max, 0],
    ] {
      #expect(Shape(dimensions).elementCount == 0)
      let x = Tensor<Float>.zeros(Shape(dimensions))
      #expect((x + 1).exp().elementCount == 0 && (x * x).shape == x.shape)
      #expect(x.sum() == 0 && x.permuted(to: [1, 2, 0]).shape[2] == dimensions[0])
      // Axes that leave a shape which has none either.
      for axis in 0..<3 where dimensions.enumerated().contains(where: { $0 != axis && $1 == 0 }) {
        #expect(x.sum(along: Axes(axis)).elementCount == 0)
        #expect(x.logSumExp(along: Axes(axis)).elementCount == 0)
        #expect(x.variance(along: Axes(axis)).elementCount == 0)
      }
    }
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
