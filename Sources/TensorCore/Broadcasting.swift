/// The shape that two shapes combine to, element by element: NumPy's broadcasting rule.
///
/// The shapes are aligned at their last axes. Two extents fit when they are equal or when one of
/// them is 1, which is then repeated: [4, 3] with [3] gives [4, 3], [4, 1] with [1, 3] gives [4, 3].
private func broadcastShape(
  _ left: Shape, _ right: Shape, operation: () -> String, file: StaticString, line: UInt
) -> Shape {
  let rank = max(left.rank, right.rank)
  return Shape(rank: rank) { axis in
    let l = left.extentOrOne(fromBack: axis - rank)
    let r = right.extentOrOne(fromBack: axis - rank)
    require(
      l == r || l == 1 || r == 1,
      "\(operation()): shapes do not fit: axis \(axis - rank) has \(l) and \(r) elements. "
        + "Extents must be equal, or one of them 1.",
      file: file, line: line)
    return l == 1 ? r : l
  }
}

/// The same rule as the loops need it: in which runs of neighboring elements each input goes on, or stands
/// still. A loop over a run is vectorized; strides for each element would cost several times the arithmetic.
@usableFromInline
struct BroadcastPlan {
  /// The shape of the result.
  @usableFromInline let shape: Shape
  /// The number of result elements in one run: consecutive in the result, and in each input either
  /// consecutive or one element repeated.
  @usableFromInline let runLength: Int
  /// Within a run: 1 where the left input advances, 0 where one element is repeated.
  @usableFromInline let leftStep: Int
  /// Within a run: 1 where the right input advances, 0 where one element is repeated.
  @usableFromInline let rightStep: Int

  /// The axes outside the runs, outermost first, and how far each step along them moves.
  private let outerRank: Int
  private let outerExtents: AxisValues
  private let leftStrides: AxisValues
  private let rightStrides: AxisValues

  @usableFromInline
  init(
    _ left: Shape, _ right: Shape, operation: @autoclosure () -> String,
    file: StaticString, line: UInt
  ) {
    shape = broadcastShape(left, right, operation: operation, file: file, line: line)
    let leftAll = left.broadcastStrides(rank: shape.rank)
    let rightAll = right.broadcastStrides(rank: shape.rank)

    // From the back, axes join the run as long as both inputs go on as they did.
    var axis = shape.rank - 1
    while axis >= 0 && shape.extents[axis] == 1 { axis -= 1 }
    let leftStep = axis < 0 ? 1 : leftAll[axis]
    let rightStep = axis < 0 ? 1 : rightAll[axis]
    var runLength = 1
    while axis >= 0 {
      let extent = shape.extents[axis]
      let goesOn =
        leftAll[axis] == leftStep &* runLength && rightAll[axis] == rightStep &* runLength
      guard extent == 1 || goesOn else { break }
      runLength &*= extent
      axis -= 1
    }
    self.leftStep = leftStep
    self.rightStep = rightStep
    self.runLength = runLength
    outerRank = axis + 1
    outerExtents = shape.extents
    leftStrides = leftAll
    rightStrides = rightAll
  }

  /// Calls `body` for each run with the offsets of its first elements: in the left input, in the
  /// right input, and in the result.
  @usableFromInline
  func forEachRun(_ body: (_ left: Int, _ right: Int, _ result: Int) throws -> Void) rethrows {
    guard shape.elementCount > 0 else { return }
    var position = AxisValues(repeating: 0)
    var left = 0
    var right = 0
    var result = 0
    while true {
      try body(left, right, result)
      result += runLength
      // Counts up like an odometer: the last axis first, carrying to the one before.
      var axis = outerRank - 1
      while axis >= 0 {
        position[axis] += 1
        left += leftStrides[axis]
        right += rightStrides[axis]
        if position[axis] < outerExtents[axis] { break }
        left -= leftStrides[axis] * outerExtents[axis]
        right -= rightStrides[axis] * outerExtents[axis]
        position[axis] = 0
        axis -= 1
      }
      if axis < 0 { return }
    }
  }
}

extension Shape {
  fileprivate func extentOrOne(fromBack axis: Int) -> Int {
    axis >= -rank ? extents[axis + rank] : 1
  }

  /// Row-major strides under a higher rank, 0 where an extent of 1 is repeated.
  fileprivate func broadcastStrides(rank newRank: Int) -> AxisValues {
    let own = strides
    var result = AxisValues(repeating: 0)
    for axis in 0..<rank where extents[axis] != 1 {
      result[axis + newRank - rank] = own[axis]
    }
    return result
  }
}

extension Tensor {
  /// The tensor repeated along its extents of 1, and along new axes in front, to a larger shape.
  ///
  /// Traps when the tensor does not fit that shape.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public func broadcast(
    to shape: Shape, file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    if self.shape == shape { return self }
    let plan = BroadcastPlan(
      self.shape, shape, operation: "broadcast \(self.shape) to \(shape)", file: file, line: line)
    require(
      plan.shape == shape,
      "broadcast: \(self.shape) does not fit into the smaller shape \(shape)",
      file: file, line: line)
    return Tensor(unsafeUninitializedShape: shape, file: file, line: line) { result in
      plan.forEachRun { left, _, start in
        let source = storage.base + left
        let target = result.baseAddress! + start
        if plan.leftStep == 1 {
          for i in 0..<plan.runLength { target[i] = source[i] }
        } else {
          for i in 0..<plan.runLength { target[i] = source[0] }
        }
      }
    }
  }
}
