import Layers
import TensorCore

// Activations that ONNX has under one name, and those that are put together.

extension ReLU: ONNXExportable {
  /// `Relu`
  public func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue {
    graph.add("Relu", [input])
  }
}

extension ReLU6: ONNXExportable {
  /// `Clip` to 0 … 6
  public func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue {
    let (least, most) = (graph.scalar(0), graph.scalar(6))
    return graph.add("Clip", [input, least, most])
  }
}

extension LeakyReLU: ONNXExportable {
  /// `LeakyRelu`
  public func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue {
    graph.add("LeakyRelu", [input], ["alpha": .float(slope)])
  }
}

extension PReLU: ONNXExportable {
  /// `PRelu`, with a slope of shape [C, 1, …] for channels along axis 1
  public func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue {
    let channels = weight.shape[0]
    let after = channels == 1 ? 0 : max(input.rank - 2, 0)
    let shape = Shape([channels] + Array(repeating: 1, count: after))
    let slope = graph.constant(weight.value.reshaped(to: shape), named: "weight")
    return graph.add("PRelu", [input, slope])
  }
}

extension ELU: ONNXExportable {
  /// `Elu`
  public func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue {
    graph.add("Elu", [input], ["alpha": .float(alpha)])
  }
}

extension SELU: ONNXExportable {
  /// `Selu`
  public func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue {
    graph.add("Selu", [input])
  }
}

extension GELU: ONNXExportable {
  /// `Gelu`
  public func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue {
    graph.add("Gelu", [input], ["approximate": .string(formula == .tanh ? "tanh" : "none")])
  }
}

extension SiLU: ONNXExportable {
  /// x·`Sigmoid`(x)
  public func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue {
    graph.silu(input)
  }
}

extension Mish: ONNXExportable {
  /// `Mish`
  public func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue {
    graph.add("Mish", [input])
  }
}

extension HardSwish: ONNXExportable {
  /// `HardSwish`
  public func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue {
    graph.add("HardSwish", [input])
  }
}

extension GLU: ONNXExportable {
  /// `Split` into halves, of which the second one is a gate
  public func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue {
    let halves = graph.halves(input, along: axis)
    let gate = graph.add("Sigmoid", [halves[1]])
    return graph.add("Mul", [halves[0], gate])
  }
}

extension Sigmoid: ONNXExportable {
  /// `Sigmoid`
  public func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue {
    graph.add("Sigmoid", [input])
  }
}

extension Tanh: ONNXExportable {
  /// `Tanh`
  public func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue {
    graph.add("Tanh", [input])
  }
}

extension Softplus: ONNXExportable {
  /// `Softplus`(β·x)/β
  public func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue {
    guard beta != 1 else { return graph.add("Softplus", [input]) }
    let factor = graph.scalar(beta)
    let scaled = graph.add("Mul", [input, factor])
    let output = graph.add("Softplus", [scaled])
    return graph.add("Div", [output, factor])
  }
}

extension Softsign: ONNXExportable {
  /// `Softsign`
  public func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue {
    graph.add("Softsign", [input])
  }
}

extension Softmax: ONNXExportable {
  /// `Softmax`
  public func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue {
    graph.add("Softmax", [input], ["axis": .int(axis)])
  }
}

extension LogSoftmax: ONNXExportable {
  /// `LogSoftmax`
  public func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue {
    graph.add("LogSoftmax", [input], ["axis": .int(axis)])
  }
}

extension ONNXGraph {
  /// Two halves along an axis.
  mutating func halves(_ input: ONNXValue, along axis: Int) -> [ONNXValue] {
    add("Split", [input], ["axis": .int(axis), "num_outputs": .int(2)], results: 2)
  }

  /// x·σ(x)
  mutating func silu(_ input: ONNXValue) -> ONNXValue {
    let gate = add("Sigmoid", [input])
    return add("Mul", [input, gate])
  }
}
