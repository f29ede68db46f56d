import Autograd
import TensorCore

/// Which keys a query may look at. There is one convention: *true means that it may look*.
///
/// A mask has a shape that broadcasts to that of the scores, [..., H, Q, M]: heads, queries, keys. PyTorch's
/// `scaled_dot_product_attention` has the same convention; the `key_padding_mask` and `attn_mask` of its
/// `MultiheadAttention` have the opposite one.
public enum AttentionMask<Scalar: TensorScalar>: Sendable {
  /// True where a query may look at a key.
  case allowed(Tensor<Bool>)
  /// Numbers that are added to the scores before the softmax; −∞ forbids. They may be learned, as in ALiBi or
  /// T5.
  case added(Variable<Scalar>)
  /// For padded sequences: how many keys of each may be looked at, the first ones, shape [B] with each in 0 ... M,
  /// for scores [B, ..., M].
  case lengths(Tensor<Int>)

  /// The scores with this mask, −∞ where a query may not look; traps when the mask does not fit them.
  func applied(
    to scores: Variable<Scalar>, file: StaticString, line: UInt
  ) -> Variable<Scalar> {
    requireFit(to: scores.shape, file: file, line: line)
    switch self {
    case .allowed(let mask): return select(mask, scores, Variable(Tensor(Scalar(-.infinity))))
    case .added(let numbers): return scores + numbers
    case .lengths(let lengths):
      let count = scores.shape[-1]
      var shape = Array(repeating: 1, count: scores.rank)
      (shape[0], shape[scores.rank - 1]) = (scores.shape[0], count)
      let isSeen = lengths.elements.flatMap { length in (0..<count).map { $0 < length } }
      return AttentionMask.allowed(Tensor(shape: Shape(shape), elements: isSeen))
        .applied(to: scores, file: file, line: line)
    }
  }

  /// Stops unless the mask fits scores of a shape.
  func requireFit(to scores: Shape, file: StaticString, line: UInt) {
    let shape: Shape
    switch self {
    case .allowed(let mask): shape = mask.shape
    case .added(let numbers): shape = numbers.shape
    case .lengths(let lengths):
      require(
        scores.rank >= 3 && lengths.shape == [scores[0]],
        "attention: expected a length for each sequence of the scores, \(scores), found lengths of "
          + "shape \(lengths.shape)", file: file, line: line)
      for (index, length) in lengths.elements.enumerated() {
        require(
          length >= 0 && length <= scores[-1],
          "attention: the length of sequence \(index) is \(length), but must be in 0...\(scores[-1])",
          file: file, line: line)
      }
      return
    }
    let fits =
      shape.rank <= scores.rank
      && zip(shape.dimensions.reversed(), scores.dimensions.reversed()).allSatisfy {
        $0 == 1 || $0 == $1
      }
    require(
      fits, "attention: expected a mask that broadcasts to the scores, \(scores), found \(shape)",
      file: file, line: line)
  }
}

/// Where each of the last Q of M positions may look: at itself and at what came before it, shape [Q, M].
func causalMask(queries: Int, keys: Int) -> Tensor<Bool> {
  Tensor(unsafeUninitializedShape: [queries, keys]) { mask in
    for query in 0..<queries {
      for key in 0..<keys { mask[query * keys + key] = key <= keys - queries + query }
    }
  }
}
