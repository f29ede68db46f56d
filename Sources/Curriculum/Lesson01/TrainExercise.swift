import Curriculum
import Gradus

extension LinearRegressionLesson {
  typealias Train =
    @Sendable (Matrix, Matrix, LinearModel, Double, Int) throws -> Answers.Training

  static let train = Exercise<Answers>(
    "train", "The training loop",
    hints: [
      "A loop of `steps` rounds around: var model = start.",
      "In each round: append the loss of the present model, compute its gradient, replace the model by "
        + "the result of step.",
      "model = try step(model, along: gradient(x, target, at: model), learningRate: learningRate)",
    ],
    learned:
      "Training is a loop of loss, gradient and step, and the noted losses show whether it gets "
      + "anywhere.",
    landmark: Landmark("Sources/Training/Fit/Fit.swift", "func fit"),
    solution: { $0.train = LinearRegression.train },
    check: { answers in
      func compare(
        _ x: Matrix, _ target: Matrix, from start: LinearModel, _ rate: Double, _ steps: Int,
        expected: Answers.Training? = nil, in call: String, tolerance: Double = 1e-9,
        suspecting mistakes: [String] = []
      ) throws {
        let right =
          try expected
          ?? LinearRegression.train(x, target, from: start, learningRate: rate, steps: steps)
        try expect(
          answers.train(x, target, start, rate, steps), equals: right, in: call,
          parts: [
            .value("number of losses", \.losses.count), .tensor("weights", \.model.weights),
            .number("bias", \.model.bias), .tensor("losses", { Tensor($0.losses) }),
          ], tolerance: tolerance,
          suspects: trainMistakes.filter { mistakes.contains($0.name) }.suspects {
            try $0(x, target, start, rate, steps)
          },
          otherwise: steps < 1000
            ? nil : "The loop runs `steps` times, however small the loss or its gradient is.")
      }
      // One sample x = 1, y = 2, both parameters from 0: after n steps w = b = 1 − 0.96ⁿ, and the loss
      // before step n is 4 · 0.96²ⁿ.
      let zero = LinearModel(weights: [[0]], bias: 0)
      func power(_ n: Int) -> Double { (0..<n).reduce(1) { power, _ in power * 0.96 } }
      func model(_ n: Int) -> LinearModel {
        LinearModel(weights: Matrix([[1 - power(n)]]), bias: 1 - power(n))
      }
      for (n, steps) in [(0, 3), (2, 3), (5, 0), (1, 1), (0, 1000)] {
        try compare(
          [[1]], [[2]], from: model(n), 0.01, steps,
          expected: (model(n + steps), (0..<steps).map { 4 * power(2 * (n + $0)) }),
          in:
            "train([[1]], [[2]]) from \(n == 0 ? "zero" : "w = b = \(model(n).bias)"), rate 0.01, "
            + "\(steps) steps",
          suspecting: steps != 3
            ? []
            : n > 0
              ? ["ignores where to start", "the bias of the start left out"]
              : trainMistakes.map(\.name))
      }
      try compare(
        [[1]], [[2]], from: zero, 0.0001, 4,
        in: "train([[1]], [[2]]) from zero, rate 0.0001, 4 steps",
        suspecting: ["stops when the loss hardly falls"]
      )
      // Noise: no model is perfect, and each sample counts.
      let noisy = RandomRegression(samples: 13, features: 2, seed: 6)
      try compare(
        noisy.x, noisy.target, from: noisy.model, 0.05, 12, in: "train on 13 random samples",
        suspecting: [
          "first 8 samples", "losses are sums", "a step for each sample",
          "one sample for each step", "a rate that falls",
          "the bias after the weights", "the bias of the start left out",
        ])
      // Too high a rate: the loss grows, and the steps go on.
      try compare(
        [[1], [2], [-3]], [[2], [1], [0]], from: zero, 0.25, 5,
        in: "train([[1], [2], [-3]], [[2], [1], [0]]) at rate 0.25, where the loss grows",
        suspecting: ["returns the best model", "stops when the loss grows"])
      let broken = try answers.train([[1]], [[2]], zero, 1e6, 200)
      try expect(
        broken.losses.count == 200 && !broken.model.bias.isFinite,
        "train([[1]], [[2]]) from zero, rate 1e6, 200 steps: the loss becomes infinite, and there are "
          + "200 losses nevertheless; found \(broken.losses.count) and the bias \(broken.model.bias).",
        why: "The loop runs `steps` times, whatever the loss.")
      for var input in Input.all(seed: 6) {
        let x = input.matrix()
        let target = input.tensor([input.rows, 1])
        let start = LinearModel(
          weights: input.tensor([input.columns, 1]), bias: input.tensor([1])[0])
        let rate = 0.3 / (1 + x.squared().sum() / Double(input.rows))
        try compare(x, target, from: start, rate, 4, in: "train on \(input)", tolerance: 1e-8)
      }
    },
    wrongAnswers: trainMistakes.wrongAnswers(\.train),
    rightAnswers: [
      RightAnswer("steps counted down") {
        $0.train = { x, target, start, rate, steps in
          var (model, losses, left) = (start, [Double](), steps)
          while left > 0 {
            losses += [try LinearRegression.loss(x, target, model)]
            model = try LinearRegression.stepped(x, target, model, rate)
            left -= 1
          }
          return (model, losses)
        }
      },
      RightAnswer("all models first, then their losses") {
        $0.train = { x, target, start, rate, steps in
          var models = [start]
          for _ in 0..<steps {
            models.append(try LinearRegression.stepped(x, target, models[models.count - 1], rate))
          }
          return (
            models[steps], try models.prefix(steps).map { try LinearRegression.loss(x, target, $0) }
          )
        }
      },
      RightAnswer("recursion") {
        $0.train = { x, target, start, rate, steps in
          @Sendable func train(_ model: LinearModel, _ steps: Int) throws -> Answers.Training {
            if steps == 0 { return (model, []) }
            let rest = try train(LinearRegression.stepped(x, target, model, rate), steps - 1)
            return (rest.model, [try LinearRegression.loss(x, target, model)] + rest.losses)
          }
          return try train(start, steps)
        }
      },
    ])
}

extension LinearRegression {
  static func loss(
    _ x: Tensor<Double>, _ target: Tensor<Double>, _ model: LinearModel
  ) throws -> Double {
    try meanSquaredError(predict(x, with: model), target)
  }

  /// The model after one step of training.
  static func stepped(
    _ x: Tensor<Double>, _ target: Tensor<Double>, _ model: LinearModel, _ rate: Double
  ) throws -> LinearModel {
    try step(model, along: gradient(x, target, at: model), learningRate: rate)
  }
}
