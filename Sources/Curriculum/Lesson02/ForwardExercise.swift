import Curriculum
import Gradus

extension BackpropagationLesson {
  typealias Forward = @Sendable (MLP, Matrix) throws -> (hidden: Matrix, logits: Matrix)

  static let forward = Exercise<Answers>(
    "forward", "A network, forward",
    hints: [
      "Each layer is what predict was in lesson 1: a matrix product, and a bias that is added.",
      "let hidden = (matmul(x, network.weight1) + network.bias1).relu(), and the logits without relu.",
    ],
    learned:
      "A network is layers one after the other; what each gave on the way forward is needed on "
      + "the way back.",
    landmark: Landmark("Sources/Layers/Sequential.swift", "mutating func forward"),
    solution: { $0.forward = Backpropagation.forward },
    check: { answers in
      func compare(
        _ network: MLP, _ x: Matrix, in call: String, _ mistakes: [Mistake<Forward>] = []
      ) throws {
        let hidden = (matmul(x, network.weight1) + network.bias1).map { max($0, 0) }
        try expect(
          answers.forward(network, x),
          equals: (hidden, matmul(hidden, network.weight2) + network.bias2), in: call,
          parts: [.tensor("hidden", \.hidden), .tensor("logits", \.logits)],
          suspects: mistakes.suspects { try $0(network, x) })
      }
      let network = MLP(
        weight1: [[1, -1, 2], [0, 1, -1]], bias1: [0.5, 1, -1],
        weight2: [[1, -2], [3, 0.5], [-1, 1]], bias2: [2, -20])
      try compare(
        network, [[1, 2], [-3, 1], [0.5, -0.5]], in: "forward of a small network", networkMistakes)
      for var input in Input.all(seed: 9) {
        let x = input.matrix()
        for (hidden, classes) in [(1, 1), (3, 4), (10, 3)] {
          let network = MLP(
            weight1: input.tensor([input.columns, hidden]), bias1: input.tensor([hidden]),
            weight2: input.tensor([hidden, classes]), bias2: input.tensor([classes]))
          try compare(
            network, x, in: "forward of \(input), \(hidden) hidden units and \(classes) classes")
        }
      }
    },
    wrongAnswers: networkMistakes.wrongAnswers(\.forward),
    rightAnswers: [
      RightAnswer("a mask as a factor") {
        $0.forward = { network, x in
          let sum = matmul(x, network.weight1) + network.bias1
          let hidden = sum * Tensor(sum .> 0)
          return (hidden, matmul(hidden, network.weight2) + network.bias2)
        }
      },
      RightAnswer("sample by sample") {
        $0.forward = { network, x in
          let rows = (0..<x.shape[0]).map { i in
            (matmul(x[i..<i + 1], network.weight1) + network.bias1).map { max(0, $0) }
          }
          let hidden = Tensor.concatenate(rows)
          return (hidden, network.bias2 + matmul(hidden, network.weight2))
        }
      },
      RightAnswer("biases as weights of a column of ones") {
        $0.forward = { network, x in
          func layer(_ x: Matrix, _ weight: Matrix, _ bias: Matrix) -> Matrix {
            matmul(
              Tensor.concatenate([x, .ones([x.shape[0], 1])], along: 1),
              Tensor.concatenate([weight, bias.expandingDimension(at: 0)]))
          }
          let hidden = layer(x, network.weight1, network.bias1).relu()
          return (hidden, layer(hidden, network.weight2, network.bias2))
        }
      },
    ])

  private static let networkMistakes: [Mistake<Forward>] = [
    network("no relu", "relu is missing.", hidden: { $0.sum }),
    network("no first bias", "The bias b₁ is missing.", hidden: { $0.product.relu() }),
    network(
      "relu before the bias", "The bias belongs inside relu: first the sum, then relu.",
      hidden: { $0.product.relu() + $0.network.bias1 }),
    network("tanh", "That is tanh; this network has relu.", hidden: { $0.sum.tanh() }),
    network("sigmoid", "That is the sigmoid; this network has relu.", hidden: { $0.sum.sigmoid() }),
    network("magnitudes", "relu gives 0 below 0, not the magnitude.", hidden: { $0.sum.abs() }),
    network(
      "leaky", "Below 0 relu gives 0, and not a small share of its input.",
      hidden: { $0.sum.map { max($0, 0.01 * $0) } }),
    network(
      "first bias subtracted", "b₁ is added.",
      hidden: { ($0.product - $0.network.bias1).relu() }),
    network(
      "no second bias", "The bias b₂ is missing.", logits: { $0.logits - $0.network.bias2 }),
    network(
      "second bias subtracted", "b₂ is added.", logits: { $0.logits - 2 * $0.network.bias2 }),
    network(
      "relu on the logits", "The logits are what they are: no relu after the last layer.",
      logits: { $0.logits.relu() }),
    network(
      "second layer on the sum before relu", "The second layer works on hidden, after relu.",
      logits: { matmul($0.sum, $0.network.weight2) + $0.network.bias2 }),
    network(
      "softmax", "That is the softmax of the logits; the loss takes care of it.",
      logits: { ($0.logits - $0.logits.logSumExp(along: 1, keepingDimensions: true)).exp() }),
    network(
      "logarithm of softmax", "That is ln p of the logits; the loss takes care of it.",
      logits: { $0.logits - $0.logits.logSumExp(along: 1, keepingDimensions: true) }),
    network(
      "neither bias nor relu", "That is x·W₁ alone: b₁ is added, and then relu taken.",
      hidden: { $0.product }),
    network(
      "first bias twice", "b₁ is added twice: once is right.",
      hidden: { ($0.sum + $0.network.bias1).relu() }),
    network(
      "second bias twice", "b₂ is added twice: once is right.",
      logits: { $0.logits + $0.network.bias2 }),
    network(
      "1 where something passes",
      "That is 1 where relu lets its input through: hidden is the input.",
      hidden: { $0.sum.map { $0 > 0 ? 1.0 : 0.0 } }),
    network(
      "relu of the opposite", "relu keeps what is above 0: max(x, 0), and not max(−x, 0).",
      hidden: { (-$0.sum).relu() }),
    network(
      "the sum as hidden", "The first of the two is hidden, after relu.", returned: { $0.sum }),
    network("logits twice", "The first of the two is hidden.", returned: { $0.logits }),
  ]

  /// What a network computes on the way.
  private struct Pass {
    let network: MLP
    let product: Matrix
    let sum: Matrix
    var hidden: Matrix
    var logits: Matrix

    init(_ network: MLP, _ x: Matrix) {
      self.network = network
      product = matmul(x, network.weight1)
      sum = product + network.bias1
      hidden = sum.relu()
      logits = hidden
    }
  }

  /// A network with another first or second layer, or one that returns something else as hidden.
  private static func network(
    _ name: String, _ why: String, hidden: (@Sendable (Pass) -> Matrix)? = nil,
    logits: (@Sendable (Pass) -> Matrix)? = nil, returned: (@Sendable (Pass) -> Matrix)? = nil
  ) -> Mistake<Forward> {
    Mistake(name, why) { network, x in
      var pass = Pass(network, x)
      if let hidden { pass.hidden = hidden(pass) }
      pass.logits = matmul(pass.hidden, network.weight2) + network.bias2
      if let logits { pass.logits = logits(pass) }
      return (returned?(pass) ?? pass.hidden, pass.logits)
    }
  }
}
