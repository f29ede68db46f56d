/// A shape seen around one of its axes as [blockCount, extent, innerCount]: the axes before it, itself, and
/// those after it. Element (block, index, inner) lies at (block·extent + index)·innerCount + inner.
struct AxisBlocks {
  /// The product of the extents before the axis.
  let blockCount: Int
  /// The extent of the axis.
  let extent: Int
  /// The product of the extents after the axis: how far apart neighbors along it lie.
  let innerCount: Int

  /// The axis is counted from the front. Where there are no elements, the products may be anything: nothing
  /// is found or counted by them.
  init(_ shape: Shape, along axis: Int) {
    blockCount = (0..<axis).reduce(1) { $0 &* shape.extents[$1] }
    extent = shape.extents[axis]
    innerCount = (axis + 1..<shape.rank).reduce(1) { $0 &* shape.extents[$1] }
  }
}
