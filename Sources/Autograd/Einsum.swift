import TensorCore

/// A sum of products in Einstein's notation: every axis has a letter, and what the result does not name is
/// summed over.
///
/// ```swift
/// let scores = Einsum("bqhd, bkhd -> bhqk")     // parsed once
/// scores.combine(queries, keys)                  // each query with each key, for each head
/// einsum("ij, jk -> ik", a, b)                   // the matrix product
/// einsum("i, j -> ij", x, y)                     // each with each
/// einsum("bij -> b", x)                          // the sums of all but axis 0
/// ```
///
/// One letter has one extent wherever it stands. Each product of two is a matrix product, so that the order of
/// the inputs decides how much work three or more are: the first two are combined first.
public struct Einsum: Sendable, CustomStringConvertible {
  /// The letters of each input's axes.
  let inputs: [[Character]]
  /// The letters of the result's axes.
  let output: [Character]

  /// Reads a formula such as `"ij, jk -> ik"`; spaces mean nothing.
  ///
  /// Traps when there is no arrow, an axis has no letter, a letter stands twice in one input or in the result,
  /// or the result names a letter that no input has.
  public init(_ formula: String, file: StaticString = #fileID, line: UInt = #line) {
    func check(_ condition: Bool, _ problem: @autoclosure () -> String) {
      require(condition, "einsum \"\(formula)\": \(problem())", file: file, line: line)
    }
    let text = String(formula.filter { $0 != " " })
    let sides = text.split(separator: "->", omittingEmptySubsequences: false)
    check(sides.count == 2, "expected inputs -> result, as in \"ij, jk -> ik\"")
    inputs = sides[0].split(separator: ",", omittingEmptySubsequences: false).map(Array.init)
    output = Array(sides[1])
    for letters in inputs + [output] {
      for letter in letters {
        check(letter.isASCII && letter.isLetter, "\"\(letter)\" is not a letter that names an axis")
        check(
          letters.count { $0 == letter } == 1,
          "\(letter) stands twice in \"\(String(letters))\"; a diagonal cannot be taken")
      }
    }
    for letter in output {
      check(inputs.joined().contains(letter), "no input has the axis \(letter) of the result")
    }
  }

  /// The formula, without spaces.
  public var description: String {
    inputs.map { String($0) }.joined(separator: ",") + "->" + String(output)
  }

  /// The result for inputs; traps when there are not as many as in the formula, one has another rank, or a
  /// letter has two extents.
  public func combine<Scalar: TensorScalar>(
    _ inputs: Variable<Scalar>..., file: StaticString = #fileID, line: UInt = #line
  ) -> Variable<Scalar> {
    combine(inputs, file: file, line: line)
  }

  /// The result for plain tensors.
  public func combine<Scalar: TensorScalar>(
    _ inputs: Tensor<Scalar>..., file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor<Scalar> {
    combine(inputs.map { Variable($0) }, file: file, line: line).value
  }
}

/// A sum of products in Einstein's notation: `einsum("ij, jk -> ik", a, b)` is the matrix product. A formula
/// that is used often is better parsed once: see ``Einsum``.
public func einsum<Scalar: TensorScalar>(
  _ formula: String, _ inputs: Variable<Scalar>..., file: StaticString = #fileID, line: UInt = #line
) -> Variable<Scalar> {
  Einsum(formula, file: file, line: line).combine(inputs, file: file, line: line)
}

/// A sum of products in Einstein's notation, of plain tensors; see ``Einsum``.
public func einsum<Scalar: TensorScalar>(
  _ formula: String, _ inputs: Tensor<Scalar>..., file: StaticString = #fileID, line: UInt = #line
) -> Tensor<Scalar> {
  Einsum(formula, file: file, line: line)
    .combine(inputs.map { Variable($0) }, file: file, line: line).value
}
