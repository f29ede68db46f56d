import Autograd
import Layers
import TensorCore
import Testing

/// Recurrent layers over time: the same as a loop of cells, in whatever pieces, and blind to padding.
@Suite struct RecurrentTests {
  static let names = ["RNN", "LSTM", "GRU"]

  @Test(
    "a layer is a loop of its cells: states bit for bit on naive kernels, gradients to 1e-12",
    arguments: names, [Backend.naive, .simd])
  func loopOfCells(name: String, backend: Backend) {
    func judge<Cell: RecurrentCell>(_: Cell.Type) where Cell.Scalar == Double {
      var generator = RandomGenerator(seed: 5)
      let network = Recurrent<Cell>(3, 19, using: &generator)
      let x = Tensor<Double>.normal([2, 6, 3], using: &generator)
      let h = Tensor<Double>.normal([1, 2, 19], using: &generator)
      let upstream = Tensor<Double>.normal([2, 6, 19], using: &generator)
      let arguments = [x, h, h * 0.5] + network.parameters.map(\.value)
      func run(
        _ forward:
          @escaping (Recurrent<Cell>, Variable<Double>, RecurrentState<Double>) -> Variable<Double>
      ) -> (value: Tensor<Double>, gradients: [Tensor<Double>]) {
        valueWithGradients(at: arguments, upstream: upstream) { variables in
          var (network, rest) = (network, variables.dropFirst(3))
          network.visitParameters { $1 = rest.removeFirst() }
          let state = RecurrentState(
            hidden: variables[1], cell: Cell.hasCell ? variables[2] : nil)
          return forward(network, variables[0], state)
        }
      }
      withBackend(backend) {
        let whole = run { network, x, state in
          var (network, context) = (network, Context.inference)
          return network.forward(RecurrentInput(x, state: state), in: &context).outputs
        }
        let loop = run { network, x, state in
          var (cell, context) = (network.cells[0][0], Context.inference)
          var state = RecurrentState(hidden: state.hidden[0], cell: state.cell.map { $0[0] })
          var outputs: [Variable<Double>] = []
          for step in 0..<6 {
            state = cell.forward((x[0..., step], state), in: &context)
            outputs.append(state.hidden)
          }
          return .stack(outputs, along: 1)
        }
        if backend == .naive { #expect(whole.value == loop.value, "\(name), seed 5") }
        #expect(areClose(whole.value, loop.value, 1e-13), "\(name), seed 5")
        for (index, (ours, theirs)) in zip(whole.gradients, loop.gradients).enumerated() {
          #expect(areClose(ours, theirs, 1e-12), "\(name), argument \(index), seed 5")
        }
      }
    }
    switch name {
    case "RNN": judge(RNNCell<Double>.self)
    case "LSTM": judge(LSTMCell<Double>.self)
    default: judge(GRUCell<Double>.self)
    }
  }

  @Test(
    "read step by step with carried state, a network gives what it gives at once", arguments: names)
  func carriedState(name: String) {
    func judge<Cell: RecurrentCell>(_: Cell.Type) where Cell.Scalar == Float {
      var generator = RandomGenerator(seed: 6)
      var network = Recurrent<Cell>(3, 17, layers: 2, using: &generator)
      let x = Tensor<Float>.normal([2, 9, 3], using: &generator)
      var context = Context.inference
      for (backend, tolerance) in [(Backend.naive, Float(0)), (.simd, 1e-6)] {
        withBackend(backend) {
          let whole = network.forward(RecurrentInput(Variable(x)), in: &context)
          var state: RecurrentState<Float>?
          for piece in [0..<1, 1..<2, 2..<5, 5..<9] {
            let part = network.forward(
              RecurrentInput(Variable(x[0..., piece]), state: state), in: &context)
            state = part.state
            let difference = (part.outputs.value - whole.outputs.value[0..., piece]).abs().max()
            #expect(difference <= tolerance, "\(name), \(backend), steps \(piece), seed 6")
          }
          #expect(
            (state!.hidden.value - whole.state.hidden.value).abs().max() <= tolerance,
            "\(name), \(backend), seed 6")
        }
      }
    }
    switch name {
    case "RNN": judge(RNNCell<Float>.self)
    case "LSTM": judge(LSTMCell<Float>.self)
    default: judge(GRUCell<Float>.self)
    }
  }

