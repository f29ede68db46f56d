import Autograd
import Layers
import TensorCore
import Testing

/// The steps that have kernels, beside the plain loops.
@Suite struct RecurrentKernelTests {
  @Test(
    "the kernels give what the plain loops give, at ragged widths, and the same bits on any threads",
    arguments: ["RNN", "LSTM", "GRU"])
  func kernels(name: String) {
    func judge<Cell: RecurrentCell>(_: Cell.Type) where Cell.Scalar == Float {
      // 40 sequences are three parts of the work for threads.
      for (batch, width) in [(1, 1), (3, 16), (2, 33), (40, 67)] {
        var generator = RandomGenerator(seed: 10)
        let network = Recurrent<Cell>(3, width, isBidirectional: true, using: &generator)
        let x = Tensor<Float>.normal([batch, 7, 3], using: &generator)
        let upstream = Tensor<Float>.normal([batch, 7, 2 * width], using: &generator)
        let lengths = Tensor((0..<batch).map { 1 + $0 % 7 })
        func run(_ backend: Backend, _ threads: Int) -> [Tensor<Float>] {
          withBackend(backend, threads: threads) {
            let (value, gradients) = valueWithGradients(
              at: [x] + network.parameters.map(\.value), upstream: upstream
            ) { variables in
              var (network, rest) = (network, variables.dropFirst())
              var context = Context.inference
              network.visitParameters { $1 = rest.removeFirst() }
              let input = RecurrentInput(variables[0], lengths: lengths)
              return network.forward(input, in: &context).outputs
            }
            return [value] + gradients
          }
        }
        let (naive, simd) = (run(.naive, 1), run(.simd, 1))
        #expect(run(.simd, 2) == simd && run(.simd, 3) == simd, "\(name), width \(width)")
        for (index, (plain, fast)) in zip(naive, simd).enumerated() {
          // Some hundred roundings of sums of up to 280 numbers.
          let bound = 1e-5 * max(1, plain.abs().max())
          #expect((plain - fast).abs().max() <= bound, "\(name), width \(width), \(index), seed 10")
        }
      }
    }
    switch name {
    case "RNN": judge(RNNCell<Float>.self)
    case "LSTM": judge(LSTMCell<Float>.self)
    default: judge(GRUCell<Float>.self)
    }
  }
}
