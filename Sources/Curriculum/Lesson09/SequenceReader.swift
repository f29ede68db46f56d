import Gradus

/// A network that reads a sequence [B, T, D] to its end, and then gives K numbers.
struct SequenceReader<Cell: RecurrentCell>: Model where Cell.Scalar == Float {
  var network: Recurrent<Cell>
  var head: Linear<Float>

  init(_ network: Recurrent<Cell>, _ outputs: Int, using generator: inout RandomGenerator) {
    self.network = network
    head = Linear(network.width, outputs, initializer: .glorotUniform, using: &generator)
  }

  mutating func forward(_ x: Variable<Float>, in context: inout Context) -> Variable<Float> {
    let outputs = network.forward(RecurrentInput(x), as: "network", in: &context).outputs
    return head.forward(outputs[0..., x.shape[1] - 1], as: "head", in: &context)
  }

  mutating func visitParameters(_ visit: ParameterVisit<Float>) {
    network.visitParameters(as: "network", visit)
    head.visitParameters(as: "head", visit)
  }
}
