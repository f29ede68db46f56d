import Curriculum
import Gradus

extension RegularizationLesson {
  static let l2Mistakes: [Mistake<Answers.L2Penalty>] = [
    Mistake(
      "the bias is punished too",
      "The bias is in it too: it only sets the level, and holding it back would make all predictions "
        + "too small. Only weights are punished."
    ) { model, strength in
      (
        strength / 2 * (model.weights.squared().sum() + model.bias * model.bias),
        LinearModel(weights: strength * model.weights, bias: strength * model.bias)
      )
    },
    Mistake("½ forgotten in the penalty", "The ½ is missing: λ/2·Σ w².") {
      model, strength in
      (
        strength * model.weights.squared().sum(),
        LinearModel(weights: strength * model.weights, bias: 0)
      )
    },
    Mistake(
      "gradient 2λw",
      "That is the gradient of λ·Σ w². With the ½ of λ/2·Σ w² the 2 cancels, and λ·w is left."
    ) { model, strength in
      (
        strength / 2 * model.weights.squared().sum(),
        LinearModel(weights: 2 * strength * model.weights, bias: 0)
      )
    },
    Mistake(
      "gradient λ/2·w",
      "The gradient is half of what it should be: the derivative of w² is 2w, which cancels the ½."
    ) { model, strength in
      (
        strength / 2 * model.weights.squared().sum(),
        LinearModel(weights: strength / 2 * model.weights, bias: 0)
      )
    },
    Mistake(
      "root of the sum", "That is the norm, with a square root: L2 here is the sum of squares."
    ) { model, strength in
      (
        strength / 2 * model.weights.squared().sum().squareRoot(),
        LinearModel(weights: strength * model.weights, bias: 0)
      )
    },
    Mistake(
      "mean for sum",
      "That is the mean of the squares: the penalty is their sum, whatever the number of weights."
    ) { model, strength in
      (
        strength / 2 * model.weights.squared().mean(),
        LinearModel(weights: strength * model.weights, bias: 0)
      )
    },
    Mistake(
      "absolute values", "Those are absolute values, the L1 penalty: L2 takes squares."
    ) { model, strength in
      (
        strength * model.weights.abs().sum(),
        LinearModel(weights: model.weights.map { $0 < 0 ? -strength : strength }, bias: 0)
      )
    },
    Mistake(
      "square of the sum",
      "That adds up first and squares then: each weight is squared by itself, and the squares are added."
    ) { model, strength in
      let sum = model.weights.sum()
      return (
        strength / 2 * sum * sum, LinearModel(weights: strength * model.weights, bias: 0)
      )
    },
    Mistake(
      "the bias itself as its gradient",
      "That hands back the bias itself. It is not in the penalty, so the penalty does not change with "
        + "it: its part of the gradient is 0."
    ) { model, strength in
      (
        strength / 2 * model.weights.squared().sum(),
        LinearModel(weights: strength * model.weights, bias: model.bias)
      )
    },
    Mistake("strength forgotten", "The strength λ is missing.") { model, _ in
      (model.weights.squared().sum() / 2, LinearModel(weights: model.weights, bias: 0))
    },
    Mistake(
      "whole numbers divided",
      "Whole numbers are divided: 1 / 2 as an Int is 0, and so is the penalty. Write strength / 2."
    ) { model, strength in
      (0, LinearModel(weights: strength * model.weights, bias: 0))
    },
    Mistake(
      "gradient with the sign turned",
      "The sign of the gradient is turned: it points to where the penalty grows, λ·w. The minus comes "
        + "with the step."
    ) { model, strength in
      (
        strength / 2 * model.weights.squared().sum(),
        LinearModel(weights: -strength * model.weights, bias: 0)
      )
    },
    Mistake(
      "the weights after a step",
      "Those are the weights after a step, w − λ·w: the gradient is λ·w alone, and the step is taken later."
    ) { model, strength in
      (
        strength / 2 * model.weights.squared().sum(),
        LinearModel(weights: model.weights - strength * model.weights, bias: 0)
      )
    },
    Mistake(
      "gradient of a mean",
      "The gradient is divided by the number of weights: the penalty is a sum, not a mean."
    ) { model, strength in
      (
        strength / 2 * model.weights.squared().sum(),
        LinearModel(
          weights: strength * model.weights / Double(model.weights.shape[0]), bias: 0)
      )
    },
    Mistake(
      "mean in both",
      "That is a mean over the weights, in the penalty and in its gradient: the penalty is a sum."
    ) { model, strength in
      let share = strength / Double(model.weights.shape[0])
      return (
        share / 2 * model.weights.squared().sum(),
        LinearModel(weights: share * model.weights, bias: 0)
      )
    },
    Mistake(
      "λ·Σ w² and its gradient",
      "The ½ is missing in both: that is λ·Σ w² with its gradient 2λ·w. Here it is λ/2·Σ w²."
    ) { model, strength in
      (
        strength * model.weights.squared().sum(),
        LinearModel(weights: 2 * strength * model.weights, bias: 0)
      )
    },
    Mistake(
      "absolute values in the penalty alone",
      "Those are absolute values, the L1 penalty: L2 takes squares."
    ) { model, strength in
      (
        strength / 2 * model.weights.abs().sum(),
        LinearModel(weights: strength * model.weights, bias: 0)
      )
    },
    Mistake("sum of the weights", "The weights are not squared: the penalty is λ/2·Σ w².") {
      model, strength in
      (
        strength / 2 * model.weights.sum(),
        LinearModel(weights: strength * model.weights, bias: 0)
      )
    },
    Mistake(
      "the penalty of each weight as the gradient",
      "That is what each weight costs: its derivative with respect to w is λ·w, without a square."
    ) { model, strength in
      (
        strength / 2 * model.weights.squared().sum(),
        LinearModel(weights: strength / 2 * model.weights.squared(), bias: 0)
      )
    },
    Mistake("squares in the gradient", "The derivative of w² is 2w, and not w²: λ·w.") {
      model, strength in
      (
        strength / 2 * model.weights.squared().sum(),
        LinearModel(weights: strength * model.weights.squared(), bias: 0)
      )
    },
    Mistake(
      "the sign of the weights lost in the gradient",
      "The sign of the weights is lost in the gradient: the derivative is λ·w, and not λ·|w|."
    ) { model, strength in
      (
        strength / 2 * model.weights.squared().sum(),
        LinearModel(weights: strength * model.weights.abs(), bias: 0)
      )
    },
    Mistake(
      "one derivative for all",
      "Each weight has a derivative of its own, λ·w: nothing is added up in the gradient."
    ) { model, strength in
      (
        strength / 2 * model.weights.squared().sum(),
        LinearModel(
          weights: Matrix(repeating: strength * model.weights.sum(), shape: model.weights.shape),
          bias: 0)
      )
    },
    Mistake("λ and ½ forgotten", "λ/2 is missing, in the penalty and in its gradient.") {
      model, _ in
      (model.weights.squared().sum(), LinearModel(weights: 2 * model.weights, bias: 0))
    },
    Mistake("0.5 always", "That is what λ = 0.5 gives: use `strength`.") { model, _ in
      (
        0.25 * model.weights.squared().sum(), LinearModel(weights: 0.5 * model.weights, bias: 0)
      )
    },
    Mistake(
      "λ as the bias's gradient",
      "The bias is not in the penalty: its part of the gradient is 0, and not λ."
    ) { model, strength in
      (
        strength / 2 * model.weights.squared().sum(),
        LinearModel(weights: strength * model.weights, bias: strength)
      )
    },
    Mistake("only the first weight", "Only the first weight is in it: Σ goes over all of them.") {
      model, strength in
      let first = model.weights[0, 0]
      return (
        strength / 2 * first * first, LinearModel(weights: strength * model.weights, bias: 0)
      )
    },
    Mistake("λ squared", "λ counts once in the penalty, and is not squared.") { model, strength in
      (
        strength * strength / 2 * model.weights.squared().sum(),
        LinearModel(weights: strength * model.weights, bias: 0)
      )
    },
  ]
}
