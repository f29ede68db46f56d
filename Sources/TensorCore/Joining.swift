extension Tensor {
  /// Tensors joined one after the other along an axis that they already have.
  ///
  /// All other extents must agree: [2, 3] and [4, 3] along axis 0 give [6, 3]. Traps when they do
  /// not, and when there is no tensor.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public static func concatenate(
    _ tensors: [Tensor], along axis: Int = 0, file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    require(!tensors.isEmpty, "concatenate: there is no tensor", file: file, line: line)
    let first = tensors[0].shape
    let axis = first.resolve(axis: axis, in: "concatenate", file: file, line: line)
    for tensor in tensors.dropFirst() {
      require(
        tensor.rank == first.rank
          && tensor.shape.replacing(axis: axis, with: first[axis]) == first,
        "concatenate: \(first) and \(tensor.shape) along axis \(axis): "
          + "all other extents must agree",
        file: file, line: line)
    }
    var joined = 0
    for tensor in tensors {
      let (sum, overflow) = joined.addingReportingOverflow(tensor.shape.extents[axis])
      require(
        !overflow,
        "concatenate: the extents along axis \(axis) add up to more than fits into an Int",
        file: file, line: line)
      joined = sum
    }
    let blocks = AxisBlocks(first, along: axis)
    let shape = first.replacing(axis: axis, with: joined, file: file, line: line)
    return Tensor(unsafeUninitializedShape: shape, file: file, line: line) { result in
      // An extent of 0 may stand beside one that would take forever to count.
      guard result.count > 0 else { return }
      var written = 0
      for block in 0..<blocks.blockCount {
        for tensor in tensors {
          let length = tensor.shape.extents[axis] * blocks.innerCount
          let source = tensor.storage.base + block * length
          (result.baseAddress! + written).update(from: source, count: length)
          written += length
        }
      }
    }
  }

  /// Tensors of one shape joined along a new axis: three of shape [4, 5] give [3, 4, 5] at axis 0.
  ///
  /// Traps when the shapes differ, and when there is no tensor.
  public static func stack(
    _ tensors: [Tensor], along axis: Int = 0, file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    require(!tensors.isEmpty, "stack: there is no tensor", file: file, line: line)
    for tensor in tensors {
      require(
        tensor.shape == tensors[0].shape,
        "stack: shapes \(tensors[0].shape) and \(tensor.shape) differ", file: file, line: line)
    }
    let position = tensors[0].shape.resolve(newAxis: axis, in: "stack", file: file, line: line)
    return concatenate(
      tensors.map { $0.expandingDimension(at: position) }, along: position, file: file, line: line)
  }

  /// The parts at the given indices along an axis, in that order; an index may occur repeatedly.
  ///
  /// `x.gather([2, 0], along: 0)` is row 2 above row 0. Traps when an index is out of range.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public func gather(
    _ indices: [Int], along axis: Int = 0, file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    let axis = shape.resolve(axis: axis, in: "gather", file: file, line: line)
    let blocks = AxisBlocks(shape, along: axis)
    let (extent, innerCount) = (blocks.extent, blocks.innerCount)
    for index in indices {
      require(
        index >= 0 && index < extent,
        "gather: index \(index) is out of range: axis \(axis) of shape \(shape) has \(extent) "
          + "elements",
        file: file, line: line)
    }
    let resultShape = shape.replacing(axis: axis, with: indices.count, file: file, line: line)
    return Tensor(unsafeUninitializedShape: resultShape, file: file, line: line) { result in
      guard result.count > 0, var target = result.baseAddress else { return }
      for block in 0..<blocks.blockCount {
        for index in indices {
          let source = storage.base + (block * extent + index) * innerCount
          // Without sums in the brackets, whose checks would keep the loop from becoming vectors.
          for i in 0..<innerCount { target[i] = source[i] }
          target += innerCount
        }
      }
    }
  }

  /// Writes rows to their indices along the first axis: the way back of ``gather(_:along:file:line:)-([Int],_,_,_)``.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  package mutating func replaceRows(_ indices: [Int], with rows: Tensor) {
    require(
      rows.shape == shape.replacing(axis: 0, with: indices.count),
      "replaceRows: \(indices.count) rows of shape \(rows.shape) for a table of shape \(shape)")
    makeUnique()
    let width = rows.elementCount / Swift.max(indices.count, 1)
    for (place, index) in indices.enumerated() {
      (storage.base + index * width).update(from: rows.storage.base + place * width, count: width)
    }
  }
}
