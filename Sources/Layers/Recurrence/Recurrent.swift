import Autograd
import TensorCore

/// A recurrent network: a cell that reads sequences [B, T, D] step by step, in one or several layers.
///
/// ``RNN``, ``LSTM`` and ``GRU`` are this with their cells. The second layer reads what the first gives out,
/// and so on. The state goes in and comes out as a value:
///
/// ```swift
/// var lstm = LSTM<Float>(32, 128, layers: 2, dropout: 0.2, using: &generator)
/// let (outputs, state) = lstm.forward(RecurrentInput(x, state: state), as: "lstm", in: &context)
/// ```
///
/// Parameters have PyTorch's names and layout, `weight_ih_l0` to `bias_hh_l1_reverse`, so that a `state_dict` of
/// `nn.RNN`, `nn.LSTM` or `nn.GRU` loads by name. Sequences are [B, T, D], as with its `batch_first=True`.
public struct Recurrent<Cell: RecurrentCell>: Model {
  /// The type of the parameters' numbers.
  public typealias Scalar = Cell.Scalar

  /// The cells of each layer: one that reads from front to back, and, if the network is bidirectional, one
  /// that reads from back to front.
  public internal(set) var cells: [[Cell]]
  /// p, the probability of each number between two layers to be dropped while training.
  public let dropout: Double

  /// Makes a network with weights and biases in ±1/√H.
  ///
  /// - Parameters:
  ///   - inputs: D, how many numbers come in at each step.
  ///   - width: H, how many numbers the state of a layer has in each direction.
  ///   - layers: How many layers there are; 1 unless given.
  ///   - isBidirectional: Whether each layer also reads from back to front (Schuster and Paliwal, 1997), so
  ///     that there are 2·H outputs. False unless given.
  ///   - dropout: p of the dropout between layers, from 0 to below 1 (Zaremba, Sutskever and Vinyals, 2014);
  ///     none unless given.
  ///   - generator: Where the random numbers come from.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  ///
  /// Traps when a count is not positive or the probability out of range.
  public init(
    _ inputs: Int, _ width: Int, layers: Int = 1, isBidirectional: Bool = false,
    dropout: Double = 0, using generator: inout RandomGenerator,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    require(
      layers >= 1, "\(Cell.name): expected at least 1 layer, found \(layers)", file: file,
      line: line)
    requireNumber(dropout, "probability", .belowOne, of: Cell.name, file: file, line: line)
    let directions = isBidirectional ? 2 : 1
    cells = []
    for layer in 0..<layers {
      var row: [Cell] = []
      for _ in 0..<directions {
        row.append(
          Cell(
            layer == 0 ? inputs : directions * width, width, using: &generator, file: file,
            line: line))
      }
      cells.append(row)
    }
    self.dropout = dropout
  }

  /// H, how many numbers the state of a layer has in each direction.
  public var width: Int { cells[0][0].weights.width }

  /// What somebody knows who has read nothing: zeros, for B sequences.
  public func blankState(
    batch: Int, file: StaticString = #fileID, line: UInt = #line
  ) -> RecurrentState<Scalar> {
    Cell.blankState([cells.joined().count, batch, width], file: file, line: line)
  }

  /// The outputs of the last layer at each step, shape [B, T, H], or [B, T, 2·H] with those of the reverse
  /// direction after the others, and the state after the last step.
  ///
  /// What lies beyond a sequence's length changes nothing: outputs are 0 there, and the state is that after
  /// its last true step, with which the reverse direction begins. Traps when the input is not [B, T, D] with
  /// at least one step, a length is not in 1 ... T, or the state is not of such a network for B sequences.
  public mutating func forward(
    _ input: RecurrentInput<Scalar>, in context: inout Context
  ) -> (outputs: Variable<Scalar>, state: RecurrentState<Scalar>) {
    let shape = input.sequence.shape
    let place = context.naming(Cell.name)
    for cell in cells.joined() { cell.requireWeights(place) }
    let inputs = cells[0][0].weights.inputCount
    require(
      shape.rank == 3 && shape[2] == inputs && shape[1] >= 1,
      "\(place): expected sequences of shape [B, T, \(inputs)] with at least 1 step, found \(shape)"
    )
    let batch = shape[0]
    let state = input.state ?? blankState(batch: batch)
    Cell.requireState(state, of: [cells.joined().count, batch, width], place)
    let padding = input.lengths.map { Padding(lengths: $0, batch: batch, steps: shape[1], place) }

    // Time comes first, so that what belongs to one step lies in one piece.
    var sequence = input.sequence.permuted(to: [1, 0, 2])
    var states: [RecurrentState<Scalar>] = []
    for layer in cells.indices {
      if layer > 0, context.isTraining, dropout > 0 {
        sequence = sequence * Variable(context.dropoutMask(sequence.shape, dropout))
      }
      var outputs: [Variable<Scalar>] = []
      for (direction, cell) in cells[layer].enumerated() {
        let (hidden, last) = cell.run(
          over: sequence, from: state.map { $0[states.count] }, isReversed: direction == 1,
          padding)
        outputs.append(padding.map { hidden * Variable($0.ones()) } ?? hidden)
        states.append(last)
      }
      sequence = outputs.count == 1 ? outputs[0] : .concatenate(outputs, along: 2)
    }
    return (sequence.permuted(to: [1, 0, 2]), .stack(states))
  }

  /// The weights of each layer and direction, under PyTorch's names.
  public mutating func visitParameters(_ visit: ParameterVisit<Scalar>) {
    for layer in cells.indices {
      for direction in cells[layer].indices {
        cells[layer][direction].weights.visit(
          visit, suffix: "_l\(layer)" + (direction == 1 ? "_reverse" : ""))
      }
    }
  }
}

extension Recurrent {
  /// Makes an LSTM whose forget gates are shifted by a value, such as 1; see ``LSTMCell/setForgetBias(_:)``.
  /// Otherwise as the network without.
  public init<S>(
    _ inputs: Int, _ width: Int, layers: Int = 1, isBidirectional: Bool = false,
    dropout: Double = 0, forgetBias: Double, using generator: inout RandomGenerator,
    file: StaticString = #fileID, line: UInt = #line
  ) where Cell == LSTMCell<S> {
    self.init(
      inputs, width, layers: layers, isBidirectional: isBidirectional, dropout: dropout,
      using: &generator, file: file, line: line)
    for layer in cells.indices {
      for direction in cells[layer].indices { cells[layer][direction].setForgetBias(forgetBias) }
    }
  }
}
