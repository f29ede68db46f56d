import TensorCore

extension OracleTensor {
  /// Each element replaced by a function of it.
  public func map<Result>(_ transform: (Element) -> Result) -> OracleTensor<Result> {
    OracleTensor<Result>(shape) { transform(self[$0]) }
  }

  /// The element that stands at a position of a larger shape after broadcasting: the indices of
  /// missing axes are ignored, and along an extent of 1 there is only index 0.
  public func broadcastElement(at position: [Int]) -> Element {
    self[zip(position.suffix(shape.count), shape).map { index, extent in extent == 1 ? 0 : index }]
  }

  /// Each pair of elements combined after broadcasting; the shapes must fit.
  public func combined<Other, Result>(
    with other: OracleTensor<Other>, _ combine: (Element, Other) -> Result
  ) -> OracleTensor<Result> {
    OracleTensor<Result>(broadcastShape(shape, other.shape)!) { position in
      combine(self.broadcastElement(at: position), other.broadcastElement(at: position))
    }
  }

  /// The axes in another order: axis i of the result is axis `order[i]` of this one.
  public func permuted(to order: [Int]) -> OracleTensor {
    OracleTensor(order.map { shape[$0] }) { position in
      var own = Array(repeating: 0, count: shape.count)
      for (index, axis) in zip(position, order) { own[axis] = index }
      return self[own]
    }
  }

  /// The elements along some axes given to a function, which makes one element of the result.
  public func reduced<Result>(
    along axes: [Int], keepingDimensions: Bool, _ combine: ([Element]) -> Result
  ) -> OracleTensor<Result> {
    func projected(_ position: [Int], keeping value: Int) -> [Int] {
      position.indices.compactMap { axis in
        axes.contains(axis) ? (keepingDimensions ? value : nil) : position[axis]
      }
    }
    var groups: [[Int]: [Element]] = [:]
    for position in positions(in: shape) {
      groups[projected(position, keeping: 0), default: []].append(self[position])
    }
    return OracleTensor<Result>(projected(shape, keeping: 1)) { combine(groups[$0] ?? []) }
  }

  /// The part whose index along each axis is in a list, in the order of that list.
  public func part(_ indices: [[Int]]) -> OracleTensor {
    OracleTensor(indices.map(\.count)) { position in
      self[zip(indices, position).map { $0[$1] }]
    }
  }

  /// The same elements in row-major order under another shape.
  public func reshaped(to newShape: [Int]) -> OracleTensor {
    var rest = elements[...]
    return OracleTensor(newShape) { _ in rest.removeFirst() }
  }

  /// Tensors joined one after the other along an axis.
  public static func concatenated(_ tensors: [OracleTensor], along axis: Int) -> OracleTensor {
    var shape = tensors[0].shape
    shape[axis] = tensors.map { $0.shape[axis] }.reduce(0, +)
    return OracleTensor(shape) { position in
      var position = position
      for tensor in tensors {
        if position[axis] < tensor.shape[axis] { return tensor[position] }
        position[axis] -= tensor.shape[axis]
      }
      fatalError("position \(position) lies after the last tensor")
    }
  }
}

/// The matrix product by its definition: for each position of the result, the sum of the products
/// one after the other.
public func oracleMatmul<Scalar: TensorScalar>(
  _ a: OracleTensor<Scalar>, transposed transposeA: Bool,
  _ b: OracleTensor<Scalar>, transposed transposeB: Bool = false
) -> OracleTensor<Scalar> {
  /// The last two axes exchanged.
  func transpose(_ x: OracleTensor<Scalar>) -> OracleTensor<Scalar> {
    let rank = x.shape.count
    return x.permuted(to: Array(0..<rank - 2) + [rank - 1, rank - 2])
  }
  let a = transposeA ? transpose(a) : a
  let b = transposeB ? transpose(b) : b
  let rows = a.shape.count == 1 ? [] : [a.shape[a.shape.count - 2]]
  let columns = b.shape.count == 1 ? [] : [b.shape[b.shape.count - 1]]
  let batch = broadcastShape(Array(a.shape.dropLast(2)), Array(b.shape.dropLast(2)))!
  return OracleTensor(batch + rows + columns) { position in
    let inBatch = Array(position.prefix(batch.count))
    let row = rows.isEmpty ? [] : [position[batch.count]]
    let column = columns.isEmpty ? [] : [position[batch.count + rows.count]]
    var sum: Scalar = 0
    for k in 0..<a.shape[a.shape.count - 1] {
      sum +=
        a.broadcastElement(at: inBatch + row + [k])
        * b.broadcastElement(at: inBatch + [k] + column)
    }
    return sum
  }
}
