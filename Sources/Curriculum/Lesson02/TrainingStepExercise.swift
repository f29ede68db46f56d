import Curriculum
import Gradus

extension BackpropagationLesson {
  typealias TrainingStep =
    @Sendable (MLP, Matrix, Tensor<Int>, Double) throws -> (network: MLP, loss: Double)

  static let trainingStep = Exercise<Answers>(
    "trainingStep", "A network, backward, and a step",
    hints: [
      "Forward first; then softmaxCrossEntropy gives the loss and the gradient of the logits.",
      "matmulBackward(hidden, network.weight2, upstream: …) gives the gradients of hidden and of W₂; "
        + "reluBackward(hidden, upstream: …) goes on to the sum in front of relu.",
      "Each bias was broadcast over the batch: unbroadcast(…, to: network.bias1.shape).",
      "All gradients belong to the network before the step: compute them all, then change a copy.",
    ],
    learned:
      "Forward, loss, backward, step: you have written by hand what one call does for any model.",
    landmark: Landmark("Sources/Layers/Differentiation.swift", "func valueWithGradients"),
    solution: { $0.trainingStep = Backpropagation.trainingStep },
    check: { answers in
      func compare(
        _ network: MLP, _ x: Matrix, _ labels: Tensor<Int>, _ rate: Double, in call: String,
        _ mistakes: [Mistake<TrainingStep>] = []
      ) throws {
        let (loss, gradients) = reference(network, x, labels)
        // In the order of the way back, so that the first that is wrong is named.
        let parameters = MLP.parameters.reversed().map { name, path in
          Part<(network: MLP, loss: Double)>.tensor(name) { $0.network[keyPath: path] }
        }
        try expect(
          answers.trainingStep(network, x, labels, rate),
          equals: (network.stepped(along: gradients, rate: rate), loss), in: call,
          parts: [.number("loss", \.loss)] + parameters, tolerance: 1e-8,
          suspects: mistakes.suspects { try $0(network, x, labels, rate) })
      }
      var generator = RandomGenerator(seed: 10)
      var network = MLP(inputs: 4, hidden: 6, classes: 3, using: &generator)
      network.bias1 = .normal([6], using: &generator)
      network.bias2 = .normal([3], using: &generator)
      let x = Matrix.normal([5, 4], using: &generator)
      try compare(
        network, x, [0, 1, 2, 1, 0], 0.3, in: "trainingStep on 5 samples at rate 0.3",
        trainingMistakes)
      for var input in Input.all(seed: 10) where input.numbers != .large {
        let x = input.matrix()
        for (hidden, classes, rate) in [(1, 2, 0.5), (3, 4, 2), (10, 3, 0.01), (5, 5, 0)] {
          let network = MLP(
            weight1: input.tensor([input.columns, hidden]), bias1: input.tensor([hidden]),
            weight2: input.tensor([hidden, classes]), bias2: input.tensor([classes]))
          try compare(
            network, x, input.labels([input.rows], below: classes), rate,
            in: "trainingStep on \(input), \(hidden) hidden units, \(classes) classes, rate \(rate)"
          )
        }
      }
      // Logits of more than a thousand, of both signs, and far apart.
      let identity: Matrix = [[1, 0], [0, 1]]
      let steep = MLP(weight1: identity, bias1: [0, 0], weight2: identity, bias2: [0, 0])
      try compare(
        steep, [[1900, 1100], [0, 1500], [0, 0]], [1, 0, 1], 0.1,
        in: "trainingStep with logits of 1000"
      )
      let low = MLP(weight1: identity, bias1: [0, 0], weight2: -10 * identity, bias2: [0, 0])
      try compare(
        low, [[100, 100.1], [0, 0]], [1, 0], 0.1, in: "trainingStep with logits of −1000 and of 0")
    },
    wrongAnswers: trainingMistakes.wrongAnswers(\.trainingStep), rightAnswers: trainingRightAnswers)

  /// Loss and gradients by the framework's own differentiation.
  static func reference(
    _ network: MLP, _ x: Matrix, _ labels: Tensor<Int>
  ) -> (loss: Double, gradients: MLP) {
    differentiate(network, labels) { parameters in
      let hidden = (matmul(Variable(x), parameters[0]) + parameters[1]).relu()
      return matmul(hidden, parameters[2]) + parameters[3]
    }
  }

  /// What comes out when reluBackward is left out: relu lets every gradient through.
  static func withoutReLU(_ network: MLP, _ x: Matrix, _ labels: Tensor<Int>) -> MLP {
    differentiate(network, labels) { parameters in
      let sum = matmul(Variable(x), parameters[0]) + parameters[1]
      // The value of relu, and a derivative of 1 everywhere.
      let hidden = Variable("relu without its mask", sum.value.relu(), (sum, { $0 }))
      return matmul(hidden, parameters[2]) + parameters[3]
    }.gradients
  }

  /// What comes out when W₂ is changed first and then used for the gradient of the hidden values.
  static func withNewWeights(
    _ network: MLP, _ x: Matrix, _ labels: Tensor<Int>, _ rate: Double
  ) -> MLP {
    var gradients = reference(network, x, labels).gradients
    let changed = network.weight2 - rate * gradients.weight2
    let mixed = differentiate(network, labels) { parameters in
      let hidden = (matmul(Variable(x), parameters[0]) + parameters[1]).relu()
      let product = Variable(
        "product with the changed W₂", matmul(hidden.value, network.weight2),
        (hidden, { matmul($0, changed, transposeB: true) }))
      return product + Variable(network.bias2)
    }.gradients
    gradients.weight1 = mixed.weight1
    gradients.bias1 = mixed.bias1
    return gradients
  }

  private static func differentiate(
    _ network: MLP, _ labels: Tensor<Int>, _ logits: ([Variable<Double>]) -> Variable<Double>
  ) -> (loss: Double, gradients: MLP) {
    let parameters = MLP.parameters.map { network[keyPath: $0.path] }
    let (loss, gradients) = valueWithGradients(at: parameters) { variables in
      let logProbabilities = logits(variables).logSoftmax()
      let k = logProbabilities.shape[1]
      let classes = Tensor<Int>(0..<k)
      let isLabel = labels.expandingDimension(at: 1) .== classes
      return -(logProbabilities * Variable(Tensor(isLabel))).sum() / Double(labels.elementCount)
    }
    return (
      loss.scalar(),
      MLP(
        weight1: gradients[0], bias1: gradients[1], weight2: gradients[2], bias2: gradients[3])
    )
  }
}

extension MLP {
  /// The parameters in the order of the way forward, with their names in the text.
  static var parameters: [(name: String, path: WritableKeyPath<MLP, Tensor<Double>>)] {
    [("W₁", \.weight1), ("b₁", \.bias1), ("W₂", \.weight2), ("b₂", \.bias2)]
  }

  /// The network after a step of gradient descent.
  func stepped(along gradients: MLP, rate: Double) -> MLP {
    var next = self
    for (_, path) in MLP.parameters { next[keyPath: path] -= rate * gradients[keyPath: path] }
    return next
  }
}
