/// What flows through a graph: the result of an operation, an input, or numbers that are part of the model.
public struct ONNXValue: Sendable {
  /// Its name, of which the graph has no second one.
  public let name: String
  /// How many axes it has.
  public let rank: Int
}

/// What a model takes, under which name, of which type and shape.
public struct ONNXInput: Sendable {
  /// The name by which an engine is given it.
  public let name: String
  /// What its elements are.
  public let type: ONNXElementType
  /// Its axes; those that may have any extent have a name.
  public let shape: [ONNXExtent]

  /// Describes an input.
  ///
  /// - Parameters:
  ///   - name: The name by which an engine is given it; "input" unless given.
  ///   - type: What its elements are; `Float` unless given.
  ///   - shape: As in `["N", 1, 28, 28]`: any number of images.
  public init(_ name: String = "input", type: ONNXElementType = .float, shape: [ONNXExtent]) {
    self.name = name
    self.type = type
    self.shape = shape
  }
}

/// What the elements of a tensor are, by ONNX's numbers for them.
public enum ONNXElementType: Int, Sendable {
  /// 32-bit floating point.
  case float = 1
  /// 64-bit integers: tokens.
  case int = 7
  /// 64-bit floating point. Many engines compute few operations with it.
  case double = 11
}

/// The extent of an axis: a number, or a name for one that is only known when the model runs.
public enum ONNXExtent: Sendable, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
  /// So many, always.
  case fixed(Int)
  /// Any number; where a name stands twice, the same.
  case any(String)

  /// A fixed extent.
  public init(integerLiteral value: Int) { self = .fixed(value) }
  /// An extent that is known when the model runs.
  public init(stringLiteral name: String) { self = .any(name) }
}

/// A setting of an operation, such as the stride of a convolution.
public enum ONNXAttribute: Sendable {
  /// One integer.
  case int(Int)
  /// Several integers.
  case ints([Int])
  /// A number, which ONNX keeps as a `Float`.
  case float(Double)
  /// A text.
  case string(String)

  /// Writes the fields of an `AttributeProto`.
  func write(_ name: String, to message: inout ProtocolBuffer) {
    message.add(1, name)
    switch self {
    case .float(let value):
      message.add(2, Float(value))
      message.add(20, 1)
    case .int(let value):
      message.add(3, value)
      message.add(20, 2)
    case .string(let text):
      message.add(4, text)
      message.add(20, 3)
    case .ints(let values):
      for value in values { message.add(8, value) }
      message.add(20, 7)
    }
  }
}
