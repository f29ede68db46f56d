import Foundation
import Layers
import TensorCore

extension MultiHeadAttention: ONNXExportable {
  /// A sequence [B, T, D] that looks at all of itself.
  public func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue {
    try export(input, isCausal: false, to: &graph)
  }

  /// A sequence [B, T, D] that looks at itself, each position at what came before it if the attention is causal.
  func export(
    _ input: ONNXValue, isCausal: Bool, to graph: inout ONNXGraph
  ) throws -> ONNXValue {
    let headWidth = width / heads
    let matrix = graph.constant(inputWeight.value.transposed(), named: "in_proj_weight")
    var all = graph.add("MatMul", [input, matrix])
    if let inputBias {
      let bias = graph.constant(inputBias.value, named: "in_proj_bias")
      all = graph.add("Add", [all, bias])
    }
    let sizes = graph.integers([width, headWidth * keyValueHeads, headWidth * keyValueHeads])
    let parts = graph.add("Split", [all, sizes], ["axis": .int(-1)], results: 3)
    var queries = graph.byHead(parts[0], heads, headWidth)
    var keys = graph.byHead(parts[1], keyValueHeads, headWidth)
    var values = graph.byHead(parts[2], keyValueHeads, headWidth)
    if isRotary {
      let turn = graph.rotation(of: input, headWidth)
      queries = graph.rotated(queries, by: turn, headWidth)
      keys = graph.rotated(keys, by: turn, headWidth)
    }
    if keyValueHeads < heads {
      // Neighboring heads share one of keys and values.
      let shared = graph.integers((0..<heads).map { $0 * keyValueHeads / heads })
      keys = graph.add("Gather", [keys, shared], ["axis": .int(1)])
      values = graph.add("Gather", [values, shared], ["axis": .int(1)])
    }
    let transposed = graph.add("Transpose", [keys], ["perm": .ints([0, 1, 3, 2])])
    let scale = graph.scalar(1 / Double(headWidth).squareRoot())
    let products = graph.add("MatMul", [queries, transposed])
    var scores = graph.add("Mul", [products, scale])
    if isCausal {
      let mask = graph.causalMask(of: input)
      scores = graph.add("Add", [scores, mask])
    }
    let weights = graph.add("Softmax", [scores], ["axis": .int(-1)])
    let seen = graph.add("MatMul", [weights, values])
    let besides = graph.add("Transpose", [seen], ["perm": .ints([0, 2, 1, 3])])
    let shape = graph.integers([0, 0, width])
    let brought = graph.add("Reshape", [besides, shape], rank: 3)
    return try graph.export(output, as: "out_proj", brought)
  }
}

extension TransformerBlock: ONNXExportable {
  /// Attention to the whole sequence, and the hidden layer.
  public func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue {
    try export(input, isCausal: false, to: &graph)
  }

  func export(
    _ input: ONNXValue, isCausal: Bool, to graph: inout ONNXGraph
  ) throws -> ONNXValue {
    let block = self
    func attended(_ x: ONNXValue) throws -> ONNXValue {
      try graph.inside("self_attn") {
        try block.attention.export(x, isCausal: isCausal, to: &$0)
      }
    }
    func norm(_ norm: LayerNorm<Scalar>, _ name: String, _ x: ONNXValue) throws -> ONNXValue {
      try graph.export(norm, as: name, x)
    }
    if isPreNorm {
      let seen = try attended(norm(attentionNorm, "norm1", input))
      let sum = graph.add("Add", [input, seen])
      let known = try norm(feedForwardNorm, "norm2", sum)
      let thought = try feedForward(known, to: &graph)
      return graph.add("Add", [sum, thought])
    }
    let seen = try attended(input)
    let sum = graph.add("Add", [input, seen])
    let known = try norm(attentionNorm, "norm1", sum)
    let thought = try feedForward(known, to: &graph)
    let both = graph.add("Add", [known, thought])
    return try norm(feedForwardNorm, "norm2", both)
  }

  private func feedForward(
    _ x: ONNXValue, to graph: inout ONNXGraph
  ) throws -> ONNXValue {
    let a = try graph.export(inner, as: "linear1", x)
    let hidden: ONNXValue
    switch kind {
    case .relu: hidden = graph.add("Relu", [a])
    case .gelu: hidden = graph.add("Gelu", [a])
    case .swiGLU:
      let halves = graph.halves(a, along: -1)
      let gate = graph.silu(halves[0])
      hidden = graph.add("Mul", [gate, halves[1]])
    }
    return try graph.export(outer, as: "linear2", hidden)
  }
}