  @Test(
    "padding changes nothing: each sequence gives what it gives alone, and no gradient reaches the rest",
    arguments: names, [Backend.naive, .simd])
  func padding(name: String, backend: Backend) {
    func judge<Cell: RecurrentCell>(_: Cell.Type) where Cell.Scalar == Double {
      var generator = RandomGenerator(seed: 7)
      let network = Recurrent<Cell>(3, 5, layers: 2, isBidirectional: true, using: &generator)
      let lengths = [4, 1, 6, 2]
      let x = Tensor<Double>.normal([4, 6, 3], using: &generator)
      let upstream = Tensor<Double>.normal([4, 6, 10], using: &generator)
      func run(_ x: Tensor<Double>, _ lengths: [Int]?, _ upstream: Tensor<Double>) -> (
        outputs: Tensor<Double>, state: RecurrentState<Double>, gradient: Tensor<Double>
      ) {
        var state: RecurrentState<Double>!
        let (outputs, gradients) = valueWithGradients(at: [x], upstream: upstream) {
          var (network, context) = (network, Context.inference)
          let output = network.forward(
            RecurrentInput($0[0], lengths: lengths.map { Tensor($0) }), in: &context)
          state = output.state
          return output.outputs
        }
        return (outputs, state.detached(), gradients[0])
      }
      withBackend(backend) {
        let padded = run(x, lengths, upstream)
        // Other numbers in the padding give the same.
        var other = x
        for (row, length) in lengths.enumerated() {
          other[row, length..<6] = Tensor(repeating: 1e3, shape: [6 - length, 3])
        }
        #expect(run(other, lengths, upstream).outputs == padded.outputs, "seed 7")
        for (row, length) in lengths.enumerated() {
          let alone = run(
            x[row..<row + 1, 0..<length], nil, upstream[row..<row + 1, 0..<length])
          let place: Comment = "\(name), sequence \(row), seed 7"
          #expect(areClose(padded.outputs[row, 0..<length], alone.outputs[0]), place)
          #expect(padded.outputs[row, length..<6] == .zeros([6 - length, 10]), place)
          #expect(
            areClose(padded.state.hidden.value[0..., row], alone.state.hidden.value[0..., 0]), place
          )
          if let cell = padded.state.cell {
            #expect(areClose(cell.value[0..., row], alone.state.cell!.value[0..., 0]), place)
          }
          #expect(areClose(padded.gradient[row, 0..<length], alone.gradient[0]), place)
          #expect(padded.gradient[row, length..<6] == .zeros([6 - length, 3]), place)
        }
      }
    }
    switch name {
    case "RNN": judge(RNNCell<Double>.self)
    case "LSTM": judge(LSTMCell<Double>.self)
    default: judge(GRUCell<Double>.self)
    }
  }

  @Test(
    "truncated gradients are the full gradients of the truncated loss", arguments: names)
  func truncation(name: String) {
    func judge<Cell: RecurrentCell>(_: Cell.Type) where Cell.Scalar == Double {
      var generator = RandomGenerator(seed: 8)
      var network = Recurrent<Cell>(2, 4, layers: 2, using: &generator)
      let x = Tensor<Double>.normal([3, 8, 2], using: &generator)
      let weight = Tensor<Double>.normal([3, 8, 4], using: &generator)
      var context = Context.inference
      func loss(
        _ network: inout Recurrent<Cell>, _ steps: Range<Int>,
        _ state: inout RecurrentState<Double>?
      ) -> Variable<Double> {
        let output = network.forward(
          RecurrentInput(Variable(x[0..., steps]), state: state), in: &context)
        state = output.state
        return (output.outputs * Variable(weight[0..., steps])).sum()
      }
      // Two chunks on tapes of their own; the state is carried as a constant.
      var carried: RecurrentState<Double>?
      let chunks = [0..<4, 4..<8].map { steps in
        let (_, gradients) = valueWithGradients(at: &network) { loss(&$0, steps, &carried) }
        carried = carried!.detached()
        return gradients
      }
      // Both on one tape, with the state detached in between.
      let (_, whole) = valueWithGradients(at: &network) { network in
        var state: RecurrentState<Double>?
        let first = loss(&network, 0..<4, &state)
        state = state!.detached()
        return first + loss(&network, 4..<8, &state)
      }
      // Without detaching, the gradients are others: the test sees the truncation.
      let (_, full) = valueWithGradients(at: &network) { network in
        var state: RecurrentState<Double>?
        return loss(&network, 0..<8, &state)
      }
      for (name, _) in network.parameters {
        let sum = chunks[0][name.path]! + chunks[1][name.path]!
        #expect(areClose(sum, whole[name.path]!, 1e-12), "\(name), seed 8")
      }
      let recurrent = "weight_hh_l0"
      #expect(!areClose(whole[recurrent]!, full[recurrent]!, 1e-3), "seed 8")
    }
    switch name {
    case "RNN": judge(RNNCell<Double>.self)
    case "LSTM": judge(LSTMCell<Double>.self)
    default: judge(GRUCell<Double>.self)
    }
  }

  @Test("dropout acts between layers alone, and while training alone")
  func dropout() {
    var generator = RandomGenerator(seed: 9)
    var one = GRU<Double>(2, 4, dropout: 0.5, using: &generator)
    var two = GRU<Double>(2, 4, layers: 2, dropout: 0.5, using: &generator)
    let input = RecurrentInput(Variable(Tensor<Double>.normal([2, 3, 2], using: &generator)))
    var (training, inference) = (Context.training(seed: 1), Context.inference)
    func outputs(_ network: inout GRU<Double>, _ context: inout Context) -> Tensor<Double> {
      network.forward(input, in: &context).outputs.value
    }
    #expect(outputs(&one, &training) == outputs(&one, &inference))
    #expect(outputs(&two, &training) != outputs(&two, &inference), "seed 9")
  }
}
