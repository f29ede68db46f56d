import Curriculum
import Gradus

extension OptimizationLesson {
  private static func rate(
    _ warm: Double, _ share: Double, step: Int, warmUp: Int, _ peak: Double
  ) -> Double {
    step < warmUp ? peak * warm : peak * (1 + Double.cos(.pi * share)) / 2
  }

  static let learningRateMistakes: [Mistake<Schedule>] = [
    Mistake(
      "warm-up over W + 1 steps",
      "Step W − 1 has the whole peak: (t + 1) / W, not (t + 1) / (W + 1).",
      { step, warmUp, total, peak in
        rate(
          Double(step + 1) / Double(warmUp + 1), Double(step - warmUp) / Double(total - warmUp),
          step: step, warmUp: warmUp, peak)
      }),
    Mistake(
      "cosine one step ahead",
      "Step W has the whole peak: the share is (t − W) / (T − W), without + 1.",
      { step, warmUp, total, peak in
        rate(
          Double(step + 1) / Double(warmUp), Double(step + 1 - warmUp) / Double(total - warmUp),
          step: step, warmUp: warmUp, peak)
      }),
    Mistake(
      "a whole wave", "That is a whole wave, which rises again: π·share, not 2π·share.",
      { step, warmUp, total, peak in
        rate(
          Double(step + 1) / Double(warmUp), 2 * Double(step - warmUp) / Double(total - warmUp),
          step: step, warmUp: warmUp, peak)
      }),
    Mistake(
      "1 + left out", "The 1 is missing in ½·(1 + cos): a cosine alone becomes negative.",
      { step, warmUp, total, peak in
        step < warmUp
          ? peak * Double(step + 1) / Double(warmUp)
          : peak / 2 * Double.cos(.pi * Double(step - warmUp) / Double(total - warmUp))
      }),
    Mistake(
      "brackets left out in the warm-up", "The whole of t + 1 is divided by W: mind the brackets.",
      { step, warmUp, total, peak in
        rate(
          Double(step) + 1 / Double(warmUp), Double(step - warmUp) / Double(total - warmUp),
          step: step, warmUp: warmUp, peak)
      }),
    Mistake(
      "both at once", "The two follow one another: the cosine begins at step W, at the whole peak.",
      { step, warmUp, total, peak in
        let ramp = warmUp == 0 ? 1 : min(1, Double(step + 1) / Double(warmUp))
        return rate(0, Double(step) / Double(total), step: step, warmUp: 0, peak * ramp)
      }),
    Mistake(
      "π to two places", "Take .pi: 3.14 has too few digits.",
      { step, warmUp, total, peak in
        rate(
          Double(step + 1) / Double(warmUp),
          Double(step - warmUp) / Double(total - warmUp) * 3.14 / .pi, step: step, warmUp: warmUp,
          peak)
      }),
    Mistake(
      "warm-up off by one",
      "The first step would do nothing: step 0 has peak·1 / W. (Whole numbers divided give 0 too: make "
        + "them Double first.)",
      { step, warmUp, total, peak in
        rate(
          Double(step) / Double(warmUp), Double(step - warmUp) / Double(total - warmUp), step: step,
          warmUp: warmUp, peak)
      }),
    Mistake(
      "one step of warm-up too many",
      "Step W already belongs to the cosine: the condition is t < W.",
      { step, warmUp, total, peak in
        rate(
          Double(step + 1) / Double(warmUp), Double(step - warmUp) / Double(total - warmUp),
          step: step, warmUp: warmUp > 0 ? warmUp + 1 : 0, peak)
      }),
    Mistake(
      "cosine from step 0", "The cosine begins at step W: its share is (t − W) / (T − W).",
      { step, warmUp, total, peak in
        rate(
          Double(step + 1) / Double(warmUp), Double(step) / Double(total), step: step,
          warmUp: warmUp, peak)
      }),
    Mistake(
      "cosine from step 0, over T − W steps",
      "The cosine begins at step W: its share is (t − W) / (T − W).",
      { step, warmUp, total, peak in
        rate(
          Double(step + 1) / Double(warmUp), Double(step) / Double(total - warmUp), step: step,
          warmUp: warmUp, peak)
      }),
    Mistake(
      "no warm-up", "The warm-up is missing.",
      { step, warmUp, total, peak in
        rate(0, Double(step) / Double(total), step: step, warmUp: 0, peak)
      }),
    Mistake(
      "cosine over T steps",
      "From step W there are T − W steps left, and the cosine has to fall within these.",
      { step, warmUp, total, peak in
        rate(
          Double(step + 1) / Double(warmUp), Double(step - warmUp) / Double(total), step: step,
          warmUp: warmUp, peak)
      }),
    Mistake(
      "zero at the last step", "The rate would be 0 at step T, not at T − 1: divide by T − W.",
      { step, warmUp, total, peak in
        rate(
          Double(step + 1) / Double(warmUp),
          Double(step - warmUp) / Double(max(1, total - warmUp - 1)),
          step: step, warmUp: warmUp, peak)
      }),
    Mistake(
      "no half", "1 + cos goes from 2 to 0: the factor ½ is missing.",
      { step, warmUp, total, peak in
        try Optimization.learningRate(at: step, warmUp: warmUp, total: total, peak: peak)
          * (step < warmUp ? 1 : 2)
      }),
    Mistake(
      "a straight line down", "That falls along a straight line, not along a cosine.",
      { step, warmUp, total, peak in
        step < warmUp
          ? peak * Double(step + 1) / Double(warmUp)
          : peak * (1 - Double(step - warmUp) / Double(total - warmUp))
      }),
    Mistake(
      "whole numbers divided",
      "From step W on the rate has to fall. Where (t − W) / (T − W) are whole numbers, their quotient is 0: "
        + "make them Double first.",
      { step, warmUp, total, peak in
        rate(
          warmUp > 0 ? Double((step + 1) / warmUp) : 0, Double((step - warmUp) / (total - warmUp)),
          step: step, warmUp: warmUp, peak)
      }),
    Mistake(
      "W = 0 taken for 1",
      "With W = 0 there is no warm-up: step 0 belongs to the cosine already.",
      { step, warmUp, total, peak in
        let warmUp = max(1, warmUp)
        return rate(
          Double(step + 1) / Double(warmUp),
          Double(step - warmUp) / Double(max(1, total - warmUp)), step: step, warmUp: warmUp, peak)
      }),
    Mistake(
      "a floor", "It falls to 0: no smallest rate is asked for.",
      { step, warmUp, total, peak in
        max(
          rate(
            Double(step + 1) / Double(warmUp), Double(step - warmUp) / Double(total - warmUp),
            step: step, warmUp: warmUp, peak), peak / 100)
      }),
    Mistake(
      "π left out", "Half a cosine takes an angle from 0 to π: π·share.",
      { step, warmUp, total, peak in
        rate(
          Double(step + 1) / Double(warmUp),
          Double(step - warmUp) / Double(total - warmUp) / .pi, step: step, warmUp: warmUp, peak)
      }),
    Mistake(
      "degrees", "The cosine takes radians: half a turn is π, not 180.",
      { step, warmUp, total, peak in
        rate(
          Double(step + 1) / Double(warmUp),
          Double(step - warmUp) / Double(total - warmUp) * 180 / .pi, step: step, warmUp: warmUp,
          peak)
      }),
    Mistake(
      "a quarter of a cosine",
      "That is cos from 0 to π/2, which ends in a steep fall: half a cosine is ½·(1 + cos(π·share)).",
      { step, warmUp, total, peak in
        step < warmUp
          ? peak * Double(step + 1) / Double(warmUp)
          : peak * Double.cos(.pi / 2 * Double(step - warmUp) / Double(total - warmUp))
      }),
    Mistake(
      "upward", "The cosine rises: 1 + cos falls from 2 to 0, 1 − cos does the opposite.",
      { step, warmUp, total, peak in
        rate(
          Double(step + 1) / Double(warmUp), 1 - Double(step - warmUp) / Double(total - warmUp),
          step: step, warmUp: warmUp, peak)
      }),
    Mistake(
      "peak left out", "The peak is missing: those are shares of it.",
      { step, warmUp, total, _ in
        rate(
          Double(step + 1) / Double(warmUp), Double(step - warmUp) / Double(total - warmUp),
          step: step, warmUp: warmUp, 1)
      }),
    Mistake(
      "peak left out of the cosine", "The peak is missing in the cosine, peak·½·(1 + cos(…)).",
      { step, warmUp, total, peak in
        rate(
          Double(step + 1) / Double(warmUp), Double(step - warmUp) / Double(total - warmUp),
          step: step, warmUp: warmUp, step < warmUp ? peak : 1)
      }),
    Mistake(
      "peak left out of the warm-up", "The peak is missing in the warm-up, peak·(t + 1) / W.",
      { step, warmUp, total, peak in
        rate(
          Double(step + 1) / Double(warmUp), Double(step - warmUp) / Double(total - warmUp),
          step: step, warmUp: warmUp, step < warmUp ? 1 : peak)
      }),
    Mistake(
      "the cosine within the warm-up",
      "Before step W the warm-up counts alone: there the cosine is not a factor.",
      { step, warmUp, total, peak in
        let ramp = warmUp == 0 ? 1 : min(1, Double(step + 1) / Double(warmUp))
        return rate(
          0, Double(step - warmUp) / Double(total - warmUp), step: step, warmUp: 0, peak * ramp)
      }),
    Mistake(
      "down to a tenth", "It falls to 0: no smallest rate is asked for.",
      { step, warmUp, total, peak in
        let rate = rate(
          Double(step + 1) / Double(warmUp), Double(step - warmUp) / Double(total - warmUp),
          step: step, warmUp: warmUp, peak)
        return step < warmUp ? rate : 0.1 * peak + 0.9 * rate
      }),
    Mistake(
      "a cosine upward as well", "The warm-up is a straight line, peak·(t + 1) / W.",
      { step, warmUp, total, peak in
        rate(
          (1 - Double.cos(.pi * Double(step + 1) / Double(warmUp))) / 2,
          Double(step - warmUp) / Double(total - warmUp), step: step, warmUp: warmUp, peak)
      }),
    Mistake(
      "warm-up over all steps", "The warm-up takes W steps, and not T: peak·(t + 1) / W.",
      { step, warmUp, total, peak in
        rate(
          Double(step + 1) / Double(total), Double(step - warmUp) / Double(total - warmUp),
          step: step, warmUp: warmUp, peak)
      }),
    Mistake(
      "the cosine alone",
      "A cosine alone goes from 1 to −1: ½·(1 + cos(π·share)) goes from 1 to 0.",
      { step, warmUp, total, peak in
        step < warmUp
          ? peak * Double(step + 1) / Double(warmUp)
          : peak * Double.cos(.pi * Double(step - warmUp) / Double(total - warmUp))
      }),
    Mistake(
      "parentheses left out of 1 + cos",
      "The whole sum is multiplied: peak·½·(1 + cos(…)), with parentheses.",
      { step, warmUp, total, peak in
        step < warmUp
          ? peak * Double(step + 1) / Double(warmUp)
          : peak / 2 + Double.cos(.pi * Double(step - warmUp) / Double(total - warmUp))
      }),
    Mistake(
      "parentheses left out of the share",
      "The share is one difference divided by another: (t − W) / (T − W), with parentheses.",
      { step, warmUp, total, peak in
        rate(
          Double(step + 1) / Double(warmUp),
          Double(step) - Double(warmUp) / Double(total) - Double(warmUp), step: step,
          warmUp: warmUp, peak)
      }),
  ]
}
