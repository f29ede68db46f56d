import Layers
import TensorCore

extension Sequential: ONNXExportable {
  /// One layer after the other.
  public func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue {
    var output = input
    for (index, layer) in layers.enumerated() {
      output = try graph.export(layer, as: "\(index)", output)
    }
    return output
  }
}

extension Residual: ONNXExportable {
  /// The sum of the body and the shortcut.
  public func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue {
    let output = try graph.export(body, as: "body", input)
    let shortcut = try projection.map { try graph.export($0, as: "projection", input) } ?? input
    return graph.add("Add", [shortcut, output])
  }
}

extension StochasticDepth: ONNXExportable {
  /// At inference the body is always there.
  public func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue {
    graph.add("Add", [input, try graph.export(body, as: "body", input)])
  }
}

/// A layer that changes nothing at inference.
public protocol ONNXIdentity: ONNXExportable {}

extension ONNXIdentity {
  /// What goes in.
  public func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue { input }
}

extension Dropout: ONNXIdentity {}
extension SpatialDropout: ONNXIdentity {}
extension GaussianNoise: ONNXIdentity {}

extension Lambda: ONNXExportable {
  /// Throws: what a closure does cannot be looked up.
  public func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue {
    throw graph.error(
      "Lambda", "a closure cannot be looked into; a layer of its own can conform to ONNXExportable")
  }
}

extension Flatten: ONNXExportable {
  /// `Reshape`: 0 keeps an axis, and −1 takes all the rest.
  public func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue {
    guard startAxis < input.rank else {
      throw graph.error(
        "Flatten", "the start axis is \(startAxis), but the input has only \(input.rank) axes")
    }
    let shape = graph.integers(Array(repeating: 0, count: startAxis) + [-1])
    return graph.add("Reshape", [input, shape], rank: startAxis + 1)
  }
}

extension Reshape: ONNXExportable {
  /// `Reshape`: 0 keeps the axis of the samples.
  public func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue {
    let shape = graph.integers([0] + sampleShape.dimensions)
    return graph.add("Reshape", [input, shape], rank: 1 + sampleShape.rank)
  }
}

extension Linear: ONNXExportable {
  /// x·Wᵀ + b. The weight is written the other way round, [D, K], since `MatMul` transposes nothing.
  public func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue {
    let matrix = graph.constant(weight.value.transposed(), named: "weight")
    let product = graph.add("MatMul", [input, matrix])
    guard let bias else { return product }
    let shift = graph.constant(bias.value, named: "bias")
    return graph.add("Add", [product, shift])
  }
}

extension Embedding: ONNXExportable {
  /// `Gather`: the row of each token.
  public func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue {
    let table = graph.constant(weight.value, named: "weight")
    return graph.add("Gather", [table, input], ["axis": .int(0)], rank: input.rank + 1)
  }
}
