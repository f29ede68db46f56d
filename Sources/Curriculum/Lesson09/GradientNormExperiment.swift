import Curriculum
import Gradus

extension RememberingExperiment {
  /// How large the gradient of a loss at the end is at each step before.
  struct GradientNorms: Sendable {
    let name: String
    /// ‖∂loss/∂state‖ after each of the T steps, relative to that after the last one.
    let norms: [Double]

    /// The norm so many steps before the end.
    func norm(before steps: Int) -> Double { norms[norms.count - 1 - steps] }
  }

  /// New networks of 64 units that read 60 random inputs; the loss is a random sum of the last outputs.
  func gradientNorms(seed: UInt64, steps: Int = 60) -> [GradientNorms] {
    withBackend(.naive) {
      var generator = RandomGenerator(seed: seed)
      let small = RNNCell<Double>(16, 64, using: &generator)
      // U's numbers have a deviation of 1/√(3·H), so that on average a product with U takes a state to 1/√3
      // of its length; the threefold of it, to √3 times its length.
      var large = small
      large.weights.state.value *= 3
      let open = LSTMCell<Double>(16, 64, using: &generator)
      var (half, kept) = (open, open)
      half.setForgetBias(0)
      kept.setForgetBias(1)
      let gru = GRUCell<Double>(16, 64, using: &generator)
      let x = Tensor<Double>.normal([8, steps, 16], using: &generator)
      let upstream = Tensor<Double>.normal([8, 64], using: &generator)
      return [
        norms("tanh", small, x, upstream), norms("tanh, U × 3", large, x, upstream),
        norms("LSTM, forget bias 0", half, x, upstream),
        norms("LSTM, forget bias 1", kept, x, upstream), norms("GRU", gru, x, upstream),
      ]
    }
  }

  /// Zeros are added to the state after each step: their gradients are those of the states.
  private func norms<Cell: RecurrentCell<Double>>(
    _ name: String, _ cell: Cell, _ x: Tensor<Double>, _ upstream: Tensor<Double>
  ) -> GradientNorms {
    let (steps, batch) = (x.shape[1], x.shape[0])
    let blank = cell.blankState(batch: batch)
    let zeros = Tensor<Double>.zeros(blank.hidden.shape)
    let parts = blank.cell == nil ? 1 : 2
    let (_, gradients) = valueWithGradients(at: Array(repeating: zeros, count: parts * steps)) {
      (added: [Variable<Double>]) in
      var (cell, context, state) = (cell, Context.inference, blank)
      for t in 0..<steps {
        state = cell.forward((Variable(x[0..., t]), state), in: &context)
        state.hidden = state.hidden + added[parts * t]
        state.cell = state.cell.map { $0 + added[parts * t + 1] }
      }
      return (state.hidden * Variable(upstream)).sum()
    }
    let norms = (0..<steps).map { t in
      (0..<parts).reduce(0.0) { $0 + gradients[parts * t + $1].squared().sum() }.squareRoot()
    }
    return GradientNorms(name: name, norms: norms.map { $0 / norms[steps - 1] })
  }
}
