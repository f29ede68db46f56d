import Gradus
import Testing

/// Recurrent cells and layers: outputs, final states, and the gradients of inputs, initial states and weights.
@Suite struct RecurrenceParityTests {
  @Test(
    "a recurrent cell or layer computes what PyTorch's does",
    arguments: recurrenceMakers.keys.sorted())
  func layer(_ subject: String) throws {
    let make = try #require(recurrenceMakers[subject])
    for fixture in try Fixture.all(of: subject) { try fixture.compare(try make(fixture)) }
  }
}

/// How each of these is made.
let recurrenceMakers: [String: MakeLayer] = [
  "RNNCell": { try StatefulCell<RNNCell<Double>>($0) },
  "LSTMCell": { try StatefulCell<LSTMCell<Double>>($0) },
  "GRUCell": { try StatefulCell<GRUCell<Double>>($0) },
  "RNN": { try StatefulNetwork<RNNCell<Double>>($0) },
  "LSTM": { try StatefulNetwork<LSTMCell<Double>>($0) },
  "GRU": { try StatefulNetwork<GRUCell<Double>>($0) },
]

/// A cell whose initial state is a parameter; the state after a step in one row.
private struct StatefulCell<Cell: RecurrentCell>: Layer where Cell.Scalar == Double {
  var body: Cell
  var state: RecurrentState<Double>

  init(_ fixture: Fixture) throws {
    var generator = RandomGenerator(seed: 1)
    let shape = try fixture.integers(of: "shape")
    body = Cell(shape[1], try fixture.integer("width"), using: &generator)
    state = body.blankState(batch: shape[0])
  }

  mutating func forward(_ input: Variable<Double>, in context: inout Context) -> Variable<Double> {
    body.forward((input, state), in: &context).inOneRow()
  }

  mutating func visitParameters(_ visit: ParameterVisit<Double>) {
    body.visitParameters(as: "body", visit)
    state.visitParameters(visit)
  }
}

/// A layer whose initial state is a parameter; its outputs and the last state in one row.
private struct StatefulNetwork<Cell: RecurrentCell>: Layer where Cell.Scalar == Double {
  var body: Recurrent<Cell>
  var state: RecurrentState<Double>
  let lengths: Tensor<Int>?

  init(_ fixture: Fixture) throws {
    var generator = RandomGenerator(seed: 1)
    let shape = try fixture.integers(of: "shape")
    body = Recurrent(
      shape[2], try fixture.integer("width"), layers: try fixture.integer("layers"),
      isBidirectional: try fixture.flag("bidirectional")!, using: &generator)
    state = body.blankState(batch: shape[0])
    lengths =
      fixture.configuration["lengths"] == nil
      ? nil : Tensor(try fixture.integers(of: "lengths"))
  }

  mutating func forward(_ input: Variable<Double>, in context: inout Context) -> Variable<Double> {
    let (outputs, last) = body.forward(
      RecurrentInput(input, state: state, lengths: lengths), in: &context)
    return .concatenate([outputs.flattened(), last.inOneRow()])
  }

  mutating func visitParameters(_ visit: ParameterVisit<Double>) {
    body.visitParameters(as: "body", visit)
    state.visitParameters(visit)
  }
}

extension RecurrentState<Double> {
  func inOneRow() -> Variable<Double> {
    .concatenate([hidden.flattened()] + (cell.map { [$0.flattened()] } ?? []))
  }

  mutating func visitParameters(_ visit: ParameterVisit<Double>) {
    visit("hidden", &hidden)
    visit("cell", &cell)
  }
}
