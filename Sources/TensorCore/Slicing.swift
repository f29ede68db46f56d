/// What selects a part of an axis: an index, which drops the axis, or a range, which keeps it.
///
/// `Int` and all of Swift's integer ranges conform: `x[0, 1...]` is row 0 without its first column.
public protocol AxisSelection: Sendable {
  /// The selected range of an axis of `extent` elements; it may lie outside.
  func range(ofExtent extent: Int) -> Range<Int>

  /// Whether the axis stays in the result.
  var keepsAxis: Bool { get }
}

// A bound next to `Int.max` must not overflow: it lies outside of every axis, and the check of the range
// says so.

extension AxisSelection where Self: RangeExpression, Bound == Int {
  /// True: a range keeps the axis, however short it is.
  public var keepsAxis: Bool { true }
}

extension Range: AxisSelection where Bound == Int {
  /// The range itself.
  public func range(ofExtent extent: Int) -> Range<Int> { self }
}
extension ClosedRange: AxisSelection where Bound == Int {
  /// From the lower through the upper bound.
  public func range(ofExtent extent: Int) -> Range<Int> { lowerBound..<end(after: upperBound) }
}
extension PartialRangeFrom: AxisSelection where Bound == Int {
  /// From the lower bound to the end; a bound beyond the end gives a range that lies outside.
  public func range(ofExtent extent: Int) -> Range<Int> {
    lowerBound..<Swift.max(lowerBound, extent)
  }
}
extension PartialRangeUpTo: AxisSelection where Bound == Int {
  /// From the start up to the bound.
  public func range(ofExtent extent: Int) -> Range<Int> { Swift.min(0, upperBound)..<upperBound }
}
extension PartialRangeThrough: AxisSelection where Bound == Int {
  /// From the start through the bound.
  public func range(ofExtent extent: Int) -> Range<Int> {
    Swift.min(0, upperBound)..<end(after: upperBound)
  }
}
extension Int: AxisSelection {
  /// False: an index drops the axis.
  public var keepsAxis: Bool { false }

  /// The range of this single index.
  public func range(ofExtent extent: Int) -> Range<Int> { self..<end(after: self) }
}

private func end(after last: Int) -> Int { last == .max ? last : last + 1 }

extension Tensor {
  /// The part of a tensor that is selected along its first axes; axes not named are kept whole.
  ///
  /// ```swift
  /// x[0..<2]          // the first two rows
  /// x[0..., 1..<3]    // columns 1 and 2
  /// x[3, 0...]        // row 3, as a vector
  /// ```
  ///
  /// Reading copies the part; writing takes a tensor of exactly the part's shape. Traps when a range
  /// lies outside of the tensor or there are more selections than axes.
  public subscript(
    selections: any AxisSelection..., file file: StaticString = #fileID, line line: UInt = #line
  ) -> Tensor {
    get { slice(selections, file: file, line: line) }
    set { assign(newValue, to: selections, file: file, line: line) }
  }

  /// The tensor with another part: what `x[0..<2] = part` writes into a variable `x`, as a new tensor.
  ///
  /// `x.replacing(1, with: row)` has another row 1. Traps when a range lies outside of the tensor, there are
  /// more selections than axes, or the new part has not exactly the shape of the old one.
  public func replacing(
    _ selections: any AxisSelection..., with part: Tensor,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    var result = self
    result.assign(part, to: selections, file: file, line: line)
    return result
  }

  /// The part of a tensor that is a range along one axis.
  ///
  /// Traps when there is no such axis or the range lies outside of it.
  public func slice(
    _ range: Range<Int>, along axis: Int, file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    let axis = shape.resolve(axis: axis, in: "slice", file: file, line: line)
    let whole: [any AxisSelection] = (0..<axis).map { 0..<shape.extents[$0] }
    return slice(whole + [range], file: file, line: line)
  }

  /// The part that is selected, given as an array.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  package func slice(
    _ selections: [any AxisSelection], file: StaticString, line: UInt
  ) -> Tensor {
    let part = Part(of: shape, selections, file: file, line: line)
    return Tensor(unsafeUninitializedShape: part.shape, file: file, line: line) { result in
      var written = 0
      part.forEachRun { offset in
        (result.baseAddress! + written).update(from: storage.base + offset, count: part.runLength)
        written += part.runLength
      }
    }
  }

  /// Writes the part that is selected, given as an array.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  package mutating func assign(
    _ newValue: Tensor, to selections: [any AxisSelection], file: StaticString, line: UInt
  ) {
    let part = Part(of: shape, selections, file: file, line: line)
    require(
      newValue.shape == part.shape,
      "slice: expected a tensor of shape \(part.shape) for this part of \(shape), "
        + "found \(newValue.shape)",
      file: file, line: line)
    makeUnique()
    var read = 0
    part.forEachRun { offset in
      (storage.base + offset).update(from: newValue.storage.base + read, count: part.runLength)
      read += part.runLength
    }
  }
}

/// A rectangular part of a tensor: a range along each axis.
private struct Part {
  /// The part's shape, without the axes that an index dropped.
  let shape: Shape
  /// How many elements of the part lie next to each other in memory.
  let runLength: Int

  /// The first axis that a run covers more than one index of.
  private let runAxis: Int
  private let ranges: [Range<Int>]
  private let strides: AxisValues

  init(
    of whole: Shape, _ selections: [any AxisSelection], file: StaticString, line: UInt
  ) {
    require(
      selections.count <= whole.rank,
      "slice: \(selections.count) selections for shape \(whole) of rank \(whole.rank)",
      file: file, line: line)
    var ranges: [Range<Int>] = []
    var kept: [Int] = []
    for axis in 0..<whole.rank {
      let extent = whole.extents[axis]
      let selection: any AxisSelection = axis < selections.count ? selections[axis] : 0..<extent
      let range = selection.range(ofExtent: extent)
      require(
        range.lowerBound >= 0 && range.upperBound <= extent
          && (selection.keepsAxis || range.count == 1),
        selection.keepsAxis
          ? "slice: \(range) is out of range: axis \(axis) of shape \(whole) is 0..<\(extent)"
          : "slice: index \(range.lowerBound) is out of range: axis \(axis) of shape \(whole) has "
            + "\(extent) elements",
        file: file, line: line)
      ranges.append(range)
      if selection.keepsAxis { kept.append(range.count) }
    }
    shape = Shape(kept)
    self.ranges = ranges
    strides = whole.strides
    // From the back, axes join the run as long as those after them are whole.
    var axis = max(whole.rank - 1, 0)
    var runLength = ranges.last?.count ?? 1
    while axis > 0 && ranges[axis].count == whole.extents[axis] {
      axis -= 1
      runLength &*= ranges[axis].count
    }
    runAxis = axis
    self.runLength = runLength
  }

  /// Calls `body` with the offset of the first element of each run.
  func forEachRun(_ body: (Int) -> Void) {
    guard shape.elementCount > 0 else { return }
    visit(axis: 0, offset: 0, body)
  }

  private func visit(axis: Int, offset: Int, _ body: (Int) -> Void) {
    guard axis < runAxis else {
      return body(offset + (ranges.isEmpty ? 0 : ranges[axis].lowerBound * strides[axis]))
    }
    for index in ranges[axis] {
      visit(axis: axis + 1, offset: offset + index * strides[axis], body)
    }
  }
}
