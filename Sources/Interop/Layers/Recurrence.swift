import Layers
import TensorCore

extension Recurrent: ONNXExportable {
  /// `RNN`, `LSTM` or `GRU`, one operation for each layer: from sequences [B, T, D] the outputs [B, T, H], or
  /// [B, T, 2·H] in two directions. The state begins with zeros. Throws for a cell that ONNX does not know.
  public func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue {
    // The blocks of H rows in the order in which ONNX has them: i, o, f, g for an LSTM, z, r, n for a GRU.
    let order: [Int]
    switch Cell.name {
    case "RNN": order = [0]
    case "LSTM": order = [0, 3, 1, 2]
    case "GRU": order = [1, 0, 2]
    default:
      throw graph.error(
        Cell.name, "it has the cells RNN, LSTM and GRU, and one cannot look into others")
    }
    // Time comes first.
    var sequence = graph.add("Transpose", [input], ["perm": .ints([1, 0, 2])])
    for (layer, directions) in cells.enumerated() {
      sequence = graph.recurrent(sequence, directions.map(\.weights), of: Cell.name, order, layer)
    }
    return graph.add("Transpose", [sequence], ["perm": .ints([1, 0, 2])])
  }
}

extension ONNXGraph {
  /// A layer of a recurrent network, in one or two directions: from [T, B, D] to [T, B, H] or [T, B, 2·H].
  fileprivate mutating func recurrent<Scalar: TensorScalar>(
    _ sequence: ONNXValue, _ directions: [RecurrentWeights<Scalar>], of cell: String,
    _ order: [Int], _ layer: Int
  ) -> ONNXValue {
    let width = directions[0].width
    func reordered(_ blocks: Tensor<Scalar>) -> Tensor<Scalar> {
      blocks.gather(order.flatMap { $0 * width..<($0 + 1) * width }, along: 0)
    }
    let input = constant(
      Tensor.stack(directions.map { reordered($0.input.value) }, along: 0),
      named: "weight_ih_l\(layer)")
    let state = constant(
      Tensor.stack(directions.map { reordered($0.state.value) }, along: 0),
      named: "weight_hh_l\(layer)")
    let biases = directions.map {
      Tensor.concatenate([reordered($0.inputBias.value), reordered($0.stateBias.value)], along: 0)
    }
    let bias = constant(Tensor.stack(biases, along: 0), named: "bias_l\(layer)")
    var settings: [String: ONNXAttribute] = [
      "hidden_size": .int(width),
      "direction": .string(directions.count == 2 ? "bidirectional" : "forward"),
    ]
    // The reset gate acts after the product, as in PyTorch.
    if cell == "GRU" { settings["linear_before_reset"] = .int(1) }
    // [T, directions, B, H]
    let outputs = add(cell, [sequence, input, state, bias], settings, rank: 4)
    let besides = add("Transpose", [outputs], ["perm": .ints([0, 2, 1, 3])])
    let shape = integers([0, 0, -1])
    return add("Reshape", [besides, shape], rank: 3)
  }
}
