import Curriculum
import Gradus

extension RegularizationLesson {
  private static func shrunk(_ weights: Matrix, by distance: Double) -> Matrix {
    weights.map { $0 > distance ? $0 - distance : $0 < -distance ? $0 + distance : 0 }
  }

  private static func sign(_ weights: Matrix) -> Matrix {
    weights.map { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 }
  }

  private static let movedByTheOldWeight =
    "The weight before the step decides how it is moved: take the plain step first, and look at what it gives."

  static let l1Mistakes: [Mistake<Answers.L1Step>] = [
    Mistake(
      "jumps over zero",
      "That moves each weight by η·λ toward 0 and beyond it: stop at 0, or no weight ever stays there."
    ) { model, gradient, rate, strength in
      let stepped = model.weights - rate * gradient.weights
      return LinearModel(
        weights: stepped - rate * strength * sign(stepped), bias: model.bias - rate * gradient.bias)
    },
    Mistake(
      "step along the penalty's gradient",
      "That takes λ·sign(w) into the gradient and steps. Weights then jump to and fro over 0: take the "
        + "plain step first, then move toward 0 and stop there."
    ) { model, gradient, rate, strength in
      LinearModel(
        weights: model.weights - rate * (gradient.weights + strength * sign(model.weights)),
        bias: model.bias - rate * gradient.bias)
    },
    Mistake(
      "the bias is shrunk too",
      "The bias is moved toward 0 as well: it only takes the plain step."
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
    Mistake(
      "zero where the plain step crosses it",
      "A weight that the plain step carries across 0 is set to 0. It may well cross: only the move by η·λ "
        + "stops at 0."
    ) { model, gradient, rate, strength in
      let stepped = model.weights - rate * gradient.weights
      let crosses = (stepped * model.weights) .< 0
      return LinearModel(
        weights: select(crosses, Tensor(0), shrunk(stepped, by: rate * strength)),
        bias: model.bias - rate * gradient.bias)
    },
    Mistake(
      "moves by the sign of the old weight",
      movedByTheOldWeight
    ) { model, gradient, rate, strength in
      let stepped = model.weights - rate * gradient.weights
      let moved = stepped - rate * strength * sign(model.weights)
      return LinearModel(
        weights: select((stepped * moved) .> 0, moved, Tensor(0)),
        bias: model.bias - rate * gradient.bias)
    },
    Mistake(
      "compares the weight before the step", movedByTheOldWeight
    ) { model, gradient, rate, strength in
      let stepped = model.weights - rate * gradient.weights
      let distance = rate * strength
      return LinearModel(
        weights: select(
          model.weights .> distance, stepped - distance,
          select(model.weights .< -distance, stepped + distance, Tensor(0))),
        bias: model.bias - rate * gradient.bias)
    },
    Mistake("no penalty", "That is the plain step: the move by η·λ toward 0 is missing.") {
      model, gradient, rate, _ in
      LinearModel(
        weights: model.weights - rate * gradient.weights, bias: model.bias - rate * gradient.bias)
    },
    Mistake(
      "no rate in the plain step", "The learning rate is missing in the plain step: w − η·∂loss/∂w."
    ) {
      model, gradient, rate, strength in
      LinearModel(
        weights: shrunk(model.weights - gradient.weights, by: rate * strength),
        bias: model.bias - gradient.bias)
    },
    Mistake("moved by η", "The weights are moved by η: it is η·λ, with the strength.") {
      model, gradient, rate, _ in
      LinearModel(
        weights: shrunk(model.weights - rate * gradient.weights, by: rate),
        bias: model.bias - rate * gradient.bias)
    },
    Mistake(
      "the bias stays",
      "The bias does not move: it takes the plain step, b − η·∂loss/∂b."
    ) { model, gradient, rate, strength in
      LinearModel(
        weights: shrunk(model.weights - rate * gradient.weights, by: rate * strength),
        bias: model.bias)
    },
    Mistake(
      "up the gradient", "The step goes up the gradient: the loss falls against it, w − η·∂loss/∂w."
    ) { model, gradient, rate, strength in
      LinearModel(
        weights: shrunk(model.weights + rate * gradient.weights, by: rate * strength),
        bias: model.bias + rate * gradient.bias)
    },
    Mistake(
      "no plain step",
      "There is no step against the gradient: first w − η·∂loss/∂w, then the move toward 0."
    ) { model, gradient, rate, strength in
      LinearModel(
        weights: shrunk(model.weights, by: rate * strength), bias: model.bias)
    },
    Mistake(
      "away from zero", "The weights are moved away from 0, by η·λ: toward it is meant."
    ) { model, gradient, rate, strength in
      let stepped = model.weights - rate * gradient.weights
      return LinearModel(
        weights: stepped.map {
          $0 > rate * strength
            ? $0 + rate * strength : $0 < -rate * strength ? $0 - rate * strength : 0
        }, bias: model.bias - rate * gradient.bias)
    },
    Mistake(
      "negative weights away from zero",
      "Negative weights move away from 0: for them it is w + η·λ."
    ) { model, gradient, rate, strength in
      let distance = rate * strength
      return LinearModel(
        weights: (model.weights - rate * gradient.weights).map {
          $0.magnitude > distance ? $0 - distance : 0
        }, bias: model.bias - rate * gradient.bias)
    },
    Mistake(
      "those near zero stay",
      "A weight within η·λ of 0 stays where it is: it has to become 0."
    ) { model, gradient, rate, strength in
      let distance = rate * strength
      return LinearModel(
        weights: (model.weights - rate * gradient.weights).map {
          $0 > distance ? $0 - distance : $0 < -distance ? $0 + distance : $0
        }, bias: model.bias - rate * gradient.bias)
    },
    Mistake(
      "zero stays zero",
      "A weight that is 0 may leave it again: what counts is where the plain step takes it."
    ) { model, gradient, rate, strength in
      let moved = shrunk(model.weights - rate * gradient.weights, by: rate * strength)
      return LinearModel(
        weights: select(model.weights .== 0, Tensor(0), moved),
        bias: model.bias - rate * gradient.bias)
    },
    Mistake("moved twice", "The weights are moved toward 0 twice: by η·λ, once.") {
      model, gradient, rate, strength in
      LinearModel(
        weights: shrunk(model.weights - rate * gradient.weights, by: 2 * rate * strength),
        bias: model.bias - rate * gradient.bias)
    },
    Mistake(
      "in the gradient as well",
      "The penalty counts twice there, in the gradient and in the move toward 0: take the plain step along the "
        + "gradient of the loss alone."
    ) { model, gradient, rate, strength in
      let stepped = model.weights - rate * (gradient.weights + strength * sign(model.weights))
      return LinearModel(
        weights: shrunk(stepped, by: rate * strength), bias: model.bias - rate * gradient.bias)
    },
    Mistake(
      "compared with η·λ, moved by λ",
      "The weights are moved by λ: it must be η·λ, or the limit would depend on the learning rate."
    ) { model, gradient, rate, strength in
      let distance = rate * strength
      return LinearModel(
        weights: (model.weights - rate * gradient.weights).map {
          $0 > distance ? $0 - strength : $0 < -distance ? $0 + strength : 0
        }, bias: model.bias - rate * gradient.bias)
    },
    Mistake(
      "the bias moved by η·λ", "The bias is moved toward 0 as well: it only takes the plain step."
    ) { model, gradient, rate, strength in
      LinearModel(
        weights: shrunk(model.weights - rate * gradient.weights, by: rate * strength),
        bias: model.bias - rate * gradient.bias - rate * strength)
    },
    Mistake("the rate squared", "The weights are moved by η·λ: the learning rate counts once.") {
      model, gradient, rate, strength in
      LinearModel(
        weights: shrunk(model.weights - rate * gradient.weights, by: rate * rate * strength),
        bias: model.bias - rate * gradient.bias)
    },
    Mistake("zero where the whole step crosses it", movedByTheOldWeight) {
      model, gradient, rate, strength in
      let moved = model.weights - rate * (gradient.weights + strength * sign(model.weights))
      return LinearModel(
        weights: select((moved * model.weights) .< 0, Tensor(0), moved),
        bias: model.bias - rate * gradient.bias)
    },
  ]
}
