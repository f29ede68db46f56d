import Curriculum
import Gradus

extension BackpropagationLesson {
  static let forward = Exercise<Answers>(
    "forward", "A network, forward",
    hints: [
      "Each layer is what predict was in lesson 1: a matrix product, and a bias that is added.",
      "let hidden = (matmul(x, network.weight1) + network.bias1).relu(), and the logits without relu.",
    ],
    learnt:
      "A network is layers one after the other; what each gave on the way forward is needed on "
      + "the way back.",
    landmark: Landmark("Sources/Layers/Sequential.swift", "mutating func forward"),
    solution: { $0.forward = Backpropagation.forward },
    check: { answers in
      let network = MLP(
        weight1: [[1, -1, 2], [0, 1, -1]], bias1: [0.5, 1, -1],
        weight2: [[1, -2], [3, 0], [-1, 1]], bias2: [10, -20])
      let x: Matrix = [[1, 2], [-3, 1], [0.5, -0.5]]
      let sum = matmul(x, network.weight1) + network.bias1
      let hidden = sum.relu()
      let logits = matmul(hidden, network.weight2) + network.bias2
      let found = try answers.forward(network, x)
      try expect(
        found.hidden, equals: hidden, in: "forward of a small network, hidden",
        suspects: [
          Suspect(sum, "relu is missing."),
          Suspect(matmul(x, network.weight1).relu(), "The bias b₁ is missing."),
          Suspect(
            matmul(x, network.weight1).relu() + network.bias1,
            "The bias belongs inside relu: first the sum, then relu."),
          Suspect(sum.tanh(), "That is tanh; this network has relu."),
        ])
      try expect(
        found.logits, equals: logits, in: "forward of a small network, logits",
        suspects: [
          Suspect(logits.relu(), "The logits are what they are: no relu behind the last layer."),
          Suspect(matmul(hidden, network.weight2), "The bias b₂ is missing."),
          Suspect(
            matmul(sum, network.weight2) + network.bias2,
            "The second layer works on hidden, behind relu."),
          Suspect(
            (logits - logits.logSumExp(along: 1, keepingDimensions: true)).exp(),
            "That is the softmax of the logits; the loss takes care of it."),
        ])
      var generator = RandomGenerator(seed: 9)
      let random = MLP(inputs: 5, hidden: 7, classes: 3, using: &generator)
      let batch = Matrix.normal([4, 5], using: &generator)
      let expected = (matmul(batch, random.weight1) + random.bias1).relu()
      try expect(
        answers.forward(random, batch).logits,
        equals: matmul(expected, random.weight2) + random.bias2,
        in: "forward of a random network, logits")
    },
    wrongAnswers: [
      WrongAnswer("no relu") {
        $0.forward = { network, x in
          let hidden = matmul(x, network.weight1) + network.bias1
          return (hidden, matmul(hidden, network.weight2) + network.bias2)
        }
      },
      WrongAnswer("relu before the bias") {
        $0.forward = { network, x in
          let hidden = matmul(x, network.weight1).relu() + network.bias1
          return (hidden, matmul(hidden, network.weight2) + network.bias2)
        }
      },
      changedForward("no first bias") { network, x in
        (matmul(x, network.weight1).relu(), nil)
      },
      changedForward("no second bias") { network, x in
        let hidden = (matmul(x, network.weight1) + network.bias1).relu()
        return (hidden, matmul(hidden, network.weight2))
      },
      changedForward("relu on the logits") { network, x in
        let hidden = (matmul(x, network.weight1) + network.bias1).relu()
        return (hidden, (matmul(hidden, network.weight2) + network.bias2).relu())
      },
      changedForward("second layer on the sum before relu") { network, x in
        let sum = matmul(x, network.weight1) + network.bias1
        return (sum.relu(), matmul(sum, network.weight2) + network.bias2)
      },
      changedForward("tanh") { network, x in
        ((matmul(x, network.weight1) + network.bias1).tanh(), nil)
      },
    ])

  /// A forward pass of its own; without logits of its own, the right ones for its hidden values.
  private static func changedForward(
    _ mistake: String, _ pass: @escaping @Sendable (MLP, Matrix) -> (Matrix, Matrix?)
  ) -> WrongAnswer<Answers> {
    WrongAnswer(mistake) {
      $0.forward = { network, x in
        let (hidden, logits) = pass(network, x)
        return (hidden, logits ?? matmul(hidden, network.weight2) + network.bias2)
      }
    }
  }
}
