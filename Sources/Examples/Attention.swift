import Gradus

/// Multi-head attention from plain operations: each query takes a mean of values, weighted by how well their
/// keys fit (Vaswani et al., 2017, *Attention Is All You Need*).
///
/// Queries [B, Q, D] ask a memory [B, M, D]; both may be the same. The mask is true where a query may look, and
/// of a shape that broadcasts to [B, heads, Q, M].
struct Attention<Scalar: TensorScalar>: Model {
  let heads: Int
  var query: Linear<Scalar>
  /// Keys and values, one above the other.
  var keyValue: Linear<Scalar>
  var output: Linear<Scalar>

  init(_ width: Int, heads: Int, using generator: inout RandomGenerator) {
    self.heads = heads
    query = Linear(width, width, hasBias: false, initializer: .glorotUniform, using: &generator)
    keyValue = Linear(
      width, 2 * width, hasBias: false, initializer: .glorotUniform, using: &generator)
    output = Linear(width, width, initializer: .glorotUniform, using: &generator)
  }

  mutating func forward(
    _ input: (queries: Variable<Scalar>, memory: Variable<Scalar>, mask: Tensor<Bool>),
    in context: inout Context
  ) -> Variable<Scalar> {
    let shape = input.queries.shape
    let queries = byHead(query.forward(input.queries, as: "query", in: &context))
    let parts = keyValue.forward(input.memory, as: "keyValue", in: &context)
      .split(into: 2, along: -1)
    let (keys, values) = (byHead(parts[0]), byHead(parts[1]))
    let scale = 1 / Scalar.sqrt(Scalar(Double(shape[2] / heads)))
    let scores = matmul(queries, keys, transposeB: true) * scale  // [B, heads, Q, M]
    let allowed = select(input.mask, scores, Variable(Tensor(Scalar(-.infinity))))
    let means = matmul(allowed.softmax(), values).permuted(to: [0, 2, 1, 3]).reshaped(to: shape)
    return output.forward(means, as: "output", in: &context)
  }

  /// [B, T, D] as [B, heads, T, D/heads].
  private func byHead(_ x: Variable<Scalar>) -> Variable<Scalar> {
    x.reshaped(to: [x.shape[0], x.shape[1], heads, x.shape[2] / heads]).permuted(to: [0, 2, 1, 3])
  }

  mutating func visitParameters(_ visit: ParameterVisit<Scalar>) {
    query.visitParameters(as: "query", visit)
    keyValue.visitParameters(as: "keyValue", visit)
    output.visitParameters(as: "output", visit)
  }
}

/// What a transformer does at each position by itself: a hidden layer, four times as wide.
func feedForward<Scalar>(
  _ width: Int, using generator: inout RandomGenerator
) -> Sequential<Scalar> {
  Sequential(
    Linear(width, 4 * width, using: &generator), GELU(),
    Linear(4 * width, width, initializer: .glorotUniform, using: &generator))
}
