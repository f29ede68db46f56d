import TensorCore

/// A tensor as files hold it: of what type its elements are is known only when it is read.
public enum StoredTensor: Equatable, Sendable {
  /// 32-bit floating point.
  case float(Tensor<Float>)
  /// 64-bit floating point.
  case double(Tensor<Double>)
  /// 64-bit integers.
  case int(Tensor<Int>)

  /// Stores a tensor of `Float`, `Double` or `Int`, sharing its elements; traps for any other type.
  public init<Element: TensorElement>(
    _ tensor: Tensor<Element>, file: StaticString = #fileID, line: UInt = #line
  ) {
    if let tensor = tensor as? Tensor<Float> {
      self = .float(tensor)
    } else if let tensor = tensor as? Tensor<Double> {
      self = .double(tensor)
    } else if let tensor = tensor as? Tensor<Int> {
      self = .int(tensor)
    } else {
      fatalError(
        "StoredTensor: files hold elements of type Float, Double or Int, not \(Element.self)",
        file: file, line: line)
    }
  }

  /// The shape, whatever the elements are.
  public var shape: Shape {
    switch self {
    case .float(let tensor): tensor.shape
    case .double(let tensor): tensor.shape
    case .int(let tensor): tensor.shape
    }
  }

  /// The type of the elements.
  public var elementType: StoredElementType {
    switch self {
    case .float: .float32
    case .double: .float64
    case .int: .int64
    }
  }

  /// The tensor, or nil when its elements are of another type. Shares the elements: nothing is copied.
  public func tensor<Element: TensorElement>(
    of type: Element.Type = Element.self
  ) -> Tensor<Element>? {
    switch self {
    case .float(let tensor): tensor as? Tensor<Element>
    case .double(let tensor): tensor as? Tensor<Element>
    case .int(let tensor): tensor as? Tensor<Element>
    }
  }

  /// Calls a closure with the elements' bytes as they lie in memory, which is as they go to files.
  package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows
    -> Result
  {
    switch self {
    case .float(let tensor):
      try tensor.withUnsafeBufferPointer { try body(UnsafeRawBufferPointer($0)) }
    case .double(let tensor):
      try tensor.withUnsafeBufferPointer { try body(UnsafeRawBufferPointer($0)) }
    case .int(let tensor):
      try tensor.withUnsafeBufferPointer { try body(UnsafeRawBufferPointer($0)) }
    }
  }
}
