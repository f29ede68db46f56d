import Curriculum
import Gradus

extension OptimizationLesson {
  static let momentumMistakes = slipsOfBoth(Optimization.momentum) + slipsOfMomentum

  private static let slipsOfMomentum: [Mistake<MomentumStep>] = [
    Mistake(
      "μ of both", "μ belongs to the old velocity alone: μ·v + g, not μ·(v + g).",
      { p, v, g, η, μ in (p - η * μ * (v + g), μ * (v + g)) }),
    Mistake(
      "1 − μ stays", "Of the old velocity the share μ stays, and not 1 − μ.",
      { p, v, g, η, μ in (p - η * ((1 - μ) * v + g), (1 - μ) * v + g) }),
    Mistake(
      "one velocity for all", "Each number has a velocity of its own: no mean over the tensor.",
      { p, v, g, η, μ in
        let mean = Matrix(repeating: (μ * v + g).mean(), shape: v.shape)
        return (p - η * mean, mean)
      }),
    Mistake(
      "nothing carried over", "The velocity from before is missing: v ← μ·v + g.",
      { p, _, g, η, _ in (p - η * g, g) }),
    Mistake(
      "velocity not returned",
      "That is the velocity from before the step: return the new one, for the next step.",
      { p, v, g, η, μ in (p - η * (μ * v + g), v) }),
    Mistake(
      "uphill", "That is uphill: the step is subtracted.",
      { p, v, g, η, μ in (p + η * (μ * v + g), μ * v + g) }),
    Mistake(
      "gradient weighed by 1 − μ",
      "The gradient counts in full here, μ·v + g; weighing it by 1 − μ makes the steps shorter.",
      { p, v, g, η, μ in
        let v = μ * v + (1 - μ) * g
        return (p - η * v, v)
      }),
    Mistake(
      "step along the old velocity", "The step goes along the new velocity: change it first.",
      { p, v, g, η, μ in (p - η * v, μ * v + g) }),
    Mistake(
      "rate inside the velocity",
      "The velocity is a sum of gradients: the rate belongs to the step, not into the velocity.",
      { p, v, g, η, μ in
        let v = μ * v + η * g
        return (p - v, v)
      }),
    Mistake(
      "a velocity that points downhill",
      "That is another convention, v ← μ·v − η·g and p ← p + v. Here v is a sum of gradients; rate and "
        + "minus belong to the step.",
      { p, v, g, η, μ in
        let v = μ * v - η * g
        return (p + v, v)
      }),
    Mistake(
      "μ at the gradient", "μ belongs to the old velocity, not to the gradient.",
      { p, v, g, η, μ in
        let v = v + μ * g
        return (p - η * v, v)
      }),
    Mistake(
      "μ left out", "The old velocity counts μ times: μ·v + g.",
      { p, v, g, η, _ in (p - η * (v + g), v + g) }),
    Mistake(
      "no learning rate", "The learning rate is missing.",
      { p, v, g, _, μ in (p - (μ * v + g), μ * v + g) }),
    Mistake(
      "Nesterov's step", "That is Nesterov's step; here it goes along the new velocity alone.",
      { p, v, g, η, μ in (p - η * (g + μ * (μ * v + g)), μ * v + g) }),
    Mistake(
      "shares of both",
      "The gradient counts in full, and of the old velocity the share μ stays: μ·v + g.",
      { p, v, g, η, μ in
        let v = (1 - μ) * v + μ * g
        return (p - η * v, v)
      }),
    Mistake(
      "a velocity that points downhill, and the rate in the step", uphillVelocity,
      { p, v, g, η, μ in
        let v = μ * v - g
        return (p + η * v, v)
      }),
    Mistake(
      "μ in the step", "μ is in the new velocity already: the step is η·v.",
      { p, v, g, η, μ in (p - η * μ * (μ * v + g), μ * v + g) }),
    Mistake(
      "the gradient in the step", "The gradient is in the new velocity already: the step is η·v.",
      { p, v, g, η, μ in (p - η * ((μ * v + g) + g), μ * v + g) }),
    Mistake(
      "rate in the velocity and in the step",
      "The velocity is a sum of gradients: the rate belongs to the step, not into the velocity.",
      { p, v, g, η, μ in
        let v = μ * v + η * g
        return (p - η * v, v)
      }),
    Mistake(
      "the velocity changed twice",
      "The velocity is changed twice: return the one that the parameter moved along.",
      { p, v, g, η, μ in
        let v = μ * v + g
        return (p - η * v, μ * v + g)
      }),
  ]

