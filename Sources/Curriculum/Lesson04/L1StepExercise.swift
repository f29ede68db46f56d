import Curriculum
import Gradus

extension RegularizationLesson {
  static let l1Step = Exercise<Answers>(
    "l1Step", "A step that arrives at zero",
    hints: [
      "Two things happen to the weights, one after the other: a plain step, then a move towards 0.",
      "A weight that is nearer to 0 than η·λ after the plain step becomes 0: it does not jump over.",
      "(model.weights - learningRate * gradient.weights).map { $0 > d ? $0 - d : $0 < -d ? $0 + d : 0 } "
        + "with d = learningRate * strength; the bias takes only the plain step.",
    ],
    learnt:
      "A force that does not weaken near zero, and a stop at zero, give weights that are exactly "
      + "0.",
    landmark: Landmark("Sources/Training/Regularization/L1Shrinkage.swift", "struct L1Shrinkage"),
    solution: { $0.l1Step = Regularization.l1Step },
    check: { answers in
      let model = LinearModel(weights: [[1], [-2], [0.25], [-0.05], [0]], bias: 0.1)
      let gradient = LinearModel(weights: [[2], [-1], [2], [0], [-8]], bias: 3)
      let random = RandomRegression(samples: 1, features: 6, seed: 2).model
      let slope = RandomRegression(samples: 1, features: 6, seed: 4).model
      for (model, gradient, rate, strength, what) in [
        (
          model, gradient, 0.1, 2,
          "l1Step from [[1], [-2], [0.25], [-0.05], [0]] along [[2], [-1], [2], [0], [-8]] at rate 0.1, "
            + "strength 2"
        ),
        (random, slope, 0.3, 1.5, "l1Step from random weights at rate 0.3, strength 1.5"),
        (random, slope, 0.3, 0, "l1Step at strength 0"),
      ] {
        try expect(
          answers.l1Step(model, gradient, rate, strength),
          equals: try Regularization.l1Step(
            model, along: gradient, learningRate: rate, strength: strength),
          in: what, suspects: l1Mistakes.suspects { try $0(model, gradient, rate, strength) })
      }
    },
    wrongAnswers: l1Mistakes.wrongAnswers(\.l1Step))

  private static func shrunk(_ weights: Matrix, by distance: Double) -> Matrix {
    weights.map { $0 > distance ? $0 - distance : $0 < -distance ? $0 + distance : 0 }
  }

  private static func sign(_ weights: Matrix) -> Matrix {
    weights.map { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 }
  }

  private static let l1Mistakes: [Mistake<Answers.L1Step>] = [
    Mistake(
      "jumps over zero",
      "That moves each weight by η·λ towards 0 and beyond it: stop at 0, or no weight ever stays there."
    ) { model, gradient, rate, strength in
      let stepped = model.weights - rate * gradient.weights
      return LinearModel(
        weights: stepped - rate * strength * sign(stepped), bias: model.bias - rate * gradient.bias)
    },
    Mistake(
      "step along the penalty's gradient",
      "That takes λ·sign(w) into the gradient and steps. Weights then jump to and fro over 0: take the "
        + "plain step first, then move towards 0 and stop there."
    ) { model, gradient, rate, strength in
      LinearModel(
        weights: model.weights - rate * (gradient.weights + strength * sign(model.weights)),
        bias: model.bias - rate * gradient.bias)
    },
    Mistake(
      "the bias is shrunk too",
      "The bias is moved towards 0 as well: it only takes the plain step."
    ) { model, gradient, rate, strength in
      let bias = shrunk(Matrix(model.bias - rate * gradient.bias), by: rate * strength)
      return LinearModel(
        weights: shrunk(model.weights - rate * gradient.weights, by: rate * strength),
        bias: bias.scalar())
    },
    Mistake(
      "learning rate forgotten in the threshold",
      "The weights are moved by λ: it must be η·λ, or the limit would depend on the learning rate."
    ) { model, gradient, rate, strength in
      LinearModel(
        weights: shrunk(model.weights - rate * gradient.weights, by: strength),
        bias: model.bias - rate * gradient.bias)
    },
    Mistake(
      "half the threshold",
      "The weights are moved by η·λ/2: the ½ belongs to L2. The derivative of λ·|w| has size λ."
    ) { model, gradient, rate, strength in
      LinearModel(
        weights: shrunk(model.weights - rate * gradient.weights, by: rate * strength / 2),
        bias: model.bias - rate * gradient.bias)
    },
    Mistake(
      "cuts off without shrinking",
      "Small weights become 0, but the others must come nearer to 0 by η·λ too."
    ) { model, gradient, rate, strength in
      LinearModel(
        weights: (model.weights - rate * gradient.weights).map {
          $0.magnitude > rate * strength ? $0 : 0
        }, bias: model.bias - rate * gradient.bias)
    },
    Mistake(
      "shrinks before the step",
      "That shrinks first and then steps, and the step moves the zeros away again: step, then shrink."
    ) { model, gradient, rate, strength in
      LinearModel(
        weights: shrunk(model.weights, by: rate * strength) - rate * gradient.weights,
        bias: model.bias - rate * gradient.bias)
    },
    Mistake(
      "negative weights all become zero",
      "All negative weights become 0: max(w − η·λ, 0) is only right for positive ones."
    ) { model, gradient, rate, strength in
      LinearModel(
        weights: (model.weights - rate * gradient.weights).map { max($0 - rate * strength, 0) },
        bias: model.bias - rate * gradient.bias)
    },
    Mistake(
      "shrinks in proportion",
      "That takes a share η·λ of each weight away, which is L2: L1 takes the same amount of each."
    ) { model, gradient, rate, strength in
      LinearModel(
        weights: (model.weights - rate * gradient.weights) * (1 - rate * strength),
        bias: model.bias - rate * gradient.bias)
    },
  ]
}
