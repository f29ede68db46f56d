import Autograd
import TensorCore

/// Which keys a query may look at. There is one convention: *true means that it may look*.
///
/// A mask has a shape that broadcasts to that of the scores, [..., H, Q, M]: heads, queries, keys. PyTorch's
/// `scaled_dot_product_attention` has the same convention; the `key_padding_mask` and `attn_mask` of its
/// `MultiheadAttention` have the opposite one.
public enum AttentionMask<Scalar: TensorScalar> {
  /// True where a query may look at a key.
  case allowed(Tensor<Bool>)
  /// Numbers that are added to the scores before the softmax; −∞ forbids. They may be learned, as in ALiBi or
  /// T5.
  case added(Variable<Scalar>)

  /// The mask of padded sequences: the first so many keys of each sequence may be looked at.
  ///
  /// - Parameters:
  ///   - lengths: How many true steps each sequence has, shape [B], each in 0 ... M.
  ///   - count: M, the number of keys.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  /// - Returns: A mask of shape [B, 1, 1, M].
  public static func lengths(
    _ lengths: Tensor<Int>, of count: Int, file: StaticString = #fileID, line: UInt = #line
  ) -> AttentionMask {
    require(
      lengths.rank == 1, "AttentionMask: expected lengths of shape [B], found \(lengths.shape)",
      file: file, line: line)
    for (index, length) in lengths.elements.enumerated() {
      require(
        length >= 0 && length <= count,
        "AttentionMask: the length of sequence \(index) is \(length), but must be in 0...\(count)",
        file: file, line: line)
    }
    requireMemory(
      for: lengths.elementCount.multipliedReportingOverflow(by: count).overflow
        ? .max : lengths.elementCount * count, of: Bool.self, as: "AttentionMask", file: file,
      line: line)
    return .allowed(
      Tensor(
        shape: [lengths.elementCount, 1, 1, count],
        elements: lengths.elements.flatMap { length in (0..<count).map { $0 < length } }))
  }

  /// The scores with this mask: −∞ where a query may not look.
  func applied(to scores: Variable<Scalar>) -> Variable<Scalar> {
    switch self {
    case .allowed(let mask): select(mask, scores, Variable(Tensor(Scalar(-.infinity))))
    case .added(let numbers): scores + numbers
    }
  }

  /// The shape of the mask.
  var shape: Shape {
    switch self {
    case .allowed(let mask): mask.shape
    case .added(let numbers): numbers.shape
    }
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
