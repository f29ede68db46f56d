import Gradus

/// A GPT that is made of the exercises' functions, in Double.
///
/// It sees what came before by the block, the heads, the mask, the positions and the attention of its answers;
/// the gradient goes back through attention by their `attentionBackward`.
public struct SmallGPT: Module {
  let answers: AttendingAnswers
  /// A vector for each token, shape [V, D]; at the end, the logits are the products with them.
  public var table: Variable<Double>
  /// The parts of each block.
  public var blocks: [BlockParts]
  /// After the last block.
  public var norm: Norm

  /// Makes one with random weights.
  ///
  /// - Parameters:
  ///   - answers: The functions that it computes with.
  ///   - vocabulary: V, the number of tokens.
  ///   - width: D, how many numbers a token is; D/H is even.
  ///   - heads: H, a divisor of D.
  ///   - layers: The number of blocks.
  ///   - generator: Where the random numbers come from.
  init(
    _ answers: AttendingAnswers, vocabulary: Int, width: Int, heads: Int, layers: Int,
    using generator: inout RandomGenerator
  ) {
    self.answers = answers
    func affine(_ inputs: Int, _ outputs: Int) -> Affine {
      let deviation = 1 / Double(inputs).squareRoot()
      return Affine(
        weight: .normal([inputs, outputs], standardDeviation: deviation, using: &generator),
        bias: .zeros([outputs]))
    }
    let norm = Norm(scale: .ones([width]), shift: .zeros([width]))
    table = Variable(.normal([vocabulary, width], standardDeviation: 0.1, using: &generator))
    blocks = []
    for _ in 0..<layers {
      blocks.append(
        BlockParts(
          heads: heads, norms: (norm, norm), query: affine(width, width),
          key: affine(width, width), value: affine(width, width), output: affine(width, width),
          up: affine(width, 4 * width), down: affine(4 * width, width)))
    }
    self.norm = norm
  }

  /// Of what comes next at each position: from tokens [B, T] to shape [B, T, V].
  public func logits(_ tokens: Tensor<Int>) throws -> Variable<Double> {
    try logits(tokens) { _, queries, keys, values in try attend(queries, keys, values) }
  }

  /// The same for tokens that go on from what the blocks' caches hold, which grow by them; it begins with none.
  func logits(_ tokens: Tensor<Int>, after caches: inout [KeyValues]) throws -> Tensor<Double> {
    try logits(tokens) { layer, queries, keys, values in
      if layer == caches.count {
        caches.append(
          KeyValues(keys: queries.value[0..., 0..., 0..<0], values: values.value[0..., 0..., 0..<0])
        )
      }
      let step = try answers.cachedStep(
        queries.value, keys.value, values.value, caches[layer])
      caches[layer] = step.cache
      return Variable(step.result)
    }.value
  }

  private func logits(
    _ tokens: Tensor<Int>,
    attend: (
      _ layer: Int, _ queries: Variable<Double>, _ keys: Variable<Double>,
      _ values: Variable<Double>
    ) throws -> Variable<Double>
  ) throws -> Variable<Double> {
    var x = table.gather(tokens.elements).reshaped(
      to: [tokens.shape[0], tokens.shape[1], table.shape[1]])
    for (layer, parts) in blocks.enumerated() {
      x = try answers.block(x, parts) { try attend(layer, $0, $1, $2) }
    }
    return matmul(norm(x), table, transposeB: true)
  }

  /// Causal attention with positions, as one operation with a gradient of its own.
  func attend(
    _ queries: Variable<Double>, _ keys: Variable<Double>, _ values: Variable<Double>
  ) throws -> Variable<Double> {
    let count = queries.shape[2]
    let positions = Tensor((0..<count).map(Double.init))
    let turnedQueries = try answers.rotated(queries.value, positions)
    let turnedKeys = try answers.rotated(keys.value, positions)
    let mask = try answers.causalMask(count, count)
    let result = try answers.attention(turnedQueries, turnedKeys, values.value, mask)
    return Variable("attend", result, [queries, keys, values]) { upstream, _ in
      do {
        let gradients = try answers.attentionBackward(
          turnedQueries, turnedKeys, values.value, mask, upstream)
        // What was turned is turned back.
        return [
          try answers.rotated(gradients.queries, -positions),
          try answers.rotated(gradients.keys, -positions), gradients.values,
        ]
      } catch {
        fatalError("the gradient of attention: \(error)")
      }
    }
  }

  /// The table, the blocks and the norm.
  public mutating func visitParameters(_ visit: ParameterVisit<Double>) {
    visit("table", &table)
    blocks.visitParameters(as: "blocks", visit)
    norm.visitParameters(as: "norm", visit)
  }
}
