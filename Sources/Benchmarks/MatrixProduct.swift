import Gradus

/// A matrix product of any shape, as a workload's name describes it: `1024x64x784` is
/// [1024, 64] · [64, 784]. Before the shape may stand, in this order and each with a `_` after it,
/// `f64` (in `Double`), `ta` and `tb` (the factor is stored transposed), and `b16` (16 such products).
struct MatrixProduct: Equatable {
  var isDouble = false
  var transposeA = false
  var transposeB = false
  var batch = 1
  var rows: Int
  var inner: Int
  var columns: Int

  /// The product of two square matrices.
  init(size: Int) { (rows, inner, columns) = (size, size, size) }

  /// The one with such a name; nil if it is none, or its factors are too large to be meant.
  init?(_ name: Substring) {
    var words = name.split(separator: "_", omittingEmptySubsequences: false)
    func number(_ text: Substring) -> Int? {
      guard let number = Int(text), String(number) == text, (1...1 << 20).contains(number) else {
        return nil
      }
      return number
    }
    let extents = words.removeLast().split(separator: "x", omittingEmptySubsequences: false)
      .compactMap(number)
    guard extents.count == 3 else { return nil }
    (rows, inner, columns) = (extents[0], extents[1], extents[2])
    func take(_ word: Substring) -> Bool {
      if words.first != word { return false }
      words.removeFirst()
      return true
    }
    isDouble = take("f64")
    transposeA = take("ta")
    transposeB = take("tb")
    if let word = words.first, word.first == "b", let count = number(word.dropFirst()) {
      batch = count
      words.removeFirst()
    }
    let most = 1 << 28
    guard words.isEmpty, batch * max(rows * inner, inner * columns, rows * columns) <= most else {
      return nil
    }
  }

  /// How many floating-point operations it takes: one multiplication and one addition each.
  var operations: Int { 2 * batch * rows * inner * columns }

  /// What it computes, in a line.
  var summary: String {
    let factors =
      "[\(rows), \(inner)]\(transposeA ? ", transposed," : "") · "
      + "[\(inner), \(columns)]\(transposeB ? ", transposed" : "")"
    return batch == 1 ? factors : "\(batch) times \(factors)"
  }

  /// Random factors, as they are stored.
  func factors<Scalar: TensorScalar>() -> (Tensor<Scalar>, Tensor<Scalar>) {
    var generator = RandomGenerator(seed: 1)
    let batch = batch == 1 ? [] : [batch]
    return (
      .normal(
        Shape(batch + (transposeA ? [inner, rows] : [rows, inner])), using: &generator),
      .normal(
        Shape(batch + (transposeB ? [columns, inner] : [inner, columns])), using: &generator)
    )
  }
}
