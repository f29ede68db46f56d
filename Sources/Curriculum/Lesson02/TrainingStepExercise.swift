import Curriculum
import Gradus

extension BackpropagationLesson {
  static let trainingStep = Exercise<Answers>(
    "trainingStep", "A network, backward, and a step",
    hints: [
      "Forward first; then softmaxCrossEntropy gives the loss and the gradient of the logits.",
      "matmulBackward(hidden, network.weight2, upstream: …) gives the gradients of hidden and of W₂; "
        + "reluBackward(hidden, upstream: …) goes on to the sum in front of relu.",
      "Each bias was broadcast over the batch: unbroadcast(…, to: network.bias1.shape).",
      "All gradients belong to the network before the step: compute them all, then change a copy.",
    ],
    learnt:
      "Forward, loss, backward, step: you have written by hand what one call does for any model.",
    landmark: Landmark("Sources/Layers/Differentiation.swift", "func valueWithGradients"),
    solution: { $0.trainingStep = Backpropagation.trainingStep },
    check: { answers in
      var generator = RandomGenerator(seed: 10)
      var network = MLP(inputs: 4, hidden: 6, classes: 3, using: &generator)
      network.bias1 = .normal([6], using: &generator)
      network.bias2 = .normal([3], using: &generator)
      let x = Matrix.normal([5, 4], using: &generator)
      let labels: Tensor<Int> = [0, 1, 2, 1, 0]
      let (loss, gradients) = reference(network, x, labels)
      let rate = 0.1
      let found = try answers.trainingStep(network, x, labels, rate)
      let call = "trainingStep on 5 samples at rate 0.1"
      let after = network.stepped(along: gradients, rate: rate)
      try expect(
        found.loss, equals: loss, in: call + ", loss",
        suspects: [
          Suspect(
            reference(after, x, labels).loss,
            "That is the loss after the step; return that of before.")
        ])
      // In the order of the way back, so that the first that is wrong is named.
      for (name, parameter) in MLP.parameters.reversed() {
        let (before, gradient) = (network[keyPath: parameter], gradients[keyPath: parameter])
        let b = 5.0
        try expect(
          found.network[keyPath: parameter], equals: before - rate * gradient,
          in: "\(call), \(name)", tolerance: 1e-8,
          suspects: [
            Suspect(before, "It has not changed."),
            Suspect(before + rate * gradient, "That is uphill: the step is subtracted."),
            Suspect(before - gradient, "The learning rate is missing."),
            Suspect(before - rate * gradient / b, "Its gradient is divided by B once too often."),
            Suspect(before - rate * gradient * b, "Its gradient is B times too large."),
            Suspect(
              before - rate * withoutReLU(network, x, labels)[keyPath: parameter],
              "On the way back relu was left out: reluBackward stops what relu has stopped."),
            Suspect(
              before - rate * withNewWeights(network, x, labels, rate)[keyPath: parameter],
              "Its gradient was computed with W₂ from after the step; use that of before."),
          ])
      }
      // Does it learn? Two classes that a line cannot part.
      var learner = MLP(inputs: 2, hidden: 8, classes: 2, using: &generator)
      let xor: Matrix = [[0, 0], [0, 1], [1, 0], [1, 1]]
      for _ in 0..<400 {
        learner = try answers.trainingStep(learner, xor, [0, 1, 1, 0], 0.5).network
      }
      let (last, _) = reference(learner, xor, [0, 1, 1, 0])
      try expect(
        last < 0.05, "trainingStep, 400 times on XOR: expected a loss below 0.05, found \(last).")
    },
    wrongAnswers: [
      WrongAnswer("uphill") { answers in
        let right = answers.trainingStep
        answers.trainingStep = { try right($0, $1, $2, -$3) }
      },
      WrongAnswer("no learning rate") { answers in
        let right = answers.trainingStep
        answers.trainingStep = { network, x, labels, _ in try right(network, x, labels, 1) }
      },
      WrongAnswer("relu left out on the way back") {
        $0.trainingStep = { network, x, labels, rate in
          let loss = reference(network, x, labels).loss
          return (network.stepped(along: withoutReLU(network, x, labels), rate: rate), loss)
        }
      },
      WrongAnswer("W₂ changed before its old value was used") {
        $0.trainingStep = { network, x, labels, rate in
          let loss = reference(network, x, labels).loss
          let gradients = withNewWeights(network, x, labels, rate)
          return (network.stepped(along: gradients, rate: rate), loss)
        }
      },
      WrongAnswer("loss after the step") { answers in
        let right = answers.trainingStep
        answers.trainingStep = { network, x, labels, rate in
          let next = try right(network, x, labels, rate).network
          return (next, reference(next, x, labels).loss)
        }
      },
      forgetting("first bias", \.bias1),
      forgetting("first weight", \.weight1),
      WrongAnswer("network not changed") { answers in
        let right = answers.trainingStep
        answers.trainingStep = { network, x, labels, rate in
          (network, try right(network, x, labels, rate).loss)
        }
      },
      WrongAnswer("bias averaged over the batch") {
        $0.trainingStep = { network, x, labels, rate in
          var (loss, gradients) = reference(network, x, labels)
          gradients.bias1 /= Double(x.shape[0])
          gradients.bias2 /= Double(x.shape[0])
          return (network.stepped(along: gradients, rate: rate), loss)
        }
      },
    ])

  private static func forgetting(
    _ what: String, _ parameter: WritableKeyPath<MLP, Matrix> & Sendable
  ) -> WrongAnswer<Answers> {
    WrongAnswer("\(what) forgotten") { answers in
      let right = answers.trainingStep
      answers.trainingStep = { network, x, labels, rate in
        var (next, loss) = try right(network, x, labels, rate)
        next[keyPath: parameter] = network[keyPath: parameter]
        return (next, loss)
      }
    }
  }

  /// Loss and gradients by the framework's own differentiation.
  private static func reference(
    _ network: MLP, _ x: Matrix, _ labels: Tensor<Int>
  ) -> (loss: Double, gradients: MLP) {
    differentiate(network, labels) { parameters in
      let hidden = (matmul(Variable(x), parameters[0]) + parameters[1]).relu()
      return matmul(hidden, parameters[2]) + parameters[3]
    }
  }

  /// What comes out when reluBackward is left out: relu lets every gradient through.
  private static func withoutReLU(_ network: MLP, _ x: Matrix, _ labels: Tensor<Int>) -> MLP {
    differentiate(network, labels) { parameters in
      let sum = matmul(Variable(x), parameters[0]) + parameters[1]
      // The value of relu, and a derivative of 1 everywhere.
      let hidden = Variable("relu without its mask", sum.value.relu(), (sum, { $0 }))
      return matmul(hidden, parameters[2]) + parameters[3]
    }.gradients
  }

  /// What comes out when W₂ is changed first and then used for the gradient of the hidden values.
  private static func withNewWeights(
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
