import Autograd
import TensorCore

/// The parameters of a recurrent cell, laid out and named as in PyTorch: one block of H rows for each gate, one
/// above the other, and a bias for each of the two products.
public struct RecurrentWeights<Scalar: TensorScalar>: Sendable {
  /// W, which the input is multiplied with, shape [G·H, D]: `weight_ih`.
  public var input: Variable<Scalar>
  /// U, which the state is multiplied with, shape [G·H, H]: `weight_hh`.
  public var state: Variable<Scalar>
  /// What is added to the product with the input, shape [G·H]: `bias_ih`.
  public var inputBias: Variable<Scalar>
  /// What is added to the product with the state, shape [G·H]: `bias_hh`.
  public var stateBias: Variable<Scalar>

  /// Draws weights and biases uniformly from ±1/√H, as PyTorch does.
  ///
  /// - Parameters:
  ///   - gates: G, how many blocks there are.
  ///   - inputs: D, how many numbers come in at each step.
  ///   - width: H, how many numbers the state has.
  ///   - generator: Where the random numbers come from.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  ///
  /// Traps when a count is not positive.
  public init(
    gates: Int, inputs: Int, width: Int, using generator: inout RandomGenerator,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    require(
      gates >= 1 && inputs >= 1 && width >= 1,
      "RecurrentWeights: expected at least 1 gate, input and unit, found \(gates), \(inputs) and "
        + "\(width)", file: file, line: line)
    let limit = 1 / Double(width).squareRoot()
    func draw(_ extents: [Int]) -> Variable<Scalar> {
      let shape = Shape(extents, file: file, line: line)
      return Variable(
        Initializer.uniform(from: -limit, to: limit)
          .tensor(shape, using: &generator, file: file, line: line))
    }
    let (rows, overflow) = gates.multipliedReportingOverflow(by: width)
    require(
      !overflow, "RecurrentWeights: \(gates) gates of \(width) units are more than can be counted",
      file: file, line: line)
    input = draw([rows, inputs])
    state = draw([rows, width])
    inputBias = draw([rows])
    stateBias = draw([rows])
  }

  /// D, how many numbers come in at each step.
  public var inputCount: Int { input.shape[1] }
  /// H, how many numbers the state has.
  public var width: Int { state.shape[1] }

  /// W·x + b: what the input, shape [..., D], contributes to the gates, shape [..., G·H].
  func ofInput(_ x: Variable<Scalar>) -> Variable<Scalar> {
    matmul(x, input, transposeB: true) + inputBias
  }

  /// U·h + b: what the state, shape [B, H], contributes to the gates, shape [B, G·H].
  func ofState(_ hidden: Variable<Scalar>) -> Variable<Scalar> {
    matmul(hidden, state, transposeB: true) + stateBias
  }

  /// Visits the four under PyTorch's names, with a suffix such as `_l0_reverse`.
  public mutating func visit(_ visit: ParameterVisit<Scalar>, suffix: String = "") {
    visit(ParameterName(stringLiteral: "weight_ih" + suffix), &input)
    visit(ParameterName(stringLiteral: "weight_hh" + suffix), &state)
    visit(ParameterName(stringLiteral: "bias_ih" + suffix), &inputBias)
    visit(ParameterName(stringLiteral: "bias_hh" + suffix), &stateBias)
  }
}
