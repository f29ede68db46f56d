import Autograd
import TensorCore

// Attention by vector kernels. What it computes is written in `scaledDotProductAttention`.

/// Attention of heads side by side, shape [B, Q, H·d], from one variable [B, T, (H + 2·G)·d] with queries, keys and
/// values, or from three; nil where there are no such kernels, or the mask is not one of lengths.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
func fusedAttention<Scalar: TensorScalar>(
  _ inputs: [Variable<Scalar>], heads: Int, groups: Int, mask: AttentionMask<Scalar>?,
  isCausal: Bool
) -> Variable<Scalar>? {
  fusedAttention(
    inputs,
    AttentionInputs(inputs.map { $0.value }, heads: heads, groups: groups, isCausal: isCausal),
    mask: mask, scale: nil, file: #fileID, line: #line)
}

/// Attention of heads one after the other, shape [B, H, Q, d], from [B, H, Q, d] and twice [B, G, M, d]; nil as
/// above, and where values have another width than keys.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
func fusedAttention<Scalar: TensorScalar>(
  byHead inputs: [Variable<Scalar>], mask: AttentionMask<Scalar>?, isCausal: Bool, scale: Double?,
  file: StaticString, line: UInt
) -> Variable<Scalar>? {
  guard inputs[0].rank == 4, inputs[1].shape == inputs[2].shape else { return nil }
  let parts = AttentionInputs(
    queries: inputs[0].value, keys: inputs[1].value, values: inputs[2].value, isCausal: isCausal)
  return fusedAttention(inputs, parts, mask: mask, scale: scale, file: file, line: line)
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func fusedAttention<Scalar: TensorScalar>(
  _ inputs: [Variable<Scalar>], _ parts: AttentionInputs<Scalar>, mask: AttentionMask<Scalar>?,
  scale: Double?, file: StaticString, line: UInt
) -> Variable<Scalar>? {
  var lengths: [Int]?
  if let mask {
    guard case .lengths(let tensor) = mask else { return nil }
    mask.requireFit(to: parts.scoresShape, file: file, line: line)
    lengths = tensor.elements
  }
  let scale = scale ?? 1 / Double(parts.width).squareRoot()
  guard let attention = FusedAttention(parts, scale: Scalar(scale), lengths: lengths) else {
    return nil
  }
  return Variable("attention", attention.output, inputs) { upstream, _ in
    attention.gradients(upstream)
  }
}
