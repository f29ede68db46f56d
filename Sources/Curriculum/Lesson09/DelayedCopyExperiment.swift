import Curriculum
import Gradus

extension RememberingExperiment {
  /// The networks that have to remember over a distance.
  enum Memory: String, CaseIterable, Sendable {
    case tanh
    case forgetBias0 = "LSTM, forget bias 0"
    case forgetBias1 = "LSTM, forget bias 1"
    case gru = "GRU"
  }

  /// How a network learned to say at the end of a sequence which of eight symbols it began with.
  struct DelayedCopy: Sendable {
    /// The share of new sequences that it got right.
    let accuracy: Double
    /// After how many steps it got all of a batch right, ten times in a row; nil if it never did.
    let steps: Int?
  }

  /// One of eight symbols, then so many steps of silence; asked for at the end.
  func delayedCopy(
    _ memory: Memory, distance: Int, steps: Int, seed: UInt64
  ) -> DelayedCopy {
    var generator = RandomGenerator(seed: seed)
    let (inputs, width) = (8, 32)
    func result<Cell>(_ network: Recurrent<Cell>) -> DelayedCopy where Cell.Scalar == Float {
      let model = SequenceReader(network, 8, using: &generator)
      return delayedCopy(model, distance, steps, &generator)
    }
    return switch memory {
    case .tanh: result(RNN(inputs, width, using: &generator))
    case .forgetBias0: result(LSTM(inputs, width, forgetBias: 0, using: &generator))
    case .forgetBias1: result(LSTM(inputs, width, forgetBias: 1, using: &generator))
    case .gru: result(GRU(inputs, width, using: &generator))
    }
  }

  private func delayedCopy<Cell>(
    _ start: SequenceReader<Cell>, _ distance: Int, _ steps: Int,
    _ generator: inout RandomGenerator
  ) -> DelayedCopy {
    var (model, context) = (start, Context.training(seed: 1))
    var optimizer = Adam<Float>(learningRate: 5e-3)
    var right = 0
    for step in 1...steps {
      let (x, symbols) = sequences(count: 32, distance, &generator)
      var isRight = false
      var (_, gradients) = valueWithGradients(at: &model) { model in
        let logits = model.forward(Variable(x), in: &context)
        isRight = logits.value.argmax(along: 1) == symbols
        return softmaxCrossEntropy(logits: logits, labels: symbols)
      }
      gradients.clip(toNorm: 1)
      optimizer.update(&model, along: gradients)
      right = isRight ? right + 1 : 0
      if right == 10 { return DelayedCopy(accuracy: 1, steps: step) }
    }
    let (x, symbols) = sequences(count: 256, distance, &generator)
    let logits = model.forward(Variable(x), in: &context).value
    return DelayedCopy(accuracy: Tensor<Double>(logits.argmax(along: 1) .== symbols).mean(), steps: nil)
  }

  /// Sequences [B, T, 8] of T = distance + 1 steps: one of eight symbols, and zeros.
  private func sequences(
    count: Int, _ distance: Int, _ generator: inout RandomGenerator
  ) -> (x: Tensor<Float>, symbols: Tensor<Int>) {
    let symbols = (0..<count).map { _ in generator.uniformInteger(below: 8) }
    var x = Tensor<Float>.zeros([count, distance + 1, 8])
    for (row, symbol) in symbols.enumerated() { x[row, 0, symbol] = 1 }
    return (x, Tensor(symbols))
  }
}
