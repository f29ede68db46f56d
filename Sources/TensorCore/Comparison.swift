// Comparisons element by element, spelled with a dot as those of SIMD vectors are; two tensors are
// broadcast. (`==` without a dot asks whether two tensors are equal as a whole.)

extension Tensor where Element: Equatable {
  /// Whether each element is equal to the corresponding one.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Int)
  public static func .== (left: Tensor, right: Tensor) -> Tensor<Bool> {
    left.zip(with: right, as: ".==") { $0 == $1 }
  }

  /// Whether each element is equal to a number.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Int)
  public static func .== (left: Tensor, right: Element) -> Tensor<Bool> {
    left.map { $0 == right }
  }

  /// Whether each element is different from the corresponding one.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Int)
  public static func .!= (left: Tensor, right: Tensor) -> Tensor<Bool> {
    left.zip(with: right, as: ".!=") { $0 != $1 }
  }

  /// Whether each element is different from a number.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Int)
  public static func .!= (left: Tensor, right: Element) -> Tensor<Bool> {
    left.map { $0 != right }
  }
}

extension Tensor where Element: Comparable {
  /// Whether each element is smaller than the corresponding one.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Int)
  public static func .< (left: Tensor, right: Tensor) -> Tensor<Bool> {
    left.zip(with: right, as: ".<") { $0 < $1 }
  }

  /// Whether each element is smaller than a number.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Int)
  public static func .< (left: Tensor, right: Element) -> Tensor<Bool> {
    left.map { $0 < right }
  }

  /// Whether each element is smaller than or equal to the corresponding one.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Int)
  public static func .<= (left: Tensor, right: Tensor) -> Tensor<Bool> {
    left.zip(with: right, as: ".<=") { $0 <= $1 }
  }

  /// Whether each element is smaller than or equal to a number.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Int)
  public static func .<= (left: Tensor, right: Element) -> Tensor<Bool> {
    left.map { $0 <= right }
  }

  /// Whether each element is larger than the corresponding one.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Int)
  public static func .> (left: Tensor, right: Tensor) -> Tensor<Bool> {
    left.zip(with: right, as: ".>") { $0 > $1 }
  }

  /// Whether each element is larger than a number.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Int)
  public static func .> (left: Tensor, right: Element) -> Tensor<Bool> {
    left.map { $0 > right }
  }

  /// Whether each element is larger than or equal to the corresponding one.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Int)
  public static func .>= (left: Tensor, right: Tensor) -> Tensor<Bool> {
    left.zip(with: right, as: ".>=") { $0 >= $1 }
  }

  /// Whether each element is larger than or equal to a number.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Int)
  public static func .>= (left: Tensor, right: Element) -> Tensor<Bool> {
    left.map { $0 >= right }
  }
}

extension Tensor where Element == Bool {
  /// Whether both of each pair of elements are true.
  public static func .& (left: Tensor, right: Tensor) -> Tensor {
    left.zip(with: right, as: ".&") { $0 && $1 }
  }

  /// Whether at least one of each pair of elements is true.
  public static func .| (left: Tensor, right: Tensor) -> Tensor {
    left.zip(with: right, as: ".|") { $0 || $1 }
  }

  /// The opposite of each element.
  public static prefix func .! (tensor: Tensor) -> Tensor { tensor.map { !$0 } }

  /// Whether all elements are true; true when there are none.
  public func all() -> Bool { trueCount == elementCount }

  /// Whether at least one element is true.
  public func any() -> Bool { trueCount > 0 }

  /// The number of elements that are true.
  public var trueCount: Int {
    withUnsafeBufferPointer { $0.reduce(0) { $0 + ($1 ? 1 : 0) } }
  }
}

/// The elements of one tensor where a condition holds, those of another where it does not; all three
/// are broadcast to a common shape.
///
/// ```swift
/// select(x .> 0, x, Tensor(0))     // relu
/// ```
@specialized(where Element == Float)
@specialized(where Element == Double)
public func select<Element: TensorElement>(
  _ condition: Tensor<Bool>, _ whenTrue: Tensor<Element>, _ whenFalse: Tensor<Element>,
  file: StaticString = #fileID, line: UInt = #line
) -> Tensor<Element> {
  let plan = BroadcastPlan(
    whenTrue.shape, whenFalse.shape,
    operation: "select: \(whenTrue.shape) or \(whenFalse.shape)", file: file, line: line)
  let shape = BroadcastPlan(
    condition.shape, plan.shape,
    operation: "select: condition \(condition.shape) for \(plan.shape)",
    file: file, line: line
  ).shape
  let conditions = condition.broadcast(to: shape)
  let first = whenTrue.broadcast(to: shape)
  let second = whenFalse.broadcast(to: shape)
  return Tensor(unsafeUninitializedShape: shape) { result in
    let isFirst = conditions.storage.base
    let x = first.storage.base
    let y = second.storage.base
    for i in 0..<result.count { result[i] = isFirst[i] ? x[i] : y[i] }
  }
}
