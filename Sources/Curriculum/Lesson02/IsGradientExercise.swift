import Curriculum
import Gradus

extension BackpropagationLesson {
  static let isGradient = Exercise<Answers>(
    "isGradient", "A gradient checker of your own",
    hints: [
      "Change one element of x at a time, and leave the others as they are: a copy of x is cheap.",
      "centralDifference of { value in var changed = x; changed[i, j] = value; return try "
        + "function(changed) } at x[i, j] is what the gradient's element [i, j] should be.",
      "Compare (gradient - numeric).abs().max() with 1e-6 times the larger of gradient.abs().max() and "
        + "numeric.abs().max(). It has to be finite, too.",
    ],
    learned:
      "A gradient is proved by differences in every element, with a tolerance that follows the "
      + "gradient's size.",
    landmark: Landmark("Sources/GradientChecking/CheckGradients.swift", "func checkGradients"),
    solution: { $0.isGradient = Backpropagation.isGradient },
    check: { answers in
      for claim in claims {
        let verdict = try answers.isGradient(claim.gradient, claim.function, claim.x)
        try expect(
          verdict == claim.isRight,
          claim.isRight
            ? "isGradient rejects the right gradient of \(claim.name)."
            : "isGradient accepts a wrong gradient: \(claim.name).",
          why: claim.remark)
      }
      try expectHandsOnErrors("isGradient", of: "claimed", calls: 1) { probe in
        _ = try answers.isGradient(
          { x in
            try probe()
            return ofSquares(x)
          }, squares, x)
      }
      try expectHandsOnErrors("isGradient", of: "function", calls: 3) { probe in
        _ = try answers.isGradient(
          ofSquares,
          { x in
            try probe()
            return squares(x)
          }, x)
      }
    },
    wrongAnswers: isGradientWrongAnswers, rightAnswers: isGradientRightAnswers)
}
