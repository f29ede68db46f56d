import Curriculum
import Games
import Gradus

extension PlayingLesson {
  static let qLoss = Exercise<Answers>(
    "qLoss", "A network in the place of the table",
    hints: [
      "Compute the targets as plain numbers, row by row, from nextValues.value, a tensor: what is no "
        + "variable has no gradient.",
      "Where continuation[i] is 0 the target is rewards[i]. Elsewhere look for the largest "
        + "nextValues.value[i, a] among the a with legal[i, a].",
      "values.gather(actions.expandingDimension(at: 1), along: 1) has the values of what was done, shape "
        + "[B, 1]; squeezingDimension(at: 1) makes [B] of it. Then subtract Variable(targets), and "
        + "squared().mean().",
    ],
    learned:
      "A target is a number to reach: with a gradient through it, a network would move the goal.",
    landmark: Landmark("Sources/Games/Learning/TransitionBatch.swift", "struct TransitionBatch"),
    solution: { $0.qLoss = Playing.qLoss },
    check: checkQLoss,
    wrongAnswers: qLossMistakes.wrongAnswers(\.qLoss),
    rightAnswers: [
      RightAnswer("a mask of −∞, and a selection of the targets") {
        $0.qLoss = { values, actions, rewards, continuation, nextValues, legal, discount in
          let next = nextValues.detached()
          let lowest = Variable(Tensor(repeating: -Double.infinity, shape: next.shape))
          let best = select(legal, next, lowest).value.max(along: 1)
          let targets = select(continuation .> 0, rewards + best * discount, rewards)
          let chosen = values.gather(actions.expandingDimension(at: 1), along: 1)
          return (Variable(targets) - chosen.squeezingDimension(at: 1)).squared().mean()
        }
      },
      RightAnswer("a mask of ones and zeros in the place of gather") {
        $0.qLoss = { values, actions, rewards, continuation, nextValues, legal, discount in
          let (b, a) = (values.shape[0], values.shape[1])
          let isTaken = Tensor<Double>(
            actions.expandingDimension(at: 1) .== Tensor<Int>(Array(0..<a)))
          let targets = (0..<b).map { i in
            var best = -Double.infinity
            for j in 0..<a where legal[i, j] { best = max(best, nextValues.value[i, j]) }
            return continuation[i] == 0 ? rewards[i] : rewards[i] + discount * best
          }
          let chosen = (values * Variable(isTaken)).sum(along: 1)
          return (chosen - Variable(Tensor(targets))).squared().sum() / Double(b)
        }
      },
      RightAnswer("nothing recorded for the targets") {
        $0.qLoss = { values, actions, rewards, continuation, nextValues, legal, discount in
          let targets = withoutRecording {
            let finite = select(
              legal, nextValues, Variable(Tensor(repeating: -1e300, shape: nextValues.shape)))
            return finite.max(along: 1) * Variable(continuation * discount) + Variable(rewards)
          }
          let rows = Tensor<Int>(shape: [values.shape[0], 1], elements: actions.elements)
          let error = values.gather(rows, along: 1).reshaped(to: targets.shape) - targets.detached()
          return (error * error).mean()
        }
      },
    ])

  /// What a call is made with.
  private struct LossCall {
    var values, nextValues: Matrix
    var actions: Tensor<Int>
    var rewards, continuation: Tensor<Double>
    var legal: Tensor<Bool>
    var discount: Double
  }

  /// The loss, and its gradients for the two inputs.
  private typealias LossResult = (loss: Double, ofValues: Matrix, ofNextValues: Matrix)

  private static func result(
    of function: Answers.QLoss, _ call: LossCall, _ name: String
  ) throws -> LossResult {
    let (loss, gradients) = try valueWithGradients(at: [call.values, call.nextValues]) {
      let loss = try function(
        $0[0], call.actions, call.rewards, call.continuation, $0[1], call.legal, call.discount)
      try expect(
        loss.shape.rank == 0, "\(name): expected a single number, found the shape \(loss.shape).",
        why: "End with mean() over all steps.")
      return loss
    }
    return (loss.scalar(), gradients[0], gradients[1])
  }

  static let nanInLoss =
    "0 · (−∞) is NaN: where no action is legal, the largest must not be computed, or not be used."

  static let infiniteLoss =
    "The largest of no values is −∞: look for it only where this step's own cᵢ is not 0, and among the "
    + "actions that are legal, not the others."

  @Sendable private static func checkQLoss(_ answers: Answers) throws {
    var suspicion = Suspicion(qLossMistakes)
    func compare(_ call: LossCall, _ name: String) throws {
      let right = try result(
        of: {
          try Playing.qLoss(
            $0, actions: $1, rewards: $2, continuation: $3, nextValues: $4, legal: $5, discount: $6)
        }, call, name)
      let found = try result(of: answers.qLoss, call, name)
      try expect(!found.loss.isNaN, "\(name): the loss is NaN.", why: nanInLoss)
      try expect(!found.loss.isInfinite, "\(name): the loss is infinite.", why: infiniteLoss)
      let parts: [Part<LossResult>] = [
        .number("loss", \.loss), .tensor("gradient for values", \.ofValues),
        .tensor("gradient for nextValues", \.ofNextValues),
      ]
      try suspicion.expect(found, equals: right, in: name, parts: parts) {
        try result(of: $0, call, name)
      }
    }
    try compare(
      LossCall(
        values: [[1, 2, -0.5], [4, 3, 0.25], [-1, 5, 7], [0.5, -2, 6], [3, -4, 2.5]],
        nextValues: [[9, 4, 5], [-3, -2, -6], [8, 2, 3], [1, -7, -4], [6, -8, 7]],
        actions: [1, 0, 2, 1, 0], rewards: [1, -2, 6, 3, -5], continuation: [1, 1, 0, 1, 0],
        legal: Tensor(
          shape: [5, 3],
          elements: [
            false, true, true, true, false, true, false, false, false, true, true, true, true, true,
            false,
          ]), discount: 0.5),
      "qLoss of 5 steps, 3 actions, some of them illegal, the third and the last step terminal")
    // Lower than what is often put in the places of illegal values.
    try compare(
      LossCall(
        values: [[1, -2, 3]], nextValues: [[-2e12, 5, -3e12]], actions: [1], rewards: [4],
        continuation: [1], legal: Tensor(shape: [1, 3], elements: [true, false, true]),
        discount: 0.5), "qLoss of one step, legal next values of −2e12 and −3e12")
    var generator = RandomGenerator(seed: 12_07)
    for var input in Input.all(seed: 12_07) {
      let (b, a) = (input.rows, input.columns)
      for discount in [0.75, 1, 0, -1] {
        var (legal, continuation): ([Bool], [Double]) = ([], [])
        for _ in 0..<b {
          let goesOn = generator.bernoulli(0.7)
          // Where nothing follows, actions may be legal or not.
          let isOpen = goesOn || generator.bernoulli(0.5)
          var row = (0..<a).map { _ in isOpen && generator.bernoulli(0.5) }
          if goesOn && !row.contains(true) { row[generator.uniformInteger(below: a)] = true }
          legal += row
          continuation.append(goesOn ? 1 : 0)
        }
        try compare(
          LossCall(
            values: input.matrix(), nextValues: input.matrix(),
            actions: input.labels([b], below: a), rewards: input.tensor([b]),
            continuation: Tensor(continuation), legal: Tensor(shape: [b, a], elements: legal),
            discount: discount),
          "qLoss of \(count(b, "step")), \(count(a, "action")), \(input.numbers.rawValue), "
            + "continuation \(continuation), discount \(discount)")
      }
    }
  }
}
