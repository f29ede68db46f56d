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

  /// One of eight symbols, with a mark, then so many others that do not matter; asked for at the end.
  func delayedCopy(
    _ memory: Memory, distance: Int, steps: Int, seed: UInt64
  ) -> DelayedCopy {
    var generator = RandomGenerator(seed: seed)
    let (inputs, width) = (9, 32)
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
    return DelayedCopy(
      accuracy: Tensor<Double>(logits.argmax(along: 1) .== symbols).mean(), steps: nil)
  }

  /// Sequences [B, T, 9] of T = distance + 1 steps: a symbol each, one of eight, and a 1 where it matters.
  private func sequences(
    count: Int, _ distance: Int, _ generator: inout RandomGenerator
  ) -> (x: Tensor<Float>, symbols: Tensor<Int>) {
    var (x, symbols) = (Tensor<Float>.zeros([count, distance + 1, 9]), [Int]())
    for row in 0..<count {
      let all = (0...distance).map { _ in generator.uniformInteger(below: 8) }
      for (t, symbol) in all.enumerated() { x[row, t, symbol] = 1 }
      x[row, 0, 8] = 1
      symbols.append(all[0])
    }
    return (x, Tensor(symbols))
  }
}
