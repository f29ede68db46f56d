import Layers
import Serialization
import TensorCore

/// A model as ONNX has it: operations, each of which takes values by name and makes others.
///
/// A layer of one's own writes itself into a graph:
///
/// ```swift
/// extension Scale: ONNXExportable {
///   func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue {
///     let factor = graph.constant(weight.value, named: "weight")
///     return graph.add("Mul", [input, factor])
///   }
/// }
/// ```
///
/// The operations are those of opset 21, <https://onnx.ai/onnx/operators>.
public struct ONNXGraph {
  private var nodes: [ONNXNode] = []
  private var constants: [(name: String, tensor: StoredTensor)] = []
  private var names: Set<String> = []
  /// The path of the part that is being written, with a dot at its end.
  private var path = ""

  /// What stands for the elements of the model's parameters.
  let elementType: ONNXElementType

  init(elementType: ONNXElementType) { self.elementType = elementType }

  /// Adds an operation with one result.
  ///
  /// - Parameters:
  ///   - operation: Its name in ONNX, such as "MatMul".
  ///   - inputs: What it takes; nil for an optional one that is left out.
  ///   - attributes: Its settings.
  ///   - rank: How many axes the result has; as many as the first input unless given.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  public mutating func add(
    _ operation: String, _ inputs: [ONNXValue?], _ attributes: [String: ONNXAttribute] = [:],
    rank: Int? = nil, file: StaticString = #fileID, line: UInt = #line
  ) -> ONNXValue {
    add(operation, inputs, attributes, results: 1, rank: rank, file: file, line: line)[0]
  }

  /// Adds an operation with several results, all of the same rank; traps when there are none, or more than 1000.
  public mutating func add(
    _ operation: String, _ inputs: [ONNXValue?], _ attributes: [String: ONNXAttribute] = [:],
    results: Int, rank: Int? = nil, file: StaticString = #fileID, line: UInt = #line
  ) -> [ONNXValue] {
    let rank = rank ?? inputs.first.flatMap { $0?.rank } ?? 0
    require(
      1...1000 ~= results && 0...1000 ~= rank,
      "ONNXGraph: expected 1 to 1000 results of at most 1000 axes, found \(results) of \(rank)",
      file: file, line: line)
    let values = (0..<results).map { _ in ONNXValue(name: unused(operation), rank: rank) }
    nodes.append(
      ONNXNode(
        operation: operation, inputs: inputs.map { $0?.name ?? "" }, outputs: values.map(\.name),
        attributes: attributes.sorted { $0.key < $1.key }))
    return values
  }

  /// Numbers that are part of the model, such as a weight, under the name that they have in the part that is
  /// being written; traps when the elements are neither `Float` nor `Double` nor `Int`.
  public mutating func constant<Element: TensorElement>(
    _ tensor: Tensor<Element>, named name: String = "constant"
  ) -> ONNXValue {
    let name = unused(name)
    constants.append((name, StoredTensor(tensor)))
    return ONNXValue(name: name, rank: tensor.rank)
  }

  /// A single number of the type of the model's parameters.
  mutating func scalar(_ value: Double) -> ONNXValue {
    elementType == .double ? constant(Tensor(value)) : constant(Tensor(Float(value)))
  }

  /// A list of integers, as operations take axes and shapes.
  mutating func integers(_ values: [Int]) -> ONNXValue { constant(Tensor(values)) }

  /// Writes a part of a model under its name, that of its parameters.
  ///
  /// The part may be of any type, since a container knows its layers as `any Layer` alone. Throws an ``ONNXError``
  /// that names the part when it does not conform to ``ONNXExportable``, or has no form in ONNX.
  public mutating func export(
    _ part: Any, as name: String, _ input: ONNXValue
  ) throws -> ONNXValue {
    try inside(name) { try $0.export(part, input) }
  }

  /// Writes what belongs to a part of a model: the names begin with that of the part.
  public mutating func inside<Result>(
    _ part: String, _ write: (inout ONNXGraph) throws -> Result
  ) rethrows -> Result {
    let outer = path
    path += "\(part)."
    defer { path = outer }
    return try write(&self)
  }

  /// Writes a whole model.
  mutating func export(_ model: Any, _ input: ONNXValue) throws -> ONNXValue {
    guard let model = model as? any ONNXExportable else {
      throw error("\(type(of: model))", "expected a model that conforms to ONNXExportable")
    }
    return try model.export(input, to: &self)
  }

  /// What is wrong with a layer, and where in the model it stands.
  func error(_ layer: String, _ reason: String) -> ONNXError {
    ONNXError(layer: layer, path: String(path.dropLast()), reason: reason)
  }

  /// The name in the part that is being written, with a number if it is taken.
  private mutating func unused(_ name: String) -> String {
    var candidate = path + name
    var count = 1
    while !names.insert(candidate).inserted {
      count += 1
      candidate = "\(path)\(name)_\(count)"
    }
    return candidate
  }

  /// An input of the model; traps when there is another one of this name.
  mutating func input(_ input: ONNXInput) -> ONNXValue {
    require(
      !input.name.isEmpty && names.insert(input.name).inserted,
      "ONNXModel: expected inputs with names of their own, found \(input.name) twice or empty")
    return ONNXValue(name: input.name, rank: input.shape.count)
  }

  /// Gives a result the name of an output; traps when something else has it.
  mutating func output(_ value: ONNXValue, named name: String) -> ONNXValue {
    require(
      !name.isEmpty && names.insert(name).inserted,
      "ONNXModel: expected outputs with names of their own, found \(name) twice or empty")
    nodes.append(
      ONNXNode(operation: "Identity", inputs: [value.name], outputs: [name], attributes: []))
    return ONNXValue(name: name, rank: value.rank)
  }

  /// Writes the fields of a `GraphProto`.
  func write(
    inputs: [ONNXInput], outputs: [ONNXValue], to message: inout ProtocolBuffer
  ) {
    for node in nodes { message.add(1) { node.write(to: &$0) } }
    message.add(2, "model")
    for (name, tensor) in constants { message.add(5) { tensor.write(name, to: &$0) } }
    for input in inputs {
      message.add(11) { writeValue(input.name, input.type, input.shape, to: &$0) }
    }
    for output in outputs {
      let shape = [ONNXExtent?](repeating: nil, count: output.rank)
      message.add(12) { writeValue(output.name, elementType, shape, to: &$0) }
    }
  }
}

