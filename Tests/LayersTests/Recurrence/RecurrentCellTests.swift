import Autograd
import Layers
import TensorCore
import Testing

@Suite struct RecurrentCellTests {
  @Test("the numbers of each cell are those of its formula")
  func byHand() {
    // One input, one unit; all weights ½, input biases ¼, state biases −¼: every gate sees ½·x + ½·h.
    func weights(_ gates: Int) -> RecurrentWeights<Double> {
      var generator = RandomGenerator(seed: 1)
      var weights = RecurrentWeights<Double>(gates: gates, inputs: 1, width: 1, using: &generator)
      weights.input.value = Tensor(repeating: 0.5, shape: [gates, 1])
      weights.state.value = Tensor(repeating: 0.5, shape: [gates, 1])
      weights.inputBias.value = Tensor(repeating: 0.25, shape: [gates])
      weights.stateBias.value = Tensor(repeating: -0.25, shape: [gates])
      return weights
    }
    func variable(_ number: Double) -> Variable<Double> {
      Variable(Tensor(shape: [1, 1], elements: [number]))
    }
    func sigmoid(_ x: Double) -> Double { 1 / (1 + Double.exp(-x)) }
    let (x, h, c) = (2.0, -0.5, 3.0)
    let a = 0.5 * x + 0.5 * h
    let ofHidden = RecurrentState(hidden: variable(h))
    var context = Context.inference

    var rnn = RNNCell(weights: weights(1))
    let plain = rnn.forward((variable(x), ofHidden), in: &context)
    #expect(isClose(plain.hidden.value.elements[0], .tanh(a)))

    var lstm = LSTMCell(weights: weights(4))
    let state = RecurrentState(hidden: variable(h), cell: variable(c))
    let next = lstm.forward((variable(x), state), in: &context)
    let cell = sigmoid(a) * c + sigmoid(a) * .tanh(a)
    #expect(isClose(next.cell!.value.elements[0], cell))
    #expect(isClose(next.hidden.value.elements[0], sigmoid(a) * .tanh(cell)))

    // The reset gate acts after the product and its bias: r·(½·h − ¼), and not ½·(r·h) − ¼.
    var gru = GRUCell(weights: weights(3))
    let gated = gru.forward((variable(x), ofHidden), in: &context)
    let new = Double.tanh(0.5 * x + 0.25 + sigmoid(a) * (0.5 * h - 0.25))
    #expect(isClose(gated.hidden.value.elements[0], (1 - sigmoid(a)) * new + sigmoid(a) * h))
  }

  @Test("weights and biases lie in ±1/√H; a forget bias is that of all forget gates alone")
  func initialWeights() {
    var generator = RandomGenerator(seed: 3)
    let cell = LSTMCell<Double>(5, 16, using: &generator)
    #expect(cell.parameters.map(\.name) == ["weight_ih", "weight_hh", "bias_ih", "bias_hh"])
    #expect(cell.parameters.map(\.value.shape) == [[64, 5], [64, 16], [64], [64]])
    for (name, value) in cell.parameters {
      #expect(value.abs().max() <= 0.25 && value.abs().max() > 0.2, "\(name), seed 3")
    }
    var (first, second) = (RandomGenerator(seed: 4), RandomGenerator(seed: 4))
    let plain = LSTM<Double>(3, 2, layers: 2, isBidirectional: true, using: &first)
    let shifted = LSTM<Double>(
      3, 2, layers: 2, isBidirectional: true, forgetBias: 1, using: &second)
    for ((name, before), (_, after)) in zip(plain.parameters, shifted.parameters) {
      var expected = before
      if name.path.hasPrefix("bias_ih") { expected[2..<4] = [1, 1] }
      if name.path.hasPrefix("bias_hh") { expected[2..<4] = [0, 0] }
      #expect(after == expected, "\(name)")
    }
  }

  @Test("what a cell cannot work with is said")
  func traps() async {
    func expectTrap(
      _ sentence: String, sourceLocation: SourceLocation = #_sourceLocation,
      _ result: ExitTest.Result?
    ) { expect(sentence, in: result, sourceLocation: sourceLocation) }

    expectTrap(
      "LSTMCell: expected a state with h and c, found one of h alone, as of an RNN or a GRU",
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var (generator, context) = (RandomGenerator(seed: 1), Context.inference)
        var cell = LSTMCell<Float>(2, 3, using: &generator)
        let state = GRUCell<Float>(2, 3, using: &generator).blankState(batch: 4)
        _ = cell.forward((Variable(.ones([4, 2])), state), in: &context)
      })
    expectTrap(
      "GRUCell: expected a state of h alone, found one with c, as of an LSTM",
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var (generator, context) = (RandomGenerator(seed: 1), Context.inference)
        var cell = GRUCell<Float>(2, 3, using: &generator)
        let state = LSTMCell<Float>(2, 3, using: &generator).blankState(batch: 4)
        _ = cell.forward((Variable(.ones([4, 2])), state), in: &context)
      })
    expectTrap(
      "RNNCell: expected a state with h of shape [4, 3], found [5, 3]",
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var (generator, context) = (RandomGenerator(seed: 1), Context.inference)
        var cell = RNNCell<Float>(2, 3, using: &generator)
        let state = cell.blankState(batch: 5)
        _ = cell.forward((Variable(.ones([4, 2])), state), in: &context)
      })
    expectTrap(
      "RNNCell: expected an input of shape [B, 2], found [4, 1]",
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var (generator, context) = (RandomGenerator(seed: 1), Context.inference)
        var cell = RNNCell<Float>(2, 3, using: &generator)
        let state = cell.blankState(batch: 4)
        _ = cell.forward((Variable(.ones([4, 1])), state), in: &context)
      })
    expectTrap(
      "LSTMCell: expected weights [4·H, D] and [4·H, H], and two biases [4·H], found [[9, 2], [9, 3], [9], [9]]",
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var (generator, context) = (RandomGenerator(seed: 1), Context.inference)
        var cell = LSTMCell<Float>(weights: GRUCell(2, 3, using: &generator).weights)
        _ = cell.forward((Variable(.ones([4, 2])), cell.blankState(batch: 4)), in: &context)
      })
    expectTrap(
      "expected at least 1 gate, input and unit, found 3, 2 and 0",
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var generator = RandomGenerator(seed: 1)
        _ = GRUCell<Float>(2, 0, using: &generator)
      })
  }
}
