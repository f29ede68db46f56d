/// The axes of a reduction: `0`, `-1` or `[0, 2]` where a function takes `along:`.
public struct Axes: Sendable, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
  package let indices: [Int]

  /// Names axes, each from the front (0 …) or from the back (−1 …).
  public init(_ indices: [Int]) { self.indices = indices }

  /// Names a single axis.
  public init(_ index: Int) { indices = [index] }

  /// Names a single axis.
  public init(integerLiteral index: Int) { indices = [index] }

  /// Names several axes.
  public init(arrayLiteral indices: Int...) { self.indices = indices }
}

extension Shape {
  /// The shape that a reduction along axes leaves, without those axes.
  package func reduced(along axes: Axes) -> Shape {
    let reduced = axes.indices.map { $0 < 0 ? $0 + rank : $0 }
    return Shape((0..<rank).filter { !reduced.contains($0) }.map { extents[$0] })
  }
}

/// A tensor seen as [outer, reduced, inner]: the axes before, at and behind those of a reduction.
struct ReductionPlan {
  let outerCount: Int
  let reducedCount: Int
  let innerCount: Int
  /// The shape of the result, with extents of 1 for the reduced axes if they are kept.
  let resultShape: Shape
  /// The order of axes that brings the reduced ones together, if they are apart.
  let permutation: [Int]?

  init(
    _ shape: Shape, along axes: Axes, keepingDimensions: Bool, operation: StaticString,
    needsElements: Bool = false, file: StaticString, line: UInt
  ) {
    var isReduced = InlineArray<6, Bool>(repeating: false)
    for index in axes.indices {
      let axis = shape.resolve(axis: index, in: "\(operation)", file: file, line: line)
      require(
        !isReduced[axis], "\(operation): axis \(axis) is named twice in \(axes.indices)",
        file: file, line: line)
      isReduced[axis] = true
    }
    // Where the reduced axes lie, and the number of elements along them, before and behind.
    var (axisCount, first, last) = (0, shape.rank, shape.rank - 1)
    var (reduced, before, behind) = (1, 1, 1)
    var kept = AxisValues(repeating: 1)
    for axis in 0..<shape.rank {
      let extent = shape.extents[axis]
      if isReduced[axis] {
        if axisCount == 0 { first = axis }
        last = axis
        axisCount += 1
        reduced &*= extent
      } else {
        kept[axis - axisCount] = extent
        if axisCount == 0 { before &*= extent } else { behind &*= extent }
      }
    }
    resultShape =
      keepingDimensions
      ? Shape(rank: shape.rank) { isReduced[$0] ? 1 : shape.extents[$0] }
      : Shape(rank: shape.rank - axisCount) { kept[$0] }
    let areAdjacent = last - first + 1 == axisCount
    permutation =
      areAdjacent
      ? nil : (0..<shape.rank).filter { !isReduced[$0] } + (0..<shape.rank).filter { isReduced[$0] }
    reducedCount = reduced
    outerCount = areAdjacent ? before : before &* behind
    innerCount = areAdjacent ? behind : 1
    require(
      !needsElements || reducedCount > 0 || resultShape.elementCount == 0,
      "\(operation): shape \(shape) has no elements along \(axes.indices)", file: file, line: line)
    // Only a shape without elements can become a larger one.
    if resultShape.elementCount > shape.elementCount {
      requireMemory(
        for: resultShape.elementCount, of: Double.self,
        as: "\(operation): \(shape) along \(axes.indices)", file: file, line: line)
    }
  }
}