  private static let uphillVelocity =
    "The velocity is the sum of the gradients, μ·v + g, and points uphill: the minus belongs to the step."

  static let nesterovMistakes = slipsOfBoth(Optimization.nesterov) + slipsOfNesterov

  private static let slipsOfNesterov: [Mistake<MomentumStep>] = [
    Mistake(
      "μ of both", "μ belongs to the velocity alone: g + μ·v, not μ·(g + v).",
      { p, v, g, η, μ in (p - η * μ * (g + (μ * v + g)), μ * v + g) }),
    Mistake(
      "μ at the gradient", "μ belongs to the new velocity, not to the gradient: g + μ·v.",
      { p, v, g, η, μ in (p - η * (μ * g + (μ * v + g)), μ * v + g) }),
    Mistake(
      "μ twice", "μ counts once in the step: g + μ·v, with the new v.",
      { p, v, g, η, μ in (p - η * (g + μ * μ * (μ * v + g)), μ * v + g) }),
    Mistake(
      "the velocity subtracted", "The velocity is added to the gradient: g + μ·v.",
      { p, v, g, η, μ in (p - η * (g - μ * (μ * v + g)), μ * v + g) }),
    Mistake(
      "gradient weighed by 1 − μ",
      "The gradient counts in full here, μ·v + g; weighing it by 1 − μ makes the steps shorter.",
      { p, v, g, η, μ in
        let v = μ * v + (1 - μ) * g
        return (p - η * (g + μ * v), v)
      }),
    Mistake(
      "rate at the velocity alone",
      "The learning rate belongs to both, to the gradient as well: p − η·(g + μ·v).",
      { p, v, g, η, μ in (p - g - η * μ * (μ * v + g), μ * v + g) }),
    Mistake(
      "plain momentum",
      "That is plain momentum. The step goes along g + μ·v with the new v; with the old v that sum is "
        + "plain momentum too.",
      { p, v, g, η, μ in (p - η * (μ * v + g), μ * v + g) }),
    Mistake(
      "velocity in full", "The new velocity counts μ times: g + μ·v.",
      { p, v, g, η, μ in (p - η * (g + (μ * v + g)), μ * v + g) }),
    Mistake(
      "velocity for the gradient", "The gradient itself is the other part of the step: g + μ·v.",
      { p, v, g, η, μ in (p - η * (1 + μ) * (μ * v + g), μ * v + g) }),
    Mistake(
      "brackets left out",
      "Both are subtracted, and both times the rate: p − η·(g + μ·v), with brackets.",
      { p, v, g, η, μ in (p - η * g + μ * (μ * v + g), μ * v + g) }),
    Mistake(
      "gradient forgotten", "The gradient is missing in the step: g + μ·v.",
      { p, v, g, η, μ in (p - η * μ * (μ * v + g), μ * v + g) }),
    Mistake(
      "look-ahead kept as velocity",
      "What is carried to the next step is the velocity v, not the sum g + μ·v of the step.",
      { p, v, g, η, μ in
        let step = g + μ * (μ * v + g)
        return (p - η * step, step)
      }),
    Mistake(
      "nothing carried over", "The velocity from before is missing: v ← μ·v + g.",
      { p, _, g, η, μ in (p - η * (g + μ * g), g) }),
    Mistake(
      "velocity not returned",
      "That is the velocity from before the step: return the new one, for the next step.",
      { p, v, g, η, μ in (p - η * (g + μ * (μ * v + g)), v) }),
    Mistake(
      "uphill", "That is uphill: the step is subtracted.",
      { p, v, g, η, μ in (p + η * (g + μ * (μ * v + g)), μ * v + g) }),
    Mistake(
      "no learning rate", "The learning rate is missing.",
      { p, v, g, _, μ in (p - (g + μ * (μ * v + g)), μ * v + g) }),
    Mistake(
      "rate at the gradient alone",
      "The learning rate belongs to both: p − η·(g + μ·v), with parentheses.",
      { p, v, g, η, μ in (p - η * g - μ * (μ * v + g), μ * v + g) }),
    Mistake(
      "a velocity that points downhill",
      "That is another convention, v ← μ·v − η·g and p ← p + μ·v − η·g. Here v is a sum of gradients; "
        + "rate and minus belong to the step.",
      { p, v, g, η, μ in
        let v = μ * v - η * g
        return (p + μ * v - η * g, v)
      }),
    Mistake(
      "μ left out of the velocity", "The old velocity counts μ times: μ·v + g.",
      { p, v, g, η, μ in (p - η * (g + μ * (v + g)), v + g) }),
    Mistake(
      "μ of the gradient in the velocity",
      "μ belongs to the old velocity alone: μ·v + g, not μ·(v + g).",
      { p, v, g, η, μ in (p - η * (g + μ * (μ * (v + g))), μ * (v + g)) }),
    Mistake(
      "1 − μ stays", "Of the old velocity the share μ stays, and not 1 − μ.",
      { p, v, g, η, μ in
        let v = (1 - μ) * v + g
        return (p - η * (g + μ * v), v)
      }),
    Mistake(
      "1 − μ in the step", "The new velocity counts μ times, and not 1 − μ times: g + μ·v.",
      { p, v, g, η, μ in (p - η * (g + (1 - μ) * (μ * v + g)), μ * v + g) }),
    Mistake(
      "1 − μ of the gradient in the step", "The gradient counts in full in the step: g + μ·v.",
      { p, v, g, η, μ in (p - η * ((1 - μ) * g + μ * (μ * v + g)), μ * v + g) }),
    Mistake(
      "no velocity in the step", "The velocity is missing in the step: g + μ·v.",
      { p, v, g, η, μ in (p - η * g, μ * v + g) }),
    Mistake(
      "the look ahead by the old velocity",
      "The step of momentum and a share of the old velocity are added up there: the step is g + μ·v, with "
        + "the new v.",
      { p, v, g, η, μ in (p - η * (μ * v + g) - η * μ * v, μ * v + g) }),
    Mistake(
      "a velocity that points downhill, and the rate in the step", uphillVelocity,
      { p, v, g, η, μ in
        let v = μ * v - g
        return (p - η * (g - μ * v), v)
      }),
  ]

