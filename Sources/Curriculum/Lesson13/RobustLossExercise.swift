import Curriculum
import Gradus

extension ExtendingLesson {
  static let robustLoss = Exercise<Answers>(
    "robustLoss", "A loss with a reduction",
    hints: [
      "First the loss of each element, √(d² + ε²) − ε with d = prediction − Variable(target); then the mean "
        + "along axis 1; then times Variable(weights). That is .none.",
      ".sum is sum() of it. For .mean divide the sum by weights.sum(), not by the number of samples.",
      "Where weights.sum() is 0, return the sum, which is 0, too: 0/0 would be NaN.",
    ],
    learned: "What a mean is divided by is a part of the loss: padding must not make it smaller.",
    landmark: Landmark("Sources/Layers/Losses/LossReduction.swift", "enum LossReduction"),
    solution: { $0.robustLoss = Extending.robustLoss },
    check: checkRobustLoss,
    wrongAnswers: robustLossMistakes.wrongAnswers(\.robustLoss),
    rightAnswers: [
      RightAnswer("the weights before the mean along the row") {
        $0.robustLoss = { prediction, target, weights, epsilon, reduction in
          let squares = (prediction - Variable(target)).squared() + epsilon * epsilon
          let column = Variable(weights.expandingDimension(at: 1))
          let losses = ((squares.sqrt() - epsilon) * column).sum(along: 1) / Double(target.shape[1])
          let total = weights.sum()
          switch reduction {
          case .none: return losses
          case .sum: return losses.sum()
          case .mean: return losses.sum() / (total == 0 ? 1 : total)
          }
        }
      },
      RightAnswer("the mean by weights that add up to 1") {
        $0.robustLoss = { prediction, target, weights, epsilon, reduction in
          var shares = weights
          if reduction == .mean, weights.sum() > 0 { shares = weights / weights.sum() }
          let error = Variable(target) - prediction
          let each = (error * error + epsilon * epsilon).sqrt().mean(along: 1) - epsilon
          let losses = each * Variable(shares)
          return reduction == .none ? losses : losses.sum()
        }
      },
      RightAnswer("a value and a pullback by hand") {
        $0.robustLoss = { prediction, target, weights, epsilon, reduction in
          let error = prediction.value - target
          let root = (error * error + epsilon * epsilon).sqrt()
          let total = weights.sum()
          let factor = weights / (reduction == .mean && total > 0 ? total : 1)
          let losses = (root - epsilon).mean(along: 1) * factor
          let slope =
            error / root * factor.expandingDimension(at: 1) / Double(error.shape[1])
          return reduction == .none
            ? Variable("loss", losses, (prediction, { slope * $0.expandingDimension(at: 1) }))
            : Variable("loss", Matrix(losses.sum()), (prediction, { slope * $0 }))
        }
      },
    ])

  /// The loss, and the gradient of the prediction for an upstream gradient that is not 1.
  private typealias Result = (loss: Matrix, gradient: Matrix)

  @Sendable private static func checkRobustLoss(_ answers: Answers) throws {
    var suspicion = Suspicion(robustLossMistakes)
    func compare(
      _ prediction: Matrix, _ target: Matrix, _ weights: Matrix, _ epsilon: Double, _ name: String
    ) throws {
      for (reduction, word) in [
        (LossReduction.none, ".none"), (.sum, ".sum"), (.mean, ".mean"),
      ] {
        func result(_ loss: Answers.RobustLoss) throws -> Result {
          let (value, pullback) = try valueWithPullback(at: [prediction]) {
            try loss($0[0], target, weights, epsilon, reduction)
          }
          let upstream = Matrix(
            shape: value.shape,
            elements: (0..<value.elementCount).map { 1.5 + Double($0) })
          return (value, pullback(upstream)[0])
        }
        let found = try result(answers.robustLoss)
        if weights.sum() == 0 {
          try expect(
            !found.loss.elements.contains(where: \.isNaN),
            "robustLoss of \(name), \(word): the loss is NaN.", why: nanWithoutWeights)
        }
        try suspicion.expect(
          found,
          equals: result {
            try Extending.robustLoss($0, $1, weights: $2, epsilon: $3, reduction: $4)
          }, in: "robustLoss of \(name), epsilon \(epsilon), \(word)",
          parts: [.tensor("loss") { $0.loss }, .tensor("gradient") { $0.gradient }]
        ) { try result($0) }
      }
    }
    try compare(
      [[4, 1], [0, 6], [2, -3]], [[0, 1], [8, 0], [7, 9]], [1, 2, 0], 3,
      "three rows, the weights [1, 2, 0]")
    try compare([[1, 2]], [[3, 5]], [0], 0.5, "one row of weight 0")
    for (place, sort) in Input.all(seed: 13_06).enumerated() {
      var input = sort
      let (prediction, target) = (input.matrix(), input.matrix())
      let weights = input.tensor([input.rows]).abs()
      let epsilon = input.numbers == .small ? 1e-6 : [0.5, 1, 2][place % 3]
      try compare(prediction, target, weights, epsilon, "a prediction \(input)")
    }
  }

  static let nanWithoutWeights =
    "Where all weights are 0, that is 0/0: a batch of padding alone has the loss 0."
}
