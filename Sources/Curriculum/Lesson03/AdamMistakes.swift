import Curriculum
import Gradus

extension OptimizationLesson {
  /// Adam, or Adam with one of its parts exchanged.
  private static func variant(
    counting: @escaping @Sendable (Int) -> Int = { $0 + 1 },
    squaring: @escaping @Sendable (_ g: Matrix, _ m: Matrix) -> Matrix = { g, _ in g * g },
    correctingMean: @escaping @Sendable (_ m: Matrix, _ weight: Double) -> Matrix = { $0 / $1 },
    correctingSquare: @escaping @Sendable (_ s: Matrix, _ weight: Double) -> Matrix = { $0 / $1 },
    scaling: @escaping @Sendable (_ s: Matrix, _ ε: Double) -> Matrix = { $0.sqrt() + $1 },
    keeping:
      @escaping @Sendable (_ state: AdamState, _ corrected: (m: Matrix, s: Matrix)) ->
      AdamState = { state, _ in state }
  ) -> AdamStep {
    { p, state, g, η, β1, β2, ε in
      var state = state
      let t = Double(counting(state.step))
      state.step += 1
      state.mean = β1 * state.mean + (1 - β1) * g
      state.meanSquare = β2 * state.meanSquare + (1 - β2) * squaring(g, state.mean)
      let m = correctingMean(state.mean, 1 - Double.pow(β1, t))
      let s = correctingSquare(state.meanSquare, 1 - Double.pow(β2, t))
      return (p - η * m / scaling(s, ε), keeping(state, (m, s)))
    }
  }

