import Curriculum
import Gradus

extension ExtendingLesson {
  static let centered = Exercise<Answers>(
    "centered", "A layer with a running statistic",
    hints: [
      "In training, the mean of each column is a variable: x.mean(along: 0). What is subtracted is that "
        + "variable, so that the gradient flows through it, too.",
      "The running mean is a plain tensor: make it from the variable's value, and in training alone.",
      "At inference: x - Variable(runningMean). In training before that: runningMean = (1 - momentum) * "
        + "runningMean + momentum * mean.value.",
    ],
    learned:
      "A buffer follows the data in training, is saved, and is a constant for every gradient.",
    landmark: Landmark("Sources/Layers/Normalization/BatchNorm.swift", "func follow"),
    solution: { $0.centered = Extending.centered },
    check: checkCentered,
    wrongAnswers: centeredMistakes.wrongAnswers(\.centered),
    rightAnswers: [
      RightAnswer("the running mean moved by a share of the difference") {
        $0.centered = { x, running, momentum, isTraining in
          guard isTraining else { return x - Variable(running) }
          let mean = x.mean(along: 0)
          running += (mean.value - running) * momentum
          return x - mean
        }
      },
      RightAnswer("a sum, divided by the number of rows") {
        $0.centered = { x, running, momentum, isTraining in
          if !isTraining { return x + Variable(-running) }
          let mean = x.sum(along: 0, keepingDimensions: true) / Double(x.shape[0])
          running = momentum * mean.value.reshaped(to: running.shape) + running * (1 - momentum)
          return x - mean
        }
      },
      RightAnswer("a value and a pullback by hand") {
        $0.centered = { x, running, momentum, isTraining in
          let subtracted = isTraining ? x.value.mean(along: 0) : running
          if isTraining { running = (1 - momentum) * running + momentum * subtracted }
          return Variable(
            "centered", x.value - subtracted,
            (x, { isTraining ? $0 - $0.mean(along: 0) : $0 }))
        }
      },
    ])

  /// The output, the gradient of x for an upstream gradient, and the running mean after the call.
  private typealias Result = (output: Matrix, gradient: Matrix, running: Matrix)

  @Sendable private static func checkCentered(_ answers: Answers) throws {
    var suspicion = Suspicion(centeredMistakes)
    func compare(
      _ x: Matrix, _ running: Matrix, _ momentum: Double, _ upstream: Matrix, _ name: String
    ) throws {
      for isTraining in [true, false] {
        func result(_ layer: Answers.Centered) throws -> Result {
          var mean = running
          let (output, pullback) = try valueWithPullback(at: [x]) {
            try layer($0[0], &mean, momentum, isTraining)
          }
          let fits = output.shape == upstream.shape
          return (output, pullback(fits ? upstream : .ones(output.shape))[0], mean)
        }
        try suspicion.expect(
          result(answers.centered),
          equals: result {
            try Extending.centered($0, runningMean: &$1, momentum: $2, isTraining: $3)
          },
          in: "centered of \(name), momentum \(momentum), "
            + (isTraining ? "in training" : "at inference"),
          parts: [
            .tensor("output") { $0.output }, .tensor("running mean afterward") { $0.running },
            .tensor("gradient of x") { $0.gradient },
          ]
        ) { try result($0) }
      }
    }
    try compare(
      [[1, 8], [3, -2], [8, 3]], [10, 20], 0.25, [[1, 2], [3, 5], [11, 7]],
      "[[1, 8], [3, −2], [8, 3]], running mean [10, 20]")
    for (place, sort) in Input.all(seed: 13_10).enumerated() {
      var input = sort
      try compare(
        input.matrix(), input.tensor([input.columns]), [0.1, 0.5, 1, 0][place % 4], input.matrix(),
        "x \(input)")
    }
  }
}