/// An operation with the names of what it takes and makes.
private struct ONNXNode {
  let operation: String
  let inputs: [String]
  let outputs: [String]
  let attributes: [(key: String, value: ONNXAttribute)]

  /// Writes the fields of a `NodeProto`.
  func write(to message: inout ProtocolBuffer) {
    for input in inputs { message.add(1, input) }
    for output in outputs { message.add(2, output) }
    message.add(3, outputs[0])
    message.add(4, operation)
    for (name, attribute) in attributes { message.add(5) { attribute.write(name, to: &$0) } }
  }
}

extension StoredTensor {
  /// Writes the fields of a `TensorProto`.
  fileprivate func write(_ name: String, to message: inout ProtocolBuffer) {
    for extent in shape.dimensions { message.add(1, extent) }
    let type: ONNXElementType =
      switch self {
      case .float: .float
      case .double: .double
      case .int: .int
      }
    message.add(2, type.rawValue)
    message.add(8, name)
    withBytes { message.add(9, $0) }
  }
}

/// Writes the fields of a `ValueInfoProto`; an extent of nil is left to the engine.
private func writeValue(
  _ name: String, _ type: ONNXElementType, _ shape: [ONNXExtent?], to message: inout ProtocolBuffer
) {
  message.add(1, name)
  message.add(2) { value in
    value.add(1) { tensor in
      tensor.add(1, type.rawValue)
      tensor.add(2) { axes in
        for extent in shape {
          axes.add(1) { axis in
            switch extent {
            case .fixed(let count): axis.add(1, count)
            case .any(let name): axis.add(2, name)
            case nil: break
            }
          }
        }
      }
    }
  }
}
