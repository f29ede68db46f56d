extension Tensor where Element: TensorScalar {
  /// The running sums along an axis: [1, 2, 3] becomes [1, 3, 6].
  ///
  /// Each is the sum of the elements so far, in blocks from the first of them, as on the naive backend
  /// ``sum(along:keepingDimensions:file:line:)`` gives it, to the bit: the nth is off by at most
  /// 63·⌈log₆₄ n⌉·½ulp(1)·Σ|x|, to first order.
  ///
  /// - Parameters:
  ///   - axis: The axis along which the sums run; traps when there is no such axis.
  ///   - fromEnd: Whether they begin at the other end: [1, 2, 3] becomes [6, 5, 3].
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public func cumulativeSum(
    along axis: Int, fromEnd: Bool = false, file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    let axis = shape.resolve(axis: axis, in: "cumulativeSum", file: file, line: line)
    let blocks = AxisBlocks(shape, along: axis)
    let (extent, innerCount) = (blocks.extent, blocks.innerCount)
    let step = fromEnd ? -innerCount : innerCount
    var sums = self
    sums.withUnsafeMutableBufferPointer { sums in
      guard let base = sums.baseAddress, !sums.isEmpty else { return }
      @inline(__always)
      func sum(width: Int) {
        var soFar = BlockwiseSums<Element>(ofRows: extent, width: width)
        for block in 0..<sums.count / (extent * width) {
          var row = base + (block * extent + (fromEnd ? extent - 1 : 0)) * width
          soFar.restart(into: soFar.block)
          for _ in 0..<extent {
            soFar.add(row)
            soFar.writeTotal(to: row)
            row += step
          }
        }
      }
      // Where the compiler knows the width, there are no loops over columns: twice as fast.
      if innerCount == 1 { sum(width: 1) } else { sum(width: innerCount) }
    }
    return sums
  }
}
