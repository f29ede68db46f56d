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
        + "numeric.abs().max().",
    ],
    learnt:
      "A gradient is proved by differences in every element, with a tolerance that follows the "
      + "gradient's size.",
    landmark: Landmark("Sources/GradientChecking/CheckGradients.swift", "func checkGradients"),
    solution: { $0.isGradient = Backpropagation.isGradient },
    check: { answers in
      for claim in rightClaims + wrongClaims {
        let isRight = rightClaims.contains { $0.name == claim.name }
        let verdict = try answers.isGradient(claim.gradient, claim.function, claim.x)
        try expect(
          verdict == isRight,
          isRight
            ? "isGradient rejects the right gradient of \(claim.name)."
            : "isGradient accepts a wrong gradient: \(claim.name).",
          why: claim.remark)
      }
    },
    wrongAnswers: [
      WrongAnswer("always true") { $0.isGradient = { _, _, _ in true } },
      WrongAnswer("always false") { $0.isGradient = { _, _, _ in false } },
      checker("first element alone") { gradient, numeric in
        abs(gradient[0, 0] - numeric[0, 0]) <= 1e-6 * abs(numeric[0, 0])
      },
      checker("absolute tolerance, too tight") { gradient, numeric in
        (gradient - numeric).abs().max() <= 1e-8
      },
      checker("absolute tolerance, too loose") { gradient, numeric in
        (gradient - numeric).abs().max() <= 1e-4
      },
      checker("sums compared") { gradient, numeric in
        abs(gradient.sum() - numeric.sum()) <= 1e-6 * numeric.abs().max()
      },
      checker("magnitudes compared") { gradient, numeric in
        (gradient.abs() - numeric.abs()).abs().max() <= 1e-6 * numeric.abs().max()
      },
      checker("no absolute value") { gradient, numeric in
        (gradient - numeric).max() <= 1e-6 * numeric.abs().max()
      },
      checker("mean difference") { gradient, numeric in
        (gradient - numeric).abs().mean() <= 1e-2 * numeric.abs().max()
      },
      WrongAnswer("a step of 0.1") {
        $0.isGradient = { try compare($0, $1, $2, h: 0.1) { isClose($0, $1) } }
      },
    ])

  /// A function, something that claims to be its gradient, and what it tests.
  private struct Claim: Sendable {
    let name: String
    let remark: String
    let function: @Sendable (Matrix) -> Double
    let gradient: @Sendable (Matrix) -> Matrix
    let x: Matrix
  }

  private static let x: Matrix = [[0.5, -1.5, 2], [1, 0.25, -0.75]]
  /// Random weights: a plain sum would not notice gradients that are wrong in opposite directions.
  private static let weights: Matrix = [[0.3, -1.1, 0.7], [2.2, -0.4, 1.3]]

  @Sendable private static func squares(_ x: Matrix) -> Double { (weights * x.squared()).sum() }
  @Sendable private static func ofSquares(_ x: Matrix) -> Matrix { 2 * weights * x }

  private static let rightClaims = [
    Claim(
      name: "Σ w·x²", remark: "Is it compared with central differences, with h = 1e-5?",
      function: squares, gradient: ofSquares, x: x),
    Claim(
      name: "Σ w·tanh x", remark: "Is h small enough? 1e-5 suits.",
      function: { (weights * $0.tanh()).sum() },
      gradient: { weights * (1 - $0.tanh().squared()) }, x: x),
    Claim(
      name: "10⁶·Σ w·x²",
      remark: "A large gradient has large rounding errors: the tolerance has to "
        + "grow with it.",
      function: { 1e6 * squares($0) }, gradient: { 1e6 * ofSquares($0) }, x: x),
    Claim(
      name: "10⁻⁶·Σ w·x²", remark: "It is right, however small.",
      function: { 1e-6 * squares($0) }, gradient: { 1e-6 * ofSquares($0) }, x: x),
    Claim(
      name: "a constant", remark: "Zero agrees with zero: the comparison has to be <=.",
      function: { _ in 3 }, gradient: { .zeros($0.shape) }, x: x),
  ]

  private static let wrongClaims = [
    Claim(
      name: "twice as large", remark: "Are the two compared?", function: squares,
      gradient: { 2 * ofSquares($0) }, x: x),
    Claim(
      name: "of the wrong sign",
      remark: "Take the magnitude of the difference, not the difference of "
        + "magnitudes.",
      function: squares, gradient: { -ofSquares($0) }, x: x),
    Claim(
      name: "too small everywhere",
      remark: "A difference below zero counts as well: take its "
        + "magnitude.",
      function: squares, gradient: { ofSquares($0) - 1 }, x: x),
    Claim(
      name: "one element wrong, the last",
      remark: "Every element has to agree, not one, and not their "
        + "mean.",
      function: squares,
      gradient: {
        var gradient = ofSquares($0)
        gradient[1, 2] *= 1.01
        return gradient
      }, x: x),
    Claim(
      name: "two elements exchanged",
      remark: "Compare element by element; sums do not notice this.",
      function: squares,
      gradient: {
        var gradient = ofSquares($0)
        (gradient[0, 0], gradient[0, 1]) = (gradient[0, 1], gradient[0, 0])
        return gradient
      }, x: x),
    Claim(
      name: "twice as large, but tiny",
      remark: "Both are tiny, so their difference is too: the "
        + "tolerance has to shrink with them.",
      function: { 1e-6 * squares($0) }, gradient: { 2e-6 * ofSquares($0) }, x: x),
    Claim(
      name: "wrong by one in a thousand", remark: "The tolerance is 10⁻⁶ of the largest element.",
      function: squares, gradient: { 1.001 * ofSquares($0) }, x: x),
    Claim(
      name: "zero", remark: "Are the two compared?", function: squares,
      gradient: { .zeros($0.shape) }, x: x),
    Claim(
      name: "NaN",
      remark: "NaN is not smaller than anything: write the comparison so that it fails.",
      function: squares, gradient: { Tensor(repeating: .nan, shape: $0.shape) }, x: x),
    Claim(
      name: "of another shape", remark: "Compare the shapes first.", function: squares,
      gradient: { ofSquares($0).sum(along: 0) }, x: x),
  ]

  private static func isClose(_ gradient: Matrix, _ numeric: Matrix) -> Bool {
    (gradient - numeric).abs().max() <= 1e-6 * max(gradient.abs().max(), numeric.abs().max())
  }

  /// A checker that forms both gradients rightly and compares them wrongly.
  private static func checker(
    _ mistake: String, _ agree: @escaping @Sendable (Matrix, Matrix) -> Bool
  ) -> WrongAnswer<Answers> {
    WrongAnswer(mistake) { $0.isGradient = { try compare($0, $1, $2, h: 1e-5, agree) } }
  }

  private static func compare(
    _ claimed: Answers.ClaimedGradient, _ function: Answers.Function, _ x: Matrix, h: Double,
    _ agree: (Matrix, Matrix) -> Bool
  ) throws -> Bool {
    let gradient = try claimed(x)
    guard gradient.shape == x.shape else { return false }
    var numeric = Matrix.zeros(x.shape)
    for i in 0..<x.shape[0] {
      for j in 0..<x.shape[1] {
        var (above, below) = (x, x)
        above[i, j] += h
        below[i, j] -= h
        numeric[i, j] = try (function(above) - function(below)) / (2 * h)
      }
    }
    return agree(gradient, numeric)
  }
}
