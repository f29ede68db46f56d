import Layers
import TensorCore

extension BatchNorm: ONNXExportable {
  /// `BatchNormalization` by the running statistics
  public func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue {
    let channels = runningMean.shape
    let scale = graph.constant(weight?.value ?? .ones(channels), named: "weight")
    let shift = graph.constant(bias?.value ?? .zeros(channels), named: "bias")
    let mean = graph.constant(runningMean.value, named: "running_mean")
    let variance = graph.constant(runningVariance.value, named: "running_var")
    return graph.add(
      "BatchNormalization", [input, scale, shift, mean, variance], ["epsilon": .float(epsilon)])
  }
}

extension LayerNorm: ONNXExportable {
  /// `LayerNormalization`
  public func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue {
    let scale = graph.constant(weight?.value ?? .ones(normalizedShape), named: "weight")
    let shift = bias.map { graph.constant($0.value, named: "bias") }
    return graph.add(
      "LayerNormalization", [input, scale] + (shift.map { [$0] } ?? []),
      ["axis": .int(-normalizedShape.rank), "epsilon": .float(epsilon)])
  }
}

extension GroupNorm: ONNXExportable {
  /// `GroupNormalization`
  public func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue {
    let scale = graph.constant(weight?.value ?? .ones([channels]), named: "weight")
    let shift = graph.constant(bias?.value ?? .zeros([channels]), named: "bias")
    return graph.add(
      "GroupNormalization", [input, scale, shift],
      ["num_groups": .int(groups), "epsilon": .float(epsilon)])
  }
}

extension RMSNorm: ONNXExportable {
  /// x/√(mean of x² + ε), which has a name only in later sets of operations
  public func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue {
    let axes = graph.integers(Array(-normalizedShape.rank..<0))
    let small = graph.scalar(epsilon)
    let square = graph.add("Mul", [input, input])
    let mean = graph.add("ReduceMean", [square, axes], ["keepdims": .int(1)])
    let sum = graph.add("Add", [mean, small])
    let root = graph.add("Sqrt", [sum])
    let output = graph.add("Div", [input, root])
    guard let weight else { return output }
    let scale = graph.constant(weight.value, named: "weight")
    return graph.add("Mul", [output, scale])
  }
}
