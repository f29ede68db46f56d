import Curriculum
import Gradus

/// What a check calls a recurrent cell with: batches and sequences of random numbers, and a state that is not
/// zero.
struct CellInput {
  typealias Matrix = Tensor<Double>

  /// Shape [B, D], or [B, T, D].
  var x: Matrix
  /// Shape [B, H].
  var state: Matrix
  /// A second state, as the cell of an LSTM, [B, H].
  var cell: Matrix
  /// With G gates.
  var weights: CellWeights
  /// A second bias, [G·H].
  var stateBias: Matrix
  /// What arrives at the result of every step, [B, H] or [B, T, H].
  var upstream: Matrix
  /// Sizes and sort of numbers, as they stand in a message.
  var what: String

  /// - Parameters:
  ///   - input: B, D, and a sort of numbers.
  ///   - steps: T; nil for one step alone.
  ///   - hidden: H.
  ///   - gates: G.
  init(_ input: inout Input, steps: Int? = nil, hidden: Int, gates: Int = 1) {
    let (b, d, times) = (input.rows, input.columns, steps.map { [$0] } ?? [])
    x = input.tensor(Shape([b] + times + [d]))
    state = input.tensor([b, hidden])
    cell = input.tensor([b, hidden])
    weights = CellWeights(
      w: input.tensor([d, gates * hidden]), u: input.tensor([hidden, gates * hidden]),
      b: input.tensor([gates * hidden]))
    stateBias = input.tensor([gates * hidden])
    upstream = input.tensor(Shape([b] + times + [hidden]))
    what =
      "B = \(b)\(steps.map { ", T = \($0)" } ?? ""), D = \(d), H = \(hidden), "
      + input.numbers.rawValue
  }

  /// The case in which mistakes are told apart: B = 2, D = H = 3, so that a matrix that should have been
  /// transposed fits either way, and moderate numbers, so that no tanh is at its end.
  init(seed: UInt64, steps: Int? = nil, gates: Int = 1) {
    var generator = RandomGenerator(seed: seed)
    let times = steps.map { [$0] } ?? []
    func tensor(_ shape: [Int]) -> Matrix {
      .normal(Shape(shape), standardDeviation: 0.7, using: &generator)
    }
    x = tensor([2] + times + [3])
    state = tensor([2, 3])
    cell = tensor([2, 3])
    weights = CellWeights(
      w: tensor([3, gates * 3]), u: tensor([3, gates * 3]), b: tensor([gates * 3]))
    stateBias = tensor([gates * 3])
    upstream = tensor([2] + times + [3])
    what = "B = 2\(steps.map { ", T = \($0)" } ?? ""), D = 3, H = 3"
  }

  /// Inputs of many sizes and sorts of numbers; H and T differ from B and D.
  static func all(seed: UInt64, hasSteps: Bool = false, gates: Int = 1) -> [CellInput] {
    Input.all(seed: seed).enumerated().map { place, input in
      var input = input
      return CellInput(
        &input, steps: hasSteps ? [3, 1, 7, 2, 4][place % 5] : nil,
        hidden: [4, 1, 2, 6][place % 4],
        gates: gates)
    }
  }
}

extension Part<CellGradients> {
  /// All gradients, those of the weights first.
  static var all: [Part] {
    [
      .tensor("gradient of b", \.weights.b), .tensor("gradient of W", \.weights.w),
      .tensor("gradient of U", \.weights.u), .tensor("gradient of x", \.x),
      .tensor("gradient of the state before", \.state),
    ]
  }
}
