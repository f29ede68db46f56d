extension Tensor where Element: TensorScalar {
  /// The opposite of ``gather(_:along:file:line:)-([Int],_,_,_)``: zeros of `extent` along an axis, to which
  /// each part of this tensor is added at its index; parts with the same index add up, in their order and in
  /// blocks:
  /// a sum of n parts is off by at most 63·⌈log₆₄ n⌉·½ulp(1)·Σ|x|, to first order.
  ///
  /// Traps when there is not one index for each part, or an index is not in `0 ..< extent`.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public func scatterAdd(
    at indices: [Int], along axis: Int = 0, extent: Int,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    let axis = shape.resolve(axis: axis, in: "scatterAdd", file: file, line: line)
    require(
      indices.count == shape.extents[axis],
      "scatterAdd: \(indices.count) indices for the \(shape.extents[axis]) parts along axis \(axis) "
        + "of shape \(shape)",
      file: file, line: line)
    for index in indices {
      require(
        index >= 0 && index < extent,
        "scatterAdd: index \(index) is out of range: expected 0..<\(extent)", file: file, line: line
      )
    }
    let blocks = AxisBlocks(shape, along: axis)
    let innerCount = blocks.innerCount
    let resultShape = shape.replacing(axis: axis, with: extent, file: file, line: line)
    var result = Tensor.zeros(resultShape, file: file, line: line)
    result.withUnsafeMutableBufferPointer { result in
      guard elementCount > 0, let target = result.baseAddress else { return }
      var source = storage.base
      var sums = ScatteredSums(
        extent: extent, width: innerCount, parts: indices.count, into: target)
      for block in 0..<blocks.blockCount {
        sums.restart(into: target + block * extent * innerCount)
        for index in indices {
          let row = sums.beginPart(at: index)
          for i in 0..<innerCount { row[i] += source[i] }
          source += innerCount
        }
        sums.finish()
      }
    }
    return result
  }
}

/// A sum for each index, to which parts come in any order: each in blocks of 64 parts, as
/// ``BlockwiseSums`` makes them.
///
/// A part is added to its row of the result. Only an index with more than 64 parts needs room for sums of
/// blocks.
private struct ScatteredSums<Scalar: TensorScalar> {
  private var target: UnsafeMutablePointer<Scalar>
  private let width: Int
  private let mostBlocks: Int
  /// How many parts the row of an index holds.
  private let partCounts: Storage<UInt8>
  private var fullBlocks: [Int: BlockwiseSums<Scalar>] = [:]

  @inline(__always)
  init(extent: Int, width: Int, parts: Int, into target: UnsafeMutablePointer<Scalar>) {
    self.target = target
    self.width = width
    mostBlocks = (parts + blockSize - 1) / blockSize
    partCounts = Storage(uninitializedCount: mostBlocks > 1 ? extent : 0)
  }

  /// Begins again, with rows of zeros.
  @inline(__always)
  mutating func restart(into target: UnsafeMutablePointer<Scalar>) {
    self.target = target
    partCounts.base.update(repeating: 0, count: partCounts.count)
  }

  /// The row to which another part of an index is to be added.
  @inline(__always)
  mutating func beginPart(at index: Int) -> UnsafeMutablePointer<Scalar> {
    let row = target + index * width
    guard mostBlocks > 1 else { return row }
    if partCounts.base[index] == blockSize {
      closeBlock(of: index)
      row.update(repeating: 0, count: width)
      partCounts.base[index] = 0
    }
    partCounts.base[index] += 1
    return row
  }

  /// Writes the sums of those indices that have more than one block.
  mutating func finish() {
    for index in fullBlocks.keys {
      closeBlock(of: index)
      fullBlocks[index]!.writeTotal(to: target + index * width)
    }
    fullBlocks = [:]
  }

  private mutating func closeBlock(of index: Int) {
    let row = target + index * width
    fullBlocks[index, default: BlockwiseSums(ofRows: mostBlocks, width: width)].add(row)
  }
}
