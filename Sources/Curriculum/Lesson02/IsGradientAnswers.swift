import Curriculum
import Gradus

extension BackpropagationLesson {
  static let isGradientWrongAnswers: [WrongAnswer<Answers>] = [
    WrongAnswer("always true") { $0.isGradient = { _, _, _ in true } },
    WrongAnswer("always false") { $0.isGradient = { _, _, _ in false } },
    checker("first element alone") { gradient, numeric in
      abs(gradient[0, 0] - numeric[0, 0]) <= 1e-6 * largest(gradient, numeric)
    },
    checker("absolute tolerance, too tight", why: "grow with it") { gradient, numeric in
      (gradient - numeric).abs().max() <= 1e-8
    },
    checker("absolute tolerance", why: "grow with it") { gradient, numeric in
      (gradient - numeric).abs().max() <= 1e-6
    },
    checker("absolute tolerance, too loose") { gradient, numeric in
      (gradient - numeric).abs().max() <= 1e-4
    },
    checker("tolerance of at least 10⁻⁶") { gradient, numeric in
      (gradient - numeric).abs().max() <= 1e-6 * max(1, largest(gradient, numeric))
    },
    checker("tolerance 10⁻⁴", why: "The tolerance is 10⁻⁶") { gradient, numeric in
      (gradient - numeric).abs().max() <= 1e-4 * largest(gradient, numeric)
    },
    checker("tolerance 10⁻²", why: "The tolerance is 10⁻⁶") { gradient, numeric in
      (gradient - numeric).abs().max() <= 1e-2 * largest(gradient, numeric)
    },
    checker("each element has its own tolerance", why: "a tolerance of its own is 0") {
      gradient, numeric in
      zip(gradient.elements, numeric.elements).allSatisfy {
        abs($0 - $1) <= 1e-6 * max(abs($0), abs($1))
      }
    },
    checker("< for <=", why: "the comparison has to be <=") { gradient, numeric in
      (gradient - numeric).abs().max() < 1e-6 * largest(gradient, numeric)
    },
    checker("NaN passes", why: "NaN is not smaller") { gradient, numeric in
      !((gradient - numeric).abs().max() > 1e-6 * largest(gradient, numeric))
    },
    checker("infinity passes", why: "ask isFinite") { gradient, numeric in
      let difference = (gradient - numeric).abs().max()
      return difference <= 1e-6 * largest(gradient, numeric)
    },
    checker("sums compared", why: "sums do not notice") { gradient, numeric in
      abs(gradient.sum() - numeric.sum()) <= 1e-6 * largest(gradient, numeric)
    },
    checker("magnitudes compared", why: "not the difference of magnitudes") { gradient, numeric in
      (gradient.abs() - numeric.abs()).abs().max() <= 1e-6 * largest(gradient, numeric)
    },
    checker("no absolute value", why: "below zero counts") { gradient, numeric in
      (gradient - numeric).max() <= 1e-6 * largest(gradient, numeric)
    },
    checker("norms", why: "one among many") { gradient, numeric in
      (gradient - numeric).squared().sum().squareRoot()
        <= 1e-6 * (gradient.squared().sum() + numeric.squared().sum()).squareRoot()
    },
    checker("tolerance from the mean", why: "not of a mean") { gradient, numeric in
      let difference = (gradient - numeric).abs().max()
      return difference.isFinite && difference <= 1e-6 * (gradient + numeric).abs().mean()
    },
    WrongAnswer("h as a share of x", why: "no share of x") {
      $0.isGradient = { try compare($0, $1, $2, isShareOfX: true, isClose) }
    },
    WrongAnswer("a step of 10⁻¹⁰", why: "Is h about 1e-5?") {
      $0.isGradient = { try compare($0, $1, $2, h: 1e-10, isClose) }
    },
    checker("mean difference") { gradient, numeric in
      (gradient - numeric).abs().mean() <= 1e-6 * largest(gradient, numeric)
    },
    WrongAnswer("a step of 0.1", why: "Is h about 1e-5?") {
      $0.isGradient = { try compare($0, $1, $2, h: 0.1, isClose) }
    },
    WrongAnswer("elements stay changed", why: "the others are those of x") {
      $0.isGradient = { try compare($0, $1, $2, staysChanged: true, isClose) }
    },
    WrongAnswer("numbers of elements compared", why: "Compare the shapes") {
      $0.isGradient = { claimed, function, x in
        let gradient = try claimed(x)
        guard gradient.elementCount == x.elementCount else { return false }
        return try compare({ _ in gradient.reshaped(to: x.shape) }, function, x, isClose)
      }
    },
    WrongAnswer("an error of claimed makes it wrong", why: "Let errors through") {
      $0.isGradient = { claimed, function, x in
        guard let gradient = try? claimed(x) else { return false }
        return try compare({ _ in gradient }, function, x, isClose)
      }
    },
    WrongAnswer("an error of function makes it wrong", why: "Let errors through") {
      $0.isGradient = { claimed, function, x in
        let gradient = try claimed(x)
        return (try? compare({ _ in gradient }, function, x, isClose)) ?? false
      }
    },
  ]

  static let isGradientRightAnswers: [RightAnswer<Answers>] = [
    RightAnswer("element by element, until one differs") {
      $0.isGradient = {
        try compare($0, $1, $2) { gradient, numeric in
          let limit = 1e-6 * largest(gradient, numeric)
          for i in 0..<gradient.shape[0] {
            for j in 0..<gradient.shape[1] {
              let difference = abs(gradient[i, j] - numeric[i, j])
              guard difference.isFinite, difference <= limit else { return false }
            }
          }
          return true
        }
      }
    },
    RightAnswer("another step") { $0.isGradient = { try compare($0, $1, $2, h: 2e-6, isClose) } },
    RightAnswer("the tolerance from the differences alone") {
      $0.isGradient = {
        try compare($0, $1, $2) { gradient, numeric in
          (gradient - numeric).abs().max() <= 1e-6 * numeric.abs().max()
        }
      }
    },
  ]

  private static func largest(_ gradient: Matrix, _ numeric: Matrix) -> Double {
    max(gradient.abs().max(), numeric.abs().max())
  }

  @Sendable private static func isClose(_ gradient: Matrix, _ numeric: Matrix) -> Bool {
    let difference = (gradient - numeric).abs().max()
    return difference.isFinite && difference <= 1e-6 * largest(gradient, numeric)
  }

  /// A checker that forms both gradients rightly and compares them wrongly.
  private static func checker(
    _ mistake: String, why: String = "", _ agree: @escaping @Sendable (Matrix, Matrix) -> Bool
  ) -> WrongAnswer<Answers> {
    WrongAnswer(mistake, why: why) { $0.isGradient = { try compare($0, $1, $2, agree) } }
  }

  private static func compare(
    _ claimed: Answers.ClaimedGradient, _ function: Answers.Function, _ x: Matrix, h: Double = 1e-5,
    staysChanged: Bool = false, isShareOfX: Bool = false, _ agree: (Matrix, Matrix) -> Bool
  ) throws -> Bool {
    let gradient = try claimed(x)
    guard gradient.shape == x.shape else { return false }
    var (numeric, base) = (Matrix.zeros(x.shape), x)
    for i in 0..<x.shape[0] {
      for j in 0..<x.shape[1] {
        let h = isShareOfX ? h * x[i, j] : h
        var (above, below) = (base, base)
        above[i, j] += h
        below[i, j] -= h
        numeric[i, j] = try (function(above) - function(below)) / (2 * h)
        if staysChanged { base[i, j] += 0.5 }
      }
    }
    return agree(gradient, numeric)
  }
}