extension GPT: ONNXExportable {
  /// From tokens [B, T] to the logits of what comes next at each position, [B, T, V]. T is at most the context.
  public func export(_ input: ONNXValue, to graph: inout ONNXGraph) throws -> ONNXValue {
    let rows = graph.constant(table.weight.value, named: "table.weight")
    var x = graph.add("Gather", [rows, input], ["axis": .int(0)], rank: 3)
    let vectors: Tensor<Scalar>? =
      positions == .sinusoidal
      ? .sinusoidalPositions(contextLength, width: table.weight.shape[1]) : places?.value
    if let vectors {
      let all = graph.constant(vectors, named: "places")
      let (start, end) = (graph.integers([0]), graph.extent(of: input, 1))
      let first = graph.add("Slice", [all, start, end])
      x = graph.add("Add", [x, first])
    }
    for (index, block) in blocks.enumerated() {
      x = try graph.inside("blocks.\(index)") { try block.export(x, isCausal: true, to: &$0) }
    }
    let features = try graph.export(norm, as: "norm", x)
    // The same table, by rows.
    let columns = graph.add("Transpose", [rows], ["perm": .ints([1, 0])])
    return graph.add("MatMul", [features, columns])
  }
}

extension ONNXGraph {
  /// The extent of an axis, as a list of one integer.
  fileprivate mutating func extent(of value: ONNXValue, _ axis: Int) -> ONNXValue {
    add("Shape", [value], ["start": .int(axis), "end": .int(axis + 1)], rank: 1)
  }

  /// [B, T, H·d] as [B, H, T, d].
  fileprivate mutating func byHead(
    _ value: ONNXValue, _ heads: Int, _ headWidth: Int
  ) -> ONNXValue {
    let shape = integers([0, 0, heads, headWidth])
    let split = add("Reshape", [value, shape], rank: 4)
    return add("Transpose", [split], ["perm": .ints([0, 2, 1, 3])])
  }

  /// −∞ where a position may not look, above the diagonal, and 0 elsewhere, shape [T, T].
  fileprivate mutating func causalMask(of input: ONNXValue) -> ONNXValue {
    let steps = extent(of: input, 1)
    let shape = add("Concat", [steps, steps], ["axis": .int(0)])
    let nothing = scalar(-.infinity)
    let square = add("Expand", [nothing, shape], rank: 2)
    let one = constant(Tensor<Int>(1))
    return add("Trilu", [square, one], ["upper": .int(1)])
  }

  /// The cosine of each number's angle, and the sine with the sign that it has beside the partner, [T, d].
  fileprivate mutating func rotation(
    of input: ONNXValue, _ width: Int
  ) -> (cosine: ONNXValue, sine: ONNXValue) {
    let speeds = (0..<width).map { pow(10_000, -Double($0 / 2 * 2) / Double(width)) }
    let signs = (0..<width).map { $0.isMultiple(of: 2) ? -1.0 : 1 }
    let (zero, one) = (constant(Tensor<Int>(0)), constant(Tensor<Int>(1)))
    let axis = integers([-1])
    let (speed, sign) = (constant(Tensor(speeds)), constant(Tensor(signs)))
    let count = extent(of: input, 1)
    let steps = add("Squeeze", [count], rank: 0)
    let places = add("Range", [zero, steps, one], rank: 1)
    // With 64 bits: a Float's angle of some hundred radians is off in the fifth decimal.
    let column = add("Unsqueeze", [places, axis], rank: 2)
    let times = add("Cast", [column], ["to": .int(ONNXElementType.double.rawValue)])
    let angles = add("Mul", [times, speed])
    let cosines = add("Cos", [angles])
    let sines = add("Sin", [angles])
    let signed = add("Mul", [sines, sign])
    let type: [String: ONNXAttribute] = ["to": .int(elementType.rawValue)]
    return (add("Cast", [cosines], type), add("Cast", [signed], type))
  }

  /// Neighboring pairs of numbers, turned by the angles of their position.
  fileprivate mutating func rotated(
    _ value: ONNXValue, by turn: (cosine: ONNXValue, sine: ONNXValue), _ width: Int
  ) -> ONNXValue {
    let swapped = integers((0..<width).map { $0 ^ 1 })
    let partners = add("Gather", [value, swapped], ["axis": .int(-1)])
    let own = add("Mul", [value, turn.cosine])
    let other = add("Mul", [partners, turn.sine])
    return add("Add", [own, other])
  }
}
