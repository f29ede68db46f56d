// Names that the values in the generator use.
import Autograd
import DataLoading
import Foundation
import Games
import Interop
import Layers
import ScalarAutograd
import Serialization
import TensorCore
import Training

func filled(_ value: Float, _ extents: Int...) -> Tensor<Float> {
  Tensor(repeating: value, shape: Shape(extents))
}

func ones(_ extents: Int...) -> Tensor<Float> { Tensor(repeating: 1, shape: Shape(extents)) }

extension Size2D {
  init(_ side: Int) { self.init(height: side, width: side) }
}

/// From 3 to 3 features.
var linear: Linear<Float> { Linear(weight: ones(3, 3), bias: ones(3)) }

var history: History {
  var history = History()
  history.beginEpoch()
  history.record("a", 1)
  return history
}

func tuned() throws -> TuningHistory {
  try tune("a", [Setting(["a": 1])], over: .full(1)) { (_, _: inout Int?) in 1 }
}

var confusion: ConfusionMatrix {
  var matrix = ConfusionMatrix()
  matrix.update(outputs: ones(2, 3), labels: Tensor<Int>([0, 1]))
  return matrix
}

/// Two vectors of one byte.
func picture() throws -> Picture {
  try Picture(bytes: Array("P2 2 1 9 0 9".utf8), name: "example")
}
func idx() throws -> IDX { try IDX(bytes: [0, 0, 8, 1, 0, 0, 0, 2, 0, 1], name: "example") }

func table() throws -> CSVTable { try CSVTable(text: "a,b\n1,2\n3,4\n") }

extension Linear {
  mutating func forwardForTraining(_ input: Tensor<Scalar>) -> Variable<Scalar> {
    var context = Context.training(seed: 1)
    return forward(Variable(input), in: &context)
  }
}

/// The identity of two rows.
var eye: Tensor<Float> { .identity(2) }

/// Three numbers of one graph.
let graph = Graph()
let (one, zero, notANumber) = (graph.variable(1), graph.variable(0), graph.variable(.nan))

/// A cart in the middle of an episode.
var uprightCart: CartPole {
  var cart = CartPole()
  cart.reset(to: .init(position: 0, velocity: 0, angle: 0, angularVelocity: 0))
  return cart
}

/// The last step of an episode.
let fall = Step(
  observation: CartPole.State(position: 0, velocity: 0, angle: 1, angularVelocity: 0), reward: 1,
  ending: .terminated)

func endings(_ extents: Int...) -> Tensor<Ending> {
  Tensor(repeating: .continues, shape: Shape(extents))
}

/// Of one operation.
var profile: OperationProfile {
  profilingOperations { _ = gradient(at: Tensor<Float>(1)) { $0 * $0 } }.profile
}

/// X has the first row.
var wonGame: TicTacToe { [0, 3, 1, 4, 2].reduce(TicTacToe()) { $0.playing($1) } }

/// Of two players who move at random.
var chances: ResultProbabilities {
  Games.resultProbabilities(
    from: TicTacToe(), first: { Games.randomPolicy(in: $0) },
    second: { Games.randomPolicy(in: $0) })
}

/// A number of which there is room for three.
var smallBuffer: ReplayBuffer<Float> {
  var buffer = ReplayBuffer<Float>(capacity: 3)
  buffer.append(1)
  return buffer
}

/// Of a recurrent cell of so many gates, with 2 inputs and 3 units.
func weights(_ gates: Int) -> RecurrentWeights<Float> {
  var generator = RandomGenerator(seed: 1)
  return RecurrentWeights(gates: gates, inputs: 2, width: 3, using: &generator)
}

/// Weights whose parts have no element.
var emptyWeights: RecurrentWeights<Float> {
  var weights = weights(3)
  (weights.input, weights.state) = (Variable(ones(0, 0)), Variable(ones(0, 0)))
  (weights.inputBias, weights.stateBias) = (Variable(ones(0)), Variable(ones(0)))
  return weights
}

/// Attention of two heads that are 2 wide.
var attention: MultiHeadAttention<Float> {
  var generator = RandomGenerator(seed: 1)
  return MultiHeadAttention(4, heads: 2, using: &generator)
}

/// A block of a transformer, 4 wide.
var block: TransformerBlock<Float> {
  var generator = RandomGenerator(seed: 1)
  return TransformerBlock(4, heads: 2, using: &generator)
}

/// A language model of three tokens that looks at three.
var gpt: GPT<Float> {
  var generator = RandomGenerator(seed: 1)
  return GPT(vocabulary: 3, context: 3, width: 4, heads: 2, layers: 1, using: &generator)
}

/// A recurrent network of 2 inputs and 3 units.
var network: GRU<Float> {
  var generator = RandomGenerator(seed: 1)
  return GRU(2, 3, using: &generator)
}

/// A graph with one input.
var onnxGraph: ONNXGraph {
  var result: ONNXGraph?
  _ = try? ONNXModel(inputs: [ONNXInput(shape: ["N", 3])]) { graph, inputs in
    result = graph
    return [("output", inputs[0])]
  }
  return result!
}

/// What flows through a graph, with two axes.
var onnxValue: ONNXValue {
  var graph = onnxGraph
  return graph.constant(ones(2, 3))
}
