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
  ]

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
    ]
  }
}
