import Curriculum
import Gradus

extension LinearRegressionLesson {
  static let train = Exercise<Answers>(
    "train", "The training loop",
    hints: [
      "A loop of `steps` rounds around: var model = start.",
      "In each round: append the loss of the present model, compute its gradient, replace the model by "
        + "the result of step.",
      "model = try step(model, along: gradient(x, target, at: model), learningRate: learningRate)",
    ],
    learnt:
      "Training is a loop of loss, gradient and step, and the noted losses show whether it gets "
      + "anywhere.",
    landmark: Landmark("Sources/Training/Fit/Fit.swift", "func fit"),
    solution: { $0.train = LinearRegression.train },
    check: { answers in
      // One sample x = 1, y = 2, both parameters from 0: after n steps w = b = 1 − 0.96ⁿ, and the loss
      // before step n is 4 · 0.96²ⁿ.
      let zero = LinearModel(weights: [[0]], bias: 0)
      func power(_ n: Int) -> Double { (0..<n).reduce(1) { power, _ in power * 0.96 } }
      func model(_ n: Int) -> LinearModel {
        LinearModel(weights: Matrix([[1 - power(n)]]), bias: 1 - power(n))
      }
      let (trained, losses) = try answers.train([[1]], [[2]], zero, 0.01, 3)
      let call = "train([[1]], [[2]]) from zero, rate 0.01, 3 steps"
      try expect(
        losses.count == 3,
        "\(call): expected 3 losses, one before each step, found \(losses.count).",
        why: [
          0: "Append the loss in each round.", 1: "Is it noted inside the loop?",
          2: "One round is missing.", 4: "The loop runs once too often: `steps` times is right.",
        ][losses.count])
      try expect(
        trained, equals: model(3), in: call,
        suspects: [
          Suspect(zero, "That is the model from before the first step."),
          Suspect(
            model(1),
            "That is the model after one step: the next step has to start from where the last ended."
          ),
          Suspect(model(2), "One step is missing."),
          Suspect(model(4), "One step too many."),
          Suspect(
            LinearModel(weights: [[0.12]], bias: 0.12),
            "All steps go along the gradient at the start: compute it anew in each round."),
          Suspect(
            LinearModel(weights: [[0.784]], bias: 0.784),
            "That is what a learning rate of 0.1 leads to: use learningRate."),
        ])
      for n in 0..<3 {
        let loss = 4 * power(2 * n)
        try expect(
          losses[n], equals: loss, in: "\(call), losses[\(n)]",
          suspects: [
            Suspect(loss * 0.96 * 0.96, "That is the loss after the step; note it before.")
          ])
      }
      let (converged, _) = try answers.train([[1]], [[2]], zero, 0.01, 1000)
      try expect(
        converged, equals: model(1000), in: "train([[1]], [[2]]) from zero, rate 0.01, 1000 steps")

      let (untouched, none) = try answers.train([[1]], [[2]], model(5), 0.01, 0)
      try expect(
        untouched, equals: model(5), in: "train with 0 steps",
        suspects: [Suspect(zero, "The descent begins at zero there, not at `start`.")])
      try expect(none.isEmpty, "train with 0 steps: expected no losses, found \(none.count).")

      // A noiseless plane is found again, wherever the descent starts.
      let random = RandomRegression(samples: 40, features: 2, seed: 6)
      let plane = LinearModel(weights: [[3], [-2]], bias: 5)
      let target = Gradus.matmul(random.x, plane.weights) + plane.bias
      let (found, _) = try answers.train(random.x, target, random.model, 0.1, 1500)
      try expect(
        found, equals: plane, in: "train on 40 samples of the plane 3·x₀ − 2·x₁ + 5",
        tolerance: 1e-6)
    },
    wrongAnswers: [
      WrongAnswer("every step from the start") { answers in
        let right = answers
        answers.train = { x, target, start, rate, steps in
          var model = start
          var losses: [Double] = []
          for _ in 0..<steps {
            losses.append(try right.meanSquaredError(right.predict(x, start), target))
            model = try right.step(start, right.gradient(x, target, start), rate)
          }
          return (model, losses)
        }
      },
      WrongAnswer("gradient always at the start") { answers in
        let right = answers
        answers.train = { x, target, start, rate, steps in
          var model = start
          var losses: [Double] = []
          for _ in 0..<steps {
            losses.append(try right.meanSquaredError(right.predict(x, model), target))
            model = try right.step(model, right.gradient(x, target, start), rate)
          }
          return (model, losses)
        }
      },
      WrongAnswer("loss noted after the step") { answers in
        let right = answers
        answers.train = { x, target, start, rate, steps in
          var model = start
          var losses: [Double] = []
          for _ in 0..<steps {
            model = try right.step(model, right.gradient(x, target, model), rate)
            losses.append(try right.meanSquaredError(right.predict(x, model), target))
          }
          return (model, losses)
        }
      },
      WrongAnswer("one step too many") { answers in
        let right = answers.train
        answers.train = { x, target, start, rate, steps in
          try right(x, target, start, rate, steps + 1)
        }
      },
      WrongAnswer("one step too few") { answers in
        let right = answers.train
        answers.train = { x, target, start, rate, steps in
          let model = try right(x, target, start, rate, max(0, steps - 1)).model
          return (model, try right(x, target, start, rate, steps).losses)
        }
      },
      WrongAnswer("returns the first model") { answers in
        let right = answers.train
        answers.train = { x, target, start, rate, steps in
          (start, try right(x, target, start, rate, steps).losses)
        }
      },
      WrongAnswer("ignores where to start") { answers in
        let right = answers.train
        answers.train = { x, target, start, rate, steps in
          let zero = LinearModel(weights: .zeros(start.weights.shape), bias: 0)
          return try right(x, target, zero, rate, steps)
        }
      },
      WrongAnswer("ignores the learning rate") { answers in
        let right = answers.train
        answers.train = { x, target, start, _, steps in try right(x, target, start, 0.1, steps) }
      },
    ])
}
