import Autograd
import TensorCore

/// A table with one row of D numbers for each of V tokens, which are learned: y = W[token].
///
/// Tokens of any shape [...] give vectors of shape [..., D]; a text [B, T] gives [B, T, D]. This is the
/// product of one-hot vectors with W, without the multiplications by zero.
///
/// The gradient is zero in the rows of tokens that do not occur, and adds up in a row that occurs
/// several times. It has the shape of the whole table, unless the caller chooses otherwise: with
/// ``hasSparseGradient``, a step costs in proportion to the rows that a batch uses, and not to V.
///
/// Tokens are integers and have no gradient, so this is a ``Model`` whose `forward` takes a
/// `Tensor<Int>`, and not a ``Layer``: it stands in front of the layers.
///
/// By default the weight is drawn from the standard normal distribution, as in PyTorch.
public struct Embedding<Scalar: TensorScalar>: Model {
  /// W, shape [V, D].
  public var weight: Variable<Scalar>

  /// Whether the gradient is that of the tokens' rows alone, in time and memory; false by default. See
  /// ``Gradients/rows(of:)``.
  ///
  /// Worth it where a batch uses a few percent of the rows or fewer. Optimizers then leave the other rows as
  /// they are: for some this is the same step, as for plain ``SGD`` and ``AdaGrad``; others become lazy, see
  /// `RowRule` of Training. Where the table is used elsewhere in the same loss, as in a penalty or as the last
  /// layer of a language model, the gradient is that of the whole table again.
  public var hasSparseGradient: Bool

  /// Makes an embedding from its table; traps when that is not a matrix. Its gradient is that of the whole
  /// table unless ``hasSparseGradient`` is true.
  public init(
    weight: Tensor<Scalar>, hasSparseGradient: Bool = false, file: StaticString = #fileID,
    line: UInt = #line
  ) {
    require(
      weight.rank == 2, "Embedding: expected a weight of shape [V, D], found \(weight.shape)",
      file: file, line: line)
    self.weight = Variable(weight)
    self.hasSparseGradient = hasSparseGradient
  }

  /// Makes an embedding of `vocabularySize` tokens in `dimension` numbers each, drawn at random. Its gradient is
  /// that of the whole table unless ``hasSparseGradient`` is true.
  public init(
    _ vocabularySize: Int, _ dimension: Int, initializer: Initializer = .normal(),
    hasSparseGradient: Bool = false,
    using generator: inout RandomGenerator, file: StaticString = #fileID, line: UInt = #line
  ) {
    let shape = Shape([vocabularySize, dimension], file: file, line: line)
    self.init(
      weight: initializer.tensor(shape, using: &generator, file: file, line: line),
      hasSparseGradient: hasSparseGradient, file: file, line: line)
  }

  /// The row of each token; traps when a token is not in 0 ..< V.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func forward(
    _ tokens: Tensor<Int>, in context: inout Context
  ) -> Variable<Scalar> {
    let vocabulary = 0..<weight.shape[0]
    let rows = tokens.elements
    if let place = rows.firstIndex(where: { !vocabulary.contains($0) }) {
      fatalError(
        "\(context.naming("Embedding")): the token at \(tokens.shape.position(ofElement: place)) of shape "
          + "\(tokens.shape) is \(rows[place]), but the vocabulary is \(vocabulary)")
    }
    let vectors = hasSparseGradient ? weight.gatherRows(rows) : weight.gather(rows)
    return vectors.reshaped(to: Shape(tokens.shape.dimensions + [weight.shape[1]]))
  }

  /// The weight.
  public mutating func visitParameters(_ visit: ParameterVisit<Scalar>) {
    visit("weight", &weight)
  }
}