  /// What goes wrong with either rule: a decay of one's own, or places exchanged.
  private static func slipsOfBoth(_ step: @escaping MomentumStep) -> [Mistake<MomentumStep>] {
    [
      Mistake(
        "0.9 always", "That is what μ = 0.9 gives: use `decay`, which may be another.",
        { p, v, g, η, _ in try step(p, v, g, η, 0.9) }),
      Mistake(
        "rate and decay exchanged", "The learning rate and μ have changed places.",
        { p, v, g, η, μ in try step(p, v, g, μ, η) }),
      Mistake(
        "the results exchanged",
        "The parameter and the velocity have changed places: the parameter comes first.",
        { p, v, g, η, μ in
          let right = try step(p, v, g, η, μ)
          return (right.velocity, right.parameter)
        }),
      Mistake(
        "0.1 always", "That is what η = 0.1 gives: use `learningRate`, which may be another.",
        { p, v, g, _, μ in try step(p, v, g, 0.1, μ) }),
      Mistake(
        "the parameter stays", "The parameter is returned as it was: it takes a step as well.",
        { p, v, g, η, μ in (p, try step(p, v, g, η, μ).velocity) }),
      Mistake(
        "the parameter twice",
        "The second result is the new velocity, and not the parameter again.",
        { p, v, g, η, μ in
          let moved = try step(p, v, g, η, μ).parameter
          return (moved, moved)
        }),
      Mistake(
        "the velocity returned times the rate",
        "The velocity is returned times the rate: return v itself, for the next step.",
        { p, v, g, η, μ in
          let right = try step(p, v, g, η, μ)
          return (right.parameter, η * right.velocity)
        }),
    ]
  }
}