  static let adamMistakes: [Mistake<AdamStep>] = [
    Mistake(
      "the usual constants", "That is what 0.9, 0.999 and 1e-8 give: use beta1, beta2 and epsilon.",
      { p, state, g, η, _, _, _ in try variant()(p, state, g, η, 0.9, 0.999, 1e-8) }),
    Mistake(
      "counted twice",
      "This step is counted twice: t is state.step + 1, and so is the new state.step.",
      { p, state, g, η, β1, β2, ε in
        var moved = try variant(counting: { $0 + 2 })(p, state, g, η, β1, β2, ε)
        moved.state.step += 1
        return moved
      }),
    Mistake(
      "t one too large", "t is one too large: add 1 to state.step once.",
      variant(counting: { $0 + 2 })),
    Mistake(
      "one beta for both", "The mean square has a beta of its own: β₂.",
      { p, state, g, η, β1, _, ε in try variant()(p, state, g, η, β1, β1, ε) }),
    Mistake(
      "the first beta in the mean square", "The mean square has a beta of its own: β₂.",
      { p, state, g, η, β1, β2, ε in
        var next = try variant()(p, state, g, η, β1, β1, ε).state
        next.step = state.step + 1
        let t = Double(next.step)
        let (m, s) = (
          next.mean / (1 - Double.pow(β1, t)), next.meanSquare / (1 - Double.pow(β2, t))
        )
        return (p - η * m / (s.sqrt() + ε), next)
      }),
    Mistake(
      "the first beta in both corrections", "The mean square has a beta of its own: β₂.",
      { p, state, g, η, β1, β2, ε in
        try variant(correctingSquare: { s, _ in
          s / (1 - Double.pow(β1, Double(state.step + 1)))
        })(p, state, g, η, β1, β2, ε)
      }),
    Mistake(
      "along the gradient", "The step goes along the corrected mean m̂, not along the gradient.",
      { p, state, g, η, β1, β2, ε in
        let right = try variant()(p, state, g, η, β1, β2, ε)
        let s = right.state.meanSquare / (1 - Double.pow(β2, Double(state.step + 1)))
        return (p - η * g / (s.sqrt() + ε), right.state)
      }),
    Mistake(
      "gradient in full", "The gradient counts 1 − β₁ times in m, so that m is a mean.",
      { p, state, g, η, β1, β2, ε in
        let t = Double(state.step + 1)
        var next = AdamState(
          mean: β1 * state.mean + g, meanSquare: state.meanSquare, step: state.step + 1)
        next.meanSquare = β2 * next.meanSquare + (1 - β2) * g * g
        let (m, s) = (
          next.mean / (1 - Double.pow(β1, t)), next.meanSquare / (1 - Double.pow(β2, t))
        )
        return (p - η * m / (s.sqrt() + ε), next)
      }),
    Mistake(
      "the root corrected", "ŝ is corrected before the root: √(s / (1 − β₂ᵗ)), not √s / (1 − β₂ᵗ).",
      variant(correctingSquare: { s, weight in s / (weight * weight) })),
    Mistake(
      "corrections exchanged",
      "The corrections have changed places: m is divided by 1 − β₁ᵗ, s by 1 − β₂ᵗ.",
      { p, state, g, η, β1, β2, ε in
        let t = Double(state.step + 1)
        return try variant(
          correctingMean: { m, _ in m / (1 - Double.pow(β2, t)) },
          correctingSquare: { s, _ in s / (1 - Double.pow(β1, t)) })(p, state, g, η, β1, β2, ε)
      }),
    Mistake(
      "state not returned", "That is the state from before the step: return the new one.",
      { p, state, g, η, β1, β2, ε in (try variant()(p, state, g, η, β1, β2, ε).parameter, state) }),
    Mistake(
      "every step the first",
      "The averages begin at zero in every step: go on with those in `state`.",
      { p, state, g, η, β1, β2, ε in
        var moved = try variant()(
          p, AdamState(mean: .zeros(p.shape), meanSquare: .zeros(p.shape), step: 0), g, η, β1, β2, ε
        )
        moved.state.step += state.step
        return moved
      }),
    Mistake(
      "ε left out", "ε is missing, or is not the argument `epsilon`: divide by √ŝ + ε.",
      variant(scaling: { s, _ in s.sqrt() })),
    Mistake(
      "no bias correction",
      "The bias correction is missing: m and s started from zero, divide them by 1 − βᵗ.",
      variant(correctingMean: { m, _ in m }, correctingSquare: { s, _ in s })),
    Mistake(
      "mean not corrected", "The mean is not corrected: m / (1 − β₁ᵗ).",
      variant(correctingMean: { m, _ in m })),
    Mistake(
      "mean square not corrected", "The mean square is not corrected: s / (1 − β₂ᵗ).",
      variant(correctingSquare: { s, _ in s })),
    Mistake(
      "steps counted from 0", "t counts this step too: it is state.step + 1.",
      variant(counting: { $0 })),
    Mistake(
      "correction without the power",
      "The correction changes from step to step: it is 1 − βᵗ, with t as the exponent.",
      variant(counting: { _ in 1 })),
    Mistake(
      "β·t in place of the power", "βᵗ is a power: Double.pow(β, t), not β·t.",
      { p, state, g, η, β1, β2, ε in
        let t = Double(state.step + 1)
        return try variant(
          correctingMean: { m, _ in m / (1 - β1 * t) },
          correctingSquare: { s, _ in s / (1 - β2 * t) })(p, state, g, η, β1, β2, ε)
      }),
    Mistake(
      "multiplied by the correction", "The correction makes m and s larger: divide by 1 − βᵗ.",
      variant(correctingMean: { $0 * $1 }, correctingSquare: { $0 * $1 })),
    Mistake(
      "ε as in the faster form",
      "With both corrections moved into the rate, ε would be corrected too: divide by √ŝ + ε.",
      { p, state, g, η, β1, β2, ε in
        let root = (1 - Double.pow(β2, Double(state.step + 1))).squareRoot()
        return try variant()(p, state, g, η, β1, β2, ε / root)
      }),
    Mistake(
      "ε inside the root", "ε stands outside of the root: √ŝ + ε.",
      variant(scaling: { s, ε in (s + ε).sqrt() })),
    Mistake(
      "no root", "The root is missing: divide by √ŝ + ε.", variant(scaling: { $0 + $1 })),
    Mistake(
      "mean squared", "It is the gradient that is squared, not its mean m.",
      variant(squaring: { _, m in m * m })),
    Mistake(
      "gradient not squared", "The gradient has to be squared before it enters s.",
      variant(squaring: { g, _ in g })),
    Mistake(
      "shares exchanged", "The shares have changed places: β of the old mean stays, 1 − β is new.",
      { p, state, g, η, β1, β2, ε in
        var state = state
        let t = Double(state.step + 1)
        state.step += 1
        state.mean = (1 - β1) * state.mean + β1 * g
        state.meanSquare = (1 - β2) * state.meanSquare + β2 * g * g
        let (m, s) = (
          state.mean / (1 - Double.pow(β1, t)), state.meanSquare / (1 - Double.pow(β2, t))
        )
        return (p - η * m / (s.sqrt() + ε), state)
      }),
    Mistake(
      "no learning rate", "The learning rate is missing.",
      { p, state, g, _, β1, β2, ε in try variant()(p, state, g, 1, β1, β2, ε) }),
    Mistake(
      "betas exchanged", "The betas have changed places: β₁ is that of the mean.",
      { p, state, g, η, β1, β2, ε in try variant()(p, state, g, η, β2, β1, ε) }),
    Mistake(
      "corrected means kept",
      "The corrected mean is kept, and would be corrected again: return m and s without it.",
      variant(keeping: { state, corrected in
        AdamState(mean: corrected.m, meanSquare: corrected.s, step: state.step)
      })),
    Mistake(
      "step not counted", "It counts the steps taken, this one included.",
      variant(keeping: { state, _ in
        AdamState(mean: state.mean, meanSquare: state.meanSquare, step: state.step - 1)
      })),
    Mistake(
      "uphill", "That is uphill: the step is subtracted.",
      { p, state, g, η, β1, β2, ε in try variant()(p, state, g, -η, β1, β2, ε) }),
    Mistake(
      "the usual betas", "That is what 0.9 and 0.999 give: use beta1 and beta2.",
      { p, state, g, η, _, _, ε in try variant()(p, state, g, η, 0.9, 0.999, ε) }),
    Mistake(
      "the means from before",
      "The step is taken with m and s from before it: change them first, then correct them.",
      { p, state, g, η, β1, β2, ε in
        let t = Double(state.step + 1)
        let (m, s) = (
          state.mean / (1 - Double.pow(β1, t)), state.meanSquare / (1 - Double.pow(β2, t))
        )
        return (p - η * m / (s.sqrt() + ε), try variant()(p, state, g, η, β1, β2, ε).state)
      }),
    Mistake(
      "1 − β to the power t", "It is β that is raised to the power t: 1 − βᵗ, and not (1 − β)ᵗ.",
      { p, state, g, η, β1, β2, ε in
        let t = Double(state.step + 1)
        return try variant(
          correctingMean: { m, _ in m / Double.pow(1 - β1, t) },
          correctingSquare: { s, _ in s / Double.pow(1 - β2, t) })(p, state, g, η, β1, β2, ε)
      }),
    Mistake(
      "divided by βᵗ", "The correction divides by 1 − βᵗ, and not by βᵗ.",
      { p, state, g, η, β1, β2, ε in
        let t = Double(state.step + 1)
        return try variant(
          correctingMean: { m, _ in m / Double.pow(β1, t) },
          correctingSquare: { s, _ in s / Double.pow(β2, t) })(p, state, g, η, β1, β2, ε)
      }),
    Mistake(
      "the share squared as well", "Only the gradient is squared, not its share 1 − β₂.",
      { p, state, g, η, β1, β2, ε in
        try variant(squaring: { g, _ in (1 - β2) * g * g })(p, state, g, η, β1, β2, ε)
      }),
    Mistake(
      "the second beta in the mean", "The mean has a beta of its own: β₁.",
      { p, state, g, η, β1, β2, ε in
        let t = Double(state.step + 1)
        var next = try variant()(p, state, g, η, β1, β2, ε).state
        next.mean = β1 * state.mean + (1 - β2) * g
        let (m, s) = (
          next.mean / (1 - Double.pow(β1, t)), next.meanSquare / (1 - Double.pow(β2, t))
        )
        return (p - η * m / (s.sqrt() + ε), next)
      }),
    Mistake(
      "the largest mean square",
      "That keeps the largest mean square so far, as AMSGrad does. Here s may fall again.",
      { p, state, g, η, β1, β2, ε in
        var next = try variant()(p, state, g, η, β1, β2, ε).state
        next.meanSquare = select(
          next.meanSquare .> state.meanSquare, next.meanSquare, state.meanSquare)
        let t = Double(next.step)
        let (m, s) = (
          next.mean / (1 - Double.pow(β1, t)), next.meanSquare / (1 - Double.pow(β2, t))
        )
        return (p - η * m / (s.sqrt() + ε), next)
      }),
    Mistake(
      "Nesterov's form",
      "That looks ahead as Nesterov's momentum does, which is called Nadam. Here the step goes along m̂ alone.",
      { p, state, g, η, β1, β2, ε in
        try variant(correctingMean: { m, weight in (β1 * m + (1 - β1) * g) / weight })(
          p, state, g, η, β1, β2, ε)
      }),
    Mistake(
      "one scale for all", "Each number has a scale of its own: no mean over the tensor.",
      variant(scaling: { s, ε in
        Matrix(repeating: s.mean(), shape: s.shape).sqrt() + ε
      })),
    Mistake(
      "ε squared inside the root", "ε stands outside of the root: √ŝ + ε.",
      variant(scaling: { s, ε in (s + ε * ε).sqrt() })),
    Mistake(
      "ε added to the parameter", "ε belongs to the divisor: η·m̂ / (√ŝ + ε), with parentheses.",
      { p, state, g, η, β1, β2, ε in
        let right = try variant(scaling: { s, _ in s.sqrt() })(p, state, g, η, β1, β2, ε)
        return (right.parameter + ε, right.state)
      }),
    Mistake(
      "the means exchanged", "m and s have changed places in the state.",
      variant(keeping: { state, _ in
        AdamState(mean: state.meanSquare, meanSquare: state.mean, step: state.step)
      })),
    Mistake(
      "the steps begin again", "state.step goes on counting: it is the old one plus 1.",
      variant(keeping: { state, _ in
        AdamState(mean: state.mean, meanSquare: state.meanSquare, step: 1)
      })),
  ]
}
