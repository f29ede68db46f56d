/// What can be an element of a tensor: a plain value that is copied by copying its bytes, such as
/// `Float`, `Double`, `Int` and `Bool`.
public typealias TensorElement = BitwiseCopyable & Sendable

/// An array of numbers in any number of dimensions.
///
/// A tensor is a value: assigning it is cheap, and writing to one never changes another. The elements
/// lie in row-major order (the last axis varies fastest), without gaps.
///
/// ```swift
/// let x: Tensor<Float> = [[1, 2, 3], [4, 5, 6]]
/// x.shape             // [2, 3]
/// x[1, 2]             // 6
/// x.sum(along: 0)     // [5, 7, 9]
/// ```
///
/// Arithmetic is defined where the element is a ``TensorScalar``. Labels and indices are
/// `Tensor<Int>`, comparisons give `Tensor<Bool>`.
public struct Tensor<Element: TensorElement>: Sendable {
  /// The extent of each axis.
  public let shape: Shape

  @usableFromInline var storage: Storage<Element>

  /// Makes a tensor whose elements are written by a closure.
  ///
  /// This is the way in for kernels: the buffer's contents are undefined when the closure is called,
  /// and the closure must set every element.
  ///
  /// - Parameters:
  ///   - shape: The extent of each axis.
  ///   - file: The caller's file.
  ///   - line: The caller's line; traps with it when no memory holds the elements.
  ///   - fill: Receives a buffer of `shape.elementCount` elements in row-major order.
  @inlinable
  public init(
    unsafeUninitializedShape shape: Shape,
    file: StaticString = #fileID, line: UInt = #line,
    initializingWith fill: (UnsafeMutableBufferPointer<Element>) throws -> Void
  ) rethrows {
    self.shape = shape
    storage = Storage(uninitializedCount: shape.elementCount, file: file, line: line)
    try fill(UnsafeMutableBufferPointer(start: storage.base, count: storage.count))
  }

  /// The same elements under another shape of the same element count, without a copy.
  init(shape: Shape, sharing storage: Storage<Element>) {
    self.shape = shape
    self.storage = storage
  }

  /// Whose memory it is: equal for tensors that live at the same time and share theirs.
  package var memoryIdentity: ObjectIdentifier { ObjectIdentifier(storage) }

  /// The number of axes.
  public var rank: Int { shape.rank }

  /// The number of elements.
  public var elementCount: Int { shape.elementCount }

  /// All elements in row-major order, as an array.
  public var elements: [Element] {
    Array(UnsafeBufferPointer(start: storage.base, count: storage.count))
  }

  /// The only element of a tensor that has one; traps when it has more or none.
  public func scalar(file: StaticString = #fileID, line: UInt = #line) -> Element {
    require(
      elementCount == 1, "scalar: expected a single element, found shape \(shape)",
      file: file, line: line)
    return storage.base[0]
  }

  /// Calls a closure with the elements in row-major order, for kernels that read memory directly.
  ///
  /// The pointer is valid only during the call.
  @inlinable
  public func withUnsafeBufferPointer<Result>(
    _ body: (UnsafeBufferPointer<Element>) throws -> Result
  ) rethrows -> Result {
    try body(UnsafeBufferPointer(start: storage.base, count: storage.count))
  }

  /// Calls a closure with the elements in row-major order, for kernels that write memory directly.
  ///
  /// The pointer is valid only during the call. When another tensor shares the elements, they are
  /// copied first; otherwise they are written in place.
  @inlinable
  public mutating func withUnsafeMutableBufferPointer<Result>(
    _ body: (UnsafeMutableBufferPointer<Element>) throws -> Result
  ) rethrows -> Result {
    makeUnique()
    return try body(UnsafeMutableBufferPointer(start: storage.base, count: storage.count))
  }

  /// Gives this tensor elements of its own if another tensor shares them.
  ///
  /// Every mutating operation calls this before it writes: that is all there is to value semantics.
  @usableFromInline
  mutating func makeUnique() {
    if !isKnownUniquelyReferenced(&storage) { storage = storage.copy() }
  }
}

extension Tensor: Equatable where Element: Equatable {
  /// Whether shape and all elements are equal. As for numbers, NaN differs from itself.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Int)
  public static func == (left: Tensor, right: Tensor) -> Bool {
    guard left.shape == right.shape else { return false }
    for index in 0..<left.elementCount where left.storage.base[index] != right.storage.base[index] {
      return false
    }
    return true
  }
}
