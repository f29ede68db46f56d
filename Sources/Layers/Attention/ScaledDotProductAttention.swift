import Autograd
import TensorCore

/// softmax(Q·Kᵀ/√d + mask)·V: each query takes a mean of the values, weighted by how well their keys fit
/// (Vaswani et al., 2017, *Attention Is All You Need*).
///
/// The scale keeps the variance of the scores near 1: of d products of independent numbers with variance 1 the
/// sum has variance d, and the softmax of large numbers is all or nothing, without a gradient.
///
/// A query that may look at nothing gets zeros, and sends no gradient back.
///
/// For [B, H, T, d] without dropout and with no other mask than lengths, the `.simd` backend computes it without
/// a matrix of scores.
///
/// - Parameters:
///   - queries: Q, shape [..., Q, d], or [..., H, Q, d] with heads.
///   - keys: K, shape [..., M, d], or [..., G, M, d]. With heads, H must be a multiple of G: H/G neighboring
///     heads share the keys and values of one (grouped queries; Ainslie et al., 2023).
///   - values: V, shape [..., M, e], or [..., G, M, e].
///   - mask: Which keys each query may look at; all unless given.
///   - isCausal: Whether the last of the queries is the last of the keys in time, the one before it the one
///     before, and none may look at what comes after it. False unless given.
///   - scale: What the products are multiplied with; 1/√d unless given.
///   - dropout: Factors for the weights, shape [..., H, Q, M]; none unless given.
///   - file: The caller's file.
///   - line: The caller's line.
/// - Returns: Shape [..., Q, e], or [..., H, Q, e] with heads.
///
/// Traps when the shapes do not fit.
public func scaledDotProductAttention<Scalar: TensorScalar>(
  _ queries: Variable<Scalar>, _ keys: Variable<Scalar>, _ values: Variable<Scalar>,
  mask: AttentionMask<Scalar>? = nil, isCausal: Bool = false, scale: Double? = nil,
  dropout: Tensor<Scalar>? = nil, file: StaticString = #fileID, line: UInt = #line
) -> Variable<Scalar> {
  requireAttention(queries, keys, values, file: file, line: line)
  if dropout == nil,
    let fused = fusedAttention(
      byHead: [queries, keys, values], mask: mask, isCausal: isCausal, scale: scale,
      file: file, line: line)
  {
    return fused
  }
  let weights = attentionWeights(
    queries, keys, mask: mask, isCausal: isCausal, scale: scale, file: file, line: line)
  require(
    dropout == nil || dropout?.shape == weights.shape,
    "attention: expected factors for weights of shape \(weights.shape), found \(dropout?.shape ?? [])",
    file: file, line: line)
  let kept = dropout.map { weights * Variable($0) } ?? weights
  return matmul(kept, values.repeatingHeads(for: queries), file: file, line: line)
}

/// How much each query takes of each value: softmax(Q·Kᵀ/√d + mask), shape [..., Q, M], or [..., H, Q, M] with
/// heads. The rows add up to 1; that of a query that may look at nothing is 0.
///
/// The parameters are those of
/// ``scaledDotProductAttention(_:_:_:mask:isCausal:scale:dropout:file:line:)``.
public func attentionWeights<Scalar: TensorScalar>(
  _ queries: Variable<Scalar>, _ keys: Variable<Scalar>, mask: AttentionMask<Scalar>? = nil,
  isCausal: Bool = false, scale: Double? = nil, file: StaticString = #fileID, line: UInt = #line
) -> Variable<Scalar> {
  requireAttention(queries, keys, keys, file: file, line: line)
  let scale = scale ?? 1 / Double(queries.shape[-1]).squareRoot()
  var scores = matmul(queries, keys.repeatingHeads(for: queries), transposeB: true) * Scalar(scale)
  let shape = scores.shape
  if let mask { scores = mask.applied(to: scores, file: file, line: line) }
  if isCausal {
    let causal = causalMask(queries: shape[-2], keys: shape[-1])
    scores = AttentionMask.allowed(causal).applied(to: scores, file: file, line: line)
  }
  guard mask != nil || isCausal else { return scores.softmax() }
  // The softmax of a row of −∞ is not defined: it is computed of zeros, and taken away.
  let sees = scores.value.max(along: -1, keepingDimensions: true) .!= Scalar(-.infinity)
  guard !sees.all() else { return scores.softmax() }
  let zero = Variable<Scalar>(Tensor(0))
  return select(sees, select(sees, scores, zero).softmax(), zero)
}

extension Variable {
  /// Keys or values [..., G, M, d] for queries [..., H, Q, d]: each head H/G times, one after the other.
  fileprivate func repeatingHeads(for queries: Variable) -> Variable {
    guard rank >= 3, shape[-3] != queries.shape[-3] else { return self }
    let share = queries.shape[-3] / shape[-3]
    return gather((0..<queries.shape[-3]).map { $0 / share }, along: -3)
  }
}

private func requireAttention<Scalar: TensorScalar>(
  _ queries: Variable<Scalar>, _ keys: Variable<Scalar>, _ values: Variable<Scalar>,
  file: StaticString, line: UInt
) {
  let found = "found queries \(queries.shape), keys \(keys.shape), values \(values.shape)"
  require(
    queries.rank >= 2 && keys.rank == queries.rank && values.rank == queries.rank,
    "attention: expected queries, keys and values with as many axes, at least 2, \(found)",
    file: file, line: line)
  require(
    queries.shape[-1] == keys.shape[-1] && queries.shape[-1] >= 1,
    "attention: expected queries and keys of as many numbers, at least 1, \(found)", file: file,
    line: line)
  require(
    keys.shape[-2] == values.shape[-2] && keys.shape[-2] >= 1,
    "attention: expected a value for each key, and at least one, \(found)", file: file, line: line)
  guard queries.rank >= 3 else { return }
  require(
    keys.shape.dimensions.dropLast(2) == values.shape.dimensions.dropLast(2)
      && keys.shape.dimensions.dropLast(3) == queries.shape.dimensions.dropLast(3),
    "attention: expected the same axes in front, \(found)", file: file, line: line)
  require(
    keys.shape[-3] >= 1 && queries.shape[-3].isMultiple(of: keys.shape[-3]),
    "attention: expected a number of query heads that is a multiple of the key heads, \(found)",
    file: file, line: line)
}
